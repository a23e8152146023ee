import CPosix
import Glibc
import Runs
import TestKit
import Testing

/// Starting, watching and cancelling with real processes, by the direct supervisor.
@Suite struct ControlTests {
    private let lab: Lab
    private let state = "var/lib/atvm-run-watcher/b"

    init() throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher", "root/cdc-e2e-cyp-12.17.4", "etc/atvm-tui"] {
            lab.folder.makeFolder(folder)
        }
        lab.folder.write(
            "supervisor = \"direct\"\npoll = \"0.1s\"\n[windows]\nend_grace = \"0.3s\"\nstartup_grace = \"5s\"\n",
            to: "etc/atvm-tui/config.toml")
    }

    private func start(_ runner: String) throws -> CommandRun {
        try lab.run(
            "start", "--build-name", "b", "--template", "cmc-e2e", "--template-command", "true", "--runner-command",
            runner)
    }

    private func text(_ name: String) -> String { readText(lab.folder["\(state)/\(name)"]) ?? "" }

    private func isRunning(_ words: String) -> Bool {
        ((try? filesIn("/proc")) ?? []).contains { name in
            Int(name) != nil && (readText("/proc/\(name)/cmdline") ?? "").contains(words)
        }
    }

    /// Children that ignore the request to end, and have left the session, end with the build all the same.
    @Test func cancelLeavesNothingRunning() throws {
        let mark = "9\(getpid())"
        let child = "trap '' TERM HUP; setsid sleep \(mark) & while :; do sleep 0.1; done"
        let started = try start("sh -c \"\(child)\"")
        #expect(started.status == 0, "\(started.errors)")
        #expect(eventually { isRunning("sleep\u{0}\(mark)") })
        let cancelled = try lab.run("cancel", "b")
        #expect(cancelled.status == 0, "\(cancelled.errors)")
        #expect(!isRunning("sleep\u{0}\(mark)") && !isRunning(lab.folder.path))
        #expect(text("state.json").contains("\"CANCELLED\""))
        #expect(text("runner.json").contains("\"ended_at\""))
        #expect(try lab.run("cancel", "b").output.contains("nothing was changed"))
    }

    @Test(arguments: [("sh -c 'exit 7'", "\"exited\"", 7), ("sh -c 'kill -9 $$'", "\"signal\"", 9)])
    func theEndOfARunnerIsWrittenDown(_ runner: String, _ result: String, _ status: Int) throws {
        #expect(try start(runner).status == 0)
        #expect(eventually { text("state.json").contains("\"TERMINATED\"") })
        #expect(text("runner.json").contains("\"result\": \(result)"))
        #expect(text("runner.json").contains("\"status\": \(status)"))
        #expect(try lab.run("wait", "b").status == 3)
    }

    @Test func aRunnerThatCannotStartLeavesNoWatcher() throws {
        let run = try start("no-such-program-here")
        #expect(run.status == 1 && run.errors.contains("no-such-program-here"))
        #expect(eventually { !isRunning(lab.folder.path) })
    }

    @Test func theSecondWatcherNamesTheFirst() throws {
        #expect(try start("sleep 30").status == 0)
        let second = try lab.run("watcher", "run", "--build-name", "b")
        #expect(second.status == 1 && second.errors.contains("process "))
        #expect(try lab.run("cancel", "b").status == 0)
    }

    @Test func aKilledWatcherGoesOn() throws {
        #expect(try start("sh -c 'sleep 6; exit 1'").status == 0)
        let pid = text("watcher.json").split(separator: "\n").first { $0.contains("\"pid\"") }
            .flatMap { Int32($0.filter(\.isNumber)) }
        let watcher = try #require(pid)
        kill(watcher, SIGKILL)
        // On a busy machine it takes its time to die.
        #expect(eventually { (readText("/proc/\(watcher)/cmdline") ?? "").isEmpty })
        let again = try lab.run("watcher", "start", "--build-name", "b")
        #expect(again.status == 0 && again.errors.contains("goes on"), "\(again.errors)")
        #expect(eventually { text("state.json").contains("\"TERMINATED\"") })
    }

    @Test(arguments: ["../x", "a/b", "", "a b", "%n", "é"])
    func aBadNameTouchesNothing(_ name: String) throws {
        let before = lab.folder.picture()
        for words in [["cancel", name], ["runner", "cancel", "--build-name", name]] {
            var all = Lab.clean
            all["ATVM_ROOT"] = lab.folder.path
            #expect(try CommandRun([Lab.program()] + words, environment: all).status == 64)
        }
        #expect(lab.folder.picture() == before)
    }

    @Test func whatIsNotThereIsTold() throws { #expect(try lab.run("cancel", "nobody").status == 66) }

    @Test func readOnlyActsOnNothing() throws {
        lab.folder.write("read_only = true\n", to: "etc/atvm-tui/config.toml")
        #expect(try start("true").status == 77)
    }
}
