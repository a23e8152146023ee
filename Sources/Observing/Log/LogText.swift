import CPosix
import Glibc

/// What has been found out of very long lines, so that nobody goes through one twice. Confined to one thread.
final class LongLines {
    private var known: [(start: Int, end: Int, isEnded: Bool)] = []

    /// Shorter lines are gone through faster than they are remembered.
    private let least: Int
    private static let limit = 64

    init(least: Int = LogGrain().longLine) { self.least = least }

    func forget() { known = [] }

    /// Where the line begins that a byte is known to lie in.
    func start(of offset: Int) -> Int? { known.first { $0.start <= offset && offset < $0.end }?.start }

    /// Up to where a line is known to go on, and whether it ends there.
    func end(of start: Int) -> (end: Int, isEnded: Bool)? {
        known.first { $0.start == start }.map { ($0.end, $0.isEnded) }
    }

    func note(_ start: Int, end: Int, isEnded: Bool) {
        guard end - start >= least else { return }
        known.removeAll { $0.start == start }
        if known.count >= Self.limit { known.removeFirst() }
        known.append((start, end, isEnded))
    }
}

/// An open log by its lines; or one line of it by pieces, as if they were lines.
struct LogText {
    let descriptor: Int32
    /// Where it begins: 0, or the beginning of the opened line.
    let lower: Int
    /// Where it ends: the file's size when it was opened, or the end of the opened line without its line break.
    let upper: Int
    let isOpenedLine: Bool
    /// Whether an opened line has its line break: nothing is added to it any more.
    let isEndedLine: Bool
    private let longLines: LongLines

    /// The bytes of one piece of an opened line; cut at the beginning of a character or of a colour.
    let piece: Int
    /// So many bytes early a piece may begin, for what would be cut.
    let reach: Int
    /// The longest sequences that terminals are told colours by have some 40 bytes.
    private static let longestReach = 47
    /// The bytes beside a piece that are looked at with it.
    let context: Int
    private static let chunk = 64 * 1024
    /// From this length on a line may go through a hole.
    private static let holeSearch = 1 << 20
    /// Asked on the way along a long line.
    var isWanted: () -> Bool = { true }
    private static let lineFeed = UInt8(ascii: "\n")

    init(descriptor: Int32, size: Int, longLines: LongLines = LongLines(), grain: LogGrain = LogGrain()) {
        (self.descriptor, self.longLines) = (descriptor, longLines)
        (piece, context) = (grain.piece, grain.context)
        reach = min(Self.longestReach, grain.piece / 4)
        (lower, upper, isOpenedLine, isEndedLine) = (0, size, false, false)
    }

    /// The line that begins at an offset, as a text of its own.
    init(line start: Int, of text: LogText) {
        (descriptor, longLines) = (text.descriptor, text.longLines)
        (piece, reach, context) = (text.piece, text.reach, text.context)
        isWanted = text.isWanted
        lower = text.lineStart(of: start)
        let end = text.lineEnd(from: lower)
        upper = end.isEnded ? end.next - 1 : end.next
        (isOpenedLine, isEndedLine) = (true, end.isEnded)
    }

    /// The beginning of the line in which a byte lies; at the end, where the next line would begin.
    func lineStart(of offset: Int) -> Int {
        let offset = min(max(lower, offset), upper)
        if isOpenedLine { return pieceStart((offset - lower) / piece, around: offset) }
        var position = offset
        var buffer: [UInt8] = []
        while position > lower {
            if let start = longLines.start(of: position - 1) {
                if isEnd(position) { return position }
                return start
            }
            let from = max(lower, position - Self.chunk)
            read(&buffer, from: from, count: position - from)
            guard !buffer.isEmpty else { return from }
            let hit = cp_find_last_byte(buffer, buffer.count, Self.lineFeed)
            if hit >= 0 {
                longLines.note(from + hit + 1, end: offset, isEnded: false)
                return from + hit + 1
            }
            let mayBeHole = buffer.first == 0 || offset - from >= Self.holeSearch
            position = mayBeHole ? max(lower, LogHole.start(around: from, of: descriptor)) : from
        }
        longLines.note(lower, end: offset, isEnded: false)
        return lower
    }

    /// Whether a line that a byte lies in begins so many bytes before it at the most.
    func hasStart(of offset: Int, within reach: Int) -> Bool {
        var position = min(offset, upper)
        var least = max(lower, position - reach)
        var buffer: [UInt8] = []
        while position > least {
            if longLines.start(of: position - 1) != nil { return true }
            let from = max(least, position - 4 * Self.chunk)
            read(&buffer, from: from, count: position - from)
            if buffer.isEmpty || cp_find_last_byte(buffer, buffer.count, Self.lineFeed) >= 0 { return true }
            position = from
            if buffer.first == 0 {
                position = max(lower, LogHole.start(around: from, of: descriptor))
                least = max(lower, least - (from - position))
            }
        }
        return position == lower
    }

    /// Whether a line ends right before an offset.
    private func isEnd(_ offset: Int) -> Bool {
        var byte: [UInt8] = []
        read(&byte, from: offset - 1, count: 1)
        return byte.first == Self.lineFeed
    }

