/// A row of the key table: what a command is called, how it is reached and what it does.
package struct Binding<Command: Equatable & Sendable>: Sendable {
    /// The keys, by their names, as they were given; the first is the one that footers show.
    package let keyNames: [String]
    /// Those of them that name keys.
    package let sequences: [KeySequence]
    package let command: Command
    /// A word or two for the footer.
    package let label: String
    /// A line for the help.
    package let help: String
    /// The heading in the help under which it stands.
    package let group: String
    /// Its name on the `:` line, if it has one.
    package let name: String?

    package init(
        _ keys: String..., command: Command, label: String = "", help: String, group: String = "", name: String? = nil
    ) {
        keyNames = keys
        sequences = keys.compactMap { KeySequence(name: $0) }
        (self.command, self.label, self.help, self.group, self.name) = (command, label, help, group, name)
    }
}
