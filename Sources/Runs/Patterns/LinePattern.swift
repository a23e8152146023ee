/// A pattern of a rule, for one line of text, found anywhere in it unless `^` and `$` say otherwise; case does not count.
///
/// It is a subset of regular expressions without look-around and back-references, which is what lets it be matched
/// without ever going back: the time grows with the length of the line and of the pattern, whatever they say.
package struct LinePattern: Equatable, Sendable {
    package let text: String
    private let program: PatternProgram

    package init(_ text: String) throws(PatternProblem) {
        self.text = text
        program = try PatternProgram(text, .rule, ignoresCase: true)
        // It would claim every failure there is.
        guard !matches(FoldedLine("")) else { throw PatternProblem("it fits every line; say what it must hold") }
    }

    /// Whether the line holds what the pattern describes.
    package func matches(_ line: FoldedLine) -> Bool {
        guard program.literals.isEmpty || program.literals.contains(where: line.holds) else { return false }
        if program.exact != nil { return true }
        var walk = PatternWalk(program)
        return line.bytes.withUnsafeBytes { walk.matches($0) }
    }
}

/// A line as patterns of rules see it: in lower case, at most 4 KiB of it.
package struct FoldedLine: Sendable {
    package static let limit = 4096

    let bytes: [UInt8]

    package init(_ line: some StringProtocol) {
        bytes = line.utf8.prefix(Self.limit).map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }
    }

    func holds(_ text: [UInt8]) -> Bool {
        guard let first = text.first, bytes.count >= text.count else { return text.isEmpty }
        return bytes.withUnsafeBufferPointer { bytes in
            text.withUnsafeBufferPointer { text in
                for start in 0...bytes.count - text.count where bytes[start] == first {
                    var length = 1
                    while length < text.count, bytes[start + length] == text[length] { length += 1 }
                    if length == text.count { return true }
                }
                return false
            }
        }
    }
}
