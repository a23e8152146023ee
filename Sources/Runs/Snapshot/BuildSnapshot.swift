/// One build at one moment: all that a screen or a report may know of it.
package struct BuildSnapshot: Equatable, Sendable {
    package var name: BuildName
    package var state: BuildState
    /// Why this state, in one line.
    package var reason: String
    package var launch = Launch()
    package var flow = Flow.unknown { didSet { rememberedFailures = RememberedFailures() } }
    package var isCategorized = false
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// When log or artifacts last changed.
    package var activeAt: Timestamp?
    /// When it is expected to end, from what its steps took elsewhere.
    package var expectedEnd: Timestamp?
    /// What the steps of its flow usually take.
    package var usual = UsualTimes.none
    package var counts = HostCounts()
    /// In the order in which the run lists them.
    package var hosts: [HostSnapshot] = [] { didSet { rememberedFailures = RememberedFailures() } }
    package var subRuns: [SubRunSnapshot] = []
    package var runURL: String?
    package var delivery = Delivery.none
    /// Anomalies of the run, one line each: they stand in the report's NOTES.
    package var anomalies: [String] = []
    /// What the program could not read, one line each.
    package var problems: [String] = []
    /// Why nobody knows what operators have marked of it, in one line.
    package var marksProblem: String?
    /// Size of the run log in bytes; `nil` without one.
    package var logSize: Int?
    /// Its log is being read for the first time: what is known of it is that of its beginning.
    package var isBeingRead = false
    /// It was cut while it was followed, so nobody knows where in it anything stands now.
    package private(set) var hasLostPlaces = false
    /// Whether hosts carry their steps and failures; summaries of builds that nobody looks at do not.
    package var isDetailed = true

    /// What lists of failures show of its hosts, where it has been made already.
    var rememberedFailures = RememberedFailures()

    package init(name: BuildName, state: BuildState, reason: String) {
        (self.name, self.state, self.reason) = (name, state, reason)
    }

    /// Elapsed while running, the total once ended; `nil` when nobody knows when it began.
    package func elapsed(at now: Timestamp) -> Duration? {
        guard let startedAt else { return nil }
        if let endedAt { return max(.zero, endedAt - startedAt) }
        return state == .running || state == .hung ? max(.zero, now - startedAt) : nil
    }

    /// Now, or the end of a build that is over: no time of its hosts goes on then, whatever they were at.
    package func moment(by now: Timestamp) -> Timestamp { endedAt.map { min($0, now) } ?? now }

    /// The moment by which builds are ordered: when it began, else when it last changed.
    package var newest: Timestamp { startedAt ?? activeAt ?? Timestamp(milliseconds: 0) }
}

/// One sub-run of a build.
package struct SubRunSnapshot: Equatable, Sendable {
    package var key: SubRunKey
    package var group: String?
    package var state: BuildState
    package var url: String?
    package var counts: HostCounts

    package init(key: SubRunKey, group: String?, state: BuildState, url: String?, counts: HostCounts) {
        (self.key, self.group, self.state, self.url, self.counts) = (key, group, state, url, counts)
    }
}

extension BuildSnapshot {
    /// Forgets where in the log hosts, steps and failures stand: they were read of a log that was cut since.
    package mutating func losePlaces() {
        hasLostPlaces = true
        for index in hosts.indices {
            (hosts[index].logOffset, hosts[index].failureOffset) = (nil, nil)
            for step in hosts[index].steps.indices { hosts[index].steps[step].logOffset = nil }
            for failure in hosts[index].failures.indices { hosts[index].failures[failure].logOffset = nil }
        }
    }
}
