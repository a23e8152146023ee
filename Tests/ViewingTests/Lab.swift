import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// A controller at one moment of a fixed day, made by hand.
enum Lab {
    /// Friday, 2026-11-20, 14:03:22 local time.
    static let now = Timestamp(seconds: 1_795_212_202)
    static let clock = LocalClock { _ in (-8 * 3600, "PST") }

    static func before(_ seconds: Int64) -> Timestamp { now + .seconds(-seconds) }

    static func name(_ text: String) throws -> BuildName { try BuildName(text) }

    // MARK: Hosts

    static func host(_ name: String, _ status: HostStatus, step: Int? = nil, seconds: Int64? = nil) -> HostSnapshot {
        let flow = KnownFlows.steps["cmc-e2e"] ?? []
        var host = HostSnapshot(name: name, status: status)
        host.kernel = ["redhat9.6": "5.14.0-570.12.1.el9_6.x86_64", "ubuntu24.04": "6.8.0-60-generic"][name]
        (host.step, host.stepsTotal) = (step, flow.count)
        host.stepTitle = step.map { flow[$0 - 1] }
        host.spec = "\(name).cy.ts"
        host.logOffset = 1000
        switch status {
        case .waiting: host.detail = "waiting"
        case .passed:
            (host.detail, host.step, host.duration) = ("completed", flow.count, .seconds(seconds ?? 3000))
            host.artifacts = ["/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter/\(name).xml"]
        case .running:
            host.startedAt = before(seconds ?? 600)
            host.detail = step.map { "step \($0)/\(flow.count) \(flow[$0 - 1])" } ?? "in progress"
            host.stepStartedAt = before(130)
        case .failed: host.duration = .seconds(seconds ?? 1200)
        case .skipped(let reason): host.detail = reason ?? "skipped"
        }
        let last = step ?? 0
        host.steps = flow.enumerated().map { index, title in
            var state = StepSnapshot(number: index + 1, title: title, status: .waiting)
            if index + 1 < last || status == .passed {
                (state.status, state.duration) = (.passed, .seconds((index + 1) * 7))
            }
            if index + 1 == last, status == .running { state.status = .running }
            if index + 1 == last, status == .failed { state.status = .failed }
            if index + 1 > last, status == .failed { state.status = .skipped }
            if state.status != .waiting { state.logOffset = 1000 + index * 100 }
            return state
        }
        host.stepsPassed = host.steps.count { $0.status == .passed }
        if status == .failed, let step { fail(&host, step) }
        return host
    }

    private static func fail(_ host: inout HostSnapshot, _ step: Int) {
        let title = "\(step). \(host.stepTitle ?? "")"
        let message = """
            AssertionError: Timed out retrying after 600000ms: expected 'Tracking' to equal 'Synchronized'

            the session of \(host.name) never came to its end
            """
        let failure = Failure(
            path: ["ATVM \(host.name)", title], message: message,
            stack: (1...20).map { "at Context.step\($0) (webpack:///./cypress/support/commands.ts:\($0 * 10):7)" })
        host.failures = [HostFailure(step: step, title: host.stepTitle ?? "", failure: failure, logOffset: 4200)]
        host.failureOffset = 4200
        host.steps[min(4, step - 1)].attempts = 2
        host.detail = "step \(step). \(host.stepTitle ?? ""): \(SafeText.firstLine(of: message))"
    }

    // MARK: Builds

    static func build(
        _ text: String, _ state: BuildState, started: Int64, ended: Int64? = nil, _ hosts: [HostSnapshot]
    ) throws -> BuildSnapshot {
        var build = BuildSnapshot(name: try name(text), state: state, reason: "made by hand")
        build.launch.template = "cmc-e2e"
        build.flow = KnownFlows.flow(for: "cmc-e2e") ?? .unknown
        (build.startedAt, build.endedAt) = (before(started), ended.map(before))
        build.activeAt = before(ended ?? 5)
        build.hosts = hosts
        build.counts = HostCounts(hosts.map(\.status))
        build.logSize = 123_456
        return build
    }

    static func running() throws -> BuildSnapshot {
        var build = try build(
            "e2e-redhat9.6-ubuntu24.04-w2k25-fc", .running, started: 7200,
            [
                host("redhat9.6", .passed, seconds: 3909), host("ubuntu24.04", .failed, step: 7, seconds: 1500),
                host("w2k25", .running, step: 9, seconds: 1800),
                host("sles15sp6", .skipped(reason: "all its tests are pending")),
                host("oracle9", .waiting), host("rocky9.4", .waiting),
            ])
        build.launch.configFamily = "Gold"
        build.launch.migrationStyle = "FC"
        build.launch.isCategorized = false
        build.launch.templateCommand = "npx tsx cmc-templates.py -t cmc-e2e --ignore_force_shutdown"
        build.launch.runOptions = ["--ignore_force_shutdown"]
        build.runURL = "https://cloud.currents.test/run/0123456789abcdef"
        build.usual = UsualTimes(steps: (1...22).map { .seconds($0 * 8) }, host: .seconds(3600))
        build.expectedEnd = now + .seconds(9000)
        return build
    }

