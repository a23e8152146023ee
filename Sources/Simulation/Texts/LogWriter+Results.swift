import Runs

extension LogWriter {
    /// The box of a spec's counts, and the list of its screenshots if there are any.
    package func results(_ play: SpecPlay) -> String {
        let counts = play.counts
        let hasCrashed = play.hasCrashed
        let rows = [
            (key: "Tests:", value: "\(counts.tests)"),
            (key: "Passing:", value: "\(counts.passing)"),
            (key: "Failing:", value: "\(counts.failing)"),
            (key: "Pending:", value: "\(counts.pending)"),
            (key: "Skipped:", value: "\(counts.skipped)"),
            (key: "Screenshots:", value: "\(play.screenshots.count)"),
            (key: "Video:", value: "true"),
            (key: "Duration:", value: DurationTexts.inWords(hasCrashed ? .zero : play.duration)),
            (key: "Spec Ran:", value: play.file),
        ]
        return "\n  (Results)\n\n" + Columns.box(rows, keyWidth: 14) + "\n\n" + screenshots(play)
    }

    private func screenshots(_ play: SpecPlay) -> String {
        guard !play.screenshots.isEmpty else { return "" }
        let lines = play.screenshots.flatMap { name in
            Columns.pieces("\(folder)/cypress/screenshots/\(play.file)/\(name)", 80).enumerated().map { row, piece in
                row == 0
                    ? "  -  \(Columns.left(piece, 80))     (1280x720)"
                    : Columns.left("     \(piece)", Columns.width)
            }
        }
        return Columns.text(["  (Screenshots)", ""] + lines + ["", ""])
    }

    package var videoStart: String {
        Columns.text(["  (Video)", "", Columns.left("  -  Started compressing: Compressing to 32 CRF", 100)])
    }

    package func videoEnd(_ play: SpecPlay, after duration: Duration) -> String {
        Columns.text([
            Columns.left("  -  Finished compressing: \(DurationTexts.inWords(duration))", 85), "",
            "  -  Video output: \(videoPath(play))", "", "",
        ])
    }

    /// What a recorded run adds; empty for any other.
    package func uploads(_ play: SpecPlay) -> String {
        guard case .cypress = recording else { return "" }
        let shots = play.screenshots.map { "\(folder)/cypress/screenshots/\(play.file)/\($0)" }
        let files = [videoPath(play)] + shots
        let lines = files.enumerated().map { "  - Done Uploading (\($0 + 1)/\(files.count)) \($1)" }
        return Columns.text(["  (Uploading Screenshots & Videos)", ""] + lines + [""])
    }

    private func videoPath(_ play: SpecPlay) -> String { "\(folder)/cypress/videos/\(play.file).mp4" }

    /// The table with which a run ends, and the address under which it was recorded.
    package func runFinished(_ plays: [SpecPlay]) -> String {
        let bodies = plays.map { play in
            let pieces = Columns.pieces(play.file, 35)
            let sums = cells(play.counts, play.tableDuration)
            let first = "  │ \(play.hasFailed ? "✖" : "✔")  \(Columns.left(pieces[0], 35))\(sums) │"
            return Columns.text([first] + pieces.dropFirst().map { "  │    \(Columns.left($0, 92))│" })
        }
        let failed = plays.count(where: \.hasFailed)
        let verdict =
            failed == 0
            ? "All specs passed!"
            : "\(failed) of \(plays.count) failed (\((failed * 200 + plays.count) / (plays.count * 2))%)"
        let head =
            "       Spec                                              Tests  Passing  Failing  Pending  Skipped  "
        let total = plays.reduce(Duration.zero) { $0 + $1.tableDuration }
        let foot = "    \(failed == 0 ? "✔" : "✖")  \(Columns.left(verdict, 35))\(cells(sum(plays), total))  "
        var text = Columns.text([divider, "", "  (Run Finished)", "", "", head, Columns.top])
        text += bodies.joined(separator: Columns.middle + "\n") + Columns.text([Columns.bottom, foot, ""])
        if case .cypress(let url) = recording {
            text += Columns.text(["", Columns.rule("─", 103), Columns.blanks(103), "  Recorded Run: \(url)", ""])
        }
        return text
    }

    /// Duration and counts in their columns; a zero is a dash.
    private func cells(_ counts: Counts, _ duration: Duration) -> String {
        let numbers = [counts.tests, counts.passing, counts.failing, counts.pending, counts.skipped]
        return Columns.right(DurationTexts.asClock(duration), 11)
            + numbers.map { Columns.right($0 == 0 ? "-" : "\($0)", 9) }.joined()
    }

    func sum(_ plays: [SpecPlay]) -> Counts {
        plays.reduce(into: Counts()) { sum, play in
            sum.tests += play.counts.tests
            sum.passing += play.counts.passing
            sum.failing += play.counts.failing
            sum.pending += play.counts.pending
            sum.skipped += play.counts.skipped
        }
    }
}

extension SpecPlay {
    /// What the tables show: an early exit has no duration.
    var tableDuration: Duration { hasCrashed ? .zero : duration }
}
