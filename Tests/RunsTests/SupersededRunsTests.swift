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
