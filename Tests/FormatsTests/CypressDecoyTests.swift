import Formats
import Runs
import TestKit
import Testing

/// Tests print what they like: only the runner's own structure counts (reliability cases, L12).
@Suite struct CypressDecoyTests {
    struct Decoy: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var output: String

        init(_ name: String, _ output: String) { (testDescription, self.output) = (name, output) }
    }

    static let decoys = [
        Decoy("a pending bullet at the root", "  - pxe: ok\n"),
        Decoy("a check mark without number", "    ✓ neither is this one\n"),
        Decoy("a numbered list of a command", "  1) kernel 5.14.21\n    1) kernel 5.14.21\n"),
        Decoy("bare headings", "  (Run Finished)\n\n  (Results)\n\n  (Run Starting)\n"),
        Decoy("a rule and a heading alone", "\(SampleLog.doubleRule)\n\n  (Run Finished)\n\n"),
        Decoy("the summary of another reporter", "  5 passing (2s)\n"),
        Decoy("a whole table of another run", SampleLog.table([("other.cy.ts", Counts(tests: 9, failing: 9))])),
        Decoy("results of another spec", SampleLog.results("other.cy.ts", Counts(tests: 9, failing: 9))),
        Decoy("a spec's heading without its rule", "  Running:  other.cy.ts      (2 of 3)\n"),
        Decoy("a spec's heading out of turn", "\(SampleLog.rule)\n\n  Running:  other.cy.ts      (7 of 9)\n\n"),
        Decoy(
            "rows of a table alone", "  │ ✖  other.cy.ts        00:01        1        -        1        -        - │\n"),
        Decoy(
            "what a recording service says",
            "🎥 Run URL: https://x.example.test/\nDiscovered 3 spec files\nCloud Run Finished\n"),
        Decoy("a batch of a recording service", "\(SampleLog.doubleRule)\n\nRunning: a.cy.ts, b.cy.ts (2/2)\n"),
        Decoy("an attempt of nobody", "    (Attempt 3 of 3) 9. x\n    (Attempt x of 3) 9. y\n"),
        Decoy(
            "a box that never closes",
            "  (Results)\n\n  ┌──────┐\n  │ Tests:  9 │\n" + String(repeating: "noise\n", count: 45)),
        Decoy("a crash that was only talked about", "We detected that the Chromium Renderer process just crashed.\n"),
    ]

    @Test(arguments: decoys)
    func outputBetweenStepsChangesNothing(_ decoy: Decoy) {
        let log = read(spec(between: decoy.output))
        #expect(describe(log) == Self.truth)
        #expect(log.runs[0].rows.map(\.spec) == ["alpha9.cy.ts"])
        #expect(log.runs[0].specs[0].earlyExit == nil)
        #expect(log.invocations.isEmpty)
    }

    @Test(arguments: decoys)
    func outputInAFailureTextChangesNothing(_ decoy: Decoy) {
        let log = read(spec(inFailure: decoy.output + "  2) decoy\n       of a failure:\n     Error: no\n"))
        #expect(describe(log).prefix(5) == Self.truth.prefix(5))
        #expect(log.runs[0].specs.count == 1)
        #expect(log.runs[0].specs[0].failures.count == 1)
        #expect(log.runs[0].hasEnded)
    }

    private static let truth = [
        "run 1 ended failed",
        "  alpha9.cy.ts FAIL",
        "    passed 1. Prepare 5ms",
        "    passed 2. Migrate 6ms",
        "    failed 3. Clean up",
        "    ! ATVM alpha9 > 3. Clean up: Error: yes",
    ]

    private func spec(between output: String = "", inFailure text: String = "") -> String {
        SampleLog.oneSpec(
            """
              ATVM alpha9
                ✓ 1. Prepare (5ms)
            \(output)    ✓ 2. Migrate (6ms)
                1) 3. Clean up


              2 passing (11ms)
              1 failing

              1) ATVM alpha9
                   3. Clean up:
                 Error: yes
            \(text)      at Context.eval (steps.ts:3:7)


            """, Counts(tests: 3, passing: 2, failing: 1)
        ).text
    }

    /// Steps without numbers can be told from output by their column alone.
    @Test func stepsWithoutNumbersAreKept() {
        let log = read(
            SampleLog.oneSpec(
                "  suite\n    ✓ opens\n  - a bullet\n    inner\n      ✓ 7. seventh\n      1) breaks\n\n  2 passing\n  1 failing\n\n"
                    + "  1) suite\n       inner\n         breaks:\n     Error: so\n\n",
                Counts(tests: 3, passing: 2, failing: 1)
            ).text)
        #expect(
            describe(log).dropFirst(2) == [
                "    passed opens", "    passed 7. seventh", "    failed breaks",
                "    ! suite > inner > breaks: Error: so",
            ])
    }

    @Test func aNameOfTheRunnersPhraseInAMessageIsText() {
        let log = read(spec(inFailure: "Because the `before each` hook failed:\n  - a list\n  ✓ done\n  12 passing\n"))
        #expect(log.runs[0].specs[0].steps.count == 3)
        #expect(log.runs[0].specs[0].failures[0].failure.message.hasPrefix("Error: yes\nBecause the"))
    }
}
