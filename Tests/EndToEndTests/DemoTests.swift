import CPosix
import Glibc
import Screen
import TestKit
import Testing

/// The built demo: what is launched and cancelled in it, its posts, and that nothing of it is left.
@Suite(.serialized) struct DemoTests {
    private let parent: TemporaryRoot

    init() throws { parent = try TemporaryRoot() }

    private func environment() -> [String: String] { Lab.clean.merging(["TMPDIR": parent.path]) { $1 } }

    private func demo(_ arguments: String...) throws -> PseudoTerminal { try demo(arguments) }

    private func demo(_ arguments: [String]) throws -> PseudoTerminal {
        try PseudoTerminal(
            [Lab.program(), "demo"] + arguments, size: Size(columns: 120, rows: 36), environment: environment())
    }

    /// The demo's folder.
    private func root() throws -> String {
        let names = try filesIn(parent.path).filter { $0.hasPrefix("atvm-tui-") }
        return parent[try #require(names.first)]
    }

    private func command(_ words: String...) throws -> CommandRun {
        try CommandRun([Lab.program()] + words, environment: environment())
    }

    private func start(_ build: String, hosts: String, config: String = "cypress.atvm-config-gold.ts") throws
        -> CommandRun
    {
        try command(
            "start", "--root", root(), "--build-name", build, "--template", "cmc-e2e", "--template-command",
            "./cmc-templates.py --template_name cmc-e2e --config_file \(config) --hosts \(hosts)", "--runner-command",
            "./run-sorry-cypress.py --config_file \(config) --build_name \(build)")
    }

    private func state(_ build: String) throws -> String {
        readText("\(try root())/var/lib/atvm-run-watcher/\(build)/state.json") ?? ""
    }

    /// The processes that were told of the folder or work in it.
    private func processes(of root: String) -> [String] {
        ((try? filesIn("/proc")) ?? []).filter { name in
            guard Int(name) != nil, Int(name) != Int(getpid()) else { return false }
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink("/proc/\(name)/cwd", &buffer, buffer.count)
            let folder = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return folder.hasPrefix(root) || (readText("/proc/\(name)/cmdline") ?? "").contains(root)
        }
    }

    /// Nothing is written beside the folder, which does not stay: that is said before and after, unless it is kept.
    @Test(arguments: [true, false])
    func whatIsWrittenGoesWithIt(_ isKept: Bool) throws {
        let options = ["--builds", "1", "--hosts", "1"] + (isKept ? ["--keep"] : [])
        var demo = try demo(options)
        // Before its build is there nothing is to be written.
        try demo.waitFor("1 running")
        demo.write("X")
        try demo.waitFor("Enter writes a new file")
        let says = "it goes when the demo ends"
        #expect(demo.screen.lines.contains { $0.contains(says) } == !isKept)
        demo.write("\r")
        try demo.waitFor("bytes written")
        let words = demo.screen.lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
        #expect(words.contains("; \(says)") == !isKept, "\(words)")
        demo.write("Q")
        #expect(try demo.waitForExit() == 0)
    }

    @Test func whatIsLaunchedRunsAndIsPosted() throws {
        var demo = try demo("--speed", "4000", "--builds", "1", "--hosts", "1", "--keep")
        try demo.waitFor("[demo]")
        let run = try start("e2e-rocky9.5-oracle9.4-fc", hosts: "rocky9.5,oracle9.4")
        #expect(run.status == 0, "\(run.errors)")
        try demo.waitFor("Mattermost received the status of e2e-rocky9.5-oracle9.4-fc")
        let root = try root()
        // Of the lab's machines every fourth fails.
        let text = try state("e2e-rocky9.5-oracle9.4-fc")
        #expect(text.contains("\"FAILED\"") && text.contains("\"failed\": 1") && text.contains("\"passed\": 1"))
        let posts = try filesIn("\(root)/mattermost").compactMap { readText("\(root)/mattermost/\($0)") }
        #expect(posts.count { $0.contains("### e2e-rocky9.5-oracle9.4-fc\n") } == 1)
        #expect(posts.allSatisfy { $0.hasPrefix("## ATVM Run Status") })
        demo.write("Q")
        #expect(try demo.waitForExit() == 0)
        #expect(processes(of: root).isEmpty)
        #expect(readText("\(root)/etc/atvm-run-watcher.env") == nil)
    }

    @Test func aTemplateStepCanFail() throws {
        var demo = try demo("--builds", "1", "--hosts", "1", "--speed", "1")
        try demo.waitFor("[demo]")
        let file = try start("e2e-a-fc", hosts: "rocky9.5", config: "nope.ts")
        #expect(file.status == 1 && file.errors.contains("config file 'nope.ts' does not exist"), "\(file.errors)")
        let host = try start("e2e-b-fc", hosts: "nobody")
        #expect(host.status == 1 && host.errors.contains("host 'nobody' is not in the inventory"), "\(host.errors)")
        demo.write("Q")
        #expect(try demo.waitForExit() == 0)
        #expect(try filesIn(parent.path).filter { $0.hasPrefix("atvm-tui-") }.isEmpty)
    }

    /// The first build is one that the demo plays by itself.
    @Test func whatTheDemoPlaysIsCancelledInTheConsole() throws {
        var demo = try demo("--builds", "1", "--hosts", "2", "--speed", "1")
        try demo.waitFor("RUNNING")
        let root = try root()
        let build = "e2e-redhat9.6-ubuntu24.04-fc"
        let folder = "\(root)/var/lib/atvm-run-watcher/\(build)"
        #expect(eventually { readText("\(folder)/watcher.json") != nil })
        demo.write("c")
        try demo.waitFor("Keep running")
        demo.write("y")
        try demo.waitFor("CANCELLED")
        #expect(try eventually { try state(build).contains("\"CANCELLED\"") })
        #expect(eventually { (readText("\(folder)/runner.json") ?? "").contains("\"signal\"") })
        // Only then may the console be left without a question.
        try demo.waitFor("cancelled \(build)")
        let log = readText("\(root)/tmp/\(build).log")
        demo.write("Q")
        #expect(try demo.waitForExit() == 0)
        #expect(log != nil && processes(of: root).isEmpty && access(root, F_OK) != 0)
    }

    /// Approvals can be tried in a demo, and end with it.
    @Test func aPrepIsTriedAndGoesWithTheDemo() throws {
        var demo = try demo("--builds", "1", "--hosts", "1", "--speed", "20")
        try demo.waitFor("[demo]")
        let root = try root()
        demo.write("P")
        try demo.waitFor("what the script is asked to do")
        demo.write("rollback\rGold2\r")
        try demo.waitFor("this is what would run")
        demo.write("\u{7}")
        try demo.waitFor("Type the LUN's full name")
        demo.write("AutomatedTest-VMBootImg-Gold-2\r")
        try demo.waitFor("THE SCRIPT ASKS")
        demo.write("y\r")
        try demo.waitFor("Unregister VM")
        demo.write("\u{1B}")
        try demo.waitFor("goes on: H leads to it again")
        demo.write("Q")
        #expect(try demo.waitForExit() == 0)
        #expect(eventually { processes(of: root).isEmpty && access(root, F_OK) != 0 })
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGHUP, SIGINT])
    func nothingIsLeftAfterASignal(_ signal: Int32) throws {
        var demo = try demo("--builds", "2", "--hosts", "1", "--speed", "1")
        try demo.waitFor("[demo]")
        let root = try root()
        #expect(try start("e2e-rocky9.5-fc", hosts: "rocky9.5").status == 0)
        // Two runs of its own with a process and a watcher each, the guardian, and a launched one of three.
        #expect(eventually { processes(of: root).count >= 8 })
        demo.signal(signal)
        #expect(try demo.waitForExit() == 128 + signal)
        #expect(eventually { processes(of: root).isEmpty && access(root, F_OK) != 0 })
    }

    @Test(arguments: [["template", "--template_name", "x", "--config_file", "y"], ["guard", "--root", "/"]])
    func theProgramsOfADemoWorkNowhereElse(_ words: [String]) throws {
        let run = try CommandRun([Lab.program(), "simulate"] + words, environment: environment())
        #expect(run.status == 64 && run.errors.contains("no demo's controller"), "\(run.errors)")
    }
}
