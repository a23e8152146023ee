/// All rules, in the order of their strength: the first one that fits decides.
package struct TriageRules: Sendable {
    package let rules: [TriageRule]
    /// What was wrong with rules that were left out, one line each.
    package let problems: [String]

    package static let none = TriageRules([])

    /// - Parameter rules: of several with one id the first counts, so that an operator's own rule replaces a shipped one.
    package init(_ rules: [TriageRule], problems: [String] = []) {
        var known: Set<String> = []
        self.rules = rules.filter { known.insert($0.id).inserted }
        self.problems = problems
    }

    /// The most lines that are looked at, from the beginning.
    package static let lineLimit = 200

    /// What is known of these lines.
    /// - Parameter step: the title of the step that they belong to.
    package func cause(
        of lines: [String], from source: TriageRule.Source = .log, step: String? = nil
    ) -> KnownCause? {
        let folded = lines.prefix(Self.lineLimit).map { FoldedLine($0) }
        let title = step.map { FoldedLine($0) }
        for rule in rules where rule.sources.contains(source) {
            if let wanted = rule.step { guard let title, wanted.matches(title) else { continue } }
            guard let index = folded.firstIndex(where: rule.pattern.matches) else { continue }
            return KnownCause(
                rule: rule.id, cause: rule.cause, advice: rule.advice, retry: rule.retry,
                line: Self.shown(lines[index]))
        }
        return nil
    }

    /// What is known of a failure: its message is looked at before its stack.
    package func cause(of failure: Failure, step: String) -> KnownCause? {
        cause(of: failure.message.textLines + failure.stack.filter { !Self.isFrame($0) }, step: step)
    }

    /// `at f (a.ts:3:7)`, `> 12 | expect(…)`: where it stands in the test, whose names are no symptoms.
    private static func isFrame(_ line: String) -> Bool {
        let text = line.trimmingBlanks()
        if text.hasPrefix("at "), let last = text.unicodeScalars.last, last == ")" || ("0"..."9").contains(last) {
            return true
        }
        let number = text.drop { $0 == ">" || $0 == " " }
        let rest = number.drop { $0.isASCII && $0.isNumber }
        return rest.startIndex > number.startIndex && rest.drop { $0 == " " }.hasPrefix("|")
    }

    private static func shown(_ line: String) -> String {
        let text = SafeText.visible(SecretMask.masked(text: line.trimmingBlanks()))
        return text.count <= 240 ? text : text.prefix(239) + "…"
    }
}
