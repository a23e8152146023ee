import CPosix
import Glibc
import Runs

/// A piece of an opened line in a slice, where it is a line with what stands beside it.
struct LogPiece {
    /// What is seen, without the line break.
    var line: Range<Int>
    /// What of it is the piece.
    var own: Range<Int>
    /// Which ends of the opened line are seen.
    var ends: LineEnds
    /// Whether the opened line ends with it.
    var isLast: Bool

    /// Whether what begins at a place begins in this piece: at the end of the opened line, too.
    func holds(_ place: Int) -> Bool { own.contains(place) || isLast && place == own.upperBound }
}

/// Some whole lines of a log as patterns see them: without colours, and without carriage returns at the ends of lines. The
/// memory is used again for the next ones. Confined to one thread.
final class LogSlice {
    let size: Int
    private let raw: UnsafeMutableRawBufferPointer
    /// Longer, for what is added to pieces of an opened line.
    private let plain: UnsafeMutableRawBufferPointer
    /// The lines, in one of the two; the last one of a file may lack its line break.
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Where the line after the last one begins.
    private(set) var next = 0
    /// What the lines are, of an opened line.
    private(set) var pieces: [LogPiece] = []
    /// Whether the last line has its line break.
    private(set) var isEnded = true
    /// The first line does not fit: nothing was taken.
    private(set) var isLong = false
    private var first = 0
    private var rawCount = 0
    private var isRaw = true
    private var text: LogText?
    /// The last place that was looked up: here, and in what was read; lines are looked up in their order.
    private var found = (at: 0, raw: 0, line: 0)

    private static let lineFeed = UInt8(ascii: "\n")

    init(size: Int = LogGrain().slice) {
        self.size = size
        raw = .allocate(byteCount: size, alignment: 64)
        plain = .allocate(byteCount: 2 * size + 1, alignment: 64)
    }

    deinit {
        raw.deallocate()
        plain.deallocate()
    }

    /// Reads lines from the beginning of one.
    /// - Parameters:
    ///   - limit: lines that begin there or later are not wanted.
    /// - Returns: whether there are any; not when the file has become shorter.
    func fill(_ text: LogText, from start: Int, limit: Int) -> Bool {
        (self.text, first, found, isLong) = (text, start, (0, 0, 0), false)
        bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        pieces.removeAll(keepingCapacity: true)
        let wanted = min(size, text.upper - start)
        guard wanted > 0 else { return false }
        if text.isOpenedLine { return fillPieces(text, limit: limit) }
        let got = pread(text.descriptor, raw.baseAddress, wanted, off_t(start))
        guard got > 0 else { return false }
        let isFileEnd = start + got >= text.upper
        let last = cp_find_last_byte(raw.baseAddress, got, Self.lineFeed)
        rawCount = isFileEnd ? got : last + 1
        guard rawCount > 0 else {
            isLong = true
            return true
        }
        if limit < start + rawCount {
            let from = max(0, limit - 1 - start)
            let cut = cp_find_byte(raw.baseAddress.map { $0 + from }, rawCount - from, Self.lineFeed)
            if cut >= 0 { rawCount = from + cut + 1 }
        }
        next = start + rawCount
        isEnded = raw[rawCount - 1] == Self.lineFeed
        clean()
        return true
    }

    private func clean() {
        bytes = UnsafeRawBufferPointer(rebasing: raw[..<rawCount])
        isRaw = true
        let hasColours = cp_find_byte(bytes.baseAddress, rawCount, 0x1B) >= 0
        guard hasColours || cp_find_byte(bytes.baseAddress, rawCount, UInt8(ascii: "\r")) >= 0 else { return }
        var count = cp_without_colours(raw.baseAddress, rawCount, plain.baseAddress)
        count = cp_without_returns(plain.baseAddress, count)
        if !isEnded {
            // Nothing else would be left of a last line that is nothing but a colour.
            plain[count] = Self.lineFeed
            count += 1
        }
        bytes = UnsafeRawBufferPointer(rebasing: plain[..<count])
        isRaw = false
    }

    /// Each piece becomes a line, so that patterns need not know of pieces, with what stands beside it.
    private func fillPieces(_ text: LogText, limit: Int) -> Bool {
        let base = text.surroundings(of: first..<first).lowerBound
        let got = pread(text.descriptor, raw.baseAddress, min(size, text.upper - base), off_t(base))
        var number = (first - text.lower + text.reach) / text.piece
        var (at, count) = (first, 0)
        while at < min(limit, text.upper) {
            let end = text.pieceStart(number + 1)
            let seen = text.surroundings(of: at..<max(at, end))
            guard end > at, seen.upperBound <= base + got, count + seen.count < 2 * size else { break }
            let begin = count
            let own = add(seen.lowerBound..<at, text, base, &count)..<add(at..<end, text, base, &count)
            let line = begin..<add(end..<seen.upperBound, text, base, &count)
            let ends = LineEnds(begins: seen.lowerBound == text.lower, ends: seen.upperBound == text.upper)
            pieces.append(LogPiece(line: line, own: own, ends: ends, isLast: end == text.upper))
            plain[count] = Self.lineFeed
            count += 1
            (at, number) = (end, number + 1)
        }
        next = at
        isEnded = true
        isRaw = false
        bytes = UnsafeRawBufferPointer(rebasing: plain[..<count])
        return at > first
    }

    /// Adds a part of the file as patterns see it.
    /// - Returns: where it ends.
    private func add(_ part: Range<Int>, _ text: LogText, _ base: Int, _ count: inout Int) -> Int {
        let target = plain.baseAddress.map { $0 + count }
        var added = cp_without_colours(raw.baseAddress.map { $0 + part.lowerBound - base }, part.count, target)
        if part.upperBound == text.upper { added = cp_without_returns(target, added) }
        count += added
        return count
    }

    /// Where a line begins in the file.
    /// - Parameter at: where it begins here; not before what was asked last.
    func offset(ofLineAt at: Int) -> Int {
        guard !isRaw, let base = bytes.baseAddress else { return first + at }
        let lines = cp_count_byte(base + found.at, at - found.at, Self.lineFeed)
        if let text, text.isOpenedLine {
            found = (at, 0, found.line + lines)
            return text.pieceStart((first - text.lower + text.reach) / text.piece + found.line)
        }
        var place = found.raw
        for _ in 0..<lines {
            place += cp_find_byte(raw.baseAddress.map { $0 + place }, rawCount - place, Self.lineFeed) + 1
        }
        found = (at, place, found.line + lines)
        return first + place
    }
}
