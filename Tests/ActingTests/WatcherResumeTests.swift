import Acting
import Formats
import Observing
import Runs
import TestKit
import Testing

/// Which builds get their watcher back after a boot.
@Suite struct WatcherResumeTests {
    private let lab: Lab

    init() throws { lab = try Lab() }

    private func resume(failing: String? = nil) -> (asked: [String], told: [String], isWell: Bool) {
        let supervisor = RecordingSupervisor(failing: failing)
        var told: [String] = []
        let isWell = WatcherResume(lab.root, supervisor, person: lab.person).run { told.append($0) }
        return (supervisor.asked, told, isWell)
    }

    private func write(_ state: BuildState?, watched: Bool = true, phase: String? = nil) throws {
        let folder = "var/lib/atvm-run-watcher/b"
        try lab.writeRequest(["true"])
        if watched {
            // A process of another boot.
            let process = ProcessIdentity(pid: 4242, startTicks: 1, bootID: "another")
            let record = ProcessRecord(
                supervisor: "systemd", launch: "l1", process: process, startedAt: WallClock.now())
            lab.folder.write(record.text, to: "\(folder)/watcher.json")
        }
        if let state {
            let file = StateFile(build: "b", record: RecordedState(state: state))
            lab.folder.write(file.text, to: "\(folder)/state.json")
        }
        if let phase {
            let file = PostFile(build: "b", subRun: nil, launch: "l1", phase: phase, digest: "d")
            lab.folder.write(file.text, to: "\(folder)/post.json")
        }
    }

    @Test(
        arguments: [
            ("running", BuildState.running, nil, true), ("no state yet", nil, nil, true),
            ("a status waits", .completed, "prepared", true), ("posted", .completed, "posted", false),
            ("not known", .failed, "sending", false), ("ended without a post", .terminated, nil, false),
        ] as [(String, BuildState?, String?, Bool)])
    func startsWhatIsNeeded(_ name: String, _ state: BuildState?, _ phase: String?, _ wanted: Bool) throws {
        try write(state, phase: phase)
        let (asked, _, isWell) = resume()
        #expect(asked == (wanted ? ["start watcher"] : []) && isWell)
        #expect(lab.audit.count == (wanted ? 2 : 0))
    }

    @Test func leavesACancelledBuildAndOneThatNobodyWatched() throws {
        try write(.running, watched: false)
        #expect(resume().asked.isEmpty)
        try write(.cancelled, phase: "prepared")
        lab.folder.write("{}", to: "var/lib/atvm-run-watcher/b/cancelled.marker")
        #expect(resume().asked.isEmpty)
    }

    @Test func tellsWhatDidNotStart() throws {
        try write(.running)
        let (_, told, isWell) = resume(failing: "start watcher")
        #expect(!isWell && told.first?.contains("start watcher failed") == true)
    }
}
