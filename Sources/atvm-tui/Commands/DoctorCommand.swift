import Acting
import ArgumentParser
import Formats
import Glibc
import Observing
import Runs

/// `atvm-tui doctor`: checks every requirement of the controller.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check every requirement of the controller and say how to mend what is missing.",
        discussion: """
            It changes nothing and posts nothing; of the webhook's server only the front page is asked for. Exit status: 0 \
            when nothing is missing or wrong, though there may be warnings; 1 otherwise.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @OptionGroup var options: GlobalOptions

    @Option(help: "table or json.")
    var format = Format.table

    /// What the units must say once the package is installed.
    private static func units(_ root: Root) -> [UnitExpectation] {
        let survey = InstallSurvey(root, ShippedPackage.files)
        return UnitExpectation.names.map { $0.saying(survey.unitText($0.name)) }
    }

    func run() throws {
        let look = SettingsLook(options)
        let settings = look.settings
        let root = settings.observatory.root
        let context = DoctorContext(
            root, environment: Self.environment(), units: Self.units(root), supervisor: settings.text("supervisor"))
        var report = DoctorReport(root: root)
        for group in ControllerDoctor.groups { report.add(group.title, group.check(context)) }
        report.add("configuration", look.findings)
        switch format {
        case .json: try StandardStreams.print(report.json.prettyText)
        case .table: try StandardStreams.print(report.table(OutputLook.glyphs(settings)))
        }
        guard report.isHealthy else { throw ExitCode.failure }
    }

    private static func environment() -> [String: String] {
        var found: [String: String] = [:]
        for name in ["LC_ALL", "LC_CTYPE", "LANG", "TERM"] { found[name] = SettingsReader.variable(name) }
        return found
    }
}
