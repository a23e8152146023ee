import Runs
import Screen

/// Where a wrapped log stands: a row of a line, by the byte of the line's text that it holds, which survives another width.
struct LogAnchor: Equatable, Sendable {
    /// Where the line begins in the file.
    var offset: Int
    /// A byte of its text.
    var byte = 0
}

/// The rows of a screen and what of a log's lines stands in them.
struct LogScreen {
    /// One row.
    enum Row: Equatable {
        /// The rule that says that the log was cut.
        case cut
        /// A line of the window, whole, cut at the edge.
        case line(Int)
        /// A part of a wrapped line, and whether it is its first.
        case part(line: Int, bytes: Range<Int>, isFirst: Bool)

        var line: Int? {
            switch self {
            case .cut: nil
            case .line(let line), .part(let line, _, _): line
            }
        }
    }

    /// A row of a wrapped line.
    struct Position: Equatable, Comparable {
        var line: Int
        var row: Int

        static func < (one: Position, other: Position) -> Bool { (one.line, one.row) < (other.line, other.row) }
    }

    let layout: LogLayout
    let glyphs: GlyphSet
    private let place: LogPlace
    private let lines: [LogLine]
    private let isAtEnd: Bool
    /// The row at the top.
    private(set) var top = Position(line: 0, row: 0)
    /// The rows from the top; fewer than the screen has where the log ends.
    private(set) var rows: [Row] = []

    init(_ place: LogPlace, _ size: Size, _ glyphs: GlyphSet) {
        (self.place, self.glyphs) = (place, glyphs)
        layout = LogLayout(place, size)
        lines = place.window?.lines ?? []
        isAtEnd = place.window?.isAtEnd ?? true
        top = topPosition()
        rows = rowsFromTop()
    }

    private var height: Int { layout.size.rows }
    /// The columns of a line's text, behind the sign of the marked line.
    private var columns: Int { max(1, layout.text.width - 1) }

    // MARK: What is shown

    private func rowsFromTop() -> [Row] {
        guard !lines.isEmpty else { return [] }
        let texts = place.isWrapped ? wrapped() : lines.indices.prefix(height).map { Row.line($0) }
        // The rule stands over what one has held, or where there is room: no line may be out of reach below it.
        guard place.cutAt != nil, isVeryTop, !place.isFollowing || texts.count < height else { return texts }
        return [.cut] + texts.prefix(max(0, height - 1))
    }

    private var isVeryTop: Bool {
        guard let line = lines.indices.contains(top.line) ? lines[top.line] : nil else { return false }
        return top.row == 0 && place.isFirst(line.offset)
    }

    private func wrapped() -> [Row] {
        var result: [Row] = []
        var position = top
        while result.count < height, position.line < lines.count {
            let parts = DrawnLine.rows(of: lines[position.line], columns: columns, glyphs)
            for (index, bytes) in parts.enumerated().dropFirst(position.row).prefix(height - result.count) {
                result.append(.part(line: position.line, bytes: bytes, isFirst: index == 0))
            }
            position = Position(line: position.line + 1, row: 0)
        }
        return result
    }

    /// Where the first line on the screen begins.
    var topOffset: Int { lines.indices.contains(top.line) ? lines[top.line].offset : place.top }

    /// The places in the file that are on the screen.
    var shown: Range<Int> {
        let last = rows.last?.line ?? 0
        let end = lines.indices.contains(last + 1) ? lines[last + 1].offset : place.window?.end ?? 0
        return topOffset..<max(topOffset, end)
    }

    /// Whether the end of the log is on the screen.
    var isShowingEnd: Bool {
        guard isAtEnd, place.isWrapped else { return isAtEnd && lines.count <= height }
        return top >= bottom
    }

    /// The lines on the screen, from the top.
    var shownLines: [LogLine] {
        var last: Int?
        return rows.compactMap { row in
            guard let line = row.line, line != last else { return nil }
            last = line
            return lines[line]
        }
    }

    // MARK: Wrapped rows

    private func topPosition() -> Position {
        guard place.isWrapped else { return Position(line: 0, row: 0) }
        if place.isFollowing, isAtEnd { return bottom }
        let wanted = place.anchor.map(position) ?? Position(line: 0, row: 0)
        // The end of the log fills the screen.
        return isAtEnd ? min(wanted, bottom) : wanted
    }

    private func position(of anchor: LogAnchor) -> Position {
        guard let line = lines.firstIndex(where: { $0.offset >= anchor.offset }) else {
            return Position(line: max(0, lines.count - 1), row: 0)
        }
        guard lines[line].offset == anchor.offset, anchor.byte > 0 else { return Position(line: line, row: 0) }
        let parts = DrawnLine.rows(of: lines[line], columns: columns, glyphs)
        return Position(line: line, row: parts.lastIndex { $0.lowerBound <= anchor.byte } ?? 0)
    }

