package import Screen

/// The keys that only logs have. There they go before those of the browser's table.
package enum LogKeymap {
    package static let table = Keymap<BrowserCommand>([
        Binding(
            "f", "F", command: .follow, label: "follow", help: "follow the end of a log, or hold still",
            group: group, name: "follow"),
        Binding(
            "w", command: .wrap, label: "wrap", help: "break long lines at the screen's edge, or cut them there",
            group: group, name: "wrap"),
        Binding("n", command: .nextHit, help: "next hit of the search", group: group),
        Binding("N", "p", command: .previousHit, help: "previous hit of the search", group: group),
        Binding(
            "&", command: .rules, label: "filters", help: "filters and highlights: only these lines, without those",
            group: group, name: "rules"),
        Binding("m", command: .mark, label: "mark", help: "mark the line, or take its mark away", group: group),
        Binding(
            "'", command: .goToMark, help: "the next marked line; behind the last one the first", group: group),
        Binding("]m", command: .nextMark, help: "next marked line", group: group, name: "next-mark"),
        Binding("[m", command: .previousMark, help: "previous marked line", group: group, name: "previous-mark"),
        Binding("]h", command: .nextHost, help: "next host in a log", group: group, name: "next-host"),
        Binding("[h", command: .previousHost, help: "previous host in a log", group: group, name: "previous-host"),
        Binding("]s", command: .nextStep, help: "next step in a log", group: group, name: "next-step"),
        Binding("[s", command: .previousStep, help: "previous step in a log", group: group, name: "previous-step"),
        Binding("]r", command: .nextRun, help: "next run in a log", group: group, name: "next-run"),
        Binding("[r", command: .previousRun, help: "previous run in a log", group: group, name: "previous-run"),
        Binding("#", command: .lineNumbers, help: "line numbers of a log", group: group, name: "numbers"),
        Binding("T", command: .arrivalTimes, help: "when lines of a log arrived", group: group, name: "times"),
    ])

    static let group = "In a log"

    /// Keys that mean something else elsewhere.
    static let taken: Set<Key> = [.character("m")]
}

/// What can be done in the list of filters.
package enum LogRulesCommand: Equatable, Sendable, CaseIterable {
    case up, down, first, last, toggle, edit, add, remove, close
}

/// The keys of the list of filters.
package enum LogRulesKeymap {
    package static let table = Keymap<LogRulesCommand>([
        Binding("Space", command: .toggle, label: "on/off", help: "switch the filter on or off", group: group),
        Binding("Enter", command: .edit, label: "edit", help: "change the filter", group: group),
        Binding("a", "&", command: .add, label: "add", help: "another filter or highlight", group: group),
        Binding("d", "Del", command: .remove, label: "remove", help: "remove the filter", group: group),
        Binding("k", "Up", command: .up, help: "up", group: group),
        Binding("j", "Down", command: .down, help: "down", group: group),
        Binding("g", "Home", command: .first, help: "the first one", group: group),
        Binding("G", "End", command: .last, help: "the last one", group: group),
        Binding("q", "Esc", command: .close, label: "close", help: "close the list", group: group),
    ])

    private static let group = "In the list of filters"
}

/// The browser's key tables together.
extension BrowserKeymap {
    /// The tables in which a key is looked up, the first ones first.
    static func tables(inLog: Bool) -> [Keymap<BrowserCommand>] {
        inLog ? [LogKeymap.table, table] : [table, LogKeymap.table]
    }

    /// All rows of the help. The log's stand first where one reads a log.
    package static func helpSections(
        inLog: Bool = false, reason: (BrowserCommand) -> String? = { _ in nil }
    ) -> [HelpSection] {
        let own = table.helpSections(reason: reason)
        let logs = LogKeymap.table.helpSections(reason: reason)
        let list = LogRulesKeymap.table.helpSections()
        return inLog ? logs + own + list : own + logs + list
    }

    /// The command of that name on the `:` line.
    static func command(named name: String) -> BrowserCommand? {
        table.command(named: name) ?? LogKeymap.table.command(named: name)
    }

    static func help(named name: String) -> String? {
        (table.bindings + LogKeymap.table.bindings).first { $0.name == name }?.help
    }

    static var names: [String] { table.names() + LogKeymap.table.names() }

    /// Keys and labels of these commands for the footer, in their order.
    static func footerItems(_ commands: [BrowserCommand]) -> [(key: String, label: String)] {
        commands.compactMap { labels[$0] }
    }

    /// Made once: every picture has a footer.
    private static let labels: [BrowserCommand: (key: String, label: String)] = {
        let items = BrowserCommand.allCases.compactMap { command in
            (table.footerItems([command]) + LogKeymap.table.footerItems([command])).first.map { (command, $0) }
        }
        return Dictionary(items) { first, _ in first }
    }()
}
