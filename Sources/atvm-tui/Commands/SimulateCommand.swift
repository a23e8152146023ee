import Acting
import ArgumentParser
import CPosix
import Glibc
import Observing
import Runs
import Simulation

/// `atvm-tui simulate`: the programs of a demo's controller. They do nothing anywhere else.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Be a program of a demo's controller.", shouldDisplay: false,
        subcommands: [Template.self, Run.self, Runner.self, Guard.self])

    /// Stands for `cmc-templates.py`, with the flags of that.
    struct Template: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the specs of a template.")

        @Option(name: .customLong("template_name")) var template: String
        @Option(name: .customLong("config_file")) var config: String
        @Option(help: "Separated by commas; those of the config file where there are none.") var hosts = ""
        @Option var integration: String?
        @Flag var categorize = false
        @Flag(name: .customLong("ignore_force_shutdown")) var ignoresForceShutdown = false

        func run() throws {
            let commands = try SimulateCommand.commands()
            try StandardStreams.print("Generating specs from template \(template) with \(config)\n")
            if let integration { try StandardStreams.print("Enabling integration \(integration)\n") }
            let names = hosts.split(separator: ",").map(String.init)
            let step = TemplateStep(template: template, config: config, hosts: names, isCategorized: categorize)
            do {
                for name in try step.run(in: commands) {
                    // As long as it takes to be seen.
                    usleep(100_000)
                    try StandardStreams.print("  cypress/e2e/\(name).cy.ts\n")
                }
            } catch {
                StandardStreams.complain("\(error)")
                throw ExitCode(3)
            }
            try StandardStreams.print("Done\n")
        }
    }

    /// Stands for `run-sorry-cypress.py`, with the flags of that.
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Play a run.")

        @Option(name: .customLong("config_file")) var config: String
        @Option(name: .customLong("build_name")) var build: String
        @Flag var categorize = false

        func run() throws {
            let commands = try SimulateCommand.commands()
            let name = try BuildArgument.check(build)
            let run: LaunchedRun
            do {
                run = try LaunchedRun(name, config: config, isCategorized: categorize, in: commands)
            } catch {
                StandardStreams.complain("\(error)")
                throw ExitCode(2)
            }
            let status = try run.play(
                wait: { SimulateCommand.wait($0, while: commands) }, print: { (try? StandardStreams.print($0)) != nil })
            throw ExitCode(status.map { $0 % 256 } ?? 1)
        }
    }

    /// Stands for the runner of a run that the demo plays by itself: it is there until somebody stops it.
    struct Runner: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stand for the runner of a played run.")

        @OptionGroup var name: BuildNameOption

        func run() throws {
            let commands = try SimulateCommand.commands()
            let build = try name.checked()
            let event = cp_event_create()
            guard event >= 0, cp_signals_install(event) == 0 else { throw ExitCode(EX_OSERR) }
            var ready: [UInt8] = [0, 0]
            // The demo holds the other end of standard input.
            while ready[1] == 0 {
                _ = cp_wait([event, STDIN_FILENO], &ready, 2, -1)
                guard ready[0] != 0 else { continue }
                cp_event_drain(event)
                guard cp_signals_take() & UInt32(CP_TERM) != 0 else { continue }
                try RunnerEnd(code: "killed", status: "TERM", result: "signal").record(build, Root(commands.root))
                cp_die_by(UInt32(CP_TERM))
            }
        }
    }

    /// Ends what a demo that was killed has left.
    struct Guard: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Wait for the end of a demo and clean up after it.")

        @Option var root: String

        func run() throws {
            _ = try SimulateCommand.commands(ControllerCommands.automationRoot(of: root))
            var ready: [UInt8] = [0]
            while ready[0] == 0 { _ = cp_wait([STDIN_FILENO], &ready, 1, -1) }
            DemoProcesses(root: root).end()
            unlink(Root(root).environment)
            let parent = root.lastIndex(of: "/").map { String(root[..<$0]) } ?? ""
            if !parent.isEmpty { DemoFolder.sweep(parent) }
        }
    }

    // MARK: Parts

    private static func commands(_ folder: String? = nil) throws -> ControllerCommands {
        var buffer = [CChar](repeating: 0, count: 4096)
        let here = folder ?? getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? ""
        guard let commands = ControllerCommands(automationRoot: here) else {
            StandardStreams.complain("atvm-tui simulate: this is no demo's controller; 'atvm-tui demo' makes one")
            throw ExitCode(EX_USAGE)
        }
        return commands
    }

    /// Whether the demo is still there after so long.
    private static func wait(_ time: Duration, while commands: ControllerCommands) -> Bool {
        let end = WallClock.steady() + time
        while true {
            let left = end - WallClock.steady()
            guard left > .zero else { return true }
            var nothing: [UInt8] = []
            _ = cp_wait([], &nothing, 0, Int32(min(left.wholeMilliseconds + 1, 1000)))
            guard commands.isStanding else { return false }
        }
    }
}
