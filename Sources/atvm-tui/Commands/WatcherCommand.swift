import Acting
import ArgumentParser
import Observing
import Plans
import Runs

/// `atvm-tui watcher`: the watcher of a build alone.
struct WatcherCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watcher", abstract: "The watcher of a build: start it, cancel it, be it.",
        subcommands: [Start.self, Run.self, Cancel.self, Resume.self])

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the watcher of a build; one that was killed goes on where it was.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var launch: LaunchOptions

        func validate() throws { _ = try launch.request(for: .watcher) }

        func run() throws { try launch.start(.watcher, acting, named: "watcher start") }
    }

    /// What the watcher's unit, or the direct supervisor, executes.
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Watch a build in the foreground until it has ended; services do this.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var name: BuildNameOption

        func run() throws {
            let build = try name.checked()
            let setting = try acting.setting()
            let state = try ActingRun.run("watcher run") { () throws(ActingError) in
                try Watcher(build, setting.watcher, person: .current).run(.signals())
            }
            try StandardStreams.print("\(build) \(state.rawValue)\n")
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the watcher of a build; the build counts as cancelled and nothing is posted.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var name: BuildNameOption

        func run() throws { try CancelCommand.cancel(name.buildName, .watcher, acting, named: "watcher cancel") }
    }
    /// What a unit executes after a boot.
    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the watchers that builds have lost, by a reboot for instance.")

        @OptionGroup var acting: ActingOptions

        func run() throws {
            let setting = try acting.setting()
            let resume = WatcherResume(setting.settings.observatory.root, setting.supervisor, person: .current)
            guard resume.run(tell: { StandardStreams.complain($0) }) else { throw ExitCode.failure }
        }
    }
}
