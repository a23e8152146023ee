import ArgumentParser
import Observing
import Screen
import Viewing

/// The man page, made from the commands, the key table, the settings and the paths themselves.
enum Manual {
    /// Where every user's `man` finds it; on the controller, without a root.
    static let path = "/usr/share/man/man1/atvm-tui.1"

    /// The page as `man` reads it.
    static func text() -> String {
        guard let tree = CommandTree(json: Main._dumpHelp()) else { return "" }
        return text(of: tree)
    }

    static func text(of tree: CommandTree) -> String {
        var page = Roff()
        page.title("ATVM-TUI", section: 1, version: "atvm-tui \(Main.configuration.version)", "ATVM controller")
        page.section("NAME")
        page.plain("atvm-tui - the console of an ATVM controller")
        synopsis(tree, &page)
        description(tree, &page)
        page.section("COMMON OPTIONS")
        let shared = shared(of: tree)
        for option in shared { item(option, &page) }
        page.section("COMMANDS")
        for command in tree.commands { describe(command, without: shared, &page) }
        ManualTables.write(&page)
        page.section("SEE ALSO")
        page.pieces([
            .bold("systemctl"), .plain("(1), "), .bold("journalctl"), .plain("(1), "), .bold("systemd.service"),
            .plain("(5), "), .bold("curl"), .plain("(1)"),
        ])
        return page.text
    }

    // MARK: The head

    private static func synopsis(_ tree: CommandTree, _ page: inout Roff) {
        page.section("SYNOPSIS")
        page.pieces([.bold(tree.name), .plain(" ["), .italic("options"), .plain("]")])
        page.paragraph("")
        page.pieces([.bold(tree.name), .plain(" "), .italic("command"), .plain(" ["), .italic("options"), .plain("]")])
    }

    private static func description(_ tree: CommandTree, _ page: inout Roff) {
        page.section("DESCRIPTION")
        page.plain(tree.abstract)
        page.paragraph(
            "It shows every build with its hosts, steps, timing and failures while it runs, starts and cancels builds, "
                + "and posts one status when they have ended. Without a command it opens the console.")
        page.paragraph("To try it without a controller:")
        page.example(["atvm-tui demo"])
        page.paragraph("To see whether a controller has all that it needs:")
        page.example(["atvm-tui doctor"])
    }

    // MARK: Commands

    /// The options that every command has, so that they stand once.
    private static func shared(of tree: CommandTree) -> [CommandTree.Option] {
        guard let console = tree.commands.first(where: { $0.name == tree.standard }) else { return [] }
        return console.options.filter { ["--root", "--config", "--help", "--version"].contains($0.names.last ?? "") }
    }

    private static func describe(
        _ command: CommandTree, without shared: [CommandTree.Option], _ page: inout Roff
    ) {
        page.subsection((["atvm-tui"] + command.path).joined(separator: " "))
        page.pieces(usage(command, without: shared))
        page.paragraph(command.abstract)
        if !command.discussion.isEmpty { page.paragraph(command.discussion) }
        if !command.aliases.isEmpty { page.paragraph("Also called \(command.aliases.joined(separator: ", ")).") }
        for option in command.options where !shared.contains(option) { item(option, &page) }
        for inner in command.commands { describe(inner, without: shared, &page) }
    }

    private static func usage(_ command: CommandTree, without shared: [CommandTree.Option]) -> [Roff.Piece] {
        var pieces: [Roff.Piece] = [.bold((["atvm-tui"] + command.path).joined(separator: " "))]
        if !command.commands.isEmpty { return pieces + [.plain(" "), .italic("command")] }
        for option in command.options where !shared.contains(option) {
            pieces.append(.plain(option.isOptional ? " [" : " "))
            if let name = option.names.last { pieces.append(.bold(name)) }
            if option.kind != .flag {
                pieces.append(.plain(option.names.isEmpty ? "" : " "))
                pieces.append(.italic(option.value))
            }
            if option.isRepeating { pieces.append(.plain(" ...")) }
            if option.isOptional { pieces.append(.plain("]")) }
        }
        return pieces
    }

    private static func item(_ option: CommandTree.Option, _ page: inout Roff) {
        var term: [Roff.Piece] = []
        for name in option.names {
            if !term.isEmpty { term.append(.plain(", ")) }
            term.append(.bold(name))
        }
        if option.kind != .flag {
            if !term.isEmpty { term.append(.plain(" ")) }
            term.append(.italic(option.value))
        }
        var text = option.text
        if let standard = option.standard, option.kind != .flag { text += " Default: \(standard)." }
        page.item(term, text)
    }
}
