/// How long each step took the hosts of one build, to compare a host with the others.
package struct StepPaces: Equatable, Sendable {
    /// Per step of the flow what it took those that passed it, shortest first.
    private var durations: [[Duration]] = []

    /// Only passed steps with a known duration count: a failed one says little of the time needed.
    package init(of hosts: some Sequence<HostSnapshot>) {
        for host in hosts {
            for step in host.steps where step.number > 0 {
                guard let own = Self.sample(step) else { continue }
                while durations.count < step.number { durations.append([]) }
                durations[step.number - 1].append(own)
            }
        }
        for index in durations.indices { durations[index].sort() }
    }

    /// What a step took the hosts other than the one it belongs to.
    /// - Parameter step: of a host that was among those at `init`.
    package func others(of step: StepSnapshot) -> OtherHosts {
        guard durations.indices.contains(step.number - 1) else { return OtherHosts(count: 0, median: nil) }
        let all = durations[step.number - 1]
        let own = Self.sample(step).flatMap { all.firstIndex(of: $0) }
        let count = all.count - (own == nil ? 0 : 1)
        guard count > 0 else { return OtherHosts(count: 0, median: nil) }
        func value(_ index: Int) -> Duration { all[index < (own ?? all.count) ? index : index + 1] }
        let middle = count / 2
        let median = count.isMultiple(of: 2) ? (value(middle - 1) + value(middle)) / 2 : value(middle)
        return OtherHosts(count: count, median: median)
    }

    private static func sample(_ step: StepSnapshot) -> Duration? { step.status == .passed ? step.duration : nil }
}

/// What a step took the other hosts of a build.
package struct OtherHosts: Equatable, Sendable {
    /// How many of them have passed it in a known time.
    package var count: Int
    package var median: Duration?

    /// Fewer others than this prove nothing.
    package static let enough = 3

    package init(count: Int, median: Duration?) { (self.count, self.median) = (count, median) }

    /// Whether a host that took so long, or has been so long in the step, is slow: at least three others have passed it,
    /// and it took more than twice their median and more than 30 s longer.
    ///
    /// Both, because twice of two seconds is nothing to look at, and neither are 40 s more in half an hour.
    package func isSlow(_ duration: Duration) -> Bool {
        guard count >= Self.enough, let median else { return false }
        return duration > median * 2 && duration > median + .seconds(30)
    }
}
