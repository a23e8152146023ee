import Plans
import Runs
import Testing

@Suite struct MarkPlanTests {
    @Test(arguments: [
        ("known firmware fault", "known firmware fault"), ("  x  ", "x"), ("", nil), ("   ", nil), ("...", nil),
        ("a\nb", "a␊b"), ("\u{202E}abc", "<U+202E>abc"), (String(repeating: "x", count: 401), nil),
    ])
    func commentMustSaySomething(_ text: String, _ comment: String?) {
        #expect(WaiverComment(text)?.text == comment)
    }

    @Test func commandsAreOfOneSubRunEach() throws {
        let targets = [("a", "linux"), ("b", "windows"), ("c", "linux"), ("d", nil)].map { host, key in
            MarkPlan.Target(host: host, subRun: key.flatMap { SubRunKey($0) }, claimedBy: nil)
        }
        let plan = try #require(MarkPlan(try BuildName("b"), targets, .release))
        #expect(
            plan.commands.map(\.line) == [
                "atvm-tui claim --release --sub-run linux b a c", "atvm-tui claim --release --sub-run windows b b",
                "atvm-tui claim --release b d",
            ])
        #expect(plan.hosts == "a (linux), b (windows), c (linux), d")
    }

    /// Hosts of one name in two sub-runs are two.
    @Test func aHostThatIsNamedTwiceCountsOnce() throws {
        let named: [(String, String?)] = [("a", nil), ("b", nil), ("b", nil), ("b", "linux")]
        let targets = named.map { host, key in
            MarkPlan.Target(host: host, subRun: key.flatMap { SubRunKey($0) }, claimedBy: nil)
        }
        let plan = try #require(MarkPlan(try BuildName("b"), targets, .claim))
        #expect(plan.hosts == "a, b, b (linux)")
        #expect(plan.commands.map(\.line) == ["atvm-tui claim b a b", "atvm-tui claim --sub-run linux b b"])
    }

    /// Nobody takes over from oneself.
    @Test(arguments: [("bob", ["show everyone on this controller that you look at a"]), (nil, nil), ("eve", nil)])
    func oneTakesOverFromOthers(_ person: String?, _ steps: [String]?) throws {
        let target = MarkPlan.Target(host: "a", subRun: nil, claimedBy: "bob")
        let plan = try #require(MarkPlan(try BuildName("b"), [target], .claim, by: person))
        let all = ["take a over from bob", "show everyone on this controller that you look at a"]
        #expect(plan.steps == steps ?? all)
    }

    @Test func onlyWhatIsClaimedIsReleased() throws {
        let target = MarkPlan.Target(host: "a", subRun: nil, claimedBy: nil)
        let plan = try #require(MarkPlan(try BuildName("b"), [target], .release))
        var mark = FailureMark(host: "a", subRun: nil)
        mark.waiver = FailureMark.Stamp(by: "bob", at: Timestamp(seconds: 1))
        #expect(plan.objection(to: [mark]) == "nobody looks at a of b; there is nothing to release")
        var other = FailureMark(host: "c", subRun: nil)
        other.claim = mark.waiver
        #expect(plan.objection(to: [mark, other]) != nil)
        mark.claim = mark.waiver
        #expect(plan.objection(to: [mark]) == nil)
    }

    @Test func onlyWhatIsWaivedIsWithdrawn() throws {
        let target = MarkPlan.Target(host: "a", subRun: nil, claimedBy: nil)
        let plan = try #require(MarkPlan(try BuildName("b"), [target], .withdrawWaiver))
        var mark = FailureMark(host: "a", subRun: nil)
        mark.claim = FailureMark.Stamp(by: "bob", at: Timestamp(seconds: 1))
        for marks in [[], [mark]] {
            #expect(plan.objection(to: marks) == "nobody has waived a of b; there is nothing to withdraw")
        }
        mark.waiver = mark.claim
        #expect(plan.objection(to: [mark]) == nil)
    }

    @Test func hundredsOfHostsAreNotAllNamed() throws {
        let targets = (0..<500).map { MarkPlan.Target(host: "h\($0)", subRun: nil, claimedBy: nil) }
        let plan = try #require(MarkPlan(try BuildName("b"), targets, .claim))
        #expect(plan.hosts.hasSuffix("h11 and 488 more"))
        #expect(plan.commands.first?.line.hasSuffix(" h499") == true)
    }

    @Test func secretsOfACommentAreMasked() {
        #expect(WaiverComment("run with --password hunter2")?.text.contains("hunter2") == false)
    }

    @Test func plansSayWhatIsWritten() throws {
        let build = try BuildName("b")
        let target = MarkPlan.Target(host: "w2k25", subRun: nil, claimedBy: "alice")
        let claim = try #require(MarkPlan(build, [target], .claim))
        #expect(claim.steps.first == "take w2k25 over from alice")
        let comment = try #require(WaiverComment("fan"))
        let waiver = try #require(MarkPlan(build, [target], .waive(comment)))
        #expect(waiver.steps == ["mark w2k25 as waived: fan", "the failure stays in every count"])
        #expect(claim.digest != waiver.digest)
        let waived = MarkPlan.Target(
            host: "w2k25", subRun: nil, claimedBy: nil, waiver: MarkPlan.Waiver(by: "root", comment: "known"))
        let second = try #require(MarkPlan(build, [waived], .waive(comment)))
        #expect(second.steps == ["replace root's waiver of w2k25 (known)"] + waiver.steps)
        #expect(second.digest != waiver.digest)
        #expect(MarkPlan(build, [], .claim) == nil)
    }
}
