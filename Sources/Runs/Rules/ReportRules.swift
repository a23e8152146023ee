/// Decides which reporter files belong to a launch and to a host.
enum ReportRules {
    /// The newest whole report for each host, by lower-case host name, among those of this launch.
    ///
    /// The reporter's folder is shared by all builds and never emptied, so time tells: a report belongs to a launch when
    /// its spec ran after the start and not after the end.
    static func reports(of evidence: Evidence, endedAt: Timestamp?, windows: Windows) -> [String: [ReportEvidence]] {
        var byHost: [String: [ReportEvidence]] = [:]
        for report in evidence.reports where fits(report, evidence.launch, endedAt: endedAt, windows: windows) {
            guard let spec = report.file.spec, report.file.verdict == .pass || report.file.verdict == .fail
            else { continue }
            byHost[HostName.fromSpec(spec).lowercased(), default: []].append(report)
        }
        for host in byHost.keys { byHost[host]?.sort { ($0.time, $0.path) < ($1.time, $1.path) } }
        return byHost
    }

    private static func fits(
        _ report: ReportEvidence, _ launch: Launch, endedAt: Timestamp?, windows: Windows
    ) -> Bool {
        // Reports carry whole seconds, and so may the launch.
        let slack = Duration.seconds(2)
        if let start = launch.startedAt, min(report.changedAt, report.time) + slack < start { return false }
        if let endedAt, endedAt + windows.endGrace < report.time { return false }
        return true
    }
}
