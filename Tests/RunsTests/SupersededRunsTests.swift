import Runs
import TestKit
import Testing

@Suite struct SupersededRunsTests {
    /// Whatever a log of very many runs holds, and however it is cut: hosts, their order, states and sums stay as they are.
    @Test(arguments: 0..<60)
    func noRuleTellsTheDifference(_ seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        var (whole, small) = (Story(), Story())
        var superseded = SupersededRuns()
        let names = ["a", "b", "c", "d", "e"]
        for number in 0..<90 {
            let text = Self.run(of: names, number, &random)
            whole.log(text, changed: Int64(number))
            small.log(text, changed: Int64(number))
            guard var log = small.evidence.log.runLog, let vitals = small.evidence.log.vitals else { continue }
            superseded.letGo(in: &log)
            small.evidence.log = .read(log, vitals)
            if number % 10 == 0 || number == 89 {
                #expect(try whole.build(at: 100) == small.build(at: 100), "after run \(number): \(text)")
            }
        }
    }

    @Test func whatWasRunAgainGoes() throws {
        var story = Story()
        for _ in 0..<100 { story.log("run a b|spec a|pass 1|pass 2|box 2|spec b|pass 1|box 1|end", changed: 1) }
        var log = try #require(story.evidence.log.runLog)
        var superseded = SupersededRuns()
        superseded.letGo(in: &log)
        let held = log.runs.count { !$0.isSuperseded }
        #expect(log.runs.count == 100)
        #expect(held == SupersededRuns.first + SupersededRuns.last)
        #expect(log.runs.filter(\.isSuperseded).allSatisfy { $0.specs.isEmpty && $0.hasEnded })
    }

    /// Thousands of runs that say nothing more become few records, and still every rule sees the same.
    @Test(arguments: [nil, 700, 4_000] as [Int?]) func manyBecomeFew(_ odd: Int?) throws {
        var (whole, small) = (Story(), Story())
        var superseded = SupersededRuns()
        var (all, few) = (RunLog(), RunLog())
        let usual = "run a b|spec a|pass 1|pass 2|box 2|spec b|pass 1|box 1|end"
        for number in 0..<5_000 {
            // One that stands alone, or was cancelled, among them.
            let text = number == odd ? "run z|spec z|fail 1|box 0 1|end cancelled" : usual
            for fact in whole.facts(of: text) {
                all.absorb(fact, at: number * 1_000)
                few.absorb(fact, at: number * 1_000)
            }
            superseded.letGo(in: &few)
        }
        #expect(all.runs.count == 5_000 && all.runCount == 5_000 && few.runCount == 5_000)
        #expect(few.runs.count < SupersededRuns.first + 2 * SupersededRuns.apart + SupersededRuns.last + 8)
        for number in [1, 8, 9, 500, 701, 2_000, 4_001, 4_990, 5_000] {
            let place = try #require(few.place(ofRun: number))
            let run = few.runs[place]
            #expect((run.number..<run.number + run.stands).contains(number))
        }
        #expect(few.place(ofRun: 0) == nil && few.place(ofRun: 5_001) == nil)
        let vitals = LogVitals(size: 5_000_000, changedAt: Story.time(90))
        (whole.evidence.log, small.evidence.log) = (.read(all, vitals), .read(few, vitals))
        let build = try whole.build(at: 100)
        #expect(try small.build(at: 100) == build)
        #expect(build.hosts.contains { $0.name == "z" } == (odd != nil))
        #expect(LogVerdict.of(few) == LogVerdict.of(all))
    }

    @Test(arguments: [
        ("a host of its own", "run z|spec z|pass 1|box 1|end"), ("a group", "run a|group linux|spec a|box 1|end"),
        ("an invocation", "cloud 1|cloudgroup x|run a|spec a|box 1|end|cloudend"),
    ])
    func whatStandsAloneStays(_ name: String, _ text: String) throws {
        var story = Story()
        for number in 0..<80 { story.log(number == 20 ? text : "run a|spec a|pass 1|box 1|end", changed: 1) }
        var log = try #require(story.evidence.log.runLog)
        var superseded = SupersededRuns()
        superseded.letGo(in: &log)
        #expect(!log.runs[20].isSuperseded, "\(name)")
    }

    private static func run(of names: [String], _ number: Int, _ random: inout SeededNumbers) -> String {
        let specs = names.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }.shuffled(using: &random)
        var text = "run \((specs.isEmpty ? ["a"] : specs).joined(separator: " "))"
        if Int.random(in: 0..<20, using: &random) == 0 { text += "|group linux" }
        for spec in specs where Int.random(in: 0..<6, using: &random) > 0 {
            text += "|spec \(spec)|pass 1|" + (Bool.random(using: &random) ? "pass 2" : "fail 2|say 2 Error: no")
            if Int.random(in: 0..<6, using: &random) > 0 { text += "|box 1 1" }
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: break
        case 1: text += "|end cancelled"
        default: text += "|end"
        }
        return text
    }
}
