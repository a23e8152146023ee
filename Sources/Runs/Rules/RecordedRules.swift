/// Reads a host's row of a recorded state, for builds whose log is gone or is not looked at.
package enum RecordedRules {
    /// Gives a host what its recorded row says, as far as no stronger source has spoken.
    static func fill(_ host: inout HostSnapshot, from recorded: RecordedHost) {
        host.kernel = recorded.kernel.map(SafeText.visible) ?? host.kernel
        guard host.status == .waiting else { return }
        host.status = status(recorded)
        host.step = recorded.step
        host.stepsTotal = recorded.stepsTotal ?? host.stepsTotal
        host.startedAt = recorded.startedAt
        host.endedAt = recorded.endedAt
        if let start = recorded.startedAt, let end = recorded.endedAt, host.status.isFinished {
            host.duration = max(.zero, end - start)
        }
        host.detail = recorded.detail.map(SafeText.visible) ?? ""
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
