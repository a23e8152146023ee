/// One rule that explains failures of several hosts at about the same time: look there first.
package struct CommonCause: Equatable, Sendable {
    package let cause: KnownCause
    /// The names of the hosts, each once.
    package let hosts: [String]
    package let builds: [BuildName]
    package let from: Timestamp
    package let to: Timestamp

    /// Fewer hosts may have failed alike by chance.
    package static let leastHosts = 3
    package static let window = Duration.seconds(600)

    /// `4 hosts within 6m: CMC-01: a disk of the session is in use elsewhere`
    package var text: String {
        "\(hosts.count) hosts within \(DurationText.short(max(.seconds(1), to - from))): \(cause.text)"
    }

    /// What of the last day concerns several builds at once: those of it are not the builds' own doing.
    ///
    /// It is asked for with every snapshot of what may be thousands of builds: most are left out by a look at two fields.
    package static func recent(in snapshot: Snapshot) -> [CommonCause] {
        let since = snapshot.takenAt + .seconds(-24 * 3600)
        var builds: [BuildSnapshot] = []
        for index in snapshot.builds.indices where snapshot.builds[index].counts.failed > 0 {
            if let active = snapshot.builds[index].activeAt, active >= since { builds.append(snapshot.builds[index]) }
        }
        guard builds.count > 1 else { return [] }
        return all(in: builds).filter { $0.builds.count > 1 && $0.to >= since }
    }

    /// What failures have in common: of each rule the largest number of hosts within ten minutes, the newest first.
    /// Hosts of which nobody knows when they failed do not count.
    package static func all(in builds: [BuildSnapshot]) -> [CommonCause] {
        var byRule: [String: [(host: String, build: BuildName, at: Timestamp, cause: KnownCause)]] = [:]
        for index in builds.indices where builds[index].counts.failed >= 1 {
            let hosts = builds[index].hosts
            for place in hosts.indices {
                guard case .failed = hosts[place].status else { continue }
                guard let cause = hosts[place].cause, let at = hosts[place].endedAt else { continue }
                byRule[cause.rule, default: []].append(
                    (SafeText.visible(hosts[place].name), builds[index].name, at, cause))
            }
        }
        var found: [CommonCause] = []
        for failures in byRule.values where failures.count >= leastHosts {
            let sorted = failures.sorted { $0.at == $1.at ? $0.host < $1.host : $0.at < $1.at }
            var best = 0..<0
            var names = 0
            var start = 0
            var uses: [String: Int] = [:]
            for end in sorted.indices {
                uses[sorted[end].host, default: 0] += 1
                while sorted[end].at - sorted[start].at > window {
                    let host = sorted[start].host
                    uses[host] = uses[host].flatMap { $0 > 1 ? $0 - 1 : nil }
                    start += 1
                }
                if uses.count >= names { (best, names) = (start..<end + 1, uses.count) }
            }
            guard names >= leastHosts, let last = sorted[best].last, let first = sorted[best].first else { continue }
            // One of them that may have another cause makes it doubtful that they have one in common.
            var cause = first.cause
            cause.isProvisional = sorted[best].contains { $0.cause.isProvisional }
            found.append(
                CommonCause(
                    cause: cause, hosts: Set(sorted[best].map(\.host)).sorted(),
                    builds: Set(sorted[best].map(\.build)).sorted(), from: first.at, to: last.at))
        }
        return found.sorted { $0.to == $1.to ? $0.cause.rule < $1.cause.rule : $0.to > $1.to }
    }
}
