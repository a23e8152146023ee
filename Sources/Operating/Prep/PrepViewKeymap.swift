package import Screen

/// What keys do while a prep is followed, beside answering it.
package enum PrepViewCommand: Equatable, Sendable, CaseIterable {
    case leave, interrupt, quit, hold, transcript, log, up, down, pageUp, pageDown, top, bottom
}

/// The key table of the view of a prep. While there is a question, letters belong to its answer.
package enum PrepViewKeymap {
    package static let table = Keymap<PrepViewCommand>([
        Binding(
            "Esc", "q", "h", "Left", command: .leave, label: "leave", help: "leave it; the prep goes on",
            group: "While a prep runs"),
        Binding(
            "Ctrl-C", command: .interrupt, label: "interrupt", help: "interrupt the script; yes must be typed",
            group: "While a prep runs"),
        Binding(
            "Ctrl-\\", command: .quit, help: "end the script at once; yes must be typed", group: "While a prep runs"),
        Binding(
            "Ctrl-Z", command: .hold, label: "hold", help: "hold the script, or let it go on; yes must be typed",
            group: "While a prep runs"),
        Binding(
            "v", "F3", command: .transcript, label: "transcript",
            help: "everything it has written, in the log view; q comes back", group: "While a prep runs"),
        Binding("L", command: .log, help: "the log that the script keeps itself", group: "While a prep runs"),
        Binding("k", "Up", command: .up, help: "back in the output", group: "While a prep runs"),
        Binding("j", "Down", command: .down, help: "on in the output", group: "While a prep runs"),
        Binding("PgUp", command: .pageUp, help: "half a screen back", group: "While a prep runs"),
        Binding("PgDn", command: .pageDown, help: "half a screen on", group: "While a prep runs"),
        Binding("g", "Home", command: .top, help: "to the beginning of the output", group: "While a prep runs"),
        Binding("G", "End", command: .bottom, help: "to its end", group: "While a prep runs"),
    ])
}
