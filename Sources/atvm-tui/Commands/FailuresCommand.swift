import ArgumentParser
import Formats
import Observing
import Runs

/// `atvm-tui failures BUILD`: its failures with excerpt and known cause.
struct FailuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Show the failures of a build with excerpt and known cause.",
        discussion: "Equal failures of several hosts are told once. Rules explain, and never change a verdict.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The build's name.", completion: .builds)
    var build: String

    @Option(help: "table, json or markdown.")
    var format = Format.table

    func validate() throws { _ = try BuildArgument.check(build) }

    func run() throws {
        let name = try BuildArgument.check(build)
        let settings = try options.settings()
        for problem in settings.observatory.triage().problems { StandardStreams.complain("atvm-tui: \(problem)") }
        let snapshot = try BuildArgument.look(for: name, settings)
        switch format {
        case .table: try StandardStreams.print(FailuresText.table(of: [snapshot]))
        case .markdown: try StandardStreams.print(FailuresText.markdown(of: snapshot))
        case .json: try StandardStreams.print(FailuresJSON.value(of: snapshot).prettyText)
        }
    }
}
