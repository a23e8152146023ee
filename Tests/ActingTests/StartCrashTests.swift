import Formats
import Glibc
import Observing
import Runs
import TestKit
import Testing

@testable import Acting

/// A start and a cancellation killed at every step, on the built program with real processes. The tests are skipped, and say
/// so, where strace is missing.
@Suite(.enabled(if: ControlLab.hasStrace, "strace or the built program is not there")) struct StartCrashTests {
    private static let calls = [
        "openat", "rename", "fsync", "unlink", "mkdir", "clone", "clone3", "flock",
    ]

    @Test(arguments: calls, [false, true])
    func aKilledStartIsNothingOrFound(_ call: String, _ hasEarlierRun: Bool) throws {
        let counting = try lab(hasEarlierRun)
        let words = counting.start("sleep \(counting.mark)")
        let places = try counting.places(of: call, in: words, atMost: 5)
        // Which of the two starts a process depends on the C library.
        #expect(!places.isEmpty || call == "clone3")
        try counting.cleanUp()
        for number in places {
            let lab = try lab(hasEarlierRun)
            let start = lab.start("sleep \(lab.mark)")
            let killed = try lab.kill(start, at: call, number)
            // How many files of /proc it reads differs from run to run.
            #expect(killed.status == 137 || call == "openat", "\(call) \(number): \(killed.status)")
            let place = "\(call) \(number)\(hasEarlierRun ? ", used name" : "")"
            check(lab, place, hasEarlierRun)
            // Half of them are cancelled first, half are started again.
            if number % 2 == 0 { try cancel(lab, place) }
            var again = try lab.run(start)
            if again.status != 0 {
                #expect(again.errors.contains("active"), "\(place): \(again.errors)")
                try cancel(lab, place)
                again = try lab.run(start)
            }
            #expect(again.status == 0, "\(place): \(again.errors)")
            #expect(lab.look()?.state == .running, "\(place)")
            #expect(eventually { lab.sleepers == 1 }, "\(place): \(lab.processes)")
            try cancel(lab, place)
            #expect(lab.look()?.state == .cancelled, "\(place)")
            #expect(eventually { lab.processes.isEmpty }, "\(place): \(lab.processes)")
        }
    }

    private func lab(_ hasEarlierRun: Bool) throws -> ControlLab {
        let lab = try ControlLab()
        guard hasEarlierRun else { return lab }
        var file = StateFile(build: "b", record: RecordedState(state: .completed))
        file.record.endedAt = WallClock.now()
        file.record.updatedAt = WallClock.now()
        file.record.delivery = .posted
        lab.folder.write(file.text, to: lab.state + "/state.json")
        lab.folder.write("{}", to: lab.state + "/posted.marker")
        lab.folder.write("{\"schema\":1,\"phase\":\"posted\"}", to: lab.state + "/post.json")
        lab.folder.write("old", to: "tmp/b.log")
        return lab
    }

    private func check(_ lab: ControlLab, _ place: String, _ hasEarlierRun: Bool) {
        guard let now = lab.look(), let later = lab.look(afterGrace: true) else {
            #expect(!hasEarlierRun, "\(place): the build is gone")
            return
        }
        let activity = BuildActivity(of: lab.build, lab.root)
        let isBegun = activity.request != nil
        if !isBegun {
            // Nothing has happened, or the earlier run's files were being cleared away.
            #expect(!activity.runnerLives && !activity.watcherLives, "\(place)")
            #expect(now.state == .unknown || hasEarlierRun, "\(place): \(now)")
            return
        }
        #expect(now.state == .running, "\(place): \(now)")
        if activity.runner == nil {
            #expect(later.state == .unknown && later.reason.contains("incomplete start"), "\(place): \(later)")
        }
    }

    /// What a killed start has begun may still be on its way; a cancellation ends it all the same.
    private func cancel(_ lab: ControlLab, _ place: String) throws {
        let run = try lab.run(["cancel", "b"])
        #expect(run.status == 0 || run.status == 66, "\(place): cancel: \(run.errors)")
    }

    @Test(arguments: calls) func aKilledCancelIsCompletedByTheNext(_ call: String) throws {
        let counting = try running()
        let places = try counting.places(of: call, in: ["cancel", "b"], atMost: 3)
        for number in places {
            let lab = try running()
            let killed = try lab.kill(["cancel", "b"], at: call, number)
            #expect(killed.status == 137 || call == "openat", "cancel, \(call) \(number): \(killed.status)")
            let place = "cancel, \(call) \(number)"
            let state = lab.look()?.state
            #expect(state == .running || state == .cancelled, "\(place): \(state?.rawValue ?? "-")")
            let again = try lab.run(["cancel", "b"])
            #expect(again.status == 0, "\(place): \(again.errors)")
            #expect(lab.text("state.json").contains("\"CANCELLED\""), "\(place): \(again.output)")
            #expect(eventually { lab.processes.isEmpty }, "\(place): \(lab.processes)")
            #expect(lab.runner?.endedAt != nil, "\(place)")
        }
    }

    /// A run that has finished stays so, wherever its cancellation is killed.
    @Test func aFinishedRunStaysFinished() throws {
        for number in [1, 3, 9] {
            let lab = try lab(true)
            let before = lab.folder.picture().filter { $0.key.hasPrefix("/" + lab.state) }
            _ = try lab.kill(["cancel", "b"], at: "openat", number * 10)
            #expect(try lab.run(["cancel", "b"]).output.contains("nothing was changed"))
            #expect(lab.folder.picture().filter { $0.key.hasPrefix("/" + lab.state) } == before)
        }
    }

    private func running() throws -> ControlLab {
        let lab = try ControlLab()
        let run = try lab.run(lab.start("sleep \(lab.mark)"))
        #expect(run.status == 0, "\(run.errors)")
        return lab
    }

    // MARK: Audit

    /// Without its line in the audit trail nothing happens, whatever the disk says.
    @Test(arguments: ["write:error=ENOSPC", "fsync:error=EIO", "openat:error=EROFS", "openat:error=EACCES"])
    func aFullOrBrokenDiskUnderTheAuditTrailStopsIt(_ fault: String) throws {
        let lab = try ControlLab()
        _ = try lab.run(["cancel", "nobody"])
        lab.folder.write("", to: "var/log/atvm-tui/audit.jsonl")
        let call = String(fault.prefix { $0 != ":" })
        let run = try lab.run(
            lab.start("sleep \(lab.mark)", template: "touch \(lab.folder["touched"])"),
            tracer: [
                ControlLab.strace, "-qq", "-o", "/dev/null", "-P", lab.root.audit, "-e", "trace=\(call)", "-e",
                "inject=\(fault)",
            ])
        #expect(run.status == 73 && run.errors.contains("audit"), "\(run.status) \(run.errors)")
        #expect(readText(lab.folder["touched"]) == nil && lab.processes.isEmpty)
        #expect(FileSignature(linkAt: lab.folder[lab.state]) == nil && readText(lab.root.audit) == "")
    }
}
