import CPosix
import Runs

/// Reads the lines of a window. What is read once serves all lines in it. Confined to one thread.
final class LogPage {
    private let text: LogText
    private var bytes: [UInt8] = []
    private var first = 0

    /// So many bytes of a line are shown.
    static let lineLimit = 16 * 1024
    private static let chunk = 64 * 1024
    private static let lineFeed = UInt8(ascii: "\n")

    init(_ text: LogText) { self.text = text }

    /// - Parameter offset: the beginning of a line.
    /// - Returns: the line and where the next one begins.
    func line(at offset: Int, _ marker: HitMarker) -> (line: LogLine, next: Int) {
        let (raw, next, length) = raw(at: offset)
        let isWhole = raw.count == length
        let shown = ShownLine(raw, isEnd: isWhole && (!text.isOpenedLine || next >= text.upper))
        var line = LogLine(offset: offset, text: shown.text)
        line.tints = shown.tints
        if text.isOpenedLine, marker.isMarking {
            let seen = text.surroundings(of: offset..<next)
            let before = plain(from: seen.lowerBound, to: offset)
            let after = plain(from: next, to: seen.upperBound)
            let ends = LineEnds(begins: seen.lowerBound == text.lower, ends: seen.upperBound == text.upper)
            line.hits = marker.hits(in: shown, before: before, after: after, ends)
        } else {
            line.hits = marker.hits(in: shown, LineEnds(begins: true, ends: isWhole))
        }
        if !isWhole { line.elided = length }
        return (line, next)
    }

    /// The beginning of a line, where the next one begins, and how long it is without its line break.
    private func raw(at offset: Int) -> (ArraySlice<UInt8>, next: Int, length: Int) {
        if text.isOpenedLine {
            let next = text.lineEnd(from: offset).next
            load(offset)
            let piece = part(from: offset, to: next)
            return (piece, next, piece.count)
        }
        load(offset)
        let begin = offset - first
        let hit = bytes.withUnsafeBytes { all in
            cp_find_byte(all.baseAddress.map { $0 + begin }, max(0, all.count - begin), Self.lineFeed)
        }
        let end = hit >= 0 ? (next: offset + hit + 1, isEnded: true) : text.lineEnd(from: offset)
        let length = end.next - offset - (end.isEnded ? 1 : 0)
        guard length > Self.lineLimit else { return (part(from: offset, to: offset + length), end.next, length) }
        let limit = offset + Self.lineLimit
        // No character is cut: it begins at most three bytes before the limit.
        let cut = (limit - 3...limit).last { part(from: $0, to: $0 + 1).first.map { $0 & 0xC0 != 0x80 } ?? true }
        let shown = part(from: offset, to: cut ?? limit)
        return (shown, end.next, length)
    }

    /// What patterns see of some bytes beside a piece.
    private func plain(from start: Int, to end: Int) -> [UInt8] {
        guard start < end else { return [] }
        var bytes: [UInt8] = []
        text.read(&bytes, from: start, count: end - start)
        return ShownLine(bytes[...], isEnd: end >= text.upper).plain
    }

    private func load(_ offset: Int) {
        let isThere = offset >= first && offset + Self.lineLimit < first + bytes.count
        // A line that ends in what is there needs no more.
        if isThere || offset >= first && offset < first + bytes.count && holdsEnd(offset) { return }
        first = offset
        text.read(&bytes, from: offset, count: min(Self.chunk, text.upper - offset))
    }

    private func holdsEnd(_ offset: Int) -> Bool {
        first + bytes.count >= text.upper || bytes[(offset - first)...].contains(Self.lineFeed)
    }

    private func part(from start: Int, to end: Int) -> ArraySlice<UInt8> {
        let upper = min(end - first, bytes.count)
        return bytes[min(start - first, upper)..<upper]
    }
}
