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
        #expect(MarkPlan(build, [], .claim) == nil)
    }
}
