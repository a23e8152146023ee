import Glibc
import Runs
import Screen
import TestKit
import Testing

/// The commands that print and end: what they say, and with what status.
@Suite struct CommandTests {
    @Test func builds() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        let run = try lab.run("builds")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines.first?.contains("STATE") == true)
        for index in 0..<8 { #expect(run.output.contains(lab.build(index).prefix(12))) }
        let json = try lab.run("builds", "--format", "json")
        #expect(json.status == 0)
        for index in 0..<8 { #expect(json.output.contains("\"build\": \"\(lab.build(index))\"")) }
        #expect(try Lab.empty().run("builds").output.hasPrefix("no builds; looked at "))
    }

    /// An answer that could not be written whole is no success; a reader that has enough is none of our business.
    @Test(arguments: [("> /dev/full", 1), (">&-", 1), ("| head -c 1 >&2", 0)])
    func answersThatCannotBeWritten(_ redirection: String, _ status: Int32) throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        let run = try CommandRun([
            "/bin/sh", "-c", "'\(Lab.program())' builds --root '\(lab.folder.path)' \(redirection)",
        ])
        #expect(run.status == status)
        #expect(run.errors.contains("atvm-tui: standard output: ") == (status == 1))
    }

    @Test func status() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        let report = try lab.run("status", lab.build(5))
        #expect(report.status == 0)
        #expect(report.output.hasPrefix("## ATVM Run Status\n### \(lab.build(5))\n"))
        #expect(report.output.contains("| failed | "))
        #expect(try lab.run("status", lab.build(5), "--format", "json").output.contains("\"state\": \"FAILED\""))
        #expect(try lab.run("status", lab.build(5), "--format", "junit").output.contains("<failure"))
        let part = try lab.run("status", lab.build(1), "--sub-run", "nobody")
        #expect(part.status == 66)
        #expect(part.errors.contains("has no sub-run 'nobody'; there are "))
        #expect(try lab.run("status", "x", "--sub-run", "y", "--format", "json").status == 64)
    }

    /// 0 COMPLETED, 1 FAILED, 2 CANCELLED, 3 TERMINATED, 4 HUNG, 124 when the time is over (contract, section 3).
    @Test func waitTellsTheState() throws {
        let lab = try Lab(builds: 9)
        defer { withExtendedLifetime(lab) {} }
        for (index, state, status) in [
            (4, "COMPLETED", 0), (5, "FAILED", 1), (6, "CANCELLED", 2), (7, "TERMINATED", 3), (3, "HUNG", 4),
        ] as [(Int, String, Int32)] {
            let run = try lab.run("wait", lab.build(index))
            #expect(run.status == status, "\(run.output)")
            #expect(run.output.hasPrefix("\(lab.build(index)) \(state): "))
        }
        let late = try lab.run("wait", lab.build(0), "--timeout", "5s")
        #expect(late.status == 124)
        #expect(late.errors == "atvm-tui wait: \(lab.build(0)) is still RUNNING after 5s\n")
    }

    @Test func inspect() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        let path = lab.folder["tmp/\(lab.build(4)).log"]
        let run = try lab.run("inspect", path, "--format", "json")
        #expect(run.status == 0)
        #expect(run.output.contains("\"verdict\": \"PASS\""))
        #expect(try lab.run("inspect", "-", "--format", "json", input: path).output == run.output)
        // Taken as by every command.
        #expect(try lab.run("inspect", path, "--root", "/nonexistent", "--format", "json").output == run.output)
        #expect(
            try lab.run("inspect", lab.folder["tmp/\(lab.build(5)).log"], "--format", "json").output.contains(
                "\"verdict\": \"FAIL\""))
        #expect(try lab.run("inspect", "--reporter", lab.folder["root/cdc-e2e-cyp-12.17.4"]).status == 0)
    }

    @Test func config() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        lab.folder.write("poll = \"5s\"\ntheme = \"mono\"\n", to: "etc/atvm-tui/config.toml")
        let run = try lab.run("config", environment: ["ATVM_THEME": "light"])
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func row(_ name: String) -> [String] { rows.first { $0.first == name } ?? [] }
        #expect(row("root") == ["root", lab.folder.path, "ATVM_ROOT"])
        #expect(row("theme") == ["theme", "light", "ATVM_THEME"])
        #expect(row("poll").contains("5s") && row("poll").last?.hasSuffix("config.toml") == true)
        #expect(row("windows.hang").prefix(2) == ["windows.hang", "90m"])
    }

    @Test(
        arguments: [
            (["status"], 64), (["status", "../x"], 64), (["status", "a b"], 64), (["status", ""], 64),
            (["wait", "-x"], 64),
            (["nonsense"], 64), (["builds", "--format", "xml"], 64), (["inspect"], 64),
            (["wait", "x", "--timeout", "soon"], 64),
            (["status", "nobody"], 66), (["wait", "nobody"], 66), (["inspect", "/nonexistent/log"], 66),
            (["inspect", "--reporter", "/nonexistent"], 66), (["inspect", "/"], 65),
            (["config", "--config", "/nonexistent"], 78),
            (["builds", "--config", "/"], 78), (["--help"], 0), (["--version"], 0), (["builds", "--help"], 0),
        ] as [([String], Int32)])
    func exitCodes(_ arguments: [String], _ status: Int32) throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        let run = try CommandRun(
            [Lab.program()] + arguments, environment: Lab.clean.merging(["ATVM_ROOT": lab.folder.path]) { $1 })
        #expect(run.status == status, "\(run.errors)")
        #expect(run.output.isEmpty == (status != 0))
        if status != 0 { #expect(!run.errors.isEmpty) }
        if status != 0, status != 64 { #expect(run.errors.count { $0 == "\n" } == 1, "\(run.errors)") }
    }

    /// Without a terminal the console says so and ends.
    @Test func theConsoleNeedsATerminal() throws {
        let run = try Lab.empty().run()
        #expect(run.status == 69)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("atvm-tui: ") && run.errors.count { $0 == "\n" } == 1, "\(run.errors)")
    }

    // MARK: Garbage

    /// A mebibyte of bytes by chance, in place of every file that the program reads: one clear line, and nothing else.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func garbage(_ seed: UInt64) throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var random = ByteRandom(seed: seed)
        let bytes = random.bytes(1 << 20)
        let name = lab.build(0)
        for path in [
            "var/lib/atvm-run-watcher/\(name)/state.json", "var/lib/atvm-run-watcher/\(name)/timeline.jsonl",
            "var/lib/atvm-run-watcher/\(name)/runner.json", "opt/atvm-watcher-service/vm-inventory.md",
            "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter/junk.xml",
            "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter/junk.json",
        ] { lab.folder.write(bytes, to: path) }
        lab.folder.write(bytes, to: "tmp/junk.log")
        let builds = try lab.run("builds")
        #expect(builds.status == 0)
        #expect(builds.output.contains(name.prefix(12)) && !builds.output.contains("junk"))
        let status = try lab.run("status", name)
        #expect(status.status == 0)
        #expect(status.output.contains("state.json: "))
        let inspected = try lab.run("inspect", lab.folder["tmp/junk.log"])
        #expect(inspected.status == 65)
        expectOneLine(inspected.errors)
        let reports = try lab.run("inspect", "--reporter", lab.folder["root/cdc-e2e-cyp-12.17.4"], "--format", "json")
        #expect(reports.status == 0)
        #expect(reports.output.contains("INVALID"))
        #expect(reports.errors.isEmpty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func garbageAsLogOfABuild(_ seed: UInt64) throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var random = ByteRandom(seed: seed)
        lab.folder.write(random.bytes(1 << 20), to: "tmp/\(lab.build(0)).log")
        #expect(try lab.run("status", lab.build(0)).status == 0)
        var console = try lab.console("--build", lab.build(0))
        try console.waitFor("HOST")
        console.write("L")
        try console.waitFor("following")
        for keys in ["g", "G", "/\u{e9}\r"] {
            console.write(keys)
            console.readUntilQuiet(milliseconds: 30)
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(console.screen.unknown.isEmpty)
    }

    @Test func garbageAsConfiguration() throws {
        let lab = try Lab.empty()
        defer { withExtendedLifetime(lab) {} }
        var random = ByteRandom(seed: 9)
        lab.folder.write(random.bytes(1 << 20), to: "etc/atvm-tui/config.toml")
        let run = try lab.run("builds")
        #expect(run.status == 78)
        #expect(run.output.isEmpty)
        expectOneLine(run.errors)
        lab.folder.write("poll = \"soon\"\n", to: "etc/atvm-tui/config.toml")
        let wrong = try lab.run("builds")
        #expect(wrong.status == 78)
        expectOneLine(wrong.errors)
        #expect(wrong.errors.contains("poll"))
    }

    @Test func garbageAsTheme() throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var random = ByteRandom(seed: 11)
        lab.folder.write(random.bytes(1 << 20), to: "etc/atvm-tui/themes/junk.toml")
        var console = try lab.console("--theme", "junk")
        try console.waitFor("2 builds")
        try console.waitFor("⚠")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    private func expectOneLine(_ text: String) {
        #expect(
            text.hasPrefix("atvm-tui") && text.hasSuffix("\n") && text.count { $0 == "\n" } == 1, "\(text.prefix(500))")
        #expect(text.utf8.count < 600)
        #expect(!text.unicodeScalars.contains { SafeText.isUnsafe($0) && $0 != "\n" })
    }
}

private struct ByteRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }
}
