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

    @Option(help: ArgumentHelp("The prep.", valueName: "id"), transform: PrepArgument.id)
    var id: PrepID

    func run() throws {
        let root = try acting.setting().settings.observatory.root
        throw ExitCode(
            try ActingRun.run("prep keep") { () throws(ActingError) in try PrepKeeper(id, root: root).run() })
    }
}

/// The name of a prep on the command line.
enum PrepArgument {
    /// - Throws: a usage error that says what would be right.
    static func id(_ text: String) throws -> PrepID {
        guard let id = PrepID(text) else {
            throw ValidationError(
                "'\(SafeText.visible(text))' is no prep such as 20261120-140322-3f9a1c; 'prep list' lists them.")
        }
        return id
    }
}
