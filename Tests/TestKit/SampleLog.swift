package import Runs

/// Builds logs as Cypress 12 prints them, around what a test wants to stand in them.
package struct SampleLog: Sendable {
    package private(set) var text = ""

    package init() {}

    package static let doubleRule = String(repeating: "=", count: 100)
    package static let rule = String(repeating: "─", count: 100)
    private static let edge = String(repeating: "─", count: 96)

    package var bytes: [UInt8] { Array(text.utf8) }

    package func adding(_ more: String) -> SampleLog {
        var log = self
        log.text += more
        return log
    }

    package func startingRun(_ values: [(String, String)]) -> SampleLog {
        adding("\n\(Self.doubleRule)\n\n  (Run Starting)\n\n" + Self.box(values, keyWidth: 15, valueWidth: 78) + "\n\n")
    }

    package func startingRun(specs: [String]) -> SampleLog {
        startingRun([
            ("Cypress:", "12.17.4"), ("Specs:", "\(specs.count) found (\(specs.joined(separator: ", ")))"),
        ])
    }

    package func startingSpec(_ name: String, _ index: Int = 1, of count: Int = 1) -> SampleLog {
        let parts = Self.wrapped(name, 66)
        let first = parts[0] + String(repeating: " ", count: 78 - parts[0].count)
        let rest = parts.dropFirst().map { "            \($0)\n" }.joined()
        return adding(
            "\(Self.rule)\n\(String(repeating: " ", count: 100))\n  Running:  \(first)(\(index) of \(count))\n\(rest)\n\n"
        )
    }

    package func endingSpec(_ name: String, _ counts: Counts, duration: String = "16 minutes, 7 seconds") -> SampleLog {
        adding(Self.results(name, counts, duration: duration))
    }

    package static func results(_ name: String, _ counts: Counts, duration: String = "16 minutes, 7 seconds") -> String
    {
        "\n  (Results)\n\n"
            + box(
                [
                    ("Tests:", "\(counts.tests)"), ("Passing:", "\(counts.passing)"), ("Failing:", "\(counts.failing)"),
                    ("Pending:", "\(counts.pending)"), ("Skipped:", "\(counts.skipped)"), ("Screenshots:", "0"),
                    ("Video:", "true"), ("Duration:", duration), ("Spec Ran:", name),
                ], keyWidth: 13, valueWidth: 80) + "\n\n"
    }

    package func endingRun(_ rows: [(String, Counts)], footer: String? = nil) -> SampleLog {
        adding(Self.table(rows, footer: footer))
    }

    package static func table(_ rows: [(String, Counts)], footer: String? = nil) -> String {
        var text = "\n\(doubleRule)\n\n  (Run Finished)\n\n\n"
        text += "       Spec                                              Tests  Passing  Failing  Pending  Skipped  \n"
        text += "  ┌\(edge)┐\n"
        var all = Counts()
        text += rows.map { name, counts in
            all.tests += counts.tests
            all.passing += counts.passing
            all.failing += counts.failing
            all.pending += counts.pending
            all.skipped += counts.skipped
            let parts = wrapped(name, 35)
            let mark = counts.failing > 0 ? "✖" : "✔"
            return "  │ \(mark)  \(cells(parts[0], "16:07", counts)) │\n"
                + parts.dropFirst().map { "  │    \(pad($0, 92)) │\n" }.joined()
        }.joined(separator: "  ├\(edge)┤\n")
        let bad = rows.count { $0.1.failing > 0 }
        let label = footer ?? (bad > 0 ? "\(bad) of \(rows.count) failed (50%)" : "All specs passed!")
        let sums = cells(label, "16:07", all)
        return text + "  └\(edge)┘\n    \(bad > 0 ? "✖" : "✔")  \(sums)  \n\n"
    }

    // MARK: Cells

    package static func box(_ values: [(String, String)], keyWidth: Int, valueWidth: Int) -> String {
        let rows = values.map { key, value in
            wrapped(value, valueWidth).enumerated().map { index, part in
                "  │ \(pad(index == 0 ? key : "", keyWidth)) \(pad(part, valueWidth)) │\n"
            }.joined()
        }
        return "  ┌\(edge)┐\n\(rows.joined())  └\(edge)┘\n"
    }

    private static func cells(_ label: String, _ time: String, _ counts: Counts) -> String {
        let numbers = [counts.tests, counts.passing, counts.failing, counts.pending, counts.skipped]
            .map { padLeft($0 == 0 ? "-" : "\($0)", 9) }
        return pad(label, 35) + padLeft(time, 12) + numbers.joined()
    }

    package static func wrapped(_ text: String, _ width: Int) -> [String] {
        var parts: [String] = []
        var rest = Substring(text)
        while rest.count > width {
            parts.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return parts + [String(rest)]
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension SampleLog {
    /// Two hosts; the second fails in its third step, after one retry in the first.
    package static let twoHosts = SampleLog()
        .adding("npm run e2e\n\nDevTools listening on ws://127.0.0.1:37529/devtools/browser/1\n")
        .startingRun(specs: ["alpha9.cy.ts", "beta12.cy.ts"])
        .startingSpec("alpha9.cy.ts", 1, of: 2)
        .adding(
            "  ATVM alpha9\n    ✓ 1. Prepare (1200ms)\n[task] 40 % copied\n    ✓ 2. Migrate (61000ms)\n    - 3. Clean up\n"
        )
        .adding("\n\n  2 passing (1m)\n  1 pending\n\n")
        .endingSpec("alpha9.cy.ts", Counts(tests: 3, passing: 2, failing: 0, pending: 1, skipped: 0))
        .startingSpec("beta12.cy.ts", 2, of: 2)
        .adding(
            "  ATVM beta12\n    (Attempt 1 of 3) 1. Prepare\n    ✓ 1. Prepare (900ms)\n    ✓ 2. Migrate (58000ms)\n    1) 3. Clean up\n"
        )
        .adding("\n\n  2 passing (59s)\n  1 failing\n\n  1) ATVM beta12\n       3. Clean up:\n")
        .adding(
            "     AssertionError: expected 3 to equal 4\n\nsecond paragraph\n      at Context.eval (steps.ts:3:7)\n\n\n"
        )
        .endingSpec("beta12.cy.ts", Counts(tests: 3, passing: 2, failing: 1, pending: 0, skipped: 0))
        .endingRun([
            ("alpha9.cy.ts", Counts(tests: 3, passing: 2, failing: 0, pending: 1, skipped: 0)),
            ("beta12.cy.ts", Counts(tests: 3, passing: 2, failing: 1, pending: 0, skipped: 0)),
        ])

    /// One run of one spec around the given lines of its reporter; `counts` is what its box says.
    package static func oneSpec(_ reporter: String, _ counts: Counts, name: String = "alpha9.cy.ts") -> SampleLog {
        SampleLog().startingRun(specs: [name]).startingSpec(name).adding(reporter)
            .endingSpec(name, counts).endingRun([(name, counts)])
    }
}
