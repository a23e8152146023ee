/// What is searched in a log, ready to be searched. Case counts only where a capital was typed.
package enum SearchPattern: Hashable, Sendable {
    /// In lower case where case does not count.
    case text([UInt8], ignoresCase: Bool)
    case program(PatternProgram)

    /// - Throws: what is wrong with a regular expression.
    package init(_ pattern: LogPattern) throws(PatternProblem) {
        let ignoresCase = !Self.holdsCapital(pattern.text, isRegex: pattern.isRegex)
        guard pattern.isRegex else {
            self = .text(Array(pattern.text.utf8), ignoresCase: ignoresCase)
            return
        }
        let program = try PatternProgram(pattern.text, .search, ignoresCase: ignoresCase)
        self = program.exact.map { .text($0, ignoresCase: ignoresCase) } ?? .program(program)
    }

    /// What stands behind a backslash of a regular expression is no capital.
    private static func holdsCapital(_ text: String, isRegex: Bool) -> Bool {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar.properties.isUppercase { return true }
            isEscaped = isRegex && !isEscaped && scalar == "\\"
        }
        return false
    }

    /// Whether there is nothing to search.
    package var isEmpty: Bool { if case .text(let text, _) = self { text.isEmpty } else { false } }
}
