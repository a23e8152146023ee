import Acting
import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

/// A controller in a temporary root, and the built program that acts on it with real processes.
struct ControlLab {
    let lab: Lab
    /// Stands in the command lines of whatever a test lets run.
    let mark: String
    let state = "var/lib/atvm-run-watcher/b"

    init(hang: String = "90m") throws {
        lab = try Lab()
        mark = "\(900_000 + Int(lab.folder.path.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 90_000 }))"
        lab.folder.makeFolder("etc/atvm-tui")
        lab.folder.write(
            "supervisor = \"direct\"\npoll = \"0.1s\"\n[windows]\nend_grace = \"0.3s\"\nstartup_grace = \"60s\"\n"
                + "hang = \"\(hang)\"\n", to: "etc/atvm-tui/config.toml")
    }

    var folder: TemporaryRoot { lab.folder }
    var root: Root { lab.root }
    var build: BuildName { lab.build }

    static let environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8", "HOME": "/nonexistent"]
    static let strace = "/usr/bin/strace"
    static var hasStrace: Bool { access(strace, X_OK) == 0 && builtProgram("atvm-tui") != nil }
    static var hasProgram: Bool { builtProgram("atvm-tui") != nil }

    /// The words that start the build.
    func start(_ runner: String, template: String = "true") -> [String] {
        [
            "start", "--build-name", "b", "--template", "cmc-e2e", "--template-command", template, "--runner-command",
            runner,
        ]
    }

    /// Runs the program on this controller.
    func run(
        _ words: [String], tracer: [String] = [], environment: [String: String] = [:]
    ) throws -> CommandRun {
        let program = try #require(builtProgram("atvm-tui"))
        var all = Self.environment
        all["ATVM_ROOT"] = folder.path
        return try CommandRun(
            tracer + [program] + words, environment: all.merging(environment) { $1 }, milliseconds: 60_000)
    }

    func text(_ name: String) -> String { readText(folder["\(state)/\(name)"]) ?? "" }

    var runner: ProcessRecord? { BuildActivity.record(root.runnerRecord(of: build)) }

    /// The state by the rules at this moment, or once the start-up grace is over.
    func look(afterGrace: Bool = false) -> (state: BuildState, reason: String)? {
        var settings = ObservatorySettings(root: root)
        settings.windows.startupGrace = afterGrace ? .zero : .seconds(60)
        settings.windows.endGrace = .milliseconds(300)
        return BuildLook.snapshot(of: build, settings).map { ($0.state, $0.reason) }
    }

    /// The command lines of what runs for this test.
    var processes: [String] {
        ((try? filesIn("/proc")) ?? []).compactMap { name -> String? in
            guard Int(name) != nil, let bytes = try? SafeFile.readUnsized("/proc/\(name)/cmdline", limit: 65536) else {
                return nil
            }
            let line = String(decoding: bytes.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
            return line.contains(mark) || line.contains(folder.path) ? line : nil
        }
    }

    /// Those of them that only sleep: what the tests let runners and template steps start.
    var sleepers: Int {
        processes.count { $0.hasPrefix("sleep \(mark)") || $0.hasPrefix("/usr/bin/sleep \(mark)") }
    }

    /// The places at which a program is killed or fails: the numbers of its calls of a kind, at most so many of them.
    func places(of call: String, in words: [String], atMost limit: Int) throws -> [Int] {
        _ = try run(
            words, tracer: [Self.strace, "-qq", "-o", folder["calls"], "-e", "trace=\(call)", "-e", "signal=none"])
        let count = (readText(folder["calls"]) ?? "").split(separator: "\n").count { !$0.hasPrefix("+++") }
        guard count > limit else { return count < 1 ? [] : Array(1...count) }
        return (0..<limit).map { 1 + $0 * (count - 1) / (limit - 1) }
    }

    /// Kills the program at its N-th call of a kind; what it has started lives on.
    func kill(_ words: [String], at call: String, _ number: Int) throws -> CommandRun {
        try run(
            words,
            tracer: [
                Self.strace, "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                "inject=\(call):signal=KILL:when=\(number)",
            ])
    }

    /// Ends what a failed test may have left.
    func cleanUp() throws { _ = try run(["cancel", "b"]) }
}
