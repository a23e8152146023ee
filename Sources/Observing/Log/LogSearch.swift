import CPosix

/// Finds text in a log, byte by byte, in slices between which it can be given up.
struct LogSearch {
    enum Outcome: Equatable {
        /// Where the line begins.
        case found(Int)
        case nowhere
        case abandoned
    }

    private let needle: [UInt8]
    /// Without a capital in the text, case does not count.
    private let ignoresCase: Bool
    private let pattern: LinePattern?
    private static let slice = 1 << 20

    /// - Throws: what is wrong with a regular expression.
    init(_ text: String, isPattern: Bool = false) throws(PatternError) {
        pattern = isPattern ? try LinePattern(text) : nil
        ignoresCase = text == text.lowercased()
        needle = Array(text.utf8)
    }

    /// - Parameters:
    ///   - start: the beginning of the line from which to go on.
    ///   - includesStart: whether that line itself counts, too.
    ///   - isWanted: asked between slices.
    func find(
        on page: LogPage, from start: Int, isForward: Bool, includesStart: Bool = false, isWanted: () -> Bool
    ) -> Outcome {
        guard !needle.isEmpty else { return .nowhere }
        let next = page.start(ofLine: 1, after: start)
        guard isForward else {
            // The last line has none after it that would end it.
            let end = !includesStart ? start : next > start ? next : page.size
            if let pattern { return PatternSearch(pattern, page).backward(before: end, isWanted) }
            return backward(on: page, before: end, isWanted)
        }
        guard includesStart || next > start else { return .nowhere }
        let first = includesStart ? start : next
        if let pattern { return PatternSearch(pattern, page).forward(from: first, isWanted) }
        return forward(on: page, from: first, isWanted)
    }

    private func forward(on page: LogPage, from start: Int, _ isWanted: () -> Bool) -> Outcome {
        var position = start
        while position < page.size {
            guard isWanted() else { return .abandoned }
            let bytes = page.read(from: position, count: min(Self.slice, page.size - position))
            guard bytes.count >= needle.count else { return .nowhere }
            if let hit = first(in: bytes) { return .found(page.lineStart(of: position + hit)) }
            // Slices overlap, so that no hit is cut in two.
            position += bytes.count < Self.slice ? bytes.count : bytes.count - needle.count + 1
        }
        return .nowhere
    }

    private func backward(on page: LogPage, before end: Int, _ isWanted: () -> Bool) -> Outcome {
        var end = end
        while end > 0 {
            guard isWanted() else { return .abandoned }
            let from = max(0, end - Self.slice)
            let bytes = page.read(from: from, count: end - from)
            if let hit = last(in: bytes) { return .found(page.lineStart(of: from + hit)) }
            guard from > 0 else { return .nowhere }
            end = from + needle.count - 1
        }
        return .nowhere
    }

    private func first(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { haystack in
            guard let base = haystack.baseAddress else { return nil }
            if !ignoresCase {
                let hit = needle.withUnsafeBytes { cp_find(base, haystack.count, $0.baseAddress, $0.count) }
                return hit < 0 ? nil : hit
            }
            return firstIgnoringCase(haystack)
        }
    }

    private func firstIgnoringCase(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let lower = needle.first, bytes.count >= needle.count else { return nil }
        let upper = Self.isLetter(lower) ? lower & ~0x20 : lower
        var at = 0
        let last = bytes.count - needle.count
        while at <= last {
            if bytes[at] == lower || bytes[at] == upper, matches(bytes, at) { return at }
            at += 1
        }
        return nil
    }

    private func last(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        return bytes.withUnsafeBytes { haystack in
            stride(from: haystack.count - needle.count, through: 0, by: -1).first { matches(haystack, $0) }
        }
    }

    private func matches(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        for (index, wanted) in needle.enumerated() {
            let byte = bytes[at + index]
            if byte == wanted { continue }
            guard ignoresCase, Self.isLetter(wanted), byte | 0x20 == wanted else { return false }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
