import Runs

extension Inspection {
    /// The inspection for a person: a verdict, a table for each run, the failures, the artifacts, the problems.
    ///
    /// Everything that came from a file is made safe to show.
    package var table: String {
        var lines = ["verdict: \(verdict.rawValue)"]
        for (index, run) in (log?.runs ?? []).enumerated() { lines += Self.lines(run, index: index + 1) }
        for invocation in log?.invocations ?? [] { lines += Self.lines(invocation) }
        lines += artifactLines
        if !allProblems.isEmpty {
            lines += ["", "problems:"] + allProblems.map { "  \(SafeText.visible($0))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let countTitles = ["tests", "passed", "failed", "pending", "skipped"]

    private static func lines(_ run: RunRecord, index: Int) -> [String] {
        var head = "run \(index)"
        if let group = run.group { head += ", group \(SafeText.visible(group))" }
        head += run.wasCanceled ? ": cancelled" : run.hasEnded ? ": ended" : ": not ended"
        if let expected = run.specsExpected { head += ", \(run.specs.count) of \(expected) specs begun" }
        if let url = run.url { head += ", \(SafeText.visible(url))" }
        var rows = [["status", "host"] + countTitles + ["time", "last step"]]
        for (path, record) in specs(of: run) { rows.append(row(path, record, in: run)) }
        if let totals = run.totals { rows.append(["", "all"] + texts(totals) + ["", ""]) }
        return ["", head] + TextColumns.lines(rows, indent: 2) + run.specs.flatMap(failureLines)
    }

    private static func row(_ path: String, _ record: SpecRecord?, in run: RunRecord) -> [String] {
        let (outcome, counts) = record.map { SpecOutcome.of($0, in: run) } ?? (.waiting, nil)
        let time = record?.duration.map(DurationText.full) ?? ""
        return [outcome.rawValue, SafeText.visible(HostName.fromSpec(path))]
            + (counts.map(texts) ?? countTitles.map { _ in "-" })
            + [time, SafeText.visible(record?.steps.last?.title ?? "")]
    }

    private static func texts(_ counts: Counts) -> [String] {
        [counts.tests, counts.passing, counts.failing, counts.pending, counts.skipped].map { String($0) }
    }

    private static func failureLines(_ spec: SpecRecord) -> [String] {
        let host = SafeText.visible(HostName.fromSpec(spec.path))
        var lines = spec.failures.map { record in
            "  \(host): \(SafeText.visible(record.failure.path.last ?? "")): "
                + SafeText.firstLine(of: record.failure.message)
        }
        if let line = spec.earlyExit { lines.append("  \(host): \(SafeText.firstLine(of: line))") }
        return lines
    }

    private static func lines(_ invocation: InvocationRecord) -> [String] {
        var head = "recording service"
        if let group = invocation.group { head += ", group \(SafeText.visible(group))" }
        head += invocation.hasEnded ? ": ended" : ": not ended"
        if let discovered = invocation.discovered { head += ", \(discovered) specs" }
        if let url = invocation.url { head += ", \(SafeText.visible(url))" }
        guard !invocation.rows.isEmpty else { return ["", head] }
        let rows = invocation.rows.map { [SafeText.visible($0.spec)] + texts($0.counts) }
        return ["", head] + TextColumns.lines([["spec"] + countTitles] + rows, indent: 2)
    }

    private var artifactLines: [String] {
        guard !artifacts.isEmpty else { return [] }
        let rows = artifacts.map { artifact in
            let file = artifact.file
            let counts = [
                file.cases.count, file.count(.passed), file.count(.failed) + file.count(.errored), file.count(.skipped),
            ]
            return [file.verdict.rawValue, SafeText.visible(file.spec ?? "-")] + counts.map { String($0) }
                + [SafeText.visible(artifact.path)]
        }
        let titles = ["verdict", "spec", "cases", "passed", "failed", "skipped", "file"]
        return ["", "artifacts"] + TextColumns.lines([titles] + rows, indent: 2)
    }
}

/// Sets rows of texts in columns.
enum TextColumns {
    /// Columns that hold numbers alone, below their title, are set to the right.
    static func lines(_ rows: [[String]], indent: Int) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { width($0, column) }.max() ?? 0 }
        let isNumber = (0..<columns).map { column in
            rows.dropFirst().allSatisfy { $0.count <= column || $0[column].allSatisfy { $0.isNumber || $0 == "-" } }
        }
        return rows.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - width(row, column))
                return isNumber[column] ? space + row[column] : row[column] + space
            }
            return String(repeating: " ", count: indent) + cells.joined(separator: "  ").trimmingTrailingBlanks()
        }
    }

    private static func width(_ row: [String], _ column: Int) -> Int { column < row.count ? row[column].count : 0 }
}
