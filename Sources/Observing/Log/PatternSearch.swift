/// Finds lines that match a regular expression, and can be given up at any moment.
struct PatternSearch {
    private let pattern: LinePattern
    private let page: LogPage
    private static let lineFeed = UInt8(ascii: "\n")
    private static let slice = 256 * 1024
    /// How much is matched before somebody is asked whether it is still wanted: little, because some expressions need
    /// many states.
    private static let part = 4096
    private static let backwardSlice = 32 * 1024

    init(_ pattern: LinePattern, _ page: LogPage) { (self.pattern, self.page) = (pattern, page) }

    /// - Parameter start: the beginning of a line.
    func forward(from start: Int, _ isWanted: () -> Bool) -> LogSearch.Outcome {
        pattern.begin()
        var position = start
        var last = Self.lineFeed
        while position < page.size {
            let bytes = page.read(from: position, count: min(Self.slice, page.size - position))
            guard let end = bytes.last else { break }
            last = end
            var at = 0
            while at < bytes.count {
                guard isWanted() else { return .abandoned }
                let upper = min(bytes.count, at + Self.part)
                let hit = bytes.withUnsafeBytes {
                    pattern.next(in: UnsafeRawBufferPointer(rebasing: $0[at..<upper]), from: 0)
                }
                if let hit { return .found(page.lineStart(of: position + at + hit)) }
                at = upper
            }
            position += bytes.count
        }
        return last != Self.lineFeed && pattern.endsWithHit() ? .found(page.lineStart(of: page.size)) : .nowhere
    }

    /// - Parameter end: the beginning of a line, or the end of the file.
    func backward(before end: Int, _ isWanted: () -> Bool) -> LogSearch.Outcome {
        var end = end
        while end > 0 {
            guard isWanted() else { return .abandoned }
            let from = page.lineStart(of: max(0, end - Self.backwardSlice))
            let bytes = page.read(from: from, count: end - from)
            if let last = lastHit(in: bytes) { return .found(page.lineStart(of: from + last)) }
            end = from
        }
        return .nowhere
    }

    /// An offset within the last line that matches, of bytes that begin with a line.
    private func lastHit(in bytes: [UInt8]) -> Int? {
        pattern.begin()
        var last: Int?
        var at = 0
        while at < bytes.count {
            guard let hit = bytes.withUnsafeBytes({ pattern.next(in: $0, from: at) }) else {
                return bytes.last != Self.lineFeed && pattern.endsWithHit() ? bytes.count - 1 : last
            }
            last = hit
            at = (bytes[hit...].firstIndex(of: Self.lineFeed) ?? bytes.count) + 1
            pattern.begin()
        }
        return last
    }
}
