import Runs
import Testing

@Suite struct SubRunRulesTests {
    @Test(arguments: [
        ("nothing", "", []), ("a plain run", "run a b|spec a|box 1", ["run-1 open"]),
        ("ended", "run a|spec a|box 1|end", ["run-1 ended"]),
        ("two runs in one log", "run a|end|run b", ["run-1 ended", "run-2 open"]),
        ("groups", "run a|group linux|end|run b|group windows", ["linux ended", "windows open"]),
        ("a repeated group", "run a|group x|end|run b|group x|end", ["x ended", "x-2 ended"]),
        ("batches of one invocation are one", "cloud 4|cloudgroup linux|run a b|end|run c d|end", ["linux open"]),
        ("an invocation ends by its own word", "cloud 2|cloudgroup linux|run a b|end|cloudend", ["linux ended"]),
        (
            "two invocations", "cloud 1|cloudgroup x|run a|end|cloudend|cloud 1|cloudgroup y|run b",
            ["x ended", "y open"]
        ),
        ("an invocation that waits", "cloud 1|cloudgroup x", ["x open"]),
        ("an invocation without a group", "cloud 1|run a|end|cloudend", ["run-1 ended"]),
        (
            "a plain run after an invocation", "cloud 1|cloudgroup x|run a|end|cloudend|run b|end",
            ["x ended", "run-2 ended"]
        ),
        ("cancelled by the service", "run a b|spec a|box 1|end cancelled", ["run-1 ended cancelled"]),
        ("failed by its table", "run a|spec a|box 1 1|end", ["run-1 ended failed"]),
    ])
    func divides(_ name: String, _ text: String, _ wanted: [String]) {
        var story = Story()
        story.log(text, changed: 1)
        let parts = SubRunRules.subRuns(of: story.evidence.log.runLog ?? RunLog())
        let shown = parts.map {
            "\($0.key)" + ($0.hasEnded ? " ended" : " open") + ($0.wasCanceled ? " cancelled" : "")
                + ($0.saysFailed ? " failed" : "")
        }
        #expect(shown == wanted, "\(name)")
    }

    @Test(
        arguments: [
            (nil, "run a|group x|end|run b|group y", true), (nil, "run a|group x|end|run b|group x", false),
            (nil, "run a|group x", false), (nil, "run a|end|run b|group y", false), (true, "run a", true),
            (false, "run a|group x|end|run b|group y", false),
        ] as [(Bool?, String, Bool)])
    func categorized(_ recorded: Bool?, _ text: String, _ wanted: Bool) {
        var story = Story()
        story.evidence.launch.isCategorized = recorded
        story.log(text, changed: 1)
        let parts = SubRunRules.subRuns(of: story.evidence.log.runLog ?? RunLog())
        #expect(SubRunRules.isCategorized(story.evidence.launch, parts) == wanted)
    }
}
