import Acting
import Formats
import Observing
import Plans
import Runs
import TestKit
import Testing

/// Claims and waivers on a real folder.
@Suite struct MarkTests {
    private let lab: Lab

    init() throws {
        lab = try Lab()
        var host = RecordedHostLine.failed
        host = host.replacing("NAME", with: "w2k25")
        lab.folder.write(
            """
            {"schema":1,"build":"b","template":"cmc-e2e","state":"FAILED","started_at":"2026-11-20T14:03:22Z",
             "ended_at":"2026-11-20T15:03:22Z","updated_at":"2026-11-20T15:03:22Z","hosts":[\(host)]}
            """, to: "var/lib/atvm-run-watcher/b/state.json")
    }

    private enum RecordedHostLine {
        static let failed =
            #"{"name":"NAME","status":"FAIL","step":7,"steps_total":22,"detail":"step 7. Create: no space left on device"}"#
    }

    private func performer(_ login: String) -> Performer {
        Performer(
            settings: ObservatorySettings(root: lab.root), supervisor: RecordingSupervisor(),
            person: Person(login: login))
    }

    private func perform(
        _ decision: MarkPlan.Decision, by login: String, host: String = "w2k25", over other: String? = nil
    ) throws -> String {
        let target = MarkPlan.Target(host: host, subRun: nil, claimedBy: other)
        let plan = try #require(MarkPlan(lab.build, [target], decision))
        return try performer(login).perform(try #require(plan.approve(.yes)))
    }

    private var mark: FailureMark? {
        BuildLook.snapshot(of: lab.build, ObservatorySettings(root: lab.root))?.hosts.first?.mark
    }

    @Test func everyoneSeesWhoLooks() throws {
        #expect(try perform(.claim, by: "alice") == "alice looks at w2k25")
        #expect(mark?.text == "alice looks at it")
        #expect(throws: ActingError.self) { try perform(.claim, by: "bob") }
        #expect(try perform(.claim, by: "bob", over: "alice") == "bob looks at w2k25")
        _ = try perform(.release, by: "bob")
        #expect(mark == nil)
    }

    @Test func aWaiverStaysInTheCount() throws {
        _ = try perform(.waive(try #require(WaiverComment("known fault"))), by: "alice")
        let build = try #require(BuildLook.snapshot(of: lab.build, ObservatorySettings(root: lab.root)))
        #expect(build.counts.failed == 1 && build.state == .failed)
        #expect(build.hosts.first?.mark?.text == "waived by alice: known fault")
        #expect(FailuresText.table(of: [build]).contains("1 of 1 hosts failed, 1 waived"))
        _ = try perform(.withdrawWaiver, by: "bob")
        #expect(mark == nil)
    }

    @Test func whatHasNotFailedIsRefused() throws {
        #expect(throws: ActingError.self) { try perform(.claim, by: "alice", host: "other") }
        #expect(mark == nil)
    }

    @Test func withoutAnAuditLineNothingIsWritten() throws {
        lab.folder.makeFolder("var/log/atvm-tui/audit.jsonl")
        #expect(throws: ActingError.self) { try perform(.claim, by: "alice") }
        #expect(mark == nil)
    }

    @Test func bothLinesStandInTheTrail() throws {
        _ = try perform(.claim, by: "alice")
        let trail = readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? ""
        #expect(trail.split(separator: "\n").count == 2)
        #expect(trail.contains(#""action":"claim""#) && trail.contains("alice looks at w2k25"))
    }

    @Test func aFileThatCannotBeReadIsNotWrittenOver() throws {
        lab.folder.write("{", to: "var/lib/atvm-run-watcher/b/failures.json")
        #expect(throws: ActingError.self) { try perform(.claim, by: "alice") }
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == "{")
        let build = BuildLook.snapshot(of: lab.build, ObservatorySettings(root: lab.root))
        #expect(build?.problems.contains { $0.contains("failures.json") } == true)
    }
}
