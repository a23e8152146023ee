import Runs
import Testing

@Suite struct FlowTests {
    @Test(arguments: [("cmc-e2e", 22), ("cmc-systemOS", 21), ("cmc-reboot", 33)])
    func knownFlows(_ template: String, _ count: Int) throws {
        let flow = try #require(KnownFlows.flow(for: template))
        #expect(flow.steps.count == count)
        #expect(flow.steps.allSatisfy { !$0.isEmpty && StepTitle.number(of: $0) == nil })
        #expect(flow.text(ofStep: 0) == nil)
        #expect(flow.text(ofStep: count + 1) == nil)
        #expect(flow.text(ofStep: count) == flow.steps.last)
    }

    @Test func listOfTemplatesIsWhole() { #expect(Set(KnownFlows.templates) == Set(KnownFlows.steps.keys)) }

    @Test(
        arguments: [
            ("7. Create migration session", 7), ("7. anything else", 7), ("Create migration session", 7),
            ("create MIGRATION  session", 7), ("99. Create migration session", 7), ("0. Power off", 22),
            ("nothing", nil),
            ("23. nothing", nil), ("22. x", 22), ("", nil),
        ] as [(String, Int?)])
    func matches(_ title: String, _ step: Int?) throws {
        let flow = try #require(KnownFlows.flow(for: "cmc-e2e"))
        #expect(StepMatching(flow).step(for: title) == step)
    }

    @Test func sharedTextLeadsToTheFirst() throws {
        let flow = try #require(KnownFlows.flow(for: "cmc-systemOS"))
        #expect(StepMatching(flow).step(for: "Power off the host") == 12)
        #expect(StepMatching(flow).step(for: "21. Power off the host") == 21)
    }

    @Test func emptyFlowMatchesNothing() {
        #expect(StepMatching(.unknown).step(for: "1. Verifying set up") == nil)
        #expect(StepMatching(.unknown).step(for: "") == nil)
    }

    static let reboot = (1...9).map { "\($0). \(KnownFlows.steps["cmc-reboot"]?[$0 - 1] ?? "")" }

    @Test(
        arguments: [
            ("known template", "cmc-e2e", [["1. other"]], .template, "cmc-e2e", 22),
            ("nothing at all", nil, [], .none, nil, 0),
            ("unknown template, no titles", "cmc-new", [[]], .none, "cmc-new", 0),
            ("no template, titles of one", nil, [reboot], .recognised, "cmc-reboot", 33),
            ("titles of several templates", nil, [Array(reboot.prefix(3))], .learned, nil, 3),
            ("two titles are not enough", nil, [Array(reboot.prefix(2))], .learned, nil, 2),
            ("an unknown template is never recognised", "cmc-new", [reboot], .learned, "cmc-new", 9),
            ("the longest spec counts", nil, [["a"], ["a", "b"], []], .learned, nil, 2),
            ("numbers leave places open", nil, [["2. b", "5. e"]], .learned, nil, 5),
            ("a number too large is text", nil, [["1. a", "5000. e"]], .learned, nil, 2),
        ] as [(String, String?, [[String]], Flow.Origin, String?, Int)])
    func flows(
        _ name: String, _ template: String?, _ titles: [[String]], _ origin: Flow.Origin, _ found: String?, _ count: Int
    ) {
        let flow = FlowRules.flow(template: template, titles: titles)
        #expect(flow.origin == origin, "\(name)")
        #expect(flow.template == found, "\(name)")
        #expect(flow.steps.count == count, "\(name)")
    }

    @Test func learnedStepsStandAtTheirNumbers() {
        #expect(FlowRules.flow(template: nil, titles: [["2. b", "5. e"]]).steps == ["", "b", "", "", "e"])
        #expect(FlowRules.flow(template: nil, titles: [["x", "1. a"]]).steps == ["x", "a"])
    }
}
