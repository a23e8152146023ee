import Runs

/// Prints what Cypress 12.17.4 prints, without colours. Every function gives whole lines.
package struct LogWriter: Sendable {
    /// The folder from which Cypress runs; paths of videos and screenshots begin with it.
    package var folder: String
    package var reporter: RunScript.Reporter
    package var recording: RunScript.Recording
    /// The width of the lines of `=`: 80 without a terminal, 100 where `CI` is set.
    package var dividerWidth: Int

    package init(
        folder: String = "/root/cdc-e2e-cyp-12.17.4", reporter: RunScript.Reporter = .spec,
        recording: RunScript.Recording = .none, dividerWidth: Int = 80
    ) {
        (self.folder, self.reporter, self.recording) = (folder, reporter, recording)
        self.dividerWidth = dividerWidth
    }

    var divider: String { Columns.rule("=", dividerWidth) }

    /// From the first divider to the box that says what will run.
    package func runHeader(specs: [String], group: String?) -> String {
        let names = specs.joined(separator: ", ")
        let shown = names.count > 250 ? names.prefix(247) + "..." : names
        // An invocation of cypress-cloud hands over absolute paths.
        let prefix = isCloud ? "\(folder)/cypress/e2e/" : "cypress/e2e/"
        var rows = [
            (key: "Cypress:", value: "12.17.4"),
            (key: "Browser:", value: "Chrome 114 (headless)"),
            (key: "Node Version:", value: "v18.16.0 (/usr/local/bin/node)"),
            (key: "Specs:", value: "\(specs.count) found (\(shown))"),
            (key: "Searched:", value: specs.map { prefix + $0 }.joined(separator: ", ")),
        ]
        if case .cypress(let url) = recording {
            rows.append((key: "Params:", value: "Tag: false, Group: \(group ?? "false"), Parallel: false"))
            rows.append((key: "Run URL:", value: url))
        }
        return Columns.text(["", divider, "", "  (Run Starting)", ""]) + Columns.box(rows, keyWidth: 16) + "\n\n"
    }

    /// The rule above a spec and the line that names it.
    package func specHeader(_ file: String, index: Int, count: Int) -> String {
        let place = "(\(index) of \(count))"
        let lines = Columns.pieces(file, 68).enumerated().map { row, piece in
            row == 0
                ? "  Running:  \(Columns.left(piece, 88 - place.count))\(place)"
                : Columns.left("            \(piece)", Columns.width)
        }
        return Columns.text([Columns.rule("─", Columns.width), Columns.blanks(Columns.width)] + lines)
    }

    package func suiteLine(_ suite: String) -> String { "\n\n  \(suite)\n" }

    /// A step's line; `nil` where the reporter prints none.
    package func line(_ kind: SpecPlay.Event.Kind) -> String? {
        switch kind {
        case .passed(let title, let duration):
            let isShown = reporter == .spec || duration > .seconds(5)
            return "    ✓ \(title)\(isShown ? " (\(duration.wholeMilliseconds)ms)" : "")\n"
        case .failed(let title, let ordinal): return "    \(ordinal)) \(title)\n"
        case .pending(let title): return "    - \(title)\n"
        case .attemptFailed(let title, let attempt, let all):
            return reporter == .spec ? "    (Attempt \(attempt) of \(all)) \(title)\n" : nil
        }
    }

    /// Mocha's sums and its failures in full.
    package func epilogue(_ play: SpecPlay) -> String {
        var text = "\n\n  \(play.counts.passing) passing (\(DurationTexts.rounded(play.duration)))\n"
        if play.counts.pending > 0 { text += "  \(play.counts.pending) pending\n" }
        if play.counts.failing > 0 { text += "  \(play.counts.failing) failing\n" }
        text += "\n"
        for (index, failure) in play.failures.enumerated() {
            text += "  \(index + 1)) \(play.suite)\n       \(failure.title):\n     \(failure.text.whole)\n"
            text += Columns.text(failure.text.stack.map { "      \($0)" }) + "\n"
        }
        return text + (play.failures.isEmpty ? "" : "\n\n")
    }

    static let crashLine = "We detected that the Chromium Renderer process just crashed."

    /// What stands in place of the epilogue when the renderer has crashed.
    package var rendererCrash: String {
        """

        \(Self.crashLine)

        This can happen for a number of different reasons.

        If you're running lots of tests on a memory intense application.
          - Try increasing the CPU/memory on the machine you're running on.
          - Try enabling experimentalMemoryManagement in your config file.
          - Try lowering numTestsKeptInMemory in your config file during 'cypress open'.

        You can learn more here:

        https://on.cypress.io/renderer-process-crashed

        """
    }

    var isCloud: Bool {
        if case .cloud = recording { true } else { false }
    }
}
