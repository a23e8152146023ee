import Acting
import ArgumentParser
import Formats
import Observing
import Plans
import Runs

/// `atvm-tui prep list`: the preps of this controller, the newest first.
struct PrepListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the preps that run and those that have run.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @OptionGroup var options: GlobalOptions

    @Option(help: "table or json.")
    var format = Format.table

    func run() throws {
        let settings = try options.settings()
        let shelf = PrepShelf(settings.observatory.root)
        if settings.boolean("read_only") != true { shelf.settle(by: .current) }
        let sight = shelf.look()
        let (preps, problems) = (sight.preps, sight.problems)
        for problem in problems { StandardStreams.complain("atvm-tui: \(problem)") }
        switch format {
        case .json:
            let json: JSONObject = [
                "schema": .integer(1), "preps": .array(preps.map { .object(Self.object($0)) }),
                "problems": .array(problems.map(JSONValue.string)),
            ]
            try StandardStreams.print(JSONValue.object(json).prettyText)
        case .table:
            guard !preps.isEmpty else { return try StandardStreams.print("no prep has run here\n") }
            try StandardStreams.print(Self.table(preps))
        }
    }

    private static func object(_ prep: PrepSummary) -> JSONObject {
        var fields: JSONObject = [
            "id": .string(prep.id.text), "mode": JSONValue(prep.mode?.rawValue), "lun": .string(prep.lun),
            "client": .string(prep.client), "operator": .string(prep.startedBy.login),
            "from": JSONValue(prep.startedBy.peer), "started_at": .string(prep.startedAt.rfc3339),
            "running": .bool(prep.isRunning), "outcome": .null, "ended_at": .null, "question": .null,
        ]
        if case .ended(let outcome, let at) = prep.standing {
            (fields["outcome"], fields["ended_at"]) = (.string(outcome.text), .string(at.rfc3339))
            if case .exited(let status) = outcome { fields["exit_status"] = .integer(status) }
            if case .signal(let number) = outcome { fields["signal"] = .integer(number) }
        }
        if let question = prep.question {
            fields["question"] = .object(["number": .integer(question.number), "text": .string(question.shown)])
        }
        if let pid = prep.leftRunning { fields["left_running"] = .integer(pid) }
        return fields
    }

    private static func table(_ preps: [PrepSummary]) -> String {
        let head = ["PREP", "STARTED", "BY", "MODE", "CLIENT", "LUN", "HOW IT STANDS"]
        let rows = preps.map { prep in
            [
                prep.id.text, LocalClock.system.full(prep.startedAt), prep.startedBy.text, prep.mode?.rawValue ?? "?",
                prep.client, prep.lun, prep.words,
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            row.indices.map { column in
                column == row.count - 1
                    ? row[column] : row[column] + String(repeating: " ", count: widths[column] - row[column].count)
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
