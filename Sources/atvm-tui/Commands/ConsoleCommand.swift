import ArgumentParser
import CPosix
import Curses
import Glibc
import Observing
import Runs
import Screen
import Viewing

/// `atvm-tui`, `atvm-tui console`: the console.
struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the console (this is what 'atvm-tui' alone does).")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var look: LookOptions

    @Flag(help: "Show only; nothing can be changed and nothing is written.")
    var readOnly = false

    @Option(help: ArgumentHelp("Open on this build.", valueName: "name"), completion: .builds)
    var build: String?

    func validate() throws {
        if let build { _ = try BuildArgument.check(build) }
    }

    func run() throws {
        let settings = try options.settings()
        let opening = try build.map(BuildArgument.check)
        let isReadOnly = readOnly || settings.boolean("read_only") == true
        let end = try ScreenSession(settings, look: look).run(badge: isReadOnly ? "read-only" : nil) {
            context, size, themes in
            Browser(context: context, size: size, opening: opening, themes: themes)
        }
        ScreenSession.die(by: end)
    }
}

/// How a screen looks.
struct LookOptions: ParsableArguments {
    @Option(
        help: "The theme: dark, light, high-contrast, colour-blind-safe, mono, or a path to a .toml file.",
        completion: .themes)
    var theme: String?

    @Flag(help: "Draw with ASCII characters alone.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false
}
