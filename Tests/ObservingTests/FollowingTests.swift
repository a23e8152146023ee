import Glibc
import Runs
import Simulation
import TestKit
import Testing

@testable import Observing

/// A controller that an observatory follows on a thread of its own.
private final class FollowedController {
    let root: TemporaryRoot
    let snapshots = Mailbox<Snapshot>()
    let requests = Mailbox<ObservatoryRequest>()
    let pulse = Pulse()
    static let state = "var/lib/atvm-run-watcher"

    init(windows: Windows = Windows(), poll: Duration = .seconds(60), prepare: (TemporaryRoot) -> Void) throws {
        root = try TemporaryRoot()
        root.makeFolder("tmp")
        root.makeFolder(Self.state)
        root.makeFolder(SomePaths.reporter)
        prepare(root)
        var settings = ObservatorySettings(root: Root(root.path))
        settings.windows = windows
        // So far apart that nothing is found by looking at everything again: only watches and deadlines are at work.
        settings.poll = poll
        let (followed, requests, snapshots, pulse) = (settings, requests, snapshots, pulse)
        try TestThread.start {
            Observatory(followed, mailbox: requests, pulse: pulse) { snapshots.put($0) }.run()
        }
    }

    deinit { requests.put(.stop) }

    /// Waits for a snapshot in which the build is as wanted.
    @discardableResult
    func wait(_ name: String = "b", until isWanted: (BuildSnapshot) -> Bool) throws -> BuildSnapshot {
        let text = try BuildName(name)
        let snapshot = try snapshots.next { $0.build(text).map(isWanted) ?? false }
        return try #require(snapshot.build(text))
    }

    func writeRun(_ specs: [String] = ["a", "c"]) {
        root.write(LabText.runHeader(specs) + LabText.specHeader(specs[0], 1, of: specs.count), to: "tmp/b.log")
    }
}

private enum SomePaths {
    static let reporter = "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"
}

/// Every one waits for what the observatory publishes; none sleeps.
@Suite struct FollowingTests {
    private static func start(_ root: TemporaryRoot) {
        root.write(
            LabText.state("b", "RUNNING", started: WallClock.now()), to: "\(FollowedController.state)/b/state.json")
        root.write(LabText.runHeader(["a", "c"]) + LabText.specHeader("a", 1, of: 2), to: "tmp/b.log")
    }

