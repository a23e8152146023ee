import Runs
import Screen
import Viewing

/// The builds that the wallboard's tests show. Times count from `now`.
enum BoardBuilds {
    static let now = Timestamp(rfc3339: "2026-11-20T14:03:22Z") ?? Timestamp(milliseconds: 0)

    static func build(_ name: String, _ state: BuildState, _ reason: String = "", began: Duration) throws
        -> BuildSnapshot
    {
        var build = BuildSnapshot(name: try BuildName(name), state: state, reason: reason)
        build.startedAt = now + (.zero - began)
        build.activeAt = now + .seconds(-4)
        return build
    }

    static func host(_ name: String, _ status: HostStatus, step: Int? = nil, _ title: String? = nil) -> HostSnapshot {
        var host = HostSnapshot(name: name, status: status)
        (host.step, host.stepTitle) = (step, title)
        host.stepsTotal = 22
        return host
    }

    static func running() throws -> BuildSnapshot {
        var build = try build(
            "e2e-redhat9.6-ubuntu24.04-w2k25-fc", .running, "the runner lives", began: .seconds(4364))
        build.launch.template = "cmc-e2e"
        build.hosts = [
            host("redhat9.6", .passed), host("ubuntu24.04", .failed, step: 7, "Create migration session"),
            host("w2k25", .running, step: 10, "Verify data for cmotion"),
        ]
        build.counts = HostCounts(build.hosts.map(\.status))
        build.expectedEnd = now + .seconds(52 * 60)
        return build
    }

    static func calm(_ name: String = "systemos-sles15sp7-fc") throws -> BuildSnapshot {
        var build = try build(name, .running, "the runner lives", began: .seconds(600))
        build.hosts = [host("sles15sp7", .running, step: 2, "Power on and obtain ip address and host name")]
        build.counts = HostCounts(build.hosts.map(\.status))
        return build
    }

    static func hung() throws -> BuildSnapshot {
        var build = try build(
            "systemos-w2k22-fc", .hung, "the runner lives, but nothing was written for 1h 34m", began: .seconds(13_200))
        build.activeAt = now + .seconds(-94 * 60)
        build.hosts = [
            host("w2k22", .running, step: 8, "Tracking Changes"), host("debian12", .waiting), host("w2k19", .passed),
        ]
        build.counts = HostCounts(build.hosts.map(\.status))
        return build
    }

    static func completed(_ name: String = "reboot-redhat8.10-fc", began: Duration = .seconds(9 * 3600)) throws
        -> BuildSnapshot
    {
        var build = try build(name, .completed, "no host failed", began: began)
        build.endedAt = build.startedAt.map { $0 + .seconds(7200) }
        build.hosts = [host("redhat8.10", .passed), host("oracle9.4", .passed)]
        build.counts = HostCounts(build.hosts.map(\.status))
        return build
    }

    static func snapshot(_ builds: [BuildSnapshot], at time: Timestamp = now) -> Snapshot {
        var snapshot = Snapshot(controller: "atvm-cypress-vm-1", takenAt: time)
        snapshot.builds = builds
        snapshot.isComplete = true
        snapshot.places = ["/var/lib/atvm-run-watcher  (states)", "/tmp/*.log  (run logs)"]
        return snapshot
    }

    static func board(
        _ builds: [BuildSnapshot], _ size: Size = Size(columns: 80, rows: 24), chosen: [BuildName] = [],
        glyphs: GlyphSet = .unicode
    ) -> Wallboard {
        let context = ViewContext(snapshot: snapshot(builds), now: now, clock: .utc, glyphs: glyphs)
        return Wallboard(context: context, size: size, rotate: .seconds(15), builds: chosen)
    }
}

extension Wallboard {
    /// Lets time pass in one step.
    mutating func pass(_ seconds: Int, lookedAt: Int? = nil, isStale: Bool = false) {
        let now = BoardBuilds.now + .seconds(seconds)
        _ = update(.tick(now: now, lookedAt: BoardBuilds.now + .seconds(lookedAt ?? seconds), isStale: isStale))
    }

    func text(_ size: Size = Size(columns: 80, rows: 24)) -> String {
        view(in: size).plainText.joined(separator: "\n")
    }
}
