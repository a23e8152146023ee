import Runs

extension LogWriter {
    /// What cypress-cloud prints before it runs anything.
    package func cloudPreamble(specs: Int, group: String?, url: String) -> String {
        Columns.text([
            "", "Discovered \(specs) spec files",
            "Tags: false; Group: \(group ?? "false"); Parallel: false; Batch Size: 1",
            "Connecting to cloud orchestration service...", "🎥 Run URL: \(url)",
        ])
    }

    /// What it prints before each spec: `claimed` specs of `count` have been handed out.
    package func cloudSpec(_ file: String, claimed: Int, count: Int) -> String {
        Columns.text(["", Columns.rule("=", 100), "", "Running: cypress/e2e/\(file) (\(claimed)/\(count))"])
    }

    package var cloudReporting: String { "\n\n  Reporting results and artifacts in background...  \n\n" }

    /// The table over all specs, and the address under which they were recorded.
    package func cloudFinished(_ plays: [SpecPlay], url: String) -> String {
        let titles = ["Tests", "Passing", "Failing", "Pending", "Skipped"].map { Columns.right($0, 10) }.joined()
        let head = "  │     \(Columns.left("Spec", 40))\(titles) │"
        let bad = plays.count(where: \.isBadForCloud)
        let verdict = bad == 0 ? "All specs passed!" : "\(bad) of \(plays.count) failed"
        let rows = plays.flatMap { row($0.isBadForCloud, $0.file, $0.tableDuration, $0.counts) }
        let total = row(bad > 0, verdict, plays.reduce(.zero) { $0 + $1.tableDuration }, sum(plays))
        let start = [
            "", Columns.rule("=", 100), "", "", "  Cloud Run Finished  ", "", Columns.top, head, Columns.middle,
        ]
        return Columns.text(
            start + rows + [Columns.middle] + total + [Columns.bottom, "", "", "🏁 Recorded Run: \(url)", ""])
    }

    /// Name and duration wrap in their own columns.
    private func row(_ isBad: Bool, _ name: String, _ duration: Duration, _ counts: Counts) -> [String] {
        let names = Columns.pieces(name, 30)
        let times = Columns.pieces(DurationTexts.withTenths(duration), 8)
        let numbers = [counts.tests, counts.passing, counts.failing, counts.pending, counts.skipped]
            .map { Columns.right($0 == 0 ? "-" : "\($0)", 10) }.joined()
        return (0..<max(names.count, times.count)).map { line in
            let glyph = line > 0 ? " " : isBad ? "✖" : "✔"
            let name = Columns.left(line < names.count ? names[line] : "", 30)
            let time = Columns.right(line < times.count ? times[line] : "", 10)
            return "  │ \(glyph)   \(name)\(time)\(line == 0 ? numbers : Columns.blanks(50)) │"
        }
    }
}

extension SpecPlay {
    /// Unlike Cypress, cypress-cloud also calls skipped tests a failure.
    fileprivate var isBadForCloud: Bool { counts.failing + counts.skipped > 0 }
}
