import ArgumentParser

@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atvm-tui",
        abstract: "The console of an ATVM controller: runs of Cypress suites that migrate VMs.",
        version: "0.1.0",
        subcommands: [
            ConsoleCommand.self, WallboardCommand.self, DemoCommand.self, SnapshotCommand.self, BuildsCommand.self,
            StatusCommand.self, FailuresCommand.self, WaitCommand.self, InspectCommand.self, StartCommand.self,
            CancelCommand.self, SettleCommand.self, ClaimCommand.self, WaiveCommand.self, RunnerCommand.self,
            WatcherCommand.self, PrepCommand.self,
            ConfigCommand.self, InstallCommand.self, DoctorCommand.self, CompletionsCommand.self, ManualCommand.self,
            SimulateCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)
}
