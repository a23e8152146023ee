import Runs
import Testing

@testable import Formats

/// The facts of a log that a timeline may know the time of.
@Suite struct TimedFactsTests {
    private static func stamp(_ run: Int, _ step: Int, title: String? = nil) -> TimelineFile.Stamp {
        var stamp = TimelineFile.Stamp(at: Timestamp(seconds: Int64(run * 100_000 + step)), event: .step, run: run)
        (stamp.index, stamp.spec, stamp.title) = (1, "a.cy.ts", title ?? "\(step). step")
        return stamp
    }

    private static func append(_ stamp: TimelineFile.Stamp, at offset: Int, to facts: inout TimedFacts) {
        let spec = TimedFacts.specKey(stamp.index ?? 0, stamp.spec ?? "")
        facts.append(stamp.event, run: stamp.run, spec: spec, title: stamp.title ?? "", at: offset)
    }

    private static func facts(runs: Int, steps: Int, title: String? = nil) -> TimedFacts {
        var facts = TimedFacts()
        for run in 1...runs {
            facts.beginRun(run)
            for step in 1...steps { append(stamp(run, step, title: title), at: run * 1_000_000 + step, to: &facts) }
        }
        return facts
    }

    /// Of a log with many runs the newest are kept, each of them whole.
    @Test(arguments: [(3, 10), (100, 500), (9, 4_000), (4, 9_000), (40_000, 1)])
    func theNewestRunsAreKept(_ runs: Int, _ steps: Int) {
        let facts = Self.facts(runs: runs, steps: steps)
        #expect(facts.count == runs * steps)
        for run in [1, runs / 2, runs - 1, runs] where run > 0 {
            let stamps = (1...steps).map { Self.stamp(run, $0) }
            let arrivals = facts.arrivals(stamps)
            #expect(arrivals.count == steps || arrivals.isEmpty && run < runs)
            #expect(arrivals.map(\.offset) == arrivals.indices.map { run * 1_000_000 + $0 + 1 })
            #expect(arrivals.map(\.at) == stamps.prefix(arrivals.count).map(\.at))
        }
        let all = (1...runs).flatMap { run in (1...steps).map { Self.stamp(run, $0) } }
        #expect(facts.arrivals(all).count <= TimedFacts.limit)
        #expect(facts.arrivals(all).count == runs * steps || runs * steps > TimedFacts.limit / 2)
    }

    /// A run that is too long is known up to there, and the next one as ever.
    @Test func aRunThatIsTooLong() {
        var facts = Self.facts(runs: 1, steps: 3 * TimedFacts.limit)
        #expect(facts.isFull && facts.arrivals([Self.stamp(1, 1)]).map(\.offset) == [1_000_001])
        #expect(facts.arrivals([Self.stamp(1, TimedFacts.limit + 1)]).isEmpty)
        facts.beginRun(2)
        Self.append(Self.stamp(2, 1), at: 7, to: &facts)
        #expect(facts.arrivals([Self.stamp(1, 1), Self.stamp(2, 1)]).map(\.offset) == [7])
    }

    /// Equal titles are told apart by their order; equal steps of two runs are two.
    @Test func equalOnes() {
        let facts = Self.facts(runs: 2, steps: 3, title: "same")
        let stamps = [1, 2].flatMap { run in (1...3).map { Self.stamp(run, $0, title: "same") } }
        #expect(facts.arrivals(stamps).map(\.at) == stamps.map(\.at))
    }

    /// A timeline that somebody has tampered with.
    @Test func absurdRuns() {
        var facts = Self.facts(runs: 1, steps: 1)
        #expect(facts.arrivals([Self.stamp(1, 1)]).count == 1)
        var absurd = Self.stamp(1, 1)
        for run in [Int.max, Int.max / 2, 1 << 40, 0, -1] {
            absurd = TimelineFile.Stamp(at: absurd.at, event: .step, run: run)
            #expect(facts.arrivals([absurd]).isEmpty)
        }
        facts.beginRun(.max)
    }
}
