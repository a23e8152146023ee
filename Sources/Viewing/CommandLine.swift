import Runs
import Screen

/// The `:` line: commands by name, some with a word behind.
enum CommandLine {
    enum Order: Equatable {
        case command(BrowserCommand)
        case build(String)
        case sort(String)
        case theme(String)
        /// A place in the log that is read.
        case spot(LogSpot)
        /// What is to be done with lines of it.
        case rule(LogRule)
        case rules(LogRulesOrder)
        case home
        case empty
        /// A name that nothing has.
        case unknown(String)
        /// What is missing, in words.
        case incomplete(String)
    }

    /// Names that take a word, beside those of the key table.
    static let withWord = ["build", "sort", "theme"] + LogRule.Action.allCases.map(\.word)

    static func parse(_ text: String) -> Order {
        let words = text.split(separator: " ", maxSplits: 1).map { String($0).trimmingBlanks() }
        guard let name = words.first else { return .empty }
        if let spot = LogSpot(name) { return .spot(spot) }
        if let problem = LogSpot.problem(with: name) { return .incomplete(problem) }
        let word = words.count > 1 ? words[1] : ""
        switch name {
        case "build", "b": return word.isEmpty ? .incomplete("say which: :build NAME") : .build(word)
        case "sort" where !word.isEmpty: return .sort(word)
        case "theme" where !word.isEmpty: return .theme(word)
        case "builds": return .home
        case "q", "q!", "quit", "exit": return .command(.quit)
        case "h": return .command(.help)
        default: break
        }
        if let action = LogRule.Action.allCases.first(where: { $0.word == name }) {
            return word.isEmpty ? .incomplete("say which: :\(name) TEXT") : .rule(LogRule(action, LogPattern(word)))
        }
        if name == "rules", !word.isEmpty {
            return LogRulesOrder(rawValue: word).map { .rules($0) } ?? .incomplete("there are :rules on, off and clear")
        }
        if let command = BrowserKeymap.command(named: name) { return .command(command) }
        return .unknown(name)
    }

    /// The whole lines that a typed beginning could become.
    static func completions(of text: String, _ browser: Browser) -> [String] {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard words.count > 1 else {
            let names = Set(BrowserKeymap.names + withWord + ["builds"] + browser.context.added.names)
            return names.filter { $0.hasPrefix(text) }.sorted()
        }
        let values: [String] =
            switch words[0] {
            case "build", "b": browser.context.snapshot.builds.map(\.name.text)
            case "sort": browser.sortNames
            case "theme": browser.themes
            case "rules": LogRulesOrder.allCases.map(\.rawValue)
            default: browser.context.added.words[words[0]] ?? []
            }
        return values.filter { $0.hasPrefix(words[1]) }.sorted().map { "\(words[0]) \($0)" }
    }
}