    @Test func aLineThatIsAppendedIsTheNextStep() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.hosts.first?.status == .running }
        for number in 1...3 {
            lab.root.append(LabText.passed(number), to: "tmp/b.log")
            let build = try lab.wait { $0.hosts.first?.step == number + 1 }
            #expect(build.hosts.first?.stepTitle == LabText.title(number + 1))
            // Somebody watched the step before it end.
            #expect(build.hosts.first?.stepStartedAt != nil)
        }
    }

    /// What was read before a log was cut stands nowhere in it now: no key may lead to a wrong place.
    @Test func aLogThatIsCutLosesItsPlaces() throws {
        let lab = try FollowedController(prepare: Self.start)
        let before = try lab.wait { $0.hosts.first?.logOffset != nil }
        #expect(!before.hasLostPlaces)
        lab.root.append(LabText.passed(1), to: "tmp/b.log")
        try lab.wait { $0.hosts.first?.step == 2 }
        lab.root.truncate("tmp/b.log", to: 0)
        lab.root.append(LabText.passed(2), to: "tmp/b.log")
        let after = try lab.wait { $0.hosts.first?.step == 3 && $0.hasLostPlaces }
        #expect(after.hosts.allSatisfy { $0.logOffset == nil && $0.steps.allSatisfy { $0.logOffset == nil } })
    }

    /// Lines that prove nothing come faster than anybody looks: the last of them is told all the same, and few looks
    /// tell of all.
    @Test func theLastLineOfAFloodIsTold() throws {
        let lab = try FollowedController(prepare: Self.start)
        let first = try lab.wait { $0.hosts.first?.status == .running }
        let line = "copied a block of the disk\n"
        var size = first.logSize ?? 0
        for _ in 0..<2000 {
            lab.root.append(line, to: "tmp/b.log")
            size += line.utf8.count
        }
        #expect(try lab.wait { $0.logSize == size }.state == .running)
        lab.root.append(line, to: "tmp/b.log")
        try lab.wait { $0.logSize == size + line.utf8.count }
    }

    /// What is written after the end changes the size at once and the time of the end soon; a new run changes all.
    @Test func aLogThatGrowsAfterItsEnd() throws {
        let log = SampleLog.oneSpec(
            LabText.passed(1), Counts(tests: 1, passing: 1, failing: 0, pending: 0, skipped: 0), name: "a.cy.ts")
        let lab = try FollowedController { root in
            root.write(log.text, to: "tmp/b.log", modified: Int(WallClock.now().wholeSeconds) - 3600)
        }
        lab.requests.put(.attend(try BuildName("b")))
        let before = try lab.wait { $0.state == .completed && $0.isDetailed }
        let line = "the template step says good-bye\n"
        var size = try #require(before.logSize)
        for _ in 0..<100 {
            lab.root.append(line, to: "tmp/b.log")
            size += line.utf8.count
        }
        let after = try lab.wait { $0.logSize == size && $0.endedAt == $0.activeAt }
        #expect(after.state == .completed && after.endedAt != before.endedAt)
        lab.root.append(LabText.runHeader(["a"]) + LabText.specHeader("a", 1, of: 1), to: "tmp/b.log")
        try lab.wait { $0.state == .running }
    }

    @Test func aMarkerCancels() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.state == .running }
        lab.root.write("", to: "\(FollowedController.state)/b/cancelled.marker")
        try lab.wait { $0.state == .cancelled }
    }

    @Test func aPostedMarkerIsSeen() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.delivery == .none }
        lab.root.write("", to: "\(FollowedController.state)/b/posted.marker")
        try lab.wait { $0.delivery == .posted }
    }

    @Test func aBuildThatIsRemovedIsGone() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.state == .running }
        lab.root.delete("tmp/b.log")
        lab.root.delete("\(FollowedController.state)/b")
        let snapshot = try lab.snapshots.next { $0.builds.isEmpty }
        #expect(snapshot.isComplete)
    }

    @Test func aNewBuildAppears() throws {
        let lab = try FollowedController { _ in }
        _ = try lab.snapshots.next { $0.isComplete && $0.builds.isEmpty }
        lab.root.write(LabText.runHeader(["a"]), to: "tmp/b.log")
        try lab.wait { $0.state == .running }
    }

    /// A log is there before its first line, and a run shows itself only after the words of whatever started it.
    @Test func aLogThatShowsItsRunLater() throws {
        let lab = try FollowedController { _ in }
        _ = try lab.snapshots.next { $0.isComplete && $0.builds.isEmpty }
        lab.root.write("", to: "tmp/b.log")
        lab.root.write("", to: "tmp/other.log")
        // What came after it has been seen.
        lab.root.write(LabText.runHeader(["x"]), to: "tmp/c.log")
        try lab.wait("c") { $0.state == .running }
        for line in ["> cdc-e2e@1.0.0 cy\n", "> cypress run\n\n"] {
            lab.root.append(line, to: "tmp/b.log")
            lab.root.append(line, to: "tmp/other.log")
        }
        lab.root.append(LabText.runHeader(["a"]) + LabText.specHeader("a", 1, of: 1), to: "tmp/b.log")
        try lab.wait { $0.state == .running }
        lab.root.append(LabText.passed(1), to: "tmp/b.log")
        let build = try lab.wait { $0.hosts.first?.stepsPassed == 1 }
        #expect(build.hosts.count == 1)
    }

    @Test func aNewLaunchOfAnOldNameStartsAnew() throws {
        let lab = try FollowedController { root in
            let start = WallClock.now() + .seconds(-86400)
            root.write(
                LabText.state("b", "COMPLETED", started: start, ended: start + .seconds(600)),
                to: "\(FollowedController.state)/b/state.json")
            root.write(LabText.runHeader(["a"]), to: "tmp/b.log", modified: Int((start + .seconds(600)).wholeSeconds))
        }
        try lab.wait { $0.state == .completed }
        Self.start(lab.root)
        let build = try lab.wait { $0.state == .running && $0.hosts.count == 2 }
        #expect(build.problems.isEmpty)
    }

    /// The state folder is removed and made anew: what happens in it must be seen at once again.
    @Test func aFolderMadeAnewIsWatchedAnew() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.launch.template == "cmc-e2e" }
        lab.root.delete("\(FollowedController.state)/b")
        try lab.wait { $0.launch.template == nil }
        lab.root.makeFolder("\(FollowedController.state)/b")
        lab.root.write(
            LabText.state("b", "RUNNING", started: WallClock.now()), to: "\(FollowedController.state)/b/state.json")
        try lab.wait { $0.launch.template == "cmc-e2e" }
        lab.root.write("", to: "\(FollowedController.state)/b/cancelled.marker")
        try lab.wait { $0.state == .cancelled }
    }

    /// No watch can tell of a state root that was missing: it is looked for until it stands there.
    @Test func aStateRootMadeAnewIsFound() throws {
        let lab = try FollowedController(poll: .milliseconds(50), prepare: Self.start)
        try lab.wait { _ in true }
        lab.root.delete("tmp")
        lab.root.delete(FollowedController.state)
        _ = try lab.snapshots.next { $0.isComplete && $0.builds.isEmpty }
        lab.root.makeFolder("\(FollowedController.state)/c")
        lab.root.write(LabText.state("c", "RUNNING", started: nil), to: "\(FollowedController.state)/c/state.json")
        try lab.wait("c") { _ in true }
    }

    @Test func aFileInPlaceOfTheStateRootIsNamed() throws {
        let lab = try FollowedController {
            $0.delete(FollowedController.state)
            $0.write("x", to: FollowedController.state)
        }
        let found = try lab.snapshots.next { $0.isComplete }
        #expect(found.problems == ["cannot list /var/lib/atvm-run-watcher: Not a directory"])
    }

    /// Also beside a problem that was there before.
    @Test func aStateRootThatBecomesAFileIsNamed() throws {
        let lab = try FollowedController(poll: .milliseconds(50)) { root in
            Self.start(root)
            root.write("no table", to: "opt/atvm-watcher-service/vm-inventory.md")
        }
        _ = try lab.snapshots.next { $0.isComplete && $0.problems.count == 1 }
        lab.root.delete(FollowedController.state)
        lab.root.write("x", to: FollowedController.state)
        let found = try lab.snapshots.next { $0.problems.count == 2 }
        #expect(found.problems.first == "cannot list /var/lib/atvm-run-watcher: Not a directory")
    }

    @Test func aReportDecides() throws {
        let lab = try FollowedController(prepare: Self.start)
        lab.requests.put(.attend(try BuildName("b")))
        try lab.wait { $0.hosts.first?.status == .running }
        let now = String((WallClock.now() + .seconds(1)).rfc3339.dropLast())
        lab.root.write(LabText.junit("a", failing: true, at: now), to: "\(SomePaths.reporter)/a.xml")
        let build = try lab.wait { $0.hosts.first?.status == .failed }
        #expect(build.hosts.first?.failures.first?.failure.message == "Error: no")
    }

    /// A report that is cut when it is first seen is named once nobody can be writing it any more.
    @Test func aReportThatStaysCutIsNamed() throws {
        let lab = try FollowedController(prepare: Self.start)
        try lab.wait { $0.hosts.first?.status == .running }
        let written = Int(WallClock.now().wholeSeconds) - 4
        let state = LabText.state("b", "RUNNING", started: Timestamp(seconds: Int64(written - 60)))
        lab.root.write(state, to: "\(FollowedController.state)/b/state.json")
        lab.root.write(
            String(LabText.junit("a").dropLast(20)), to: "\(SomePaths.reporter)/a.xml", modified: written)
        let build = try lab.wait { !$0.problems.isEmpty }
        #expect(build.problems.first?.hasPrefix("/\(SomePaths.reporter)/a.xml: ") == true)
    }

    /// Nothing tells of the passing of time but the time itself.
    @Test func windowsEndByThemselves() throws {
        let windows = Windows(startupGrace: .seconds(1), endGrace: .seconds(1), hang: .seconds(1))
        let lab = try FollowedController(windows: windows) { root in
            Self.start(root)
            let process = ProcessIdentity.current
            root.write(
                "{\"pid\":\(process.pid),\"start_ticks\":\(process.startTicks),\"boot_id\":\"\(process.bootID)\"}",
                to: "\(FollowedController.state)/b/runner.json")
        }
        try lab.wait { $0.state == .hung }
        lab.root.append(LabText.passed(1), to: "tmp/b.log")
        try lab.wait { $0.state == .running }
        lab.root.write(
            "{\"ended_at\":\"\(WallClock.now().rfc3339)\",\"status\":1}",
            to: "\(FollowedController.state)/b/runner.json")
        let build = try lab.wait { $0.state == .terminated }
        #expect(build.reason.contains("exit status 1"))
    }

    @Test func onlyTheAttendedBuildHasDetails() throws {
        let lab = try FollowedController { root in
            root.write(
                LabText.runHeader(["a"]) + LabText.specHeader("a", 1, of: 1) + LabText.passed(1), to: "tmp/b.log")
            root.write("", to: "\(FollowedController.state)/b/cancelled.marker")
        }
        let before = try lab.wait { $0.state == .cancelled }
        #expect(!before.isDetailed && before.hosts.first?.steps.isEmpty == true)
        lab.requests.put(.attend(try BuildName("b")))
        let attended = try lab.wait { $0.isDetailed }
        #expect(attended.hosts.first?.steps.first?.status == .passed)
        lab.requests.put(.attend(nil))
        try lab.wait { !$0.isDetailed }
    }

    /// Nor does its failure become another one when its details are let go of: of some the first line says little.
    @Test func aFailureStaysTheOneThatItWas() throws {
        let counts = Counts(tests: 1, failing: 1)
        let log = SampleLog().startingRun(specs: ["a.cy.ts"]).startingSpec("a.cy.ts")
            .adding("  ATVM a\n    1) 1. Verifying set up\n\n\n  0 passing (2s)\n  1 failing\n\n  1) ATVM a\n")
            .adding("       1. Verifying set up:\n     CypressError: `cy.request()` failed on:\n\n     http://x\n\n\n")
            .endingSpec("a.cy.ts", counts).endingRun([("a.cy.ts", counts)]).text
        let lab = try FollowedController { root in root.write(log, to: "tmp/b.log") }
        lab.requests.put(.attend(try BuildName("b")))
        let attended = try #require(lab.wait { $0.state == .failed && $0.isDetailed }.failedHosts.first)
        #expect(attended.message == "CypressError: `cy.request()` failed on: http://x")
        lab.requests.put(.attend(nil))
        let settled = try #require(lab.wait { !$0.isDetailed }.failedHosts.first)
        #expect(settled.failure == nil && settled.key == attended.key && settled.text == attended.text)
    }

    @Test(arguments: [
        ("{", "not JSON"), ("", "it is empty"), ("{\"schema\":99,\"state\":\"RUNNING\"}", "schema 99 is newer"),
        ("[]", "no JSON object"), ("{\"schema\":1,\"state\":\"SLEEPING\"}", "none of those known"),
        ("\u{FF}\u{FE}", "not JSON"), (String(repeating: "[", count: 200_000), "not JSON"),
    ])
    func aBrokenStateIsOneLineBesideTheRest(_ text: String, _ wanted: String) throws {
        let root = try TemporaryRoot()
        root.write(text, to: "\(FollowedController.state)/b/state.json")
        root.write(LabText.runHeader(["a"]), to: "tmp/b.log")
        let build = try #require(BuildLook.snapshot(of: try BuildName("b"), ObservatorySettings(root: Root(root.path))))
        #expect(build.state == .running)
        #expect(build.problems.count == 1)
        let line = try #require(build.problems.first)
        #expect(line.hasPrefix("/var/lib/atvm-run-watcher/b/state.json: ") && line.contains(wanted), "\(line)")
        #expect(!line.contains("\n") && line.utf8.count < 400)
    }

    @Test func plantedLogsAreNamed() throws {
        let root = try TemporaryRoot()
        root.write("secret", to: "secret")
        root.makeFolder("\(FollowedController.state)/b")
        root.makeFolder("tmp")
        mkfifo(root["tmp/b.log"], 0o644)
        let settings = ObservatorySettings(root: Root(root.path))
        let name = try BuildName("b")
        #expect(
            BuildLook.snapshot(of: name, settings)?.problems == [
                "/tmp/b.log is not a regular file and was not opened; remove it"
            ])
        root.delete("tmp/b.log")
        root.link("../secret", at: "tmp/b.log")
        #expect(BuildLook.snapshot(of: name, settings)?.problems.first?.contains("symbolic link") == true)
    }

    // MARK: Pulse

    @Test func thePulseTellsOfAStuckEngine() throws {
        let pulse = Pulse()
        #expect(!pulse.isStale(slack: .zero))
        pulse.beat(nextWithin: .seconds(-5))
        #expect(pulse.isStale(slack: .seconds(4)))
        #expect(!pulse.isStale(slack: .seconds(6)))
        #expect(WallClock.now() - pulse.lookedAt < .seconds(60))
    }

    /// Where nothing happens after the first look, the next one is due as late as in every idle time.
    @Test func anIdleEngineIsNotStuck() throws {
        let lab = try FollowedController(poll: .seconds(2)) { _ in }
        let deadline = WallClock.steady() + .seconds(30)
        while lab.pulse.isStale(slack: .seconds(-40)), WallClock.steady() < deadline { sched_yield() }
        #expect(!lab.pulse.isStale(slack: .seconds(-40)))
    }

    @Test func theEngineBeats() throws {
        let lab = try FollowedController(prepare: Self.start)
        lab.pulse.beat(nextWithin: .seconds(-100))
        try lab.wait { $0.state == .running }
        lab.requests.put(.refresh)
        lab.root.append(LabText.passed(1), to: "tmp/b.log")
        try lab.wait { $0.hosts.first?.step == 2 }
        // The first scan publishes before it beats; whatever follows it beats first.
        lab.root.append(LabText.passed(2), to: "tmp/b.log")
        try lab.wait { $0.hosts.first?.step == 3 }
        #expect(!lab.pulse.isStale(slack: .zero))
    }
}
