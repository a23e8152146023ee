package import Screen

/// Keys of whoever wraps the browser. The browser shows them in footer, help and completion, and says why one does
/// nothing; what they do it does not know.
package struct AddedKeys: Equatable, Sendable {
    /// A key with a word, for the footer.
    package struct Label: Equatable, Sendable {
        package let key: String
        package let label: String

        package init(key: String, label: String) { (self.key, self.label) = (key, label) }
    }

    /// Rows of the help; each with the reason why it does nothing here, if so.
    package var sections: [HelpSection] = []
    /// What stands in the footer beside the browser's own.
    package var footer: [Label] = []
    /// Their keys, for those that do nothing here: the row says why.
    package var reasons: [Key: String] = [:]
    /// The words that may stand behind a name on the `:` line.
    package var words: [String: [String]] = [:]

    package init() {}

    /// The names on the `:` line.
    var names: [String] { rows.compactMap(\.name) }

    func row(named name: String) -> HelpRow? { rows.first { $0.name == name } }

    private var rows: [HelpRow] { sections.flatMap(\.rows) }

    /// All rows of a help, these behind the browser's first group.
    package func joined(with others: [HelpSection]) -> [HelpSection] {
        others.prefix(1) + sections + others.dropFirst()
    }
}