    static func categorized() throws -> BuildSnapshot {
        var build = try build(
            "systemos-linux-windows-iscsi", .running, started: 9000,
            [host("redhat9.6", .passed), host("w2k25", .running, step: 2), host("w2k22", .waiting)])
        build.isCategorized = true
        build.launch.isCategorized = true
        let keys = SubRunKey.keys(forGroups: ["linux", "windows"])
        for index in build.hosts.indices { build.hosts[index].subRun = keys[min(index, 1)] }
        build.subRuns = [
            SubRunSnapshot(
                key: keys[0], group: "linux", state: .completed, url: nil, counts: HostCounts(total: 1, passed: 1)),
            SubRunSnapshot(
                key: keys[1], group: "windows", state: .running, url: nil, counts: HostCounts(total: 2, running: 1)),
        ]
        return build
    }

    static func snapshot() throws -> Snapshot {
        var snapshot = Snapshot(controller: "atvm-cypress-vm-1", takenAt: now)
        var hung = try build("reboot-w2k25-iscsi", .hung, started: 14_000, [host("w2k25", .running, step: 8)])
        hung.reason = "the runner lives, but nothing was written for 1h 50m"
        var gone = try build(
            "e2e-debian12-fc", .terminated, started: 90_000, ended: 88_000, [host("debian12", .running, step: 4)])
        gone.reason = "the runner is gone (killed by signal 9) and the run did not reach its end"
        var cancelled = try build(
            "e2e-centos7-fc", .cancelled, started: 100_000, ended: 99_000, [host("centos7", .waiting)])
        cancelled.reason = "an operator cancelled it"
        var unknown = try build("e2e-nothing-here-fc", .unknown, started: 400_000, [])
        unknown.reason = "no log, no artifact and no runner"
        unknown.logSize = nil
        snapshot.builds = [
            try running(), try categorized(), hung,
            try build(
                "e2e-w2k19-fc", .failed, started: 50_000, ended: 40_000,
                [host("w2k19", .failed, step: 12), host("w2k16", .passed)]),
            try build("e2e-ubuntu22.04-fc", .completed, started: 60_000, ended: 55_000, [host("ubuntu22.04", .passed)]),
            gone, cancelled, unknown,
        ]
        snapshot.isComplete = true
        snapshot.places = ["/var/lib/atvm-run-watcher  (states)", "/tmp/*.log  (run logs)"]
        return snapshot
    }

    // MARK: Logs

    static func window(request: Int, lines: Int = 20) -> LogWindow {
        var window = LogWindow(request: request)
        var texts = [
            "", "  Running:  w2k25.cy.ts                                        (3 of 6)", "", "", "  ATVM w2k25",
            "    ✓ 1. Verifying set up (7000ms)",
            "    (Attempt 1 of 3) 2. Power on and obtain ip address and host name",
            "    ✓ 2. Power on and obtain ip address and host name (14000ms)",
            "    1) 3. Uninstall CMC if still exists",
            "  ␛]52;c;ZXZpbA==␇ shown, not sent <U+202E>", "  │ Tests:        22 │",
            "  a line that is far longer than any screen is wide: " + String(repeating: "0123456789", count: 30),
        ]
        while texts.count < lines { texts.append("  line \(texts.count)") }
        window.lines = texts.prefix(lines).enumerated().map {
            LogLine(offset: 1000 + $0.offset * 100, text: $0.element)
        }
        window.end = 1000 + lines * 100
        window.fileSize = 123_456
        return window
    }

    /// What an index knows of the log that is read.
    static func report(_ place: LogPlace, _ answer: LogIndexReport.Answer? = nil, restarts: Int = 0) -> LogIndexReport {
        var report = LogIndexReport(request: place.indexRequest, source: place.source)
        (report.covered, report.fileSize, report.restarts) = (61_728, 123_456, restarts)
        report.counts = [.run: 1, .host: 6, .step: 60, .failure: 2]
        (report.firstLine, report.answer) = (41, answer)
        return report
    }

    // MARK: Browsers

    static func browser(
        _ columns: Int = 80, _ rows: Int = 24, _ snapshot: Snapshot? = nil, glyphs: GlyphSet = .unicode
    ) throws -> Browser {
        let context = ViewContext(snapshot: try snapshot ?? self.snapshot(), now: now, clock: clock, glyphs: glyphs)
        return Browser(context: context, size: Size(columns: columns, rows: rows), themes: ["dark", "light", "mono"])
    }
}

extension Browser {
    /// Presses keys by their names, parted by blanks: `j j Enter`.
    @discardableResult
    mutating func press(_ names: String) -> [ViewEffect] {
        var effects: [ViewEffect] = []
        for name in names.split(separator: " ") {
            guard let sequence = KeySequence(name: String(name)) else {
                Issue.record("there is no key \(name)")
                continue
            }
            for key in sequence.keys { effects += update(.input(.key(key))) }
        }
        return effects
    }

    /// Types a text character by character.
    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { _ = update(.input(.key(.character(scalar)))) }
    }

    var lines: [String] { view(in: size).plainText }

    var messageText: String? { message?.text }
}
