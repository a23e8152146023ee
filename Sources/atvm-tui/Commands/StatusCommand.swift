import ArgumentParser
import Formats
import Glibc
import Observing
import Runs

/// `atvm-tui status BUILD`: the status report.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Print the status report of a build.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, json, junit }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The build's name.", completion: .builds)
    var build: String

    @Option(help: "markdown, json or junit.")
    var format = Format.markdown

    @Option(help: ArgumentHelp("Report on this sub-run of a categorized build alone.", valueName: "key"))
    var subRun: String?

    func validate() throws {
        _ = try BuildArgument.check(build)
        if subRun != nil, format != .markdown {
            throw ValidationError("--sub-run goes with --format markdown; the other formats hold all sub-runs.")
        }
    }

    func run() throws {
        let name = try BuildArgument.check(build)
        let settings = try options.settings()
        let snapshot = try BuildArgument.look(for: name, settings)
        let now = WallClock.now()
        let key = try subRun.map { try self.key($0, of: snapshot) }
        let report = StatusReport(of: snapshot, subRun: key, at: now, clock: .system)
        switch format {
        case .markdown: try StandardStreams.print(MarkdownReport.text(of: report))
        case .json:
            let root = settings.observatory.root
            let log = snapshot.logSize == nil ? nil : root.shown(root.runLog(of: name))
            try StandardStreams.print(StatusJSON.value(of: report, log: log, at: now).prettyText)
        case .junit: try StandardStreams.print(JUnitReport.text(of: snapshot))
        }
    }

    private func key(_ text: String, of build: BuildSnapshot) throws -> SubRunKey {
        if let known = build.subRuns.first(where: { $0.key.text == text }) { return known.key }
        let keys = build.subRuns.map(\.key.text).joined(separator: ", ")
        let there = keys.isEmpty ? "the build is not categorized" : "there are \(keys)"
        StandardStreams.complain(
            "atvm-tui status: \(build.name) has no sub-run '\(SafeText.visible(text))'; \(there)")
        throw ExitCode(EX_NOINPUT)
    }
}

extension BuildArgument {
    /// The build as it stands.
    /// - Throws: exit 66 after one line when there is none of that name.
    static func look(for name: BuildName, _ settings: Settings) throws -> BuildSnapshot {
        if let snapshot = BuildLook.snapshot(of: name, settings.observatory) { return snapshot }
        StandardStreams.complain(
            "atvm-tui: there is no build '\(name)' on this controller; 'atvm-tui builds' lists what there is")
        throw ExitCode(EX_NOINPUT)
    }
}
