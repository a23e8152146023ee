import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// Evidence that comes late, and evidence that never comes.
@Suite(.enabled(if: ControlLab.hasProgram, "the built program is not there")) struct LateEvidenceTests {
    private func watcher(_ crash: CrashLab) throws -> RunningProgram {
        try RunningProgram([try #require(builtProgram("atvm-tui"))] + crash.words)
    }

    private func settings(_ crash: CrashLab, grace: String, end: String = "0.2s") {
        crash.lab.folder.write(
            "poll = \"0.1s\"\n[windows]\nend_grace = \"\(end)\"\nstartup_grace = \"\(grace)\"\n",
            to: "etc/atvm-tui/config.toml")
    }

    /// A reporter file that contradicts a report which has been frozen: the state and the screens follow it, the post does not.
    @Test func aLateReportChangesTheStateAndNeverAPost() throws {
        let crash = try CrashLab(parts: 1)
        defer { crash.server.stop() }
        // So long after the last line a report may still come.
        settings(crash, grace: "60s", end: "20s")
        // The runner lives: its process is this one.
        let own = try #require(ProcessTable.identity(of: Int(getpid())))
        var record = ProcessRecord(supervisor: "direct", launch: "l1", process: own, startedAt: WallClock.now())
        let path = "var/lib/atvm-run-watcher/b/runner.json"
        crash.lab.folder.write(record.text, to: path)
        let reporter = "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"
        crash.lab.folder.makeFolder(reporter)
        let watcher = try watcher(crash)
        let key = SubRunKey("run-1")
        #expect(eventually { crash.hasMarker(key) || watcher.hasEnded }, "\(watcher.output)")
        let frozen = readText(crash.lab.root.postFolder(of: crash.lab.build, subRun: key) + "/post.body")
        #expect(frozen?.contains("PASS") == true && frozen?.contains("it broke late") == false)
        #expect(crash.state?.record.hosts.map(\.status) == ["PASS"])

        crash.lab.folder.write(
            """
            <?xml version="1.0"?><testsuites tests="1" failures="1"><testsuite name="Root Suite" file="cypress/e2e/h0.cy.ts" \
            tests="0"/><testsuite name="ATVM h0" tests="1" failures="1"><testcase name="ATVM h0 1. Prepare" \
            classname="1. Prepare" time="1"><failure message="it broke late" type="Error">it broke late</failure></testcase>\
            </testsuite></testsuites>
            """, to: "\(reporter)/late.xml")
        #expect(
            eventually { crash.state?.record.hosts.map(\.status) == ["FAIL"] },
            "\(crash.state?.text ?? "")")
        let program = try #require(builtProgram("atvm-tui"))
        for words in [["status", "b"], ["snapshot", "--build", "b", "--size", "120x40"], ["builds"]] {
            let shown = try CommandRun(
                [program] + words + ["--root", crash.lab.folder.path], environment: CrashLab.environment)
            #expect(shown.output.contains(words[0] == "builds" ? "b" : "FAIL"), "\(words): \(shown.output)")
        }
        (record.endedAt, record.end) = (WallClock.now(), .exited(1))
        crash.lab.folder.write(record.text, to: path)
        #expect(eventually { watcher.hasEnded }, "\(watcher.output)")
        #expect(crash.state?.record.state == .failed)
        #expect(readText(crash.lab.root.postFolder(of: crash.lab.build, subRun: key) + "/post.body") == frozen)
        #expect(crash.server.bodies == [frozen ?? ""])
    }

    /// Started and watched, but its runner never came: after the grace the watcher itself says so and ends.
    @Test(arguments: [false, true]) func aRunnerThatNeverComesIsUnknown(_ hasEmptyLog: Bool) throws {
        let crash = try CrashLab()
        defer { crash.server.stop() }
        settings(crash, grace: "3s")
        for name in ["tmp/b.log", "var/lib/atvm-run-watcher/b/runner.json", "var/lib/atvm-run-watcher/b/state.json"] {
            crash.lab.folder.delete(name)
        }
        if hasEmptyLog { crash.lab.folder.write("", to: "tmp/b.log") }
        let launched = WallClock.now()
        let watcher = try watcher(crash)
        #expect(eventually { watcher.hasEnded }, "\(crash.state?.text ?? "")")
        #expect(watcher.status == 0 && watcher.output.contains("UNKNOWN"), "\(watcher.output)")
        #expect(crash.state?.record.state == .unknown && crash.state?.record.reason?.contains("no runner") == true)
        // The launch is a moment older than the watcher.
        #expect(try #require(crash.state?.record.updatedAt) - launched > .seconds(1))
        #expect(crash.server.bodies.isEmpty && !crash.hasMarker(nil))
    }

    /// Nobody has written down when it was launched: the grace counts from when its watcher began.
    @Test func aWatcherWithoutARequestWaitsForTheGraceToo() throws {
        let crash = try CrashLab()
        defer { crash.server.stop() }
        settings(crash, grace: "3s")
        for name in ["request", "runner", "state"] {
            crash.lab.folder.delete("var/lib/atvm-run-watcher/b/\(name).json")
        }
        crash.lab.folder.delete("tmp/b.log")
        let began = WallClock.now()
        let watcher = try watcher(crash)
        #expect(eventually { watcher.hasEnded })
        #expect(crash.state?.record.state == .unknown)
        #expect(try #require(crash.state?.record.updatedAt) - began >= .seconds(3))
    }
}
