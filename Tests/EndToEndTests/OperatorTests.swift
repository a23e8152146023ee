import CPosix
import Glibc
import Runs
import Screen
import TestKit
import Testing

/// The built console as an operator uses it, on real processes below the direct supervisor.
@Suite struct OperatorTests {
    private let lab: Lab
    private let state = "var/lib/atvm-run-watcher/b"

    init() throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher", "root/cdc-e2e-cyp-12.17.4", "etc/atvm-tui"] {
            lab.folder.makeFolder(folder)
        }
        lab.folder.write(
            "supervisor = \"direct\"\npoll = \"0.1s\"\n[windows]\nend_grace = \"0.3s\"\nstartup_grace = \"60s\"\n",
            to: "etc/atvm-tui/config.toml")
    }

    private func start(_ runner: String) throws {
        let run = try lab.run(
            "start", "--build-name", "b", "--template", "cmc-e2e", "--template-command", "true", "--runner-command",
            runner)
        try #require(run.status == 0, "\(run.errors)")
    }

    private func text(_ name: String) -> String { readText(lab.folder["\(state)/\(name)"]) ?? "" }

    private func isRunning(_ mark: String) -> Bool {
        ((try? filesIn("/proc")) ?? []).contains { name in
            Int(name) != nil && (readText("/proc/\(name)/cmdline") ?? "").contains(mark)
        }
    }

    @Test func cancelsARunThatRuns() throws {
        let mark = "8\(getpid())"
        try start("sh -c \"trap '' TERM; setsid sleep \(mark) & while :; do sleep 0.1; done\"")
        var console = try lab.console("--build", "b")
        try console.waitFor("RUNNING")
        console.write("c")
        try console.waitFor("▸[ Keep running ]")
        try console.waitFor("below it")
        // The safe answer first.
        console.write("\r")
        try console.waitFor("b keeps running")
        #expect(text("cancelled.marker").isEmpty && isRunning("sleep\u{0}\(mark)"))
        console.write("c")
        try console.waitFor("▸[ Keep running ]")
        console.write("y")
        try console.waitFor("✔ cancelled b")
        try console.waitFor("CANCELLED")
        #expect(text("state.json").contains("\"CANCELLED\"") && !isRunning("sleep\u{0}\(mark)"))
        console.write("c")
        try console.waitFor("it has ended (CANCELLED)")
        console.write("A")
        try console.waitFor("Audit trail")
        try console.waitFor("cancelled b")
        console.write("qQ")
        #expect(try console.waitForExit() == 0)
        #expect(console.modesAreRestored == true)
        #expect((readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? "").split(separator: "\n").count == 4)
    }

    /// A console that loses its terminal while it cancels brings that to its end.
    @Test func whatIsBegunComesToItsEnd() throws {
        try start("sh -c \"trap '' TERM; while :; do sleep 0.1; done\"")
        var console = try lab.console("--build", "b")
        try console.waitFor("RUNNING")
        console.write("c")
        try console.waitFor("▸[ Keep running ]")
        console.write("y")
        try console.waitFor("has begun")
        console.signal(SIGTERM)
        #expect(try console.waitForExit() == 128 + SIGTERM)
        #expect(text("state.json").contains("\"CANCELLED\"") && text("runner.json").contains("\"ended_at\""))
        let trail = readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? ""
        #expect(trail.contains("cancelled b"))
    }

    @Test func readOnlyCancelsNothing() throws {
        try start("sleep 60")
        defer { _ = try? lab.run("cancel", "b") }
        var console = try lab.console("--read-only", "--build", "b")
        try console.waitFor("RUNNING")
        for keys in ["c", ":cancel\r"] {
            console.write(keys)
            try console.waitFor("not permitted")
            console.write("y")
            console.readUntilQuiet()
            #expect(!console.screen.lines.joined().contains("Keep running"))
            console.write("r")
            try console.waitFor("looking at everything again")
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(text("cancelled.marker").isEmpty)
    }

    // MARK: Settling

    /// A build that has ended, and of whose post nobody knows.
    private func leaveUnknown() {
        let body = "{\"text\":\"the frozen report of b\"}"
        lab.folder.write(body, to: "\(state)/post.body")
        lab.folder.write(
            "{\"build\":\"b\",\"launch\":\"l\",\"phase\":\"sending\",\"sha256\":\"\(Self.digest)\",\"first_tried_at\":\"2026-11-20T10:00:00Z\",\"failures\":0}",
            to: "\(state)/post.json")
        lab.folder.write(
            "{\"schema\":1,\"build\":\"b\",\"state\":\"COMPLETED\",\"ended_at\":\"2026-11-20T10:00:00Z\",\"updated_at\":\"2026-11-20T10:00:00Z\",\"summary\":{\"total\":1,\"passed\":1,\"failed\":0,\"skipped\":0},\"hosts\":[{\"name\":\"h\",\"status\":\"PASS\"}],\"delivery\":\"unknown\"}",
            to: "\(state)/state.json")
    }

    private static let digest = "ee9f770ec5237cbb38dbd2a909cdbca7dbf8bca32895051fa016fa832916455d"

    @Test func settlesFromTheConsole() throws {
        leaveUnknown()
        var console = try lab.console(size: Size(columns: 120, rows: 30))
        try console.waitFor("delivery unknown")
        try console.waitFor("1 unposted")
        console.write("d")
        try console.waitFor("the frozen report of b")
        console.write("\t\t")
        try console.waitFor("▸[ Mark as posted ]")
        console.write("\r")
        try console.waitFor("marked the report of b as posted")
        try console.wait(for: "no attention any more") { lines in
            !lines.contains { $0.contains("unposted") }
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(!text("posted.marker").isEmpty)
    }

    @Test func settlesFromTheCommandLine() throws {
        leaveUnknown()
        #expect(try lab.run("settle", "b").status == 64)
        #expect(try lab.run("settle", "b", "--posted", "--post-again").status == 64)
        #expect(try lab.run("settle", "b", "--posted", "--sub-run", "../x").status == 64)
        #expect(try lab.run("settle", "nobody", "--posted").status == 66)
        #expect(try lab.run("settle", "b", "--posted", "--sub-run", "linux").status == 1)
        let dry = try lab.run("settle", "b", "--posted", "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("Digest:") && text("posted.marker").isEmpty)
        let done = try lab.run("settle", "b", "--posted")
        #expect(done.status == 0 && done.output.contains("marked the report"), "\(done.errors)")
        #expect(!text("posted.marker").isEmpty)
        #expect(try lab.run("settle", "b", "--posted").status == 1)
    }

    @Test func asksOnATerminal() throws {
        leaveUnknown()
        var terminal = try lab.console("settle", "b")
        try terminal.waitFor("Did it arrive?")
        terminal.write("\n")
        try terminal.waitFor("was left as it is")
        #expect(try terminal.waitForExit() == 0)
        #expect(text("posted.marker").isEmpty)
    }
}
