package import Screen

/// What keys do in the launch form beside filling it in.
package enum LaunchCommand: Equatable, Sendable, CaseIterable {
    case launch, follow, preview, previewDown, previewUp, leave
}

/// The key table of the launch form. Letters are text there, so none of these is one.
package enum LaunchKeymap {
    package static let table = Keymap<LaunchCommand>([
        Binding(
            "Ctrl-G", "F9", command: .launch, label: "launch", help: "show all that will happen, and ask",
            group: "In the launch form"),
        Binding(
            "Ctrl-R", "F5", command: .follow, label: "follow",
            help: "let a field follow the others again that was edited by hand", group: "In the launch form"),
        Binding(
            "Ctrl-T", "F6", command: .preview, label: "preview", help: "the whole preview, and back",
            group: "In the launch form"),
        Binding("PgDn", command: .previewDown, help: "scroll the preview down", group: "In the launch form"),
        Binding("PgUp", command: .previewUp, help: "scroll the preview up", group: "In the launch form"),
        Binding(
            "Esc", "Ctrl-C", command: .leave, label: "leave", help: "leave the form; asks where something was typed",
            group: "In the launch form"),
    ])
}
