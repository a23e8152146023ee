import Runs
import Testing

/// A moment in a build's life: what has happened, in seconds since the launch, and what state that makes at `at`.
struct StateRow: CustomTestStringConvertible, Sendable {
    let name: String
    let timeline: String
    let now: Int64
    let state: BuildState

    init(_ name: String, _ timeline: String, at now: Int64, is state: BuildState) {
        (self.name, self.timeline, self.now, self.state) = (name, timeline, now, state)
    }

    var testDescription: String { "\(name): \(timeline) at \(now)" }

    /// `launch@0 log@10 alive gone@100 cancel end@20 failed says-failed service-cancel recorded:HUNG`
    var facts: StateFacts {
        var facts = StateFacts()
        for event in timeline.split(separator: " ") {
            let parts = event.split(separator: "@")
            let time = Timestamp(seconds: parts.count > 1 ? Int64(parts[1]) ?? 0 : 0)
            switch parts[0] {
            case "launch": facts.launchedAt = time
            case "log": (facts.hasOutput, facts.changedAt) = (true, time)
            case "alive": facts.runner = .alive
            case "gone": facts.runner = .gone(since: time, how: "exit status 3")
            case "cancel": facts.isCancelled = true
            case "end": (facts.reachedEnd, facts.hasOutput, facts.changedAt) = (true, true, time)
            case "failed": facts.failedHosts += 1
            case "says-failed": facts.saysFailed = true
            case "service-cancel": facts.wasCanceledByService = true
            default:
                let word = parts[0].split(separator: ":").last.map(String.init) ?? ""
                if let state = BuildState(rawValue: word) {
                    facts.recorded = Verdict(state, "recorded")
                } else {
                    Issue.record("no such event: \(event)")
                }
            }
        }
        return facts
    }
}

@Suite struct StateRulesTests {
    @Test(arguments: [
        // The start-up grace, 300 s.
        StateRow("just launched", "launch@0", at: 1, is: .running),
        StateRow("at the edge of the grace", "launch@0", at: 300, is: .running),
        StateRow("past the grace", "launch@0", at: 301, is: .unknown),
        StateRow("never launched, nothing there", "", at: 1, is: .unknown),
        StateRow("a runner without output is not unknown", "launch@0 alive", at: 301, is: .running),

        // The end grace, 60 s.
        StateRow("gone, within the grace", "log@10 gone@100", at: 160, is: .running),
        StateRow("gone, past the grace", "log@10 gone@100", at: 161, is: .terminated),
        StateRow("gone, but its log still grows", "log@150 gone@100", at: 161, is: .running),
        StateRow("gone, its log at the edge", "log@150 gone@100", at: 210, is: .running),
        StateRow("gone, its log past the edge", "log@150 gone@100", at: 211, is: .terminated),
        StateRow("gone without ever writing", "launch@0 gone@5", at: 65, is: .running),
        StateRow("gone without ever writing, past", "launch@0 gone@5", at: 66, is: .terminated),
        StateRow("the clock was set back", "log@500 gone@500", at: 100, is: .running),

        // The hang window, 5400 s.
        StateRow("silent, within the window", "launch@0 log@100 alive", at: 5499, is: .running),
        StateRow("silent for the window", "launch@0 log@100 alive", at: 5500, is: .hung),
        StateRow("silent, and nobody knows a runner", "log@100", at: 5499, is: .running),
        StateRow("silent for long, nobody knows a runner", "log@100", at: 5500, is: .unknown),
        StateRow("alive and never a word, within the window", "launch@0 alive", at: 5399, is: .running),
        StateRow("alive and never a word", "launch@0 alive", at: 5400, is: .hung),

        // The end.
        StateRow("ended", "log@10 end@20", at: 21, is: .completed),
        StateRow("ended with a failed host", "log@10 end@20 failed", at: 21, is: .failed),
        StateRow("ended, and only the table says failed", "log@10 end@20 says-failed", at: 21, is: .failed),
        StateRow("failed hosts do not end it", "log@10 alive failed says-failed", at: 21, is: .running),
        StateRow("an end long ago stays", "end@20 gone@30", at: 1_000_000, is: .completed),
        StateRow("ended, the runner lives on", "end@20 alive", at: 1_000_000, is: .completed),

        // Order of strength.
        StateRow("cancelled wins over the end", "log@10 end@20 cancel", at: 31, is: .cancelled),
        StateRow("cancelled wins over a gone runner", "log@10 gone@20 cancel", at: 500, is: .cancelled),
        StateRow("cancelled wins over silence", "log@10 alive cancel", at: 50_000, is: .cancelled),
        StateRow("cancelled before anything was written", "launch@0 cancel", at: 1, is: .cancelled),
        StateRow(
            "an earlier terminal state wins over the marker", "recorded:COMPLETED cancel end@20", at: 31, is: .completed
        ),
        StateRow("recorded TERMINATED stays", "recorded:TERMINATED log@10 alive", at: 31, is: .terminated),
        StateRow("the end wins over the service's cancelling", "end@20 service-cancel", at: 31, is: .completed),
        StateRow("cancelled by the service", "log@20 service-cancel alive", at: 31, is: .terminated),
        StateRow("the marker wins over the service", "log@20 service-cancel cancel", at: 31, is: .cancelled),
    ])
    func derives(_ row: StateRow) {
        let verdict = StateRules.derive(row.facts, at: Timestamp(seconds: row.now), windows: Windows())
        #expect(verdict.state == row.state)
        #expect(!verdict.reason.isEmpty && !verdict.reason.contains("\n"))
    }

    @Test func windowsAreSettings() {
        let windows = Windows(startupGrace: .seconds(1), endGrace: .seconds(2), hang: .seconds(3))
        func state(_ timeline: String, at now: Int64) -> BuildState {
            let row = StateRow("", timeline, at: now, is: .unknown)
            return StateRules.derive(row.facts, at: Timestamp(seconds: now), windows: windows).state
        }
        #expect(state("launch@0", at: 2) == .unknown)
        #expect(state("log@0 gone@0", at: 2) == .running)
        #expect(state("log@0 gone@0", at: 3) == .terminated)
        #expect(state("log@0 alive", at: 3) == .hung)
    }

    @Test func reasonsTellHowTheRunnerWent() {
        let row = StateRow("", "log@10 gone@100", at: 161, is: .terminated)
        let verdict = StateRules.derive(row.facts, at: Timestamp(seconds: 161), windows: Windows())
        #expect(verdict.reason.contains("exit status 3"))
    }

    /// A reason that changed with time alone would make every look at a build news.
    @Test func reasonOfALivingRunnerDoesNotTick() {
        let facts = StateRow("", "launch@0 log@100 alive", at: 0, is: .running).facts
        let reasons = Set(
            [101, 1000, 5499].map { StateRules.derive(facts, at: Timestamp(seconds: $0), windows: Windows()).reason })
        #expect(reasons.count == 1)
    }
}