    /// The first beginning of a line at or after an offset; the end where there is none.
    func firstLine(notBefore offset: Int) -> Int {
        guard offset > lower else { return lower }
        guard offset < upper else { return upper }
        if isOpenedLine {
            let number = (offset - lower) / piece
            // A piece may begin early.
            return (number...number + 2).lazy.map(pieceStart).first { $0 >= offset } ?? upper
        }
        if let start = longLines.start(of: offset - 1), let known = longLines.end(of: start) {
            if known.isEnded { return known.end }
            // Up to there it has no line break.
            return nextBreak(from: max(offset - 1, min(known.end, upper))).next
        }
        return nextBreak(from: offset - 1).next
    }

    /// Where the line after this one begins, and whether a line break stands before it.
    /// - Parameter start: the beginning of a line.
    func lineEnd(from start: Int) -> (next: Int, isEnded: Bool) {
        if isOpenedLine { return (firstLine(notBefore: start + 1), true) }
        var from = start
        if let known = longLines.end(of: start) {
            if known.isEnded { return (known.end, true) }
            from = min(known.end, upper)
        }
        let end = nextBreak(from: from)
        longLines.note(start, end: end.next, isEnded: end.isEnded)
        return end
    }

    /// Somebody has gone through a line: up to its line break, or up to where the text ends.
    func noteLine(from start: Int, to next: Int, isEnded: Bool) {
        longLines.note(start, end: next, isEnded: isEnded)
    }

    private func nextBreak(from start: Int) -> (next: Int, isEnded: Bool) {
        var position = start
        var length = 4096
        var buffer: [UInt8] = []
        while position < upper {
            guard isWanted() else { return (position, false) }
            read(&buffer, from: position, count: min(length, upper - position))
            guard !buffer.isEmpty else { break }
            let hit = cp_find_byte(buffer, buffer.count, Self.lineFeed)
            if hit >= 0 { return (position + hit + 1, true) }
            position += buffer.count
            length = min(length * 4, 4 * Self.chunk)
            if buffer.last == 0 || position - start >= Self.holeSearch {
                position = LogHole.end(around: position, of: descriptor) ?? upper
            }
        }
        return (upper, false)
    }

    /// Where the line begins that is `count` lines after the one at `offset`; the last line's start at the most.
    func start(ofLine count: Int, after offset: Int) -> Int {
        var position = offset
        for _ in 0..<max(0, count) {
            let next = lineEnd(from: position).next
            guard next < upper else { return position }
            position = next
        }
        return position
    }

    /// Where the last lines before an offset begin, if one read shows it: what following a log asks for all the time.
    func start(ofLast count: Int, before end: Int) -> Int? {
        guard !isOpenedLine, count > 0, end > lower else { return nil }
        let from = max(lower, end - Self.chunk)
        var buffer: [UInt8] = []
        read(&buffer, from: from, count: end - from)
        guard buffer.count == end - from else { return nil }
        // A line break at the very end ends the last line.
        var upper = buffer.count - (buffer.last == Self.lineFeed ? 1 : 0)
        for _ in 0..<count {
            let hit = cp_find_last_byte(buffer, upper, Self.lineFeed)
            guard hit >= 0 else { return from == lower ? lower : nil }
            upper = hit
        }
        return from + upper + 1
    }

    // MARK: Pieces

    /// Where a piece begins: a character or a colour that would be cut belongs to the piece in which it ends.
    func pieceStart(_ number: Int) -> Int {
        let plain = lower + number * piece
        guard number > 0 else { return lower }
        guard plain < upper else { return upper }
        var bytes: [UInt8] = []
        read(&bytes, from: plain - reach, count: reach + 1)
        guard bytes.count == reach + 1 else { return plain }
        if let escape = bytes.dropLast().lastIndex(of: 0x1B), bytes[(escape + 1)...].allSatisfy(Self.isOfColour) {
            return plain - (reach - escape)
        }
        // A character begins at most three bytes back, or these are none.
        let back = (0...min(3, reach)).first { bytes[reach - $0] & 0xC0 != 0x80 }
        return plain - (back ?? 0)
    }

    /// Whether a byte may stand in `ESC [ 1 ; 31 m` behind its first one.
    private static func isOfColour(_ byte: UInt8) -> Bool {
        (0x30...0x3B).contains(byte) || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "m")
    }

    /// What is read with a piece: it, and what stands beside it.
    func surroundings(of piece: Range<Int>) -> Range<Int> {
        max(lower, piece.lowerBound - context)..<min(piece.upperBound + context, upper)
    }

    private func pieceStart(_ number: Int, around offset: Int) -> Int {
        guard offset < upper else { return upper }
        let next = pieceStart(number + 1)
        return next <= offset ? next : pieceStart(number)
    }

    // MARK: Bytes

    /// Fewer bytes than wanted are there when the file has become shorter.
    func read(_ bytes: inout [UInt8], from offset: Int, count: Int) {
        bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, got in
            // As many bytes are initialised as the kernel has written.
            got = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }
}
