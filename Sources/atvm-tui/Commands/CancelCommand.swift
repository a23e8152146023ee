import Acting
import ArgumentParser
import Plans
import Runs

/// `atvm-tui cancel BUILD`: cancels a build.
struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a build: its watcher, its runner and every process of it.")

    @OptionGroup var acting: ActingOptions

    @Argument(help: "The build's name.", completion: .builds)
    var build: String

    func validate() throws { _ = try BuildArgument.check(build) }

    func run() throws { try Self.cancel(build, .whole, acting, named: "cancel") }

    static func cancel(_ build: String, _ part: CancelPlan.Part, _ acting: ActingOptions, named command: String) throws
    {
        let name = try BuildArgument.check(build)
        let performer = try acting.setting().performer
        // Whoever types the command has said yes to it.
        guard let approved = performer.cancelPlan(name, part).approve(.yes) else { return }
        // A cancellation that stopped half-way would leave a runner that nobody watches. Each of its steps has its time.
        let interruption = Interruption.signals()
        let outcome = try ActingRun.run(command) { () throws(ActingError) in try performer.perform(approved) }
        try StandardStreams.print(outcome + "\n")
        interruption.dieIfAskedMeanwhile()
    }
}
