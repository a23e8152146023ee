import Runs
import Screen

/// How parts of a log's lines look: in roles, so that the theme decides, and without colour by emphasis alone.
enum LogLook {
    typealias Look = (role: Role, emphasis: Emphasis)

    /// Bands one after another; then the same underlined, and from the beginning.
    private static let bands: [Role] = [.bandRunning, .bandGood, .bandSkipped]

    static func highlight(_ place: Int) -> Look {
        (bands[place % bands.count], place / bands.count % 2 == 1 ? .underline : [])
    }

    /// The role of a colour that some program has asked for; `nil` for the line's own.
    static func role(of color: LogTint.Color) -> Role {
        switch color {
        case .gray: .faint
        case .red: .logRed
        case .green: .good
        case .yellow: .logYellow
        case .blue: .running
        case .cyan: .progressDone
        case .magenta: .strong
        }
    }

    /// The role of a ground that some program has asked for.
    static func role(ofGround color: LogTint.Color) -> Role {
        switch color {
        case .gray: .logOnGray
        case .red: .logOnRed
        case .green: .logOnGreen
        case .yellow: .logOnYellow
        case .blue: .logOnBlue
        case .magenta: .logOnMagenta
        case .cyan: .logOnCyan
        }
    }

    /// How a part looks that some program has given a look: on a ground of a colour the theme's ink can be read, whatever
    /// colour was asked for. Underlined on a ground are only hits: with few colours nothing else tells them apart.
    static func look(of tint: LogTint) -> (role: Role?, emphasis: Emphasis) {
        var emphasis: Emphasis = []
        if tint.isBold { emphasis.insert(.bold) }
        if tint.isDim { emphasis.insert(.dim) }
        if tint.isUnderlined, tint.ground == nil { emphasis.insert(.underline) }
        if tint.isReversed { emphasis.insert(.reverse) }
        return (tint.ground.map(role(ofGround:)) ?? tint.color.map(role(of:)), emphasis)
    }

    /// What a line means, by its shape alone: only a hint for the eye.
    static func role(of text: String) -> Role {
        // By bytes: it is asked of every row of every picture.
        guard let start = text.utf8.firstIndex(where: { $0 != UInt8(ascii: " ") }) else { return .plain }
        switch text.unicodeScalars[start] {
        case "✓", "✔", "√": return .good
        case "✖", "×": return .bad
        case "┌", "│", "├", "└", "─", "=": return .faint
        case "0"..."9": return isFailureLine(text) ? .bad : .plain
        case "(": return .heading
        default: return text.hasPrefix("  Running:") ? .strong : .plain
        }
    }

    private static func isFailureLine(_ text: String) -> Bool {
        let rest = text.utf8.drop { $0 == UInt8(ascii: " ") }.drop { (0x30...0x39).contains($0) }
        return rest.starts(with: [UInt8(ascii: ")"), UInt8(ascii: " ")])
    }
}

/// A line of a log as it is drawn: its text with the sign of one that goes on, and what lies over it.
struct DrawnLine {
    let line: LogLine
    /// The sign at the end of a line that is too long to be shown; empty where it is whole.
    let sign: String
    private let text: String
    private let current: Range<Int>?
    private let highlight: (Int) -> Int

    /// - Parameters:
    ///   - current: the hit that one is at, if it stands in this line.
    ///   - highlight: the place of a highlight among all, from its number among the rules in force.
    init(
        _ line: LogLine, _ glyphs: GlyphSet, current: Range<Int>? = nil, highlight: @escaping (Int) -> Int = { $0 }
    ) {
        (self.line, self.current, self.highlight) = (line, current, highlight)
        sign = Self.sign(line, glyphs)
        text = line.text + sign
    }

    private static func sign(_ line: LogLine, _ glyphs: GlyphSet) -> String {
        line.elided.map { "\(glyphs[.ellipsis]) \(ByteText.short($0)) line; Enter opens it" } ?? ""
    }

