import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// `atvm-tui runner`: the runner of a build alone.
struct RunnerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runner", abstract: "The runner of a build: start it, cancel it, be it.",
        subcommands: [Start.self, Exec.self, Cancel.self, Ended.self])

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start the runner of a build.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var launch: LaunchOptions

        func validate() throws { _ = try launch.request(for: .runner) }

        func run() throws { try launch.start(.runner, acting, named: "runner start") }
    }

    /// What the runner's unit, or the direct supervisor, executes.
    struct Exec: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the runner of a build in the foreground; services do this.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var name: BuildNameOption

        func run() throws {
            let build = try name.checked()
            let setting = try acting.setting()
            let keeper = RunnerKeeper(
                build, root: setting.settings.observatory.root, supervisor: setting.supervisor.name)
            throw ExitCode(try ActingRun.run("runner exec") { () throws(ActingError) in try keeper.run() })
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the runner of a build and every process that it has started.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var name: BuildNameOption

        func run() throws { try CancelCommand.cancel(name.buildName, .runner, acting, named: "runner cancel") }
    }

    /// What the runner's unit executes after its end (`ExecStopPost=`): systemd forgets how a unit ended.
    struct Ended: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write down how the runner of a build ended.", shouldDisplay: false)

        @OptionGroup var acting: ActingOptions
        @OptionGroup var name: BuildNameOption

        func run() throws {
            let build = try name.checked()
            let root = try acting.setting().settings.observatory.root
            func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
            try ActingRun.run("runner ended") { () throws(ActingError) in
                let end = RunnerEnd(
                    code: variable("EXIT_CODE"), status: variable("EXIT_STATUS"), result: variable("SERVICE_RESULT"))
                try end.record(build, root)
            }
        }
    }
}

/// `--build-name`, as the founding documents have it.
struct BuildNameOption: ParsableArguments {
    @Option(help: ArgumentHelp("The build's name.", valueName: "name"))
    var buildName: String

    func validate() throws { _ = try checked() }

    func checked() throws -> BuildName { try BuildArgument.check(buildName) }
}
