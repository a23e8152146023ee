import Plans
import Runs
import Testing

/// What counts as consent, at a prompt and by a digest.
@Suite struct PrepConsentTests {
    // MARK: Prompt

    @Test(arguments: [
        "", "y", "yes", "Gold", PrepLab.gold.lowercased(), PrepLab.gold + "x", PrepLab.gold + " ", " " + PrepLab.gold,
        PrepLab.gold + "\r", PrepLab.gold + "\t", PrepLab.gold + "\u{200B}", "A\u{301}" + PrepLab.gold.dropFirst(),
        PrepLab.gold.replacing("o", with: "\u{43E}"), String(PrepLab.gold.dropLast()), PrepLab.gold + PrepLab.gold,
    ])
    func onlyTheFullNameRunsWhatDestroys(_ typed: String) throws {
        for mode in PrepMode.allCases where mode.isDestructive {
            let plan = try PrepLab.plan(PrepLab.request(mode))
            let prompt = ConsentPrompt(plan.consent)
            #expect(prompt.question.contains("Type") && prompt.question.contains(PrepLab.gold))
            #expect(plan.approve(prompt.answer(to: Array((typed + "\n").utf8))) == nil)
            #expect(plan.approve(prompt.answer(to: Array(PrepLab.gold.utf8))) == nil, "the line never ended")
            #expect(plan.approve(prompt.answer(to: [0xFF, 0x0A])) == nil)
            #expect(plan.approve(prompt.answer(to: Array((PrepLab.gold + "\n").utf8)))?.plan == plan)
            #expect(plan.approve(.yes) == nil && plan.approve(.no) == nil)
        }
    }

    @Test(arguments: [
        ("y\n", true), ("Y\n", true), ("yes\n", true), ("YES\n", true), ("\n", false), ("", false), ("y", false),
        ("n\n", false), ("y \n", false), ("yy\n", false), ("\(PrepLab.gold)\n", false), ("\u{FF59}\n", false),
    ])
    func registerAsksYesOrNo(_ typed: String, _ isApproved: Bool) throws {
        let plan = try PrepLab.plan(PrepLab.request(.register))
        let answer = ConsentPrompt(plan.consent).answer(to: Array(typed.utf8))
        #expect((plan.approve(answer) != nil) == isApproved)
    }

    // MARK: Digest

    private static let made = PendingApproval.Moment(
        time: Timestamp(seconds: 1_000_000), steady: Timestamp(seconds: 5000), boot: "b1")

    /// `made` with both clocks moved on, in milliseconds.
    private static func later(_ wall: Int, _ steady: Int, boot: String = "b1") -> PendingApproval.Moment {
        PendingApproval.Moment(
            time: made.time + .milliseconds(wall), steady: made.steady + .milliseconds(steady), boot: boot)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let at: PendingApproval.Moment
        let refusal: PendingRefusal?
    }

    @Test(arguments: [
        Row(testDescription: "at once", at: made, refusal: nil),
        Row(testDescription: "at the last moment", at: later(900_000, 900_000), refusal: nil),
        Row(testDescription: "one past it", at: later(900_001, 900_001), refusal: .tooOld),
        Row(testDescription: "an hour later", at: later(3_600_000, 3_600_000), refusal: .tooOld),
        Row(testDescription: "an hour later, the clock set back by an hour", at: later(0, 3_600_000), refusal: .tooOld),
        Row(testDescription: "the clock set forward by an hour", at: later(3_600_000, 1), refusal: .tooOld),
        Row(testDescription: "the clock set back", at: later(-1, 1), refusal: .clockSetBack),
        Row(testDescription: "another boot", at: later(60, 60, boot: "b2"), refusal: .rebooted),
        Row(testDescription: "another boot, earlier in it", at: later(60, -4_000_000, boot: "b2"), refusal: .rebooted),
    ])
    func isGoodForAQuarterOfAnHour(_ row: Row) throws {
        let plan = try PrepLab.plan(PrepLab.request())
        let pending = PendingApproval(of: plan, madeAt: Self.made)
        #expect(pending.refusal(of: PendingApproval.Attempt(plan, at: row.at)) == row.refusal)
        #expect(((try? plan.approve(by: pending, at: row.at)) != nil) == (row.refusal == nil))
    }

    private func refusal(_ change: (inout PrepPlan.Surroundings) -> Void, lun: String = "Gold") throws
        -> PendingRefusal?
    {
        let pending = PendingApproval(of: try PrepLab.plan(PrepLab.request()), madeAt: Self.made)
        var surroundings = PrepLab.surroundings
        change(&surroundings)
        let plan = try PrepLab.plan(PrepLab.request(lun: lun), in: surroundings)
        return pending.refusal(of: PendingApproval.Attempt(plan, at: Self.made))
    }

    @Test func isBoundToWhatWasShown() throws {
        #expect(try refusal { _ in } == nil)
        #expect(try refusal { $0.user = "eve" } == .otherUser("aw"))
        #expect(try refusal { $0.host = "elsewhere" } == .otherHost("controller"))
        #expect(try refusal { $0.scriptDigest = Digest(of: []) } == .scriptChanged)
        #expect(try refusal { $0.folder = "/tmp" } == .otherPlan)
        #expect(try refusal { $0.environmentNames = [] } == .otherPlan)
        #expect(try refusal({ _ in }, lun: "Gold2") == .otherPlan)
    }

    @Test func isGoodForOnce() throws {
        let plan = try PrepLab.plan(PrepLab.request())
        var pending = PendingApproval(of: plan, madeAt: Self.made)
        pending.usedAt = Self.made.time
        #expect(pending.refusal(of: PendingApproval.Attempt(plan, at: Self.made)) == .used(Self.made.time))
    }

    /// A build that began to use the LUN after the plan was shown stood in no warning; one that has ended matters no more.
    @Test func aNewConflictVoidsIt() throws {
        let request = try PrepLab.request()
        let builds = try ["a", "b"].map { PrepFacts.Build(try BuildName($0), configFamily: "gold") }
        let shown = try PrepLab.plan(request, knowing: PrepFacts(builds: [builds[0]]))
        let pending = PendingApproval(of: shown, madeAt: Self.made)
        for (now, refusal) in [(builds, .newConflict("b")), ([builds[0]], nil), ([], nil)]
            as [([PrepFacts.Build], PendingRefusal?)]
        {
            let plan = try PrepLab.plan(request, knowing: PrepFacts(builds: now))
            #expect(pending.refusal(of: PendingApproval.Attempt(plan, at: Self.made)) == refusal)
        }
    }

    @Test func refusalsSayWhatToDo() {
        let all: [PendingRefusal] = [
            .unknown, .used(Self.made.time), .otherUser("x\u{1B}"), .otherHost("h"), .scriptChanged, .otherPlan,
            .rebooted, .clockSetBack, .tooOld, .newConflict("b"), .unreadable("why"),
        ]
        for refusal in all {
            #expect(refusal.description.hasSuffix("print the plan again with --print, read it, and approve its digest"))
            #expect(!refusal.description.contains("\u{1B}") && !refusal.description.contains("\n"))
        }
    }
}
