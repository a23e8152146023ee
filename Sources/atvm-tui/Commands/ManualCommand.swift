import ArgumentParser

/// `atvm-tui manual`: the man page.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the man page.",
        discussion: "To read it at once: atvm-tui manual | man -l -", aliases: ["man"])

    /// Taken as by every command; the page is the same everywhere.
    @OptionGroup var options: GlobalOptions

    func run() throws { try StandardStreams.print(Manual.text()) }
}
