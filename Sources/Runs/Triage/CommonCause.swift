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

    /// `4 hosts within 7m: CMC-01: a disk of the session is in use elsewhere`
    package var text: String {
        "\(hosts.count) hosts within \(span): \(cause.text)"
    }

    /// The time that they all lie in: rounded down it would leave out the last of them.
    private var span: String {
        let seconds = max(1, ((to - from).wholeMilliseconds + 999) / 1000)
        return DurationText.short(.seconds(seconds < 60 ? seconds : (seconds + 59) / 60 * 60))
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

    /// What failures have in common, the newest first: of each rule every lot of hosts that failed within ten minutes of
    /// each other, the largest lots before what is left beside them, so that each failure is told once.
    /// Hosts of which nobody knows when they failed do not count.
    package static func all(in builds: [BuildSnapshot]) -> [CommonCause] {
        var byRule: [String: [FailureClusters.Failure]] = [:]
        for index in builds.indices where builds[index].counts.failed >= 1 {
            let hosts = builds[index].hosts
            for place in hosts.indices {
                guard case .failed = hosts[place].status else { continue }
                guard let cause = hosts[place].cause, let at = hosts[place].endedAt else { continue }
                byRule[cause.rule, default: []].append(
                    FailureClusters.Failure(
                        host: SafeText.visible(hosts[place].name), build: builds[index].name, at: at, cause: cause))
            }
        }
        return byRule.values.filter { $0.count >= leastHosts }.flatMap { failures in
            FailureClusters(failures, within: window, least: leastHosts).found.compactMap(CommonCause.init)
        }.sorted { $0.to == $1.to ? $0.cause.rule < $1.cause.rule : $0.to > $1.to }
    }

    private init?(_ failures: ArraySlice<FailureClusters.Failure>) {
        guard let last = failures.last, let first = failures.first else { return nil }
        var cause = first.cause
        // One of them that may have another cause makes it doubtful that they have one in common.
        let doubtful = failures.count { $0.cause.isProvisional }
        cause.doubt = doubtful == 0 ? .none : doubtful == failures.count ? .ofAll : .ofSome
        self.cause = cause
        hosts = Set(failures.map(\.host)).sorted()
        builds = Set(failures.map(\.build)).sorted()
        (from, to) = (first.at, last.at)
    }
}
