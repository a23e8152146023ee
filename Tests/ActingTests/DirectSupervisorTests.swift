import CPosix
import Formats
import Glibc
import Observing
import Runs
import TestKit
import Testing

@testable import Acting

/// The direct supervisor with real processes: nothing of a build is left, nothing else is touched.
@Suite(.enabled(if: ControlLab.hasProgram, "the built program is not there")) struct DirectSupervisorTests {
    private func started(_ runner: String, hang: String = "90m") throws -> ControlLab {
        let control = try ControlLab(hang: hang)
        let run = try control.run(control.start(runner.replacing("MARK", with: control.mark)))
        #expect(run.status == 0, "\(run.errors)")
        return control
    }

    /// Children that ignore the request to end, have left the session, or fork while they die.
    static let stubborn = [
        "sh -c \"trap '' TERM HUP; setsid sleep MARK & while :; do sleep 0.1; done\"",
        "sh -c \"trap '' TERM; while :; do setsid sleep MARK & sleep 0.05; done\"",
        "sh -c \"setsid sh -c 'trap \\\"\\\" TERM; sleep MARK; sleep 1' & exec sleep MARK\"",
        "sh -c \"setsid env -i /bin/sh -c 'sleep MARK; sleep 1' & exec sleep MARK\"",
    ]

    @Test(arguments: 0..<4, [false, true])
    func cancelLeavesNothingRunning(_ index: Int, _ keeperIsKilled: Bool) throws {
        let control = try started(Self.stubborn[index])
        #expect(eventually { control.sleepers > 0 })
        if keeperIsKilled { kill(pid_t(try #require(control.runner?.keeper?.pid)), SIGKILL) }
        let cancelled = try control.run(["cancel", "b"])
        #expect(cancelled.status == 0, "\(cancelled.errors)")
        #expect(control.processes.isEmpty, "\(control.processes)")
        #expect(control.text("state.json").contains("\"CANCELLED\"") && control.runner?.endedAt != nil)
    }

    /// Keeper and runner have been killed; what they have left is refused as an active build, and cancelled.
    @Test func orphansOfAKilledKeeperAreFound() throws {
        let control = try started("sh -c \"setsid sh -c 'trap \\\"\\\" TERM; sleep MARK; sleep 1' & exec sleep MARK\"")
        #expect(eventually { control.sleepers == 2 })
        let record = try #require(control.runner)
        let keeper = try #require(record.keeper)
        kill(pid_t(keeper.pid), SIGKILL)
        kill(pid_t(record.process.pid), SIGKILL)
        #expect(eventually { control.text("state.json").contains("\"TERMINATED\"") })
        #expect(eventually { !BuildActivity(of: control.build, control.root).watcherLives })
        let again = try control.run(control.start("true"))
        #expect(again.status == 1 && again.errors.contains("still runs"), "\(again.errors)")
        let cancelled = try control.run(["cancel", "b"])
        #expect(cancelled.output.contains("were stopped"), "\(cancelled.output)")
        #expect(control.processes.isEmpty && control.text("state.json").contains("\"TERMINATED\""))
    }

    /// A number that has been given to another process is not this one's any more.
    @Test func aStrangerIsNeverKilled() throws {
        let control = try ControlLab()
        let stranger = try ChildProcess.start(
            ["sleep", control.mark], environment: ["PATH=/bin"], output: STDERR_FILENO)
        defer {
            kill(stranger, SIGKILL)
            waitpid(stranger, nil, 0)
        }
        let there = try #require(ProcessTable.identity(of: Int(stranger)))
        for change in [(-1, there.bootID), (1, there.bootID), (0, "another boot")] {
            let recycled = ProcessIdentity(
                pid: there.pid, startTicks: there.startTicks + change.0, bootID: change.1)
            let record = ProcessRecord(
                supervisor: "direct", launch: "l", process: recycled, keeper: recycled, startedAt: WallClock.now())
            try control.lab.writeRequest(["true"])
            control.folder.write(record.text, to: control.state + "/runner.json")
            control.folder.write(record.text, to: control.state + "/watcher.json")
            let supervisor = DirectSupervisor(root: control.root, options: [])
            try supervisor.stop(.watcher, of: control.build)
            try supervisor.stop(.runner, of: control.build)
            #expect(ProcessTable.isAlive(there))
        }
    }

    /// A runner that was stopped hangs after its window, and is no more than that.
    @Test func aStoppedRunnerHangs() throws {
        let control = try started("sh -c 'echo began; while :; do sleep 0.2; done # MARK'", hang: "2s")
        let record = try #require(control.runner)
        kill(pid_t(record.process.pid), SIGSTOP)
        #expect(eventually { control.text("state.json").contains("\"HUNG\"") }, "\(control.text("state.json"))")
        let cancelled = try control.run(["cancel", "b"])
        #expect(cancelled.output.contains("stays HUNG"), "\(cancelled.output) \(cancelled.errors)")
        #expect(eventually { control.processes.isEmpty } && control.text("state.json").contains("\"HUNG\""))
    }

    /// A console that lives long starts many: none becomes its zombie.
    @Test func nothingStartedIsAChild() throws {
        let control = try ControlLab()
        try control.lab.writeRequest(["sleep", control.mark])
        let supervisor = DirectSupervisor(
            root: control.root, options: ["--root", control.folder.path, "--supervisor", "direct"],
            program: builtProgram("atvm-tui"))
        try supervisor.start(.runner, of: control.build)
        let keeper = try #require(control.runner?.keeper)
        let entry = try #require(ProcessScan.all().first { $0.process == keeper })
        #expect(entry.parent != Int(getpid()) && entry.session == keeper.pid)
        try supervisor.stop(.runner, of: control.build)
        #expect(!ProcessScan.all().contains { $0.process == keeper && $0.parent == Int(getpid()) })
    }

    /// The metacharacters of a shell and of unit files arrive as they are.
    @Test func everyWordArrivesExactly() throws {
        let words = [
            "$(id)", "%h", "`id`", "a\"b", "it's", "\\", "*", "a b", "", "${HOME}", "~", "%%", "#x", "-n", "é",
        ]
        let control = try ControlLab()
        let out = control.folder["out"]
        let line = ShellWords.join(
            ["sh", "-c", "printf '<%s>' \"$@\" > \(out).new; mv \(out).new \(out)", "sh"] + words)
        for template in [false, true] {
            unlink(out)
            let run = try control.run(control.start(template ? "true" : line, template: template ? line : "true"))
            #expect(run.status == 0, "\(run.errors)")
            #expect(eventually { readText(out) != nil })
            #expect(readText(out) == words.map { "<\($0)>" }.joined())
            _ = try control.run(["cancel", "b"])
            #expect(eventually { !BuildActivity(of: control.build, control.root).watcherLives })
        }
    }

    /// A hostile environment reaches no child.
    @Test func childrenGetNoHostileEnvironment() throws {
        let control = try ControlLab()
        control.folder.write("#!/bin/sh\ntouch \(control.folder["hostile"])\n", to: "bin/sleep")
        chmod(control.folder["bin/sleep"], 0o755)
        let hostile = [
            "PATH": control.folder["bin"], "LD_PRELOAD": "/nonexistent/x.so", "LD_LIBRARY_PATH": "/nonexistent",
            "BASH_ENV": "/nonexistent/rc", "ENV": "/nonexistent/rc", "PYTHONPATH": "/nonexistent", "IFS": "x",
            "EDITOR": "rm", "PAGER": "rm", "GCONV_PATH": "/nonexistent", "TERMINFO": "/nonexistent",
            "NODE_OPTIONS": "--require=/nonexistent", "GIT_SSH_COMMAND": "rm", "SSLKEYLOGFILE": "/nonexistent",
            "ATVM_BUILD_STATE": "/elsewhere", "MATTERMOST_ATVM_WEBHOOK": "c4nary", "SSHPASS": "c4nary",
            "HARMLESS": "yes",
        ]
        let out = control.folder["out"]
        let run = try control.run(
            control.start("sh -c 'env > \(out).new; mv \(out).new \(out); sleep 0.1'", template: "sleep 0.01"),
            environment: hostile)
        #expect(run.status == 0, "\(run.errors)")
        #expect(eventually { readText(out) != nil })
        let lines = (readText(out) ?? "").split(separator: "\n").map(String.init)
        let allowed = ["PATH=/usr/local/sbin", "ATVM_BUILD_STATE=\(control.folder.path)/"]
        for (name, _) in hostile where name != "HARMLESS" {
            let bad = lines.filter { line in line.hasPrefix(name + "=") && !allowed.contains { line.hasPrefix($0) } }
            #expect(bad.isEmpty, "\(bad)")
        }
        #expect(lines.contains("HARMLESS=yes") && readText(control.folder["hostile"]) == nil)
        _ = try control.run(["cancel", "b"])
    }
}
