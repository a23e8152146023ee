import Formats
import Runs
import TestKit
import Testing

/// The shapes in which real logs come: colours, line ends, lost blanks, other reporters, hooks, crashes, services.
@Suite struct CypressShapeTests {
    @Test(arguments: [
        "colours", "CR LF", "no blank lines", "no trailing blanks", "Windows glyphs", "progress bars", "noise",
    ])
    func oneLogInManyShapes(_ shape: String) {
        let plain = SampleLog.twoHosts.text
        let wanted = describe(read(plain))
        var got = describe(read(Self.shaped(plain, as: shape)))
        // A message is kept as it came: what stood in its blank line cannot be told from it.
        for lost in ["", "copied 99 %\n", "\n[pid:1104/080001:ERROR:gpu.cc(44)] no dri3\n\n"] {
            got = got.map { $0.replacing("4\n\(lost)second", with: "4\n\nsecond") }
        }
        #expect(got == wanted)
    }

    private static func shaped(_ text: String, as shape: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch shape {
        case "colours":
            return lines.map { line in
                let colored = line.replacing("✓", with: "\u{1B}[32m✓\u{1B}[0m\u{1B}[90m").replacing(
                    "│", with: "\u{1B}[90m│\u{1B}[39m")
                return "\u{1B}[0m" + colored.replacing("(Re", with: "(\u{1B}[4m\u{1B}[1mRe") + "\u{1B}[0m"
            }.joined(separator: "\n")
        case "CR LF": return text.replacing("\n", with: "\r\n")
        case "no blank lines":
            return lines.filter { $0.contains { $0 != " " } }.joined(separator: "\n") + "\n"
        case "no trailing blanks":
            return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
        case "Windows glyphs": return text.replacing("✓", with: "√").replacing("✔", with: "√").replacing("✖", with: "×")
        case "progress bars": return lines.map { "copied 1 %\rcopied 99 %\r\($0)" }.joined(separator: "\n")
        default:
            return lines.map { $0.isEmpty ? "\n[pid:1104/080001:ERROR:gpu.cc(44)] no dri3\n" : $0 }.joined(
                separator: "\n")
        }
    }

    @Test func withoutStepLinesTheBoxDecides() {
        let log = read(SampleLog.oneSpec("", Counts(tests: 4, passing: 3, failing: 1)).text)
        #expect(describe(log) == ["run 1 ended failed", "  alpha9.cy.ts FAIL"])
    }

