import ArgumentParser
import CPosix
import Curses
import Glibc
import Observing
import Operating
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
        let session = ScreenSession(settings, look: look)
        if let reason = reasonAgainstActing(settings) {
            // Nothing in this console can name an action.
            let inbox = Mailbox<OnlookerMessage>()
            let root = settings.observatory.root
            let end = try session.run(
                badge: isReadOnly(settings) ? "read-only" : nil, inbox: inbox,
                effects: { OnlookerEffects($0, inbox: inbox, root) }
            ) { context, size, themes in
                let browser = Browser(context: context, size: size, opening: opening, themes: themes)
                return OnlookerConsole(browser, reason: reason)
            }
            return ScreenSession.die(by: end)
        }
        let inbox = Mailbox<OperatorMessage>()
        let setting = try ActingSetting(settings, config: options.config)
        let (desk, vault) = (try setting.desk(), PrepVault())
        let end = try session.run(
            badge: nil, inbox: inbox, effects: { OperatorEffects($0, inbox: inbox, setting: setting, vault: vault) }
        ) { context, size, themes in
            let browser = Browser(context: context, size: size, opening: opening, themes: themes)
            return OperatorConsole(browser, desk: desk)
        }
        ScreenSession.die(by: end)
    }

    private func isReadOnly(_ settings: Settings) -> Bool { readOnly || settings.boolean("read_only") == true }

    /// Why nothing can be changed from this console; `nil` where it can.
    private func reasonAgainstActing(_ settings: Settings) -> String? {
        if readOnly { return "not permitted: this console was opened with --read-only" }
        if settings.boolean("read_only") == true { return "not permitted: read_only is set in the configuration" }
        // Below a folder of one's own no more is needed than its files allow.
        if settings.observatory.root.isWholeMachine, geteuid() != 0 { return "not permitted: only root may act here" }
        return nil
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
