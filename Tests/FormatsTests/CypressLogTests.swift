import Formats
import Runs
import TestKit
import Testing

@Suite struct CypressLogTests {
    @Test func readsARunWhole() throws {
        let log = read(SampleLog.twoHosts.text)
        #expect(
            describe(log) == [
                "run 1 ended failed",
                "  alpha9.cy.ts PASS",
                "    passed 1. Prepare 1200ms",
                "    passed 2. Migrate 61000ms",
                "    pending 3. Clean up",
                "  beta12.cy.ts FAIL",
                "    passed 1. Prepare 900ms x2",
                "    passed 2. Migrate 58000ms",
                "    failed 3. Clean up",
                "    ! ATVM beta12 > 3. Clean up: AssertionError: expected 3 to equal 4\n\nsecond paragraph",
            ])
        let run = try #require(log.runs.first)
        #expect(run.specNames == ["alpha9.cy.ts", "beta12.cy.ts"])
        #expect(run.specsExpected == 2)
        #expect(run.totals == Counts(tests: 6, passing: 4, failing: 1, pending: 1, skipped: 0))
        #expect(run.specs[0].duration == .seconds(967))
        #expect(run.specs[1].failures[0].failure.stack == ["      at Context.eval (steps.ts:3:7)"])
        #expect(LogVerdict.of(log) == .fail)
    }

    @Test func factsCarryThePlacesOfTheirLines() throws {
        let text = SampleLog.twoHosts.text
        let spec = try #require(read(text).runs.first?.specs.last)
        #expect(line(at: spec.offset, in: text).hasPrefix("  Running:  beta12.cy.ts"))
        #expect(line(at: spec.steps[2].offset, in: text) == "    1) 3. Clean up")
        #expect(line(at: spec.failures[0].offset, in: text) == "  1) ATVM beta12")
    }

    @Test func aFactIsKnownAsSoonAsItsLineIsWhole() {
        var log = CypressLog()
        var seen: [String] = []
        var before = 0
        for line in SampleLog.twoHosts.text.split(separator: "\n", omittingEmptySubsequences: false) {
            log.feed(Array((line + "\n").utf8).span.bytes, arrival: Timestamp(seconds: 5))
            let now = describe(log.log).count
            if now > before { seen.append(String(line)) }
            before = now
        }
        #expect(seen.contains("    ✓ 2. Migrate (61000ms)"))
        #expect(seen.contains { $0.hasPrefix("  Running:  alpha9.cy.ts") })
        #expect(log.log.runs[0].specs[0].steps[0].endedAt == Timestamp(seconds: 5))
        #expect(log.log.runs[0].specNames.count == 2)
    }

    @Test(arguments: [
        ("no output at all", "", LogVerdict.error),
        ("another program's output", "$ make\nall tests passed\n", .error),
        ("a reporter without a run", "  suite\n    ✓ works\n\n\n  1 passing\n\n", .unknown),
        ("only a heading", "\n\(SampleLog.doubleRule)\n\n  (Run Starting)\n", .incomplete),
        ("a heading without its rule", "  (Run Starting)\n\n", .error),
    ])
    func verdicts(_ name: String, _ text: String, _ verdict: LogVerdict) {
        #expect(LogVerdict.of(read(text)) == verdict, "\(name)")
    }

    @Test(arguments: [
        ("PASS", Counts(tests: 2, passing: 2), LogVerdict.pass, SpecOutcome.passed),
        ("FAIL", Counts(tests: 2, passing: 1, failing: 1), .fail, .failed),
        ("only pending", Counts(tests: 2, pending: 2), .pass, .skipped),
        ("no tests", Counts(), .pass, .skipped),
        ("early exit", Counts(failing: 1), .fail, .failed),
    ])
    func outcomes(_ name: String, _ counts: Counts, _ verdict: LogVerdict, _ outcome: SpecOutcome) throws {
        let log = read(SampleLog.oneSpec("", counts).text)
        #expect(LogVerdict.of(log) == verdict)
        let run = try #require(log.runs.first)
        #expect(SpecOutcome.of(run.specs[0], in: run).outcome == outcome)
    }

    @Test func aFailedRunStaysFailedAfterAGoodOne() {
        let bad = SampleLog.oneSpec("", Counts(tests: 1, failing: 1)).text
        let good = SampleLog.oneSpec("", Counts(tests: 1, passing: 1)).text
        #expect(LogVerdict.of(read(bad + good)) == .fail)
        #expect(LogVerdict.of(read(good + good)) == .pass)
        #expect(LogVerdict.of(read(bad + "\n\(SampleLog.doubleRule)\n\n  (Run Starting)\n")) == .incomplete)
    }

    @Test func aCancelledRunSkipsItsSpecs() throws {
        let text = SampleLog().startingRun(specs: ["a.cy.ts", "b.cy.ts"]).startingSpec("a.cy.ts", 1, of: 2)
            .adding("  This spec and its tests were skipped because the run has been canceled.\n\n")
            .startingSpec("b.cy.ts", 2, of: 2).adding("  s\n    ✓ t\n\n  1 passing\n\n")
            .endingSpec("b.cy.ts", Counts(tests: 1, passing: 1))
            .endingRun([("b.cy.ts", Counts(tests: 1, passing: 1))], footer: "The run was canceled").text
        let log = read(text)
        #expect(LogVerdict.of(log) == .canceled)
        #expect(describe(log) == ["run 1 ended", "  a.cy.ts SKIP", "  b.cy.ts PASS", "    passed t"])
    }

    @Test func longNamesAreJoinedEverywhere() throws {
        let name = "group-with-a-long-name/a-host-name-that-does-not-fit-into-any-of-the-cells-of-a-run-0001.lab.cy.ts"
        let log = read(
            SampleLog.oneSpec("  s\n    ✓ 1. t (5ms)\n\n  1 passing\n\n", Counts(tests: 1, passing: 1), name: name).text
        )
        let run = try #require(log.runs.first)
        #expect(run.specNames == [name])
        #expect(run.specs.map(\.path) == [name])
        #expect(run.rows.map(\.spec) == [name])
        #expect(run.specs[0].counts?.passing == 1)
    }

    @Test func aListOfSpecsThatWasCutLosesItsLastName() throws {
        let log = read(SampleLog().startingRun([("Specs:", "33 found (a.cy.ts, b.cy.ts, c.c...)")]).text)
        #expect(log.runs[0].specsExpected == 33)
        #expect(log.runs[0].specNames == ["a.cy.ts", "b.cy.ts"])
    }

    /// Whatever a box says, nobody counts beyond what numbers hold.
    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "1000000000", "99999999999999999999"])
    func aBoxWithNumbersOfNoRunSaysNothing(_ number: String) {
        let header = read(SampleLog().startingRun([("Specs:", "\(number) found (a.cy.ts)")]).text)
        #expect(header.runs.map(\.specsExpected) == [nil])
        let text = SampleLog.oneSpec("", Counts(tests: 4, passing: 3, failing: 1)).text
        let log = read(text.replacing("Passing:      3", with: "Passing:      \(number)"))
        #expect(text.contains("Passing:      3"))
        #expect(log.runs.first?.specs.first?.counts == nil)
    }

    @Test func groupAndAddressAreRead() throws {
        let header = [
            ("Params:", "Tag: a, b, Group: linux fc, Parallel: true"), ("Run URL:", "https://run.example.test/1"),
        ]
        let log = read(SampleLog().startingRun(header).text)
        #expect(log.runs[0].group == "linux fc")
        #expect(log.runs[0].url == "https://run.example.test/1")
        let none = read(SampleLog().startingRun([("Params:", "Tag: false, Group: false, Parallel: false")]).text)
        #expect(none.runs[0].group == nil)
    }

    @Test func theLastLineCountsOnlyWhereItCannotHaveBeenCut() {
        let start = SampleLog().startingRun(specs: ["a.cy.ts"]).startingSpec("a.cy.ts").text + "  s\n"
        #expect(describe(read(start + "    ✓ 1. Verify (12ms)")).count == 3)
        #expect(describe(read(start + "    ✓ 1. Verify (twice)")).count == 2)
        #expect(describe(read(start + "    1) 1. Ver")).count == 2)
        #expect(
            describe(read(SampleLog().startingRun(specs: ["a.cy.ts"]).text + "\(SampleLog.rule)\n  Running:  a.cy"))
                == ["run 1 open"])
    }

    private func line(at offset: Int, in text: String) -> String {
        String(decoding: Array(text.utf8)[offset...].prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
