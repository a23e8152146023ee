import ArgumentParser
import Formats
import Observing
import Runs

/// `atvm-tui failures [BUILD]`: its failures, or those of all builds, with excerpt and known cause.
struct FailuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Show the failures of a build, or of all, with excerpt and known cause.",
        discussion: """
            Equal failures of several hosts are told once. Rules explain, and never change a verdict. Without a build, \
            the failures of all builds are told in brief: the log of each is read only when it is asked for by name.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The build's name; all builds without.", completion: .builds)
    var build: String?

    @Option(help: "table, json or markdown.")
    var format = Format.table

    func validate() throws { if let build { _ = try BuildArgument.check(build) } }

    func run() throws {
        let settings = try options.settings()
        for problem in settings.observatory.triage().problems { StandardStreams.complain("atvm-tui: \(problem)") }
        guard let build else { return try tell(of: Observatory.look(settings.observatory).builds) }
        let snapshot = try BuildArgument.look(for: try BuildArgument.check(build), settings)
        complain(of: [snapshot])
        switch format {
        case .table: try StandardStreams.print(FailuresText.table(of: [snapshot]))
        case .markdown: try StandardStreams.print(FailuresText.markdown(of: snapshot))
        case .json: try StandardStreams.print(FailuresJSON.value(of: snapshot).prettyText)
        }
    }

    /// Failures are told as not marked whose marks cannot be read.
    private func complain(of builds: [BuildSnapshot]) {
        for build in builds {
            if let problem = build.marksProblem { StandardStreams.complain("atvm-tui: \(build.name): \(problem)") }
        }
    }

    private func tell(of builds: [BuildSnapshot]) throws {
        // Those without a failure too: a host that mostly passes is not suspect.
        let builds = builds.sorted { $0.newest > $1.newest }
        complain(of: builds)
        switch format {
        case .table: try StandardStreams.print(FailuresText.overview(of: builds))
        case .markdown: try StandardStreams.print(FailuresText.markdown(ofAll: builds))
        case .json: try StandardStreams.print(FailuresJSON.value(ofAll: builds).prettyText)
        }
    }
}
