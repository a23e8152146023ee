import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// `atvm-tui prep attach`: a prep from its first byte on, whether it runs or has ended.
struct PrepAttachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Show a prep and answer its questions.",
        discussion: """
            Without an id: the prep that runs. At a terminal the script's questions can be answered; Ctrl-C, Ctrl-\\ and \
            Ctrl-Z ask before anything happens; Ctrl-D leaves, and the prep goes on. Exit status: that of the script.
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Which prep; 'prep list' lists them.", valueName: "id"), transform: PrepArgument.id)
    var id: PrepID?

    func run() throws {
        let settings = try options.settings()
        let root = settings.observatory.root
        let mayAnswer = settings.boolean("read_only") != true
        if mayAnswer { PrepShelf(root).settle(by: .current) }
        throw ExitCode(try PrepFollowing.follow(try id ?? running(root), root, mayAnswer: mayAnswer))
    }

    private func running(_ root: Root) throws -> PrepID {
        let running = PrepShelf(root).look().preps.filter(\.isRunning)
        if let only = running.first, running.count == 1 { return only.id }
        StandardStreams.complain(
            running.isEmpty
                ? "atvm-tui prep attach: no prep is running; 'atvm-tui prep list' lists those that have run"
                : "atvm-tui prep attach: several are running, name one: "
                    + running.map { "\($0.id) (\($0.client), \($0.lun))" }.joined(separator: ", "))
        throw ExitCode(running.isEmpty ? EX_NOINPUT : EX_USAGE)
    }
}
