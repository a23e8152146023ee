import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// An operator's console on a controller at one moment of a fixed day.
enum Lab {
    /// Friday, 2026-11-20, 14:03:22 local time.
    static let now = Timestamp(seconds: 1_795_212_202)
    static let clock = LocalClock { _ in (-8 * 3600, "PST") }
    static let running = "e2e-redhat9.6-ubuntu24.04-w2k25-fc"

    static func before(_ seconds: Int64) -> Timestamp { now + .seconds(-seconds) }

    static func build(
        _ name: String, _ state: BuildState, started: Int64, ended: Int64? = nil, delivery: Delivery = .none
    ) throws -> BuildSnapshot {
        var build = BuildSnapshot(name: try BuildName(name), state: state, reason: "made by hand")
        (build.startedAt, build.endedAt) = (before(started), ended.map(before))
        build.launch.startedAt = before(started)
        build.launch.template = "cmc-e2e"
        build.flow = KnownFlows.flow(for: "cmc-e2e") ?? .unknown
        build.activeAt = before(ended ?? 5)
        build.logSize = 1000
        build.delivery = delivery
        var passed = HostSnapshot(name: "redhat9.6", status: .passed, detail: "completed")
        passed.duration = .seconds(3909)
        build.hosts = [passed]
        if state == .running {
            var host = HostSnapshot(name: "w2k25", status: .running, detail: "step 9/22")
            (host.step, host.stepsTotal, host.stepTitle) = (9, 22, build.flow.steps.dropFirst(8).first ?? "")
            build.hosts.append(host)
        }
        build.counts = HostCounts(build.hosts.map(\.status))
        return build
    }

    static func snapshot() throws -> Snapshot {
        var snapshot = Snapshot(controller: "atvm-cypress-vm-1", takenAt: now)
        snapshot.builds = [
            try build(running, .running, started: 7200),
            try build("reboot-sles15sp7-fc", .completed, started: 50_000, ended: 40_000, delivery: .unknown),
            try build("systemos-w2k22-iscsi", .failed, started: 60_000, ended: 55_000, delivery: .gaveUp),
            try build("e2e-oracle9.4-iscsi", .completed, started: 70_000, ended: 65_000, delivery: .posted),
        ]
        snapshot.isComplete = true
        return snapshot
    }

    static let desk = OperatorDesk(
        places: { build in
            StartPlan.Places(
                automation: "/root/cdc-e2e-cyp-12.17.4", runLog: "/tmp/\(build).log",
                launchLog: "/tmp/\(build).launch.log", stateFolder: "/var/lib/atvm-run-watcher/\(build)",
                watcherStart: "systemctl start atvm-watcher@\(build).service",
                runnerStart: "systemctl start atvm-runner@\(build).service")
        },
        cancelPlan: { build in
            CancelPlan(
                build, watcherStop: "systemctl stop atvm-watcher@\(build).service",
                runnerStop: "systemctl stop atvm-runner@\(build).service",
                stateFolder: "/var/lib/atvm-run-watcher/\(build)")
        })

    static func console(
        _ columns: Int = 80, _ rows: Int = 24, _ snapshot: Snapshot? = nil, glyphs: GlyphSet = .unicode
    ) throws -> OperatorConsole {
        let context = ViewContext(snapshot: try snapshot ?? self.snapshot(), now: now, clock: clock, glyphs: glyphs)
        let browser = Browser(context: context, size: Size(columns: columns, rows: rows))
        return OperatorConsole(browser, desk: desk)
    }

    static func posts(_ build: String) throws -> [UnsettledPost] {
        let name = try BuildName(build)
        let head = ["#### ✅ COMPLETED reboot-sles15sp7-fc", "| Host | Kernel | Status |", "|---|---|---|"]
        return SubRunKey.keys(forGroups: ["linux", "windows"]).map { key in
            UnsettledPost(
                name, subRun: key, phase: .unknown, firstTriedAt: before(39_990), failures: 2,
                reason: "the outcome is not known: no answer within 30 s", head: head, size: 1234)
        }
    }

    static func trail() -> AuditExcerpt {
        var excerpt = AuditExcerpt()
        let rows = [
            ("intent", "start", running, nil), ("outcome", "start", running, "started"),
            ("intent", "cancel", "e2e-oracle9.4-iscsi", nil),
            ("refused", "cancel", "e2e-oracle9.4-iscsi", "start of e2e-oracle9.4-iscsi by aw is running"),
        ]
        for (index, row) in rows.enumerated() {
            var entry = AuditExcerpt.Entry(offset: index * 100)
            entry.at = before(Int64(9000 - index * 100))
            (entry.moment, entry.person, entry.action) = (row.0, "aw from 192.168.3.7", row.1)
            (entry.build, entry.outcome) = (row.2, row.3)
            entry.commands = ["systemctl \(row.1) atvm-runner@x.service"]
            entry.digest = "0123456789abcdef"
            excerpt.entries.append(entry)
        }
        return excerpt
    }
}

extension OperatorConsole {
    /// Presses keys by their names, parted by blanks, each on a screen that was shown.
    @discardableResult
    mutating func press(_ names: String) -> [OperatorEffect] {
        var effects: [OperatorEffect] = []
        for name in names.split(separator: " ") {
            guard let sequence = KeySequence(name: String(name)) else {
                Issue.record("there is no key \(name)")
                continue
            }
            for key in sequence.keys {
                effects += update(.view(.input(.key(key))))
                wasShown()
            }
        }
        return effects
    }

    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { _ = update(.view(.input(.key(.character(scalar))))) }
    }

    var lines: [String] { view(in: size).plainText }
    var text: String { lines.joined(separator: "\n") }
    var message: String { lines[size.rows - 2] }
}

extension [OperatorEffect] {
    var performed: [ApprovedAction] {
        compactMap { if case .perform(let action) = $0 { action } else { nil } }
    }
}
