import Formats
import Runs

/// Compares what `inspect` says of a log with what the corpus's oracle says.
enum LogOracle {
    private static let countNames = ["tests", "passing", "failing", "pending", "skipped"]

    static func differences(of got: JSONValue, from truth: JSONValue) -> [String] {
        var found = Differences()
        found.compare("verdict", got["verdict"], truth["verdict"])
        let (runs, trueRuns) = (got["runs"]?.array ?? [], truth["runs"]?.array ?? [])
        found.compare("number of runs", .integer(runs.count), .integer(trueRuns.count))
        let hasCloud = truth["cloud"]?.array?.isEmpty == false
        for (index, (run, trueRun)) in zip(runs, trueRuns).enumerated() {
            compare(run, trueRun, at: "run \(index + 1)", hasCloud: hasCloud, &found)
        }
        compareCloud(got["cloud"]?.array ?? [], truth["cloud"]?.array ?? [], &found)
        return found.list
    }

    private static func compare(
        _ run: JSONValue, _ truth: JSONValue, at place: String, hasCloud: Bool, _ found: inout Differences
    ) {
        found.compare("\(place) ended", run["ended"], truth["finished"])
        found.compare("\(place) specs_expected", run["specs_expected"], truth["specs_found"])
        let url = truth["recorded_run"]?.string ?? truth["run_url"]?.string
        if url != nil || !hasCloud { found.compare("\(place) url", run["url"], JSONValue(url)) }
        if let footer = truth["footer"]?.object {
            for name in countNames { found.compare("\(place) totals \(name)", run["totals"]?[name], footer[name]) }
        }
        let specs = (run["specs"]?.array ?? []).filter { $0["status"]?.string != "WAIT" }
        let trueSpecs = truth["specs"]?.array ?? []
        found.compare(
            "\(place) spec paths", .array(specs.map { $0["path"] ?? .null }),
            .array(trueSpecs.map { $0["spec"] ?? .null }))
        for (spec, trueSpec) in zip(specs, trueSpecs) {
            compareSpec(spec, trueSpec, at: "\(place) \(trueSpec["spec"]?.string ?? "")", &found)
        }
    }

    private static func compareSpec(
        _ spec: JSONValue, _ truth: JSONValue, at place: String, _ found: inout Differences
    ) {
        // Cypress calls a spec passed in which no test ran.
        let isSkipped = truth["verdict"]?.string == "PASS" && truth["passing"]?.integer == 0
        found.compare("\(place) status", spec["status"], isSkipped ? .string("SKIP") : truth["verdict"])
        for name in countNames where truth[name]?.integer != nil {
            found.compare("\(place) \(name)", spec[name], truth[name])
        }
        compareSteps(spec["steps"]?.array ?? [], truth["steps"]?.array ?? [], at: place, &found)
        if let failures = truth["failures"]?.array, !failures.isEmpty {
            let got = spec["failures"]?.array ?? []
            found.compare(
                "\(place) failures", .array(got.map { $0["path"] ?? .null }),
                .array(failures.map { $0["path"] ?? .null }))
            found.compare(
                "\(place) messages", .array(got.map { .string(firstLine($0["message"])) }),
                .array(failures.map { .string(firstLine($0["first_line"])) }))
        }
        if let line = truth["early_exit_line"], line != .null {
            found.compare(
                "\(place) early_exit", .string(firstLine(spec["early_exit"])), .string(firstLine(line)))
        }
    }

    /// The oracle does not say in which suite a step stood: specs with repeated titles and hooks are left to other
    /// tests.
    private static func compareSteps(
        _ steps: [JSONValue], _ truth: [JSONValue], at place: String, _ found: inout Differences
    ) {
        let ended = truth.filter { $0["state"]?.string != "retry" }
        let titles = ended.compactMap { $0["title"]?.string }
        guard Set(titles).count == titles.count, !titles.contains(where: { $0.contains("hook") }) else { return }
        let words = ["pass": "passed", "fail": "failed", "pending": "pending"]
        found.compare(
            "\(place) steps", .array(steps.map { .array([$0["title"] ?? .null, $0["status"] ?? .null]) }),
            .array(ended.map { .array([$0["title"] ?? .null, JSONValue(words[$0["state"]?.string ?? ""])]) }))
        for (step, trueStep) in zip(steps, ended) where trueStep["ms"] != nil {
            found.compare("\(place) \(titles) duration", step["duration_ms"], trueStep["ms"])
        }
    }

    private static func compareCloud(_ got: [JSONValue], _ truth: [JSONValue], _ found: inout Differences) {
        found.compare("number of cloud runs", .integer(got.count), .integer(truth.count))
        let names = [("url", "run_url"), ("group", "group"), ("ended", "finished"), ("discovered", "discovered")]
        for (index, (cloud, trueCloud)) in zip(got, truth).enumerated() {
            for (ours, theirs) in names { found.compare("cloud \(index + 1) \(ours)", cloud[ours], trueCloud[theirs]) }
            compareRows(cloud["rows"]?.array ?? [], trueCloud["rows"]?.array ?? [], at: "cloud \(index + 1)", &found)
        }
    }

    private static func compareRows(
        _ rows: [JSONValue], _ truth: [JSONValue], at place: String, _ found: inout Differences
    ) {
        found.compare("\(place) rows", .integer(rows.count), .integer(truth.count))
        for (row, trueRow) in zip(rows, truth) {
            for name in ["spec"] + countNames { found.compare("\(place) row \(name)", row[name], trueRow[name]) }
        }
    }

    private static func firstLine(_ text: JSONValue?) -> String {
        let line =
            (text?.string ?? "").split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        return String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
