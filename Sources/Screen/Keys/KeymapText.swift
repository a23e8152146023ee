/// A line of the help.
package struct HelpRow: Equatable, Sendable {
    /// Such as `j, Down`.
    package let keys: String
    package let help: String
    /// Its name on the `:` line, if it has one.
    package let name: String?
    /// Why it does nothing here and now, if so.
    package let reason: String?

    package init(keys: String, help: String, name: String? = nil, reason: String? = nil) {
        (self.keys, self.help, self.name, self.reason) = (keys, help, name, reason)
    }
}

/// Lines of the help under one heading.
package struct HelpSection: Equatable, Sendable {
    package let title: String
    package let rows: [HelpRow]

    package init(title: String, rows: [HelpRow]) { (self.title, self.rows) = (title, rows) }
}

/// The line of keys at the bottom of a screen.
package enum KeyFooter {
    /// As many keys with their labels as fit into `columns`, in their order.
    package static func text(_ items: [(key: String, label: String)], columns: Int) -> StyledText {
        var text: StyledText = []
        var used = 0
        for (key, label) in items {
            let width = (text.isEmpty ? 0 : 3) + TextWidth.columns(key) + 1 + TextWidth.columns(label)
            guard used + width <= columns else { continue }
            if !text.isEmpty { text.append(Span("   ", .bar)) }
            text += [Span(key, .key, .onBar), Span(" " + label, .bar)]
            used += width
        }
        return text
    }
}

extension Keymap {
    /// The footer: keys and labels of these commands, as many as fit into `columns`, in their order.
    package func footer(_ shown: [Command], columns: Int) -> StyledText {
        KeyFooter.text(footerItems(shown), columns: columns)
    }

    /// First key and label of these commands; those without one are left out.
    package func footerItems(_ shown: [Command]) -> [(key: String, label: String)] {
        shown.compactMap { command in
            // By index: a row is large, and every frame has a footer.
            let index = bindings.indices.first { bindings[$0].command == command && !bindings[$0].label.isEmpty }
            guard let index, let key = bindings[index].sequences.first?.name else { return nil }
            return (key, bindings[index].label)
        }
    }

    /// The help, by groups in the order in which they first stand.
    /// - Parameter reason: why a command does not apply now; `nil` when it does.
    package func helpSections(reason: (Command) -> String? = { _ in nil }) -> [HelpSection] {
        var titles: [String] = []
        for row in bindings where !titles.contains(row.group) { titles.append(row.group) }
        return titles.map { title in
            HelpSection(
                title: title,
                rows: bindings.filter { $0.group == title }.map { row in
                    HelpRow(
                        keys: row.sequences.map(\.name).joined(separator: ", "), help: row.help, name: row.name,
                        reason: reason(row.command))
                })
        }
    }
}
