/// Finds the step of a flow that a title in a log or report names.
///
/// By its number, else by its text without number, case and spacing (contract, section 4).
package struct StepMatching: Sendable {
    private let count: Int
    /// Text keys to step numbers, rising.
    private let byText: [String: [Int]]

    package init(_ flow: Flow) {
        count = flow.steps.count
        byText = Dictionary(
            grouping: flow.steps.indices.map { $0 + 1 }, by: { StepTitle.key(of: flow.steps[$0 - 1]) })
    }

    /// The number of the step, counted from 1; `nil` when the flow has none such. A text that several steps share leads
    /// to the first.
    package func step(for title: String) -> Int? { steps(for: title).first }

    /// All steps that a title without a number can mean: tests of several suites may share one.
    package func steps(for title: String) -> [Int] {
        if let number = StepTitle.number(of: title), (1...max(1, count)).contains(number), count > 0 { return [number] }
        return byText[StepTitle.key(of: title)] ?? []
    }

    /// Gives titles their steps in the order in which one source has them: equal ones go to one after the other.
    struct Walk {
        private let matching: StepMatching
        private var uses: [String: Int] = [:]

        init(_ matching: StepMatching) { self.matching = matching }

        /// - Returns: `nil` where the flow has none such, or no further one.
        mutating func step(for title: String) -> Int? {
            let steps = matching.steps(for: title)
            guard steps.count > 1 else { return steps.first }
            let key = StepTitle.key(of: title)
            defer { uses[key, default: 0] += 1 }
            return steps[min(uses[key] ?? 0, steps.count - 1)]
        }
    }
}

/// Decides which flow a build has.
package enum FlowRules {
    /// The flow of a build.
    /// - Parameters:
    ///   - template: the name that the launch recorded.
    ///   - titles: for each spec, the titles of its steps in order, as far as they are known.
    package static func flow(template: String?, titles: [[String]]) -> Flow {
        if let template, let known = KnownFlows.flow(for: template) { return known }
        guard let longest = titles.max(by: { $0.count < $1.count }), !longest.isEmpty
        else { return template.map { Flow(.none, template: $0, steps: []) } ?? .unknown }
        if template == nil, let name = recognised(longest), let steps = KnownFlows.steps[name] {
            return Flow(.recognised, template: name, steps: steps)
        }
        return Flow(.learned, template: template, steps: learned(from: longest))
    }

    /// The one known template whose flow holds all these numbered titles at their numbers; at least three must be seen.
    private static func recognised(_ titles: [String]) -> String? {
        guard titles.count >= 3 else { return nil }
        let fitting = KnownFlows.templates.filter { name in
            guard let steps = KnownFlows.steps[name] else { return false }
            return titles.allSatisfy { title in
                guard let number = StepTitle.number(of: title), steps.indices.contains(number - 1) else { return false }
                return StepTitle.key(of: title) == StepTitle.key(of: steps[number - 1])
            }
        }
        return fitting.count == 1 ? fitting.first : nil
    }

    /// Numbered titles go to their numbers, so that a step that no host has reached leaves its place open.
    private static func learned(from titles: [String]) -> [String] {
        let numbers = titles.map(StepTitle.number(of:))
        let isNumbered = numbers.allSatisfy { $0.map { (1...999).contains($0) } ?? false }
        guard isNumbered, let last = numbers.compactMap(\.self).max() else { return titles.map(StepTitle.text(of:)) }
        var steps = Array(repeating: "", count: last)
        for title in titles {
            guard let number = StepTitle.number(of: title) else { continue }
            steps[number - 1] = StepTitle.text(of: title)
        }
        return steps
    }
}
