import Runs
import Screen
import TestKit
import Testing

/// Failures as an operator meets them: on the command line, in the console, and marked by others.
@Suite struct FailuresTests {
    private let lab: Lab

    init() throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher", "etc/atvm-tui"] { lab.folder.makeFolder(folder) }
        lab.folder.write(Self.threeHosts, to: "tmp/b.log")
        lab.folder.write(
            """
            supervisor = "direct"
            poll = "0.1s"
            [[triage]]
            id = "LAB-1"
            pattern = 'expected \\d+ to equal \\d+'
            cause = "the lab's counter"
            retry = "safe"
            """, to: "etc/atvm-tui/config.toml")
    }

    /// A run of three hosts, of which two fail alike.
    private static var threeHosts: String {
        let hosts = ["redhat9.6", "ubuntu24.04", "w2k25"]
        let title = "2. Power on and obtain ip address and host name"
        var log = SampleLog().startingRun(specs: hosts.map { "\($0).cy.ts" })
        var rows: [(String, Counts)] = []
        for (index, host) in hosts.enumerated() {
            let fails = host != "w2k25"
            let counts = Counts(tests: 2, passing: fails ? 1 : 2, failing: fails ? 1 : 0)
            log = log.startingSpec("\(host).cy.ts", index + 1, of: 3)
                .adding("  ATVM \(host)\n    ✓ 1. Verifying set up (1200ms)\n")
            log =
                fails
                ? log.adding(
                    "    1) \(title)\n\n\n  1 passing (2s)\n  1 failing\n\n  1) ATVM \(host)\n       \(title):\n"
                )
                .adding(
                    "     AssertionError: expected 3\(index) to equal 4 on \(host)\n      at Context.eval (a.ts:3:7)\n\n\n"
                )
                : log.adding("    ✓ \(title) (900ms)\n\n\n  2 passing (2s)\n\n")
            log = log.endingSpec("\(host).cy.ts", counts)
            if fails { log = log.adding(screenshot(of: host, title)) }
            rows.append(("\(host).cy.ts", counts))
        }
        return log.endingRun(rows).text
    }

    /// Wrapped as Cypress does.
    private static func screenshot(of host: String, _ title: String) -> String {
        let parts = SampleLog.wrapped(
            "/srv/cypress/screenshots/\(host).cy.ts/ATVM \(host) -- \(title) (failed).png", 80)
        let lines = parts.enumerated().map {
            $0.offset == 0 ? "  -  \($0.element)     (1280x720)\n" : "     \($0.element)\n"
        }
        return "  (Screenshots)\n\n\(lines.joined())\n\n"
    }

    @Test func commandLine() throws {
        let table = try lab.run("failures", "b")
        #expect(table.status == 0, "\(table.errors)")
        #expect(table.output.contains("2 hosts: 2. Power on"), "\(table.output)")
        #expect(table.output.contains("known cause: LAB-1: the lab's counter"))
        let json = try lab.run("failures", "b", "--format", "json")
        #expect(json.output.contains(#""rule": "LAB-1""#))
        let title = "2. Power on and obtain ip address and host name"
        let path = "/srv/cypress/screenshots/ubuntu24.04.cy.ts/ATVM ubuntu24.04 -- \(title) (failed).png"
        #expect(table.output.contains("    screenshot: \(path)\n"), "\(table.output)")
        #expect(json.output.contains("\"screenshots\": [\n        \"\(path)\"\n"), "\(json.output)")
        let markdown = try lab.run("failures", "b", "--format", "markdown")
        #expect(markdown.output.contains("\n- screenshot: \(path)\n"))
        #expect(markdown.output.hasPrefix("## Failures of b\n"))
        #expect(markdown.output.contains("\n### 2 hosts: 2. Power on and obtain ip address and host name\n\n- hosts: "))
        #expect(![table, markdown].contains { $0.output.contains(" \n") }, "no blanks at the end of a line")
        #expect(try lab.run("status", "b").output.contains("  known cause: LAB-1: the lab's counter (rerun: safe)"))
        #expect(try lab.run("failures", "nobody").status == 66)
        #expect(try lab.run("failures", "b", "--format", "xml").status == 64)
        #expect(try lab.run("failures", "../b").status == 64)
    }

    /// Without a name, all builds: each way of failing once, or nothing at all.
    @Test func ofAllBuilds() throws {
        lab.folder.write(Self.threeHosts, to: "tmp/c.log")
        let table = try lab.run("failures")
        #expect(table.status == 0, "\(table.errors)")
        #expect(table.output.contains("2 hosts in 2 builds have failed, in one way"), "\(table.output)")
        #expect(table.output.contains("LAB-1"))
        let json = try lab.run("failures", "--format", "json")
        #expect(json.output.contains(#""build": "b""#) && json.output.contains(#""build": "c""#))
        let markdown = try lab.run("failures", "--format", "markdown")
        #expect(markdown.output.hasPrefix("## Failures of all builds\n"))
        #expect(markdown.output.contains("  - builds: b, c\n"))
        lab.folder.delete("tmp/b.log")
        lab.folder.delete("tmp/c.log")
        #expect(try lab.run("failures").output == "No host has failed in any build.\n")
    }

    /// Every place of the console as a picture of text.
    @Test(arguments: [
        ("failures", "b", "2 hosts +"), ("failures", "", "b"), ("log", "b", "1) ATVM redhat9.6"),
        ("host", "b", "FAILURE"),
        ("matrix", "b", "redhat9.6"), ("report", "b", "ATVM Run Status"),
        ("launch-log", "b", "there is no /tmp/b.launch.log"),
        ("artifact", "b", "no report of it is there"), ("messages", "", "nothing has been said yet"),
        ("help", "", "Help"), ("preps", "", "no prep has run"), ("prep-log", "", "atvm_prep.log"),
        ("builds", "", "FAILED"),
        ("build", "b", "ubuntu24.04"),
    ])
    func pictures(_ place: String, _ build: String, _ words: String) throws {
        let run =
            build.isEmpty
            ? try lab.run("snapshot", "--place", place, "--size", "120x40")
            : try lab.run("snapshot", "--place", place, "--size", "120x40", "--build", build)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains(words), "\(run.output)")
        #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count == 41)
    }

    @Test func picturesThatCannotBeTaken() throws {
        #expect(try lab.run("snapshot", "--place", "transcript").status == 66)
        #expect(try lab.run("snapshot", "--place", "matrix").status == 64)
        #expect(try lab.run("snapshot", "--place", "preps", "--build", "b").status == 64)
    }

    /// What stands on the screen goes into a file, and no second time over it.
    @Test func writesIntoAFile() throws {
        var console = try lab.console("--build", "b", size: Size(columns: 120, rows: 40))
        try console.waitFor("ubuntu24.04")
        console.write("e")
        try console.waitFor("2 hosts +")
        console.write(":write failure \(lab.folder["tmp/mine.txt"])\r")
        try console.waitFor("tmp/mine.txt: ")
        let text = readText(lab.folder["tmp/mine.txt"]) ?? ""
        #expect(text.hasPrefix("2 hosts: 2. Power on") && text.contains("known cause: LAB-1"))
        console.write(":write failure \(lab.folder["tmp/mine.txt"])\r")
        try console.waitFor("mine-2.txt")
        console.write("\r")
        try console.waitFor("tmp/mine-2.txt: ")
        #expect(readText(lab.folder["tmp/mine-2.txt"]) == text)
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        var bare = try lab.console("--read-only", "--build", "b", size: Size(columns: 120, rows: 40))
        try bare.waitFor("ubuntu24.04")
        bare.write(":write report \(lab.folder["tmp/never.md"])\r")
        try bare.waitFor("not permitted: this console")
        bare.write("Q")
        #expect(try bare.waitForExit() == 0)
        #expect(readText(lab.folder["tmp/never.md"]) == nil)
    }

    @Test func aBrokenRuleIsOneMessageAndNoMore() throws {
        lab.folder.write("[[triage]]\nid = \"X\"\npattern = '('\ncause = \"c\"\n", to: "etc/atvm-tui/config.toml")
        let run = try lab.run("failures", "b")
        #expect(run.status == 0)
        #expect(run.errors.contains("triage rule 'X' of"))
        #expect(try lab.run("config").output.contains("0 rules, 1 refused"))
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.output.contains("2 hosts"))
    }

    private static let corpus = packageRoot() + "/../shared/corpus/cypress-stdout"
    private static let logs = ((try? filesIn(corpus)) ?? []).filter { $0.hasSuffix(".log") }.sorted()

    /// Real logs: what has passed is explained by no rule, and no log keeps the command from working.
    @Test(.enabled(if: !logs.isEmpty, "there is no ../shared/corpus"))
    func rulesAreSilentOnRunsThatPassed() throws {
        var explained = 0
        for name in Self.logs {
            lab.folder.write(readText("\(Self.corpus)/\(name)") ?? "", to: "tmp/b.log")
            let run = try lab.run("failures", "b", "--format", "json")
            #expect(run.status == 0, "\(name): \(run.errors)")
            let isExplained = run.output.contains(#""rule": "#)
            if try lab.run("inspect", lab.folder["tmp/b.log"], "--format", "json").output
                .contains(#""verdict": "PASS""#)
            {
                #expect(!isExplained, "\(name)")
            }
            explained += isExplained ? 1 : 0
        }
        #expect(explained > 5)
    }

    /// The picture of the failures is about the host that was named.
    @Test func aPictureOfAHostsFailure() throws {
        let run = try lab.run("snapshot", "--build", "b", "--place", "failures", "--host", "ubuntu24.04")
        #expect(run.status == 0, "\(run.errors)")
        let rows = run.output.split(separator: "\n")
        #expect(rows.contains { $0.contains("2 hosts -") } && rows.contains { $0.hasPrefix(" ubuntu24.04") })
        let passed = try lab.run("snapshot", "--build", "b", "--place", "failures", "--host", "w2k25")
        #expect(passed.status == 66 && passed.errors.contains("w2k25 of b has not failed"), "\(passed.errors)")
    }

    @Test func marksOnTheCommandLine() throws {
        #expect(try lab.run("waive", "b", "redhat9.6").status == 64)
        #expect(try lab.run("claim", "b", "w2k25").status == 66)
        let dry = try lab.run("claim", "b", "redhat9.6", "--dry-run")
        #expect(dry.output.contains("Digest: ") && dry.status == 0)
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == nil)
        let nothing = try lab.run("claim", "b", "redhat9.6", "--release", "--dry-run")
        #expect(nothing.status == 1 && nothing.errors.contains("there is nothing to release"), "\(nothing.errors)")
        let release = try lab.run("claim", "b", "redhat9.6", "redhat9.6", "--release")
        #expect(release.status == 1)
        #expect(release.errors == "atvm-tui claim: nobody looks at redhat9.6 of b; there is nothing to release\n")
        for more in [[], ["--dry-run"]] {
            let withdrawn = try lab.run(["waive", "b", "redhat9.6", "--withdraw"] + more)
            #expect(withdrawn.status == 1 && withdrawn.output.isEmpty)
            #expect(
                withdrawn.errors == "atvm-tui waive: nobody has waived redhat9.6 of b; there is nothing to withdraw\n")
        }
        #expect(readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) == nil)
        let waived = try lab.run("waive", "b", "redhat9.6", "--comment", "known fault")
        #expect(waived.status == 0, "\(waived.errors)")
        #expect(try lab.run("failures", "b").output.contains("known fault"))
        #expect(try lab.run("claim", "b", "ubuntu24.04", environment: ["ATVM_READ_ONLY": "true"]).status == 77)
    }

    /// What cannot be read is not called nothing; the file and what to do are named.
    @Test func brokenMarksOnTheCommandLine() throws {
        lab.folder.write("{", to: "var/lib/atvm-run-watcher/b/failures.json")
        for words in [
            ["claim", "--release"], ["claim", "--release", "--dry-run"], ["waive", "--withdraw"], ["claim"],
        ] {
            let run = try lab.run(words + ["b", "redhat9.6"])
            #expect(run.status == 65 && run.output.isEmpty, "\(words): \(run.output)")
            #expect(run.errors.contains("/var/lib/atvm-run-watcher/b/failures.json: not JSON"), "\(run.errors)")
            #expect(run.errors.hasSuffix("; move the file away, then mark again\n"), "\(run.errors)")
        }
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == "{")
        // Who lists failures learns that their marks are missing.
        for words in [["failures", "b"], ["failures"], ["failures", "--format", "json"]] {
            let run = try lab.run(words)
            #expect(run.status == 0 && run.output.contains("redhat9.6"), "\(words): \(run.output)")
            #expect(run.errors.contains("atvm-tui: b: /var/lib/atvm-run-watcher/b/failures.json: not JSON"))
        }
    }

    @Test func console() throws {
        var console = try lab.console("--build", "b", size: Size(columns: 120, rows: 40))
        try console.waitFor("ubuntu24.04")
        console.write("e")
        try console.waitFor("2 hosts +")
        try console.waitFor("LAB-1: the lab's counter")
        console.write("lj")
        try console.waitFor("2 hosts -")
        console.write("W")
        try console.waitFor("Waive a failure")
        console.write("a broken fan\t")
        try console.waitFor("mark redhat9.6 as waived: a broken fan")
        console.write("\r")
        try console.waitFor("waived redhat9.6: a broken fan")
        try console.waitFor("1 waived")
        let trail = readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? ""
        #expect(trail.contains(#""action":"waive""#))
        console.write("\r")
        try console.waitFor("AssertionError: expected 30 to equal 4")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    @Test func whoeverMayOnlyLookCannotMark() throws {
        var console = try lab.console("--read-only", "--build", "b", size: Size(columns: 120, rows: 40))
        try console.waitFor("ubuntu24.04")
        console.write("e")
        try console.waitFor("2 hosts +")
        console.write("W")
        try console.waitFor("not permitted: this console was opened with --read-only")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/b/failures.json"]) == nil)
    }
}