    @Test func aFailedHookIsTheStepItNames() {
        let log = read(
            SampleLog.oneSpec(
                """
                  ATVM
                    (Attempt 1 of 2) 1. one
                    1) "before each" hook for "1. one"
                    ✓ 2. two (3ms)
                    2) "after all" hook: tear down for "2. two"

                  1 passing (3ms)
                  2 failing

                  1) ATVM
                       "before each" hook for "1. one":
                     Error: a

                  2) ATVM
                       "after all" hook: tear down for "2. two":
                     Error: b

                """, Counts(tests: 2, passing: 0, failing: 2)
            ).text)
        #expect(
            describe(log).dropFirst(2) == [
                "    failed 1. one x2 [before each]", "    failed 2. two 3ms [after all]",
                "    ! ATVM > \"before each\" hook for \"1. one\": Error: a",
                "    ! ATVM > \"after all\" hook: tear down for \"2. two\": Error: b",
            ])
    }

    /// A title whose colon never comes is none: what follows is read in time that grows with it, and no faster.
    @Test func aHeadingWithoutEndIsText() {
        let text = String(repeating: "text that goes on\n", count: 400_000)
        let log = read(
            SampleLog.oneSpec(
                """
                  ATVM
                    ✓ 1. one (1ms)
                    1) 2. two

                  1 passing (3ms)
                  1 failing

                  1) ATVM
                       2. two
                \(text)
                """, Counts(tests: 2, passing: 1, failing: 1)
            ).text)
        #expect(
            describe(log) == [
                "run 1 ended failed", "  alpha9.cy.ts FAIL", "    passed 1. one 1ms", "    failed 2. two",
            ])
    }

    /// What another program draws in their place does not grow for ever.
    @Test func boxesAndTablesHaveTheirLimits() throws {
        let plain = SampleLog.oneSpec("", Counts(tests: 4, passing: 3, failing: 1)).text
        #expect(read(plain).runs.first?.specs.first?.counts != nil)
        let keys = (0..<300).map { "  │ key \($0):  x │\n" }.joined()
        let box = plain.replacing("  │ Tests:  ", with: keys + "  │ Tests:  ")
        #expect(box != plain && read(box).runs.first?.specs.first?.counts == nil)
        let row = try #require(plain.split(separator: "\n").last { $0.contains("✖  alpha9.cy.ts") })
        let rows = plain.replacing(row, with: String(repeating: row + "\n", count: 10_001))
        #expect(read(plain).runs.first?.hasEnded == true && read(rows).runs.first?.hasEnded == false)
        let name = String(repeating: "x", count: 80)
        let long = plain.replacing(row, with: row + "\n" + String(repeating: "  │    \(name) │\n", count: 1000))
        let end = try #require(read(long).runs.first)
        #expect(end.hasEnded && (end.rows.first?.spec.utf8.count ?? .max) < 17 * 1024)
        let heading = "  Running:  \(name)  (1 of 1)\n"
        let rest = String(repeating: "            \(name)\n", count: 1000)
        let old = try #require(plain.split(separator: "\n").first { $0.contains("Running:") })
        let headed = read(plain.replacing(old + "\n", with: heading + rest))
        let path = try #require(headed.runs.first?.specs.first?.path)
        #expect((16 * 1024..<17 * 1024).contains(path.utf8.count))
    }

    /// Another program writes without a line break where a box ends, or its lines are lost: the hosts are still there.
    @Test(arguments: ["glued", "lost", "no box"], [0, 1, 2])
    func aBoxWithoutItsLowerEdgeEndsAtTheRule(_ kind: String, _ number: Int) throws {
        let plain = SampleLog.twoHosts.text
        let wanted = read(plain)
        var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let edges = lines.indices.filter { lines[$0].hasPrefix("  └") }
        let edge = try #require(edges.dropFirst(number).first)
        switch kind {
        case "glued": lines[edge] = "[1234:ERROR:bus.cc(399)] Failed to connect to the bus" + lines[edge]
        case "lost": lines.remove(at: edge)
        default:
            // Without its box a spec has no result of its own.
            guard number == 0 else { return }
            let top = try #require(lines[..<edge].lastIndex { $0.hasPrefix("  ┌") })
            lines.removeSubrange(top...edge)
        }
        let log = read(lines.joined(separator: "\n"))
        #expect(describe(log) == describe(wanted))
        #expect(log.runs.map { $0.specs.map(\.counts) } == wanted.runs.map { $0.specs.map(\.counts) })
        if kind != "no box" { #expect(log.runs.map(\.specsExpected) == wanted.runs.map(\.specsExpected)) }
    }

    @Test func aCrashKeepsTheStepsBeforeIt() throws {
        let crash = "We detected that the Chromium Renderer process just crashed."
        let log = read(
            SampleLog.oneSpec(
                "  s\n    ✓ 1. one (5ms)\n\n\(crash)\n\nSome ideas:\n\n- Try more memory\n  - Try less\n\n",
                Counts(failing: 1)
            ).text)
        let spec = try #require(log.runs.first?.specs.first)
        #expect(spec.earlyExit == crash)
        #expect(spec.steps.map(\.title) == ["1. one"])
        #expect(spec.counts == Counts(failing: 1))
    }

    @Test func aRunThatWasKilledIsFollowedByTheNext() {
        let killed = SampleLog().startingRun(specs: ["a.cy.ts"]).startingSpec("a.cy.ts").adding(
            "  s\n    ✓ 1. one (5ms)\n    ✓ 2. tw"
        ).text
        let log = read(
            killed + SampleLog.oneSpec("  s\n    ✓ 1. one (7ms)\n\n  1 passing\n\n", Counts(tests: 1, passing: 1)).text)
        #expect(
            describe(log) == [
                "run 1 open", "  a.cy.ts RUN", "    passed 1. one 5ms", "    passed 2. tw", "run 2 ended",
                "  alpha9.cy.ts PASS",
                "    passed 1. one 7ms",
            ])
        #expect(LogVerdict.of(log) == .pass)
    }

    @Test func anInvocationOfARecordingServiceHoldsItsBatches() throws {
        let batch = SampleLog.oneSpec("  s\n    ✓ 1. one (7ms)\n\n  1 passing\n\n", Counts(tests: 1, passing: 1)).text
        let start = """
            Discovered 2 spec files
            Tags: a,b; Group: linux; Parallel: true; Batch Size: 1
            Connecting to cloud orchestration service...
            🎥 Run URL: https://app.example.test/run/9f

            """
        let announce = "\n\(SampleLog.doubleRule)\n\nRunning: cypress/e2e/alpha9.cy.ts (1/2)\n"
        let rule = String(repeating: "─", count: 96)
        let table = """

            \(SampleLog.doubleRule)

              Cloud Run Finished  

              ┌\(rule)┐
              │     Spec                                         Tests   Passing   Failing   Pending   Skipped │
              ├\(rule)┤
              │ ✔   alpha9.cy.ts                    9m 6.6s        12        12         -         -         - │
              │ ✖   a-name-that-is-longer-than-th  29m 32.1        12        10         1         -         1 │
              │     e-column.cy.ts                        s                                                   │
              ├\(rule)┤
              │ ✖   1 of 2 failed                  1h 5m 11        24        22         1         -         1 │
              │                                           s                                                   │
              └\(rule)┘

            🏁 Recorded Run: https://app.example.test/run/9f

            """
        let running = read(start + announce + batch)
        #expect(LogVerdict.of(running) == .incomplete)
        let log = read(
            start + announce + batch + "  Reporting results and artifacts in background...\n" + announce + batch + table
        )
        let invocation = try #require(log.invocations.first)
        #expect(invocation.group == "linux")
        #expect(invocation.url == "https://app.example.test/run/9f")
        #expect(invocation.discovered == 2)
        #expect(invocation.hasEnded)
        #expect(invocation.taken.first == "cypress/e2e/alpha9.cy.ts")
        #expect(invocation.rows.map(\.spec) == ["alpha9.cy.ts", "a-name-that-is-longer-than-the-column.cy.ts"])
        #expect(invocation.rows.first?.duration == .milliseconds(546_600))
        #expect(log.runs.map(\.invocation) == [0, 0])
        #expect(LogVerdict.of(log) == .fail)
    }

    @Test func theAddressOfARecordedRunIsTakenAfterItsTable() {
        let run = SampleLog.oneSpec("", Counts(tests: 1, passing: 1)).text
        let rule = String(repeating: "─", count: 103)
        #expect(
            read(run + "\(rule)\n\n  Recorded Run: https://x.example.test/1\n").runs[0].url
                == "https://x.example.test/1")
        #expect(read(run + "\n\n  Recorded Run: https://x.example.test/1\n").runs[0].url == nil, "no rule above it")
        #expect(
            read(run + String(repeating: "other\n", count: 9) + "  Recorded Run: https://y.test/\n").runs[0].url == nil)
    }

    @Test(arguments: [
        "Can't run because no spec files were found.", "Cypress could not verify that this server is running:",
        "Your system is missing the dependency: Xvfb", "Cypress verification failed.",
        "The Test Runner unexpectedly exited via a \u{1B}[36mexit\u{1B}[39m event with signal \u{1B}[36mSIGKILL\u{1B}[39m",
    ])
    func whyNoRunStarts(_ line: String) {
        #expect(read("$ cypress run\n\n\(line)\n\nmore\n").startFailure == PlainText.text(of: line))
    }
}
