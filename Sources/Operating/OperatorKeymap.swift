package import Screen
package import Viewing

/// What an operator can ask for beside what the browser does.
package enum OperatorCommand: Equatable, Sendable, CaseIterable {
    case launch, relaunch, launches, cancel, settle, claim, waive, prep, preps, audit, write

    /// Whether it stands in the footer where it applies.
    var isOffered: Bool {
        switch self {
        case .launch, .launches, .cancel, .settle: true
        case .relaunch, .claim, .waive, .audit, .write: false
        case .prep, .preps: true
        }
    }
}

/// The operator's key table, beside the browser's.
package enum OperatorKeymap {
    package static let table = Keymap<OperatorCommand>([
        Binding("S", command: .launch, label: "launch", help: "launch a build", group: "Act", name: "launch"),
        Binding(
            "R", command: .relaunch, label: "again", help: "launch the build again, whole or its failed hosts",
            group: "Act", name: "relaunch"),
        Binding(
            "V", command: .launches, label: "progress", help: "how the last launch gets on", group: "Act",
            name: "launches"),
        Binding(
            "c", command: .cancel, label: "cancel", help: "cancel the build: says what it stops, and asks",
            group: "Act", name: "cancel"),
        Binding(
            "d", command: .settle, label: "settle",
            help: "settle a delivery that nobody knows of, or that was given up",
            group: "Act", name: "settle"),
        Binding(
            "C", command: .claim, label: "claim", help: "show everyone that you look at the failure, or no longer",
            group: "Act", name: "claim"),
        Binding(
            "W", command: .waive, label: "waive", help: "waive the failure, with a comment; it stays in the count",
            group: "Act", name: "waive"),
        Binding(
            "P", command: .prep, label: "prep", help: "prepare storage and VMs: plan, approve, run", group: "Act",
            name: "prep"),
        Binding(
            "H", command: .preps, label: "preps", help: "preps that run or have run: follow, answer, read",
            group: "Act",
            name: "preps"),
        Binding("A", command: .audit, help: "the audit trail: who did what", group: "Act", name: "audit"),
        Binding(
            "X", command: .write, help: "write report, failure, excerpt or command to a file", group: "Act",
            name: "write"),
    ])

    /// The rows as the browser shows them.
    /// - Parameters:
    ///   - footer: the commands that matter here.
    ///   - reason: why a command does nothing now; `nil` when it applies.
    package static func added(
        footer: [OperatorCommand] = [], reason: (OperatorCommand) -> String?
    ) -> AddedKeys {
        var added = AddedKeys()
        added.sections = table.helpSections(reason: reason)
        added.footer = table.footerItems(footer).map { AddedKeys.Label(key: $0.key, label: $0.label) }
        added.words[WriteLine.name] = Takeaway.Kind.allCases.map(\.rawValue)
        for row in table.bindings {
            guard let reason = reason(row.command) else { continue }
            for sequence in row.sequences where sequence.keys.count == 1 { added.reasons[sequence.keys[0]] = reason }
        }
        return added
    }

    /// The help of both tables, as the README has it.
    package static func helpSections() -> [HelpSection] {
        added { _ in nil }.joined(with: BrowserKeymap.helpSections()) + LaunchKeymap.table.helpSections()
            + LaunchProgressKeymap.table.helpSections() + PrepFormKeymap.table.helpSections()
            + PrepViewKeymap.table.helpSections()
    }
}
