import Runs

/// The rules of a request, ready to be used.
struct CompiledRules: Hashable {
    var only: [SearchPattern] = []
    var without: [SearchPattern] = []
    /// With their places among the request's rules.
    var highlights: [Int: SearchPattern] = [:]

    /// - Throws: which rule is wrong, and why.
    init(_ rules: [LogRule]) throws(PatternProblem) {
        for (index, rule) in rules.enumerated() {
            let pattern = try Self.compiled(rule.pattern)
            guard !pattern.isEmpty else { continue }
            switch rule.action {
            case .only: only.append(pattern)
            case .without: without.append(pattern)
            case .highlight: highlights[index] = pattern
            }
        }
    }

    static func compiled(_ pattern: LogPattern) throws(PatternProblem) -> SearchPattern {
        do throws(PatternProblem) {
            return try SearchPattern(pattern)
        } catch {
            throw PatternProblem("'\(SafeText.visible(pattern.text))' is no regular expression: \(error)")
        }
    }

    /// Whether every line is shown.
    var isEmpty: Bool { only.isEmpty && without.isEmpty }

    /// What decides which lines are shown.
    var filter: CompiledRules {
        var rules = self
        rules.highlights = [:]
        return rules
    }
}