    /// The rows of a line, its sign included, when it is wrapped.
    static func rows(of line: LogLine, columns: Int, _ glyphs: GlyphSet) -> [Range<Int>] {
        TextWidth.rows(of: wrapped(line, glyphs), columns: columns)
    }

    static func rowCount(of line: LogLine, columns: Int, _ glyphs: GlyphSet) -> Int {
        TextWidth.rowCount(of: wrapped(line, glyphs), columns: columns)
    }

    /// Blanks at the end of a line, which tables are filled up with, take no rows.
    private static func wrapped(_ line: LogLine, _ glyphs: GlyphSet) -> String {
        guard line.elided == nil else { return line.text + sign(line, glyphs) }
        guard line.text.utf8.last == UInt8(ascii: " ") else { return line.text }
        let end = line.text.utf8.lastIndex { $0 != UInt8(ascii: " ") }.map { line.text.utf8.index(after: $0) }
        return String(line.text[..<(end ?? line.text.startIndex)])
    }

    /// Draws it from a column on; the sign stands at the edge, wherever one has scrolled.
    func draw(from column: Int, on canvas: Canvas, _ glyphs: GlyphSet) {
        let shown = TextWidth.bytes(of: line.text, in: column..<column + max(0, canvas.width))
        draw(shown.bytes, x: shown.column - column, on: canvas)
        let width = TextWidth.columns(line.text)
        if !sign.isEmpty {
            let x = max(0, min(width - column, canvas.width - TextWidth.columns(sign)))
            canvas.window(x: x, y: 0, width: canvas.width - x, height: 1).fill()
            canvas.write(sign, x: x, y: 0, .warning)
        } else if width - column > canvas.width {
            canvas.write(glyphs[.ellipsis], x: canvas.width - 1, y: 0, .faint)
        }
    }

    /// Draws one row of it.
    func draw(_ row: Range<Int>, on canvas: Canvas) { draw(row, x: 0, on: canvas) }

    /// Writes a part of the text, then gives its pieces their looks: so no piece can move another.
    private func draw(_ range: Range<Int>, x: Int, on canvas: Canvas) {
        let part = text.part(range)
        canvas.write(part, x: x, y: 0, LogLook.role(of: line.text))
        let brush = Brush(part: part, range: range, x: x, canvas: canvas)
        for tint in line.tints {
            let look = LogLook.look(of: tint.kind)
            brush.restyle(tint.range, look.role, look.emphasis)
        }
        for hit in line.hits {
            guard case .highlight(let number) = hit.kind else { continue }
            let look = LogLook.highlight(highlight(number))
            brush.restyle(hit.range, look.role, look.emphasis, isOver: true)
        }
        // What is searched lies over everything else.
        for hit in line.hits where hit.kind == .search || hit.kind == .searchRest {
            brush.restyle(hit.range, hit.range == current ? .matchCurrent : .match, isOver: true)
        }
        brush.restyle(line.text.utf8.count..<max(line.text.utf8.count, range.upperBound), .warning)
    }

    /// Gives pieces of what was written another look.
    private struct Brush {
        let part: String
        /// The bytes of the whole text that the part is.
        let range: Range<Int>
        let x: Int
        let canvas: Canvas

        /// - Parameter isOver: whether the look of what lies below shows through no more.
        func restyle(_ bytes: Range<Int>, _ role: Role?, _ emphasis: Emphasis = [], isOver: Bool = false) {
            let bytes = bytes.clamped(to: range)
            guard !bytes.isEmpty else { return }
            let ends = TextWidth.columns(
                before: [bytes.lowerBound - range.lowerBound, bytes.upperBound - range.lowerBound], in: part)
            let from = max(0, ends[0] + x)
            let to = min(canvas.width, ends[1] + x)
            guard from < to else { return }
            canvas.window(x: from, y: 0, width: to - from, height: 1).restyle(
                role: role, adding: emphasis, removing: isOver ? [.reverse, .dim, .underline] : [])
        }
    }
}
