import Formats
import Runs
import TestKit
import Testing

/// A log that is still being written, cut anywhere, never says more than the whole will.
@Suite struct PrefixTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        /// Between two cuts, in bytes.
        var step: Int

        init(_ name: String, _ text: String, step: Int) {
            (testDescription, bytes, self.step) = (name, Array(text.utf8), step)
        }
    }

    static let samples = [
        Sample("early exit", SampleLog.oneSpec("", Counts(failing: 1)).text, step: 1),
        Sample(
            "one spec",
            SampleLog.oneSpec(
                "  s\n    \u{1B}[32m✓\u{1B}[0m 1. one (5ms)\n    1) 2. two\n\n  1 passing\n  1 failing\n\n  1) s\n       2. two:\n"
                    + "     Error: no\n\n", Counts(tests: 2, passing: 1, failing: 1)
            ).text, step: 1),
        Sample("two hosts", SampleLog.twoHosts.text, step: 7),
        Sample("cancelled", cancelled, step: 1),
        Sample("with CR LF", SampleLog.twoHosts.text.replacing("\n", with: "\r\n"), step: 7),
    ]

    private static let cancelled: String = {
        let blanks = { String(repeating: " ", count: $0) }
        return SampleLog().startingRun(specs: ["a.cy.ts"]).startingSpec("a.cy.ts")
            .adding("  This spec and its tests were skipped because the run has been canceled.\n\n")
            .endingRun([("a.cy.ts", Counts())], footer: "The run was canceled").text
            .replacing("✔  a.cy.ts\(blanks(35))16:07", with: "-  a.cy.ts\(blanks(33))SKIPPED")
    }()

    @Test(arguments: samples)
    func aPrefixClaimsNoMoreThanTheWhole(_ sample: Sample) {
        let whole = read(sample.bytes)
        for cut in stride(from: 0, through: sample.bytes.count, by: sample.step) {
            let claims = Self.excess(of: read(Array(sample.bytes[..<cut])), over: whole)
            if !claims.isEmpty { Issue.record("cut at \(cut): \(claims)") }
        }
    }

    @Test(.enabled(if: Corpus.isThere, Corpus.absence), arguments: Corpus.entries(of: "cypress-stdout"))
    func aPrefixOfRealOutputClaimsNoMoreThanTheWhole(_ entry: Corpus.Entry) {
        let bytes = entry.bytes
        let whole = read(bytes)
        for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 23)) {
            let claims = Self.excess(of: read(Array(bytes[..<cut])), over: whole)
            if !claims.isEmpty { Issue.record("cut at \(cut): \(claims)") }
        }
    }

    @Test(arguments: samples) func byteByByteIsTheSame(_ sample: Sample) {
        #expect(fed(sample.bytes) { 1 } == read(sample.bytes))
    }

    @Test(arguments: samples, [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func anySplitIsTheSame(_ sample: Sample, _ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        #expect(fed(sample.bytes) { Int.random(in: 1...(seed < 4 ? 9 : 900), using: &numbers) } == read(sample.bytes))
    }

    private func fed(_ bytes: [UInt8], pieces: () -> Int) -> RunLog {
        var log = CypressLog()
        var start = 0
        while start < bytes.count {
            let end = min(start + pieces(), bytes.count)
            log.feed(bytes.span.bytes.extracting(start..<end))
            start = end
        }
        log.finish()
        return log.log
    }

    /// What a prefix says that the whole does not.
    private static func excess(of part: RunLog, over whole: RunLog) -> [String] {
        guard part.runs.count <= whole.runs.count else { return ["\(part.runs.count) runs"] }
        var excess: [String] = []
        for (index, (run, wholeRun)) in zip(part.runs, whole.runs).enumerated() {
            if run.hasEnded, !wholeRun.hasEnded { excess.append("run \(index + 1) ended") }
            // The line of sums may be missing where every spec has its row.
            if run.totals != nil, run.totals != wholeRun.totals { excess.append("run \(index + 1) has other sums") }
            if run.hasEnded,
                run.rows != wholeRun.rows || run.saysFailed != wholeRun.saysFailed
                    || run.wasCanceled != wholeRun.wasCanceled
            {
                excess.append("run \(index + 1) ended otherwise")
            }
            guard run.specs.count <= wholeRun.specs.count else {
                excess.append("\(run.specs.count) specs")
                continue
            }
            for (spec, wholeSpec) in zip(run.specs, wholeRun.specs) {
                excess += Self.excess(of: (spec, run), over: (wholeSpec, wholeRun))
            }
        }
        for (invocation, wholeOne) in zip(part.invocations, whole.invocations)
        where invocation.hasEnded && invocation.rows != wholeOne.rows {
            excess.append("an invocation ended")
        }
        return excess
    }

    private static func excess(
        of part: (spec: SpecRecord, run: RunRecord), over whole: (spec: SpecRecord, run: RunRecord)
    ) -> [String] {
        var excess: [String] = []
        if part.spec.path != whole.spec.path { excess.append("spec \(part.spec.path)") }
        let (outcome, counts) = SpecOutcome.of(part.spec, in: part.run)
        let wholeOutcome = SpecOutcome.of(whole.spec, in: whole.run)
        if outcome != .running, outcome != .waiting, outcome != wholeOutcome.outcome || counts != wholeOutcome.counts {
            excess.append("\(part.spec.path) \(outcome.rawValue)")
        }
        // The last step may still be replaced by the failed hook that names it.
        for (step, wholeStep) in zip(part.spec.steps, whole.spec.steps)
        where step.title != wholeStep.title || step.status != wholeStep.status && wholeStep.hook == nil {
            excess.append("step \(step.title) \(step.status.rawValue)")
        }
        if part.spec.steps.count > whole.spec.steps.count { excess.append("\(part.spec.steps.count) steps") }
        if part.spec.failures.count > whole.spec.failures.count { excess.append("a failure") }
        return excess
    }
}
