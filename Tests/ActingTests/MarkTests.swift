import Acting
import Formats
import Glibc
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
        _ decision: MarkPlan.Decision, by login: String, host: String = "w2k25", over other: String? = nil,
        replacing waiver: MarkPlan.Waiver? = nil
    ) throws -> String {
        let target = MarkPlan.Target(host: host, subRun: nil, claimedBy: other, waiver: waiver)
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

    /// Only what was shown is replaced; whose waiver it is does not matter to its own maker.
    @Test func aWaiverIsReplacedInTheOpen() throws {
        let second = MarkPlan.Decision.waive(try #require(WaiverComment("another fault")))
        _ = try perform(.waive(try #require(WaiverComment("known fault"))), by: "alice")
        #expect(throws: ActingError.self) { try perform(second, by: "bob") }
        #expect(mark?.text == "waived by alice: known fault")
        let shown = MarkPlan.Waiver(by: "alice", comment: "known fault")
        _ = try perform(second, by: "bob", replacing: shown)
        #expect(mark?.text == "waived by bob: another fault")
        _ = try perform(.waive(try #require(WaiverComment("the fan"))), by: "bob")
        #expect(mark?.text == "waived by bob: the fan")
    }

    /// Somebody has run the build again by hand, over its log: nobody has said anything of these failures.
    @Test func aRunByHandInheritsNoMark() throws {
        _ = try perform(.claim, by: "alice")
        _ = try perform(.waive(try #require(WaiverComment("known fault"))), by: "alice")
        #expect(mark?.word == "waived")
        let counts = Counts(tests: 1, failing: 1)
        lab.folder.write(
            SampleLog().startingRun(specs: ["w2k25.cy.ts"]).startingSpec("w2k25.cy.ts")
                .adding("  ATVM w2k25\n    1) 1. Verifying set up\n\n\n  0 passing (2s)\n  1 failing\n\n")
                .adding("  1) ATVM w2k25\n       1. Verifying set up:\n     Error: new\n\n\n")
                .endingSpec("w2k25.cy.ts", counts).endingRun([("w2k25.cy.ts", counts)]).text, to: "tmp/b.log")
        #expect(mark == nil)
        // Nor is anybody held up by a claim that nobody sees.
        #expect(try perform(.claim, by: "bob") == "bob looks at w2k25")
        #expect(mark?.text == "bob looks at it")
    }

    /// Many at once: each adds its own, nothing is lost.
    @Test func claimsAtOnceLoseNothing() async throws {
        let hosts = (0..<24).map { "h\($0)" }
        let rows = hosts.map { #"{"name":"\#($0)","status":"FAIL","detail":"step 1. x: y"}"# }
        lab.folder.write(
            """
            {"schema":1,"build":"b","state":"FAILED","started_at":"2026-11-20T14:03:22Z",
             "ended_at":"2026-11-20T15:03:22Z","hosts":[\(rows.joined(separator: ","))]}
            """, to: "var/lib/atvm-run-watcher/b/state.json")
        let build = lab.build
        await withTaskGroup(of: String.self) { group in
            for host in hosts {
                let performer = performer(host)
                group.addTask {
                    let target = MarkPlan.Target(host: host, subRun: nil, claimedBy: nil)
                    guard let approved = MarkPlan(build, [target], .claim)?.approve(.yes) else { return "" }
                    return (try? performer.perform(approved)) ?? ""
                }
            }
            for await outcome in group { #expect(outcome.contains(" looks at ")) }
        }
        let look = try #require(BuildLook.snapshot(of: build, ObservatorySettings(root: lab.root)))
        #expect(look.hosts.map { $0.mark?.claim?.by } == hosts)
    }

    /// What stands at the file's name is no file, or too large: nothing is done, and it is said.
    @Test(arguments: ["folder", "link", "pipe", "huge"])
    func whatIsPlantedIsRefused(_ what: String) throws {
        let path = "var/lib/atvm-run-watcher/b/failures.json"
        switch what {
        case "folder": lab.folder.makeFolder(path)
        case "link": symlink("/etc/hostname", lab.folder[path])
        case "pipe": mkfifo(lab.folder[path], 0o644)
        default: lab.folder.write(String(repeating: " ", count: FailureMarksFile.byteLimit + 1), to: path)
        }
        #expect(throws: ActingError.self) { try perform(.claim, by: "alice") }
        let look = try #require(BuildLook.snapshot(of: lab.build, ObservatorySettings(root: lab.root)))
        #expect(look.hosts.first?.mark == nil && look.hosts.first?.status == .failed)
        #expect(look.problems.contains { $0.contains("failures.json") })
    }

    /// Whoever reads the trail sees the very words, written down before anything was done.
    @Test func theTrailHoldsTheCommand() throws {
        _ = try perform(.waive(try #require(WaiverComment("a broken fan"))), by: "alice")
        let first = (readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? "").split(separator: "\n").first
        #expect(first?.contains("atvm-tui waive --comment 'a broken fan' b w2k25") == true, "\(first ?? "")")
    }

    @Test func whatHasNotFailedIsRefused() throws {
        #expect(throws: ActingError.self) { try perform(.claim, by: "alice", host: "other") }
        #expect(mark == nil)
    }

    /// Nothing would change, so nothing is written, into the trail neither.
    @Test(
        arguments: [
            (.release, "nobody looks at w2k25 of b; there is nothing to release"),
            (.withdrawWaiver, "nobody has waived w2k25 of b; there is nothing to withdraw"),
        ] as [(MarkPlan.Decision, String)])
    func takingBackNothingIsRefused(_ decision: MarkPlan.Decision, _ why: String) throws {
        #expect(throws: ActingError.refused(why)) { try perform(decision, by: "alice") }
        #expect(readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) == nil)
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == nil)
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

    /// Nobody can say what stands in it: not that nobody looks, nor that there is nothing to withdraw.
    @Test(arguments: [.claim, .release, .withdrawWaiver] as [MarkPlan.Decision])
    func aFileThatCannotBeReadIsNotWrittenOver(_ decision: MarkPlan.Decision) throws {
        lab.folder.write("{", to: "var/lib/atvm-run-watcher/b/failures.json")
        let error = #expect(throws: ActingError.self) { try perform(decision, by: "alice") }
        guard case .unreadable(let why)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(why.contains(" /var/lib/atvm-run-watcher/b/failures.json: not JSON"), "\(why)")
        #expect(why.hasSuffix("; move the file away, then mark again"), "\(why)")
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == "{")
        let build = BuildLook.snapshot(of: lab.build, ObservatorySettings(root: lab.root))
        #expect(build?.problems.contains { $0.contains("failures.json") } == true)
    }
}
