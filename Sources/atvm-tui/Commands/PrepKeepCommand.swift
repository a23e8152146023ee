import Acting
import ArgumentParser
import Observing
import Plans
import Runs

/// What the unit of a prep, or whoever starts it without systemd, executes.
struct PrepKeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Run an approved prep in the background; services do this.",
        shouldDisplay: false)

    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp("The prep.", valueName: "id"))
    var id: PrepID

    func run() throws {
        let root = try acting.setting().settings.observatory.root
        throw ExitCode(
            try ActingRun.run("prep keep") { () throws(ActingError) in try PrepKeeper(id, root: root).run() })
    }
}

extension PrepID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
