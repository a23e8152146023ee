import ArgumentParser
import Formats
import Glibc
import Observing
import Runs
import Screen
import Viewing

/// `atvm-tui builds`: the table of builds.
struct BuildsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "builds", abstract: "List the builds.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @OptionGroup var options: GlobalOptions

    @Option(help: "table or json.")
    var format = Format.table

    func run() throws {
        let settings = try options.settings()
        let snapshot = Observatory.look(settings.observatory)
        for problem in snapshot.problems { StandardStreams.complain("atvm-tui: \(problem)") }
        let root = settings.observatory.root
        switch format {
        case .json:
            let rows = snapshot.builds.map { build -> JSONValue in
                let log = build.logSize == nil ? nil : root.shown(root.runLog(of: build.name))
                return .object(StatusJSON.summary(of: build, log: log, at: snapshot.takenAt))
            }
            let json: JSONObject = [
                "schema": .integer(1), "controller": .string(snapshot.controller),
                "taken_at": .string(snapshot.takenAt.rfc3339), "builds": .array(rows),
                "problems": .array(snapshot.problems.map(JSONValue.string)),
            ]
            try StandardStreams.print(JSONValue.object(json).prettyText)
        case .table:
            guard !snapshot.builds.isEmpty else {
                try StandardStreams.print("no builds; looked at \(snapshot.places.joined(separator: ", "))\n")
                return
            }
            let context = ViewContext(
                snapshot: snapshot, now: snapshot.takenAt, clock: .system, glyphs: OutputLook.glyphs(settings))
            let frame = BuildsTable.frame(context, columns: OutputLook.columns)
            try StandardStreams.print(frame.plainText.joined(separator: "\n") + "\n")
        }
    }
}
