/// What is searched in a log, ready to be searched. Case counts only where a capital was typed.
package enum SearchPattern: Hashable, Sendable {
    /// In lower case where case does not count.
    case text([UInt8], ignoresCase: Bool)
    case program(PatternProgram)

    /// - Throws: what is wrong with a regular expression.
    package init(_ pattern: LogPattern) throws(PatternProblem) {
        let ignoresCase =
            pattern.isRegex && PatternParser.saysIgnoresCase(pattern.text)
            || !Self.holdsCapital(pattern.text, isRegex: pattern.isRegex)
        // Bytes are compared as they are but for ASCII letters: others have capitals of other bytes.
        let hasOtherCases =
            ignoresCase && pattern.text.unicodeScalars.contains { !$0.isASCII && CaseForms.of($0).count > 1 }
        guard pattern.isRegex || hasOtherCases else {
            self = .text(Array(pattern.text.utf8), ignoresCase: ignoresCase)
            return
        }
        let text = pattern.isRegex ? pattern.text : Self.escaped(pattern.text)
        let program = try PatternProgram(text, .search, ignoresCase: ignoresCase)
        self = program.exact.map { .text($0, ignoresCase: ignoresCase) } ?? .program(program)
    }

    /// The regular expression of a plain text.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if "\\^$.|?*+()[]{}".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
    }

    /// What stands behind a backslash of a regular expression is no capital; whoever names capitals means them.
    private static func holdsCapital(_ text: String, isRegex: Bool) -> Bool {
        if isRegex, text.contains("[:upper:]") || text.contains("[:lower:]") { return true }
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