    /// The position so that the last row of all stands at the bottom.
    var bottom: Position {
        let last = Position(line: lines.count - 1, row: count(lines.count - 1) - 1)
        return moved(last, by: 1 - height).position
    }

    private func count(_ line: Int) -> Int {
        lines.indices.contains(line) ? DrawnLine.rowCount(of: lines[line], columns: columns, glyphs) : 1
    }

    /// A position so many rows further on, as far as there are lines.
    /// - Returns: it, and the rows that lie beyond.
    func moved(_ from: Position, by rows: Int) -> (position: Position, rest: Int) {
        guard !lines.isEmpty else { return (Position(line: 0, row: 0), rows) }
        var at = from
        var left = rows
        while left < 0 {
            if at.row >= -left { return (Position(line: at.line, row: at.row + left), 0) }
            left += at.row
            guard at.line > 0 else { return (Position(line: 0, row: 0), left) }
            left += 1
            at = Position(line: at.line - 1, row: count(at.line - 1) - 1)
        }
        while left > 0 {
            let below = count(at.line) - 1 - at.row
            if below >= left { return (Position(line: at.line, row: at.row + left), 0) }
            left -= below
            guard at.line + 1 < lines.count else { return (Position(line: at.line, row: at.row + below), left) }
            left -= 1
            at = Position(line: at.line + 1, row: 0)
        }
        return (at, 0)
    }

    /// The anchor of a position.
    func anchor(at position: Position) -> LogAnchor? {
        guard lines.indices.contains(position.line) else { return nil }
        let line = lines[position.line]
        guard position.row > 0 else { return LogAnchor(offset: line.offset) }
        let parts = DrawnLine.rows(of: line, columns: columns, glyphs)
        return LogAnchor(offset: line.offset, byte: parts[min(position.row, parts.count - 1)].lowerBound)
    }

    /// The anchor that shows a line with a few rows before it; of a line that fills the screen the row of what was found.
    func anchor(showing offset: Int) -> LogAnchor? {
        guard let line = lines.firstIndex(where: { $0.offset >= offset }) else { return nil }
        var row = 0
        if let byte = hitByte(of: lines[line]) {
            let parts = DrawnLine.rows(of: lines[line], columns: columns, glyphs)
            row = parts.lastIndex { $0.lowerBound <= byte } ?? 0
        }
        if row < height / 2 { row = 0 }
        return anchor(at: moved(Position(line: line, row: row), by: -min(3, height / 2)).position)
    }

    /// The first column to show, of lines that are cut, so that what was found in one of them is seen.
    func column(showing offset: Int) -> Int {
        guard !place.isWrapped, let line = lines.first(where: { $0.offset == offset }), let byte = hitByte(of: line)
        else {
            return place.column
        }
        let hit = TextWidth.columns(before: [byte], in: line.text).first ?? 0
        let room = max(1, columns - 8)
        if hit >= place.column, hit < place.column + room { return place.column }
        return hit < room ? 0 : max(0, hit - columns / 3)
    }

    // MARK: Hits

    /// The byte of a line's text that is to be seen: the hit that one is at, else the first.
    private func hitByte(of line: LogLine) -> Int? {
        (place.currentHit(in: line) ?? line.searchHits.first)?.lowerBound
    }

    /// The next hit of a line beside the one that one is at, where the screen does not show it; `nil` where all of them are
    /// to be seen.
    func hiddenHit(inLine offset: Int, beside here: Range<Int>, isForward: Bool) -> Range<Int>? {
        guard let line = lines.firstIndex(where: { $0.offset == offset }) else { return nil }
        let shown = shownBytes(ofLine: line)
        let others = lines[line].searchHits.filter { !shown.contains($0.lowerBound) }
        return isForward
            ? others.first { $0.lowerBound > here.lowerBound } : others.last { $0.lowerBound < here.lowerBound }
    }

    /// What the screen shows of a line's text.
    private func shownBytes(ofLine line: Int) -> Range<Int> {
        guard place.isWrapped else {
            let sign = DrawnLine(lines[line], glyphs).sign
            let room = columns - max(1, TextWidth.columns(sign))
            return TextWidth.bytes(of: lines[line].text, in: place.column..<place.column + max(1, room)).bytes
        }
        let parts = rows.compactMap { row in
            if case .part(line, let bytes, _) = row { bytes } else { nil }
        }
        guard let first = parts.first, let last = parts.last else { return 0..<0 }
        return first.lowerBound..<last.upperBound
    }

    /// Whether the lines around a position are there: a screen of rows before it, and a screen behind the one it begins.
    func hasRoom(around position: Position) -> Bool {
        let isFirst = lines.first.map { place.isFirst($0.offset) } ?? true
        let above = isFirst || moved(position, by: -height).rest == 0
        return above && (isAtEnd || moved(position, by: 2 * height).rest == 0)
    }
}

extension LogLine {
    /// The parts of its text that the search has found, in order.
    var searchHits: [Range<Int>] { hits.compactMap { $0.kind == .search ? $0.range : nil } }
}
