import Runs
import Screen

/// The rules that an operator has made for the lines of a log, in force or not.
struct LogFilters: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var rule: LogRule
        var isOn = true
    }

    /// Beyond it nothing is added: each rule costs time with every line.
    static let limit = 20

    private(set) var entries: [Entry] = []

    init() {}

    /// The same rules for another log: there nothing is hidden before somebody asks for it.
    func forAnotherLog() -> LogFilters {
        var next = self
        for index in next.entries.indices where next.entries[index].rule.action.hides {
            next.entries[index].isOn = false
        }
        return next
    }

    /// Those in force, in their order.
    var rules: [LogRule] { entries.filter(\.isOn).map(\.rule) }

    /// How many of those in force leave lines out.
    var hiding: Int { entries.count { $0.isOn && $0.rule.action.hides } }

    var isFull: Bool { entries.count >= Self.limit }

    /// Puts a rule at the end, in force; one that is there already is only put in force.
    mutating func add(_ rule: LogRule) {
        if let index = entries.firstIndex(where: { $0.rule == rule }) {
            entries[index].isOn = true
        } else if !isFull {
            entries.append(Entry(rule: rule))
        }
    }

    mutating func replace(_ index: Int, with rule: LogRule) {
        guard entries.indices.contains(index) else { return add(rule) }
        entries[index] = Entry(rule: rule)
    }

    mutating func remove(_ index: Int) { if entries.indices.contains(index) { entries.remove(at: index) } }

    mutating func toggle(_ index: Int) { if entries.indices.contains(index) { entries[index].isOn.toggle() } }

    mutating func setAll(isOn: Bool) { for index in entries.indices { entries[index].isOn = isOn } }

    mutating func clear() { entries = [] }

    /// The place of a highlight among all highlights, from its number among the rules in force. It decides how the
    /// highlight looks, which so stays the same while others come and go.
    func highlight(_ number: Int) -> Int {
        let on = entries.indices.filter { entries[$0].isOn }
        guard on.indices.contains(number) else { return number }
        return highlight(ofEntry: on[number])
    }

    func highlight(ofEntry index: Int) -> Int { entries[..<index].count { $0.rule.action == .highlight } }
}

extension LogRule.Action {
    /// Whether it leaves lines out.
    var hides: Bool { self != .highlight }

    var word: String {
        switch self {
        case .only: "only"
        case .without: "without"
        case .highlight: "highlight"
        }
    }

    /// What stands before the text while it is typed.
    var prompt: String {
        switch self {
        case .only: "only lines with"
        case .without: "lines without"
        case .highlight: "highlight"
        }
    }

    /// The one that Tab comes to after it.
    var next: LogRule.Action {
        switch self {
        case .only: .without
        case .without: .highlight
        case .highlight: .only
        }
    }
}
