/// Reads a recorded state, for builds whose log is gone or is not looked at.
package enum RecordedRules {
    /// A build that has ended, from its record alone: all that a list of builds needs, at a small part of the cost.
    static func summary(of name: BuildName, _ recorded: RecordedState, _ evidence: Evidence) -> BuildSnapshot {
        let reason = recorded.reason.map(SafeText.visible) ?? "as its watcher recorded"
        var build = BuildSnapshot(name: name, state: recorded.state, reason: reason)
        build.launch = evidence.launch
        build.flow = evidence.launch.template.flatMap(KnownFlows.flow) ?? .unknown
        build.isCategorized = evidence.launch.isCategorized ?? false
        build.startedAt = recorded.startedAt
        build.endedAt = recorded.endedAt
        build.activeAt = evidence.log.vitals?.changedAt ?? recorded.updatedAt
        build.logSize = evidence.log.vitals?.size
        build.hosts = recorded.hosts.map(host)
        build.counts = HostCounts(build.hosts.map(\.status))
        if build.hosts.isEmpty, let summary = recorded.summary {
            build.counts = summary
            build.counts.total = max(summary.total, summary.finished)
        }
        build.runURL = recorded.url
        build.delivery = evidence.delivery
        build.problems = evidence.problems
        build.isDetailed = false
        return build
    }

    /// Gives a host what its recorded row says, as far as no stronger source has spoken.
    static func fill(_ host: inout HostSnapshot, from recorded: RecordedHost) {
        host.subRun = host.subRun ?? recorded.subRun
        host.kernel = recorded.kernel.map(SafeText.visible) ?? host.kernel
        guard host.status == .waiting else { return }
        host.isRecorded = true
        host.status = status(recorded)
        host.step = recorded.step
        host.stepsTotal = recorded.stepsTotal ?? host.stepsTotal
        host.startedAt = recorded.startedAt
        host.endedAt = recorded.endedAt
        if let start = recorded.startedAt, let end = recorded.endedAt, host.status.isFinished {
            host.duration = max(.zero, end - start)
        }
        host.detail = recorded.detail.map(SafeText.visible) ?? ""
        if host.status == .failed { host.recordedMessage = recorded.message.map(SafeText.visible) }
    }

    /// A host from its row alone.
    package static func host(from recorded: RecordedHost) -> HostSnapshot {
        var host = HostSnapshot(name: SafeText.visible(recorded.name), status: .waiting)
        fill(&host, from: recorded)
        return host
    }

    private static func status(_ recorded: RecordedHost) -> HostStatus {
        switch recorded.status {
        case "PASS": .passed
        case "FAIL": .failed
        case "SKIP": .skipped(reason: recorded.detail)
        case "RUN": .running
        default: .waiting
        }
    }
}
