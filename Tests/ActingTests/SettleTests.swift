import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

@Suite struct SettleTests {
    private let lab: Lab

    init() throws {
        lab = try Lab()
        lab.folder.makeFolder("var/lib/atvm-run-watcher/b")
    }

    private func settle(_ decision: SettlePlan.Decision, _ supervisor: RecordingSupervisor) throws -> String {
        guard let approved = SettlePlan(lab.build, subRun: nil, decision).approve(.yes) else { return "" }
        return try lab.performer(supervisor).perform(approved)
    }

    private func leaveUnknown() throws {
        var box = try PostBox(freezing: [1], of: lab.build, subRun: nil, launch: "l", lab.root)
        try box.beginSending(at: WallClock.now())
    }

    private var phase: Posting.Phase? { try? PostBox(recovering: lab.build, subRun: nil, lab.root)?.posting.phase }

    @Test func marksAsPosted() throws {
        try leaveUnknown()
        let supervisor = RecordingSupervisor()
        _ = try settle(.markPosted, supervisor)
        #expect(phase == .posted && supervisor.asked.isEmpty)
        #expect(FileSignature(linkAt: lab.root.postedMarker(of: lab.build)) != nil)
    }

    @Test func postsAgainThroughAWatcher() throws {
        try leaveUnknown()
        let supervisor = RecordingSupervisor()
        _ = try settle(.postAgain, supervisor)
        #expect(phase == .prepared && supervisor.asked == ["start watcher"])
    }

    /// Of two who settle at once the second is told.
    @Test func settlesOnce() throws {
        try leaveUnknown()
        _ = try settle(.markPosted, RecordingSupervisor())
        #expect(throws: ActingError.refused("the post of b is settled: it is posted")) {
            try settle(.postAgain, RecordingSupervisor())
        }
        #expect(lab.audit.map { $0["moment"]?.string } == ["intent", "outcome", "intent", "refused"])
    }

    @Test func withoutAFrozenReportThereIsNothingToSettle() throws {
        #expect(throws: ActingError.refused("nothing of b has been frozen for posting")) {
            try settle(.postAgain, RecordingSupervisor())
        }
    }
}
