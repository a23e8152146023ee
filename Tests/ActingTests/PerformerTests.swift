import Acting
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@Suite struct PerformerTests {
    private let lab: Lab
    private let state = "var/lib/atvm-run-watcher/b"

    init() throws { lab = try Lab() }

    @Test func startsTheWatcherFirst() throws {
        let supervisor = RecordingSupervisor()
        #expect(try lab.start(supervisor) == "started")
        #expect(supervisor.asked == ["start watcher", "start runner"])
        #expect(lab.audit.map { $0["moment"]?.string } == ["intent", "outcome"])
        #expect(mode(lab.folder[state + "/request.json"]) == 0o600)
    }

    @Test func clearsWhatAnEarlierRunHasLeft() throws {
        for name in ["cancelled.marker", "posted.marker", "subruns/x/posted.marker", "state.json", "timeline.jsonl"] {
            lab.folder.write("{}", to: "\(state)/\(name)")
        }
        lab.folder.write("old", to: "tmp/b.log")
        _ = try lab.start(RecordingSupervisor())
        #expect(try Set(filesIn(lab.folder[state])) == ["request.json", "operation.lock", "watcher.lock"])
        #expect(readText(lab.folder["tmp/b.log"]) == nil)
    }

    @Test func aFailedTemplateStepStopsEverything() throws {
        let supervisor = RecordingSupervisor()
        do {
            _ = try lab.start(template: "sh -c 'echo first; echo no host section >&2; exit 3'", supervisor)
            Issue.record("it was started")
        } catch {
            #expect("\(error)".contains("exit status 3") && "\(error)".contains("no host section"))
        }
        #expect(supervisor.asked.isEmpty)
        #expect(readText(lab.folder["tmp/b.launch.log"]) == "first\nno host section\n")
        #expect(readText(lab.folder[state + "/operation.lock"]) == nil, "there is no such build after all")
        #expect(lab.audit.last?["outcome"]?.string?.contains("exit status 3") == true)
    }

    @Test func theTemplateStepLeavesNothingBehind() throws {
        let mark = "7\(getpid())"
        _ = try lab.start(template: "sh -c 'sleep \(mark) & exit 0'", RecordingSupervisor())
        #expect(eventually { !ProcessList.holds("sleep\u{0}\(mark)") })
    }

    @Test func aRunnerThatDoesNotStartTakesItsWatcherWithIt() throws {
        let supervisor = RecordingSupervisor(failing: "start runner")
        #expect(throws: ActingError.failed("start runner failed")) { try lab.start(supervisor) }
        #expect(supervisor.asked == ["start watcher", "start runner", "stop watcher", "stop runner"])
        let file = try StateFile(SafeFile.read(lab.folder[state + "/state.json"], limit: 1 << 20))
        #expect(file.record.state == .terminated)
        #expect(file.record.reason == "the start failed: start runner failed")
    }

    @Test func withoutItsAuditLineNothingHappens() throws {
        lab.folder.write("no folder", to: "var/log")
        let supervisor = RecordingSupervisor()
        #expect(throws: ActingError.self) { try lab.start(template: "touch \(lab.folder["touched"])", supervisor) }
        #expect(supervisor.asked.isEmpty && readText(lab.folder["touched"]) == nil)
        #expect(readText(lab.folder[state + "/operation.lock"]) == nil)
    }

    @Test(arguments: ["link", "hard link", "folder", "fifo"])
    func aPlantedLogIsRefused(_ kind: String) throws {
        lab.folder.write("secret", to: "etc/secret")
        let log = lab.folder["tmp/b.log"]
        switch kind {
        case "link": symlink(lab.folder["etc/secret"], log)
        case "hard link": link(lab.folder["etc/secret"], log)
        case "folder": mkdir(log, 0o755)
        default: mkfifo(log, 0o600)
        }
        let supervisor = RecordingSupervisor()
        do {
            _ = try lab.start(template: "touch \(lab.folder["touched"])", supervisor)
            Issue.record("it was started")
        } catch {
            #expect("\(error)".contains("/tmp/b.log"))
        }
        #expect(supervisor.asked.isEmpty && readText(lab.folder["touched"]) == nil)
        #expect(readText(lab.folder["etc/secret"]) == "secret")
        #expect(lab.audit.last?["moment"]?.string == "refused")
    }

    @Test func anActiveBuildIsNotTouched() throws {
        let own = try #require(ProcessTable.identity(of: Int(getpid())))
        let record = ProcessRecord(supervisor: "direct", launch: "l", process: own, startedAt: WallClock.now())
        try lab.writeRequest(["true"])
        lab.folder.write(record.text, to: state + "/runner.json")
        lab.folder.write("{}", to: state + "/posted.marker")
        let before = lab.folder.picture().filter { $0.key.hasPrefix("/" + state) }
        do {
            _ = try lab.start(RecordingSupervisor())
            Issue.record("it was started")
        } catch {
            #expect("\(error)".contains("tester started it"))
        }
        #expect(lab.folder.picture().filter { $0.key.hasPrefix("/" + state) } == before)
    }

    @Test(arguments: ["MATTERMOST_ATVM_WEBHOOK=c4nary", ""])
    func aWrongEnvironmentFileIsToldBeforeTheRun(_ text: String) throws {
        lab.folder.write(text, to: "etc/atvm-run-watcher.env")
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o600)
        let supervisor = RecordingSupervisor()
        do {
            _ = try lab.start(supervisor)
            Issue.record("it was started")
        } catch let error as ActingError {
            guard case .configuration(let why) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!why.contains("c4nary"))
        }
        #expect(supervisor.asked.isEmpty)
    }

    // MARK: Cancel

    @Test func cancelStopsTheWatcherFirst() throws {
        _ = try lab.start(RecordingSupervisor())
        let supervisor = RecordingSupervisor()
        #expect(try lab.cancel(supervisor) == "cancelled b")
        #expect(supervisor.asked == ["stop watcher", "stop runner"])
        let file = try StateFile(SafeFile.read(lab.folder[state + "/state.json"], limit: 1 << 20))
        #expect(file.record.state == .cancelled)
        #expect(FileSignature(linkAt: lab.folder[state + "/cancelled.marker"]) != nil)
    }

    @Test(arguments: [BuildState.completed, .failed, .terminated, .cancelled, .unknown])
    func whatHasEndedStaysAsItIs(_ ended: BuildState) throws {
        var file = StateFile(build: "b", record: RecordedState(state: ended))
        file.record.endedAt = WallClock.now()
        file.record.updatedAt = file.record.endedAt
        lab.folder.write(file.text, to: state + "/state.json")
        let before = lab.folder.picture().filter { $0.key.hasPrefix("/" + state) }
        let supervisor = RecordingSupervisor()
        #expect(try lab.cancel(supervisor).contains("nothing was changed"))
        #expect(supervisor.asked.isEmpty)
        #expect(lab.folder.picture().filter { $0.key.hasPrefix("/" + state) } == before)
    }

    @Test func whatIsNotThereCannotBeCancelled() throws {
        #expect(throws: ActingError.noSuchBuild(lab.build)) { try lab.cancel(RecordingSupervisor()) }
        #expect(FileSignature(linkAt: lab.folder[state]) == nil)
    }
}
