import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// A build whose run has just ended and of which nothing has been decided yet, with the real watcher to be run on it, and
/// a server for its posts.
struct CrashLab {
    let lab: Lab
    let server: Listener
    /// The sub-runs that must be posted; empty for a plain build.
    let parts: [String]

    static let strace = "/usr/bin/strace"
    private static let counts = Counts(tests: 1, passing: 1, failing: 0, pending: 0, skipped: 0)

    private static let failed = Counts(tests: 1, passing: 0, failing: 1, pending: 0, skipped: 0)

    init(
        _ answers: [Listener.Answer] = [.status(200, "ok")], parts: Int = 0, poll: String = "0.1s",
        log lines: String = "    ✓ 1. Prepare (900ms)\n", isFailing: Bool = false
    ) throws {
        lab = try Lab()
        server = try Listener(answers)
        self.parts = (0..<parts).map { "run-\($0 + 1)" }
        var request = RequestFile(
            build: "b", launch: "l1", startedAt: WallClock.now(), startedBy: "tester", runner: ["true"])
        request.template = "cmc-e2e"
        request.isCategorized = parts > 0
        if isFailing { request.templateCommand = "sh t.sh -vp c4narypass --vcenter_password=c4narypass" }
        lab.folder.write(request.text, to: "var/lib/atvm-run-watcher/b/request.json")
        var ended = ProcessRecord(
            supervisor: "direct", launch: "l1",
            process: ProcessIdentity(pid: 999_999_999, startTicks: 1, bootID: "none"), startedAt: WallClock.now())
        (ended.endedAt, ended.end) = (WallClock.now(), .exited(0))
        lab.folder.write(ended.text, to: "var/lib/atvm-run-watcher/b/runner.json")
        lab.folder.write(
            StateFile(build: "b", record: RecordedState(state: .running)).text,
            to: "var/lib/atvm-run-watcher/b/state.json")
        lab.folder.write(
            "poll = \"\(poll)\"\n[windows]\nend_grace = \"0.2s\"\n[mattermost]\nretry_pause = \"0.05s\"\n",
            to: "etc/atvm-tui/config.toml")
        let log = (0..<max(parts, 1)).map { part in
            SampleLog.oneSpec(
                "  ATVM h\(part)\n" + lines, isFailing ? Self.failed : Self.counts, name: "h\(part).cy.ts"
            ).text
        }.joined()
        lab.folder.write(log, to: "tmp/b.log")
        useWebhook(server.address)
    }

    func useWebhook(_ address: String) {
        lab.folder.write("MATTERMOST_ATVM_WEBHOOK=\(address)\n", to: "etc/atvm-run-watcher.env")
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o600)
    }

    static var canTrace: Bool { access(strace, X_OK) == 0 }

    /// The words before a program that do something to its system calls.
    /// - Parameter follows: also to those of its children; each counts its own.
    func tracer(_ calls: String, _ injection: String, follows: Bool = true) -> [String] {
        [Self.strace] + (follows ? ["-f"] : []) + [
            "-qq", "-o", lab.folder["strace.out"], "-e", "trace=\(calls)", "-e",
            "inject=\(calls):\(injection)",
        ]
    }

    /// Whether the tracer has made any call fail.
    var wasInjected: Bool { readText(lab.folder["strace.out"])?.contains("(INJECTED)") == true }

    func watch(
        _ tracer: [String] = [], environment: [String: String] = CrashLab.environment, milliseconds: Int64 = 60_000
    ) throws -> CommandRun {
        let program = try #require(builtProgram("atvm-tui"), "the program is not built")
        return try CommandRun(tracer + [program] + words, environment: environment, milliseconds: milliseconds)
    }

    var words: [String] {
        ["watcher", "run", "--build-name", "b", "--root", lab.folder.path, "--supervisor", "direct"]
    }

    static let environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8"]

    // MARK: What is left

    var state: StateFile? {
        (try? SafeFile.read(lab.root.stateFile(of: lab.build), limit: 1 << 20)).flatMap { try? StateFile($0) }
    }

    private var keys: [SubRunKey?] { parts.isEmpty ? [nil] : parts.map { SubRunKey($0) } }

    func hasMarker(_ key: SubRunKey?) -> Bool {
        FileSignature(linkAt: lab.root.postFolder(of: lab.build, subRun: key) + "/posted.marker") != nil
    }

    /// How often the server has taken the report of a part, as the frozen body names it.
    func accepted(_ key: SubRunKey?) -> Int {
        guard let body = readText(lab.root.postFolder(of: lab.build, subRun: key) + "/post.body") else { return 0 }
        return server.bodies.count { $0 == body }
    }

    /// What is wrong with what a watcher has left that ran to its end after others were killed.
    func faults() -> [String] {
        var faults: [String] = []
        for key in keys {
            let name = key?.text ?? "build"
            let (count, isMarked) = (accepted(key), hasMarker(key))
            let phase = try? PostBox(recovering: lab.build, subRun: key, lab.root)?.posting.phase
            if count > 1 { faults.append("\(name): posted \(count) times") }
            if isMarked, count != 1 { faults.append("\(name): a marker and \(count) posts") }
            if !isMarked, phase != .unknown { faults.append("\(name): lost silently, \(phase?.rawValue ?? "nothing")") }
        }
        if Set(server.bodies).count != server.bodies.count { faults.append("a body was sent twice") }
        if state?.record.state != .completed { faults.append("state \(state?.record.state.rawValue ?? "unreadable")") }
        let isWhole = keys.allSatisfy(hasMarker)
        if state?.record.delivery != (isWhole ? .posted : .unknown) {
            faults.append("delivery \(String(describing: state?.record.delivery))")
        }
        for key in [nil] + keys {
            let names = (try? filesIn(lab.root.postFolder(of: lab.build, subRun: key))) ?? []
            faults += names.filter { $0.hasPrefix(".writing-") }.map { "stray \($0)" }
        }
        return faults
    }
}
