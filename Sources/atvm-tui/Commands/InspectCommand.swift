import ArgumentParser
import Formats
import Glibc
import Runs

/// `atvm-tui inspect`: reads a log and reporter files of any origin, without a controller.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Read a Cypress log or reporter files: what ran, per spec and step.",
        discussion: "The verdict is part of the output; the exit status tells only whether everything could be read.")

    /// Taken as by every command; the files to read are those that are named.
    @OptionGroup var options: GlobalOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @Argument(help: "The log to read; '-' is standard input.", completion: .file())
    var log: String?

    @Option(
        help: "A folder of JUnit (*.xml) and mochawesome (*.json) files, searched with all its folders.",
        completion: .directory)
    var reporter: String?

    @Option(help: "table or json.")
    var format = Format.table

    func validate() throws {
        if log == nil, reporter == nil {
            throw ValidationError("Name a log ('-' is standard input), or --reporter DIR.")
        }
    }

    func run() throws {
        var inspection = Inspection(log: nil)
        do {
            if let log { inspection.log = try LogFile.read(log) }
            if let reporter {
                let (artifacts, problems) = try ReportFolder.read(reporter)
                inspection.artifacts = artifacts
                inspection.problems += problems
            }
        } catch let problem as FileProblem {
            StandardStreams.complain("atvm-tui inspect: \(problem.text)")
            throw ExitCode(problem.exitCode)
        }
        try StandardStreams.print(format == .json ? inspection.json.prettyText : inspection.table)
    }
}

/// Why a file or folder that was named cannot be read.
struct FileProblem: Error {
    let text: String
    /// 66 where nothing is there, 65 where it cannot be read.
    let exitCode: Int32

    init(_ path: String, reason: String) {
        text = "\(SafeText.visible(path)): \(reason)"
        exitCode = EX_DATAERR
    }

    /// - Parameter code: an `errno`.
    init(_ path: String, code: Int32) {
        text = "\(SafeText.visible(path)): \(String(cString: strerror(code)))"
        exitCode = code == ENOENT || code == ENOTDIR ? EX_NOINPUT : EX_DATAERR
    }
}
