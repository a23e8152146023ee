/// What the steps of a template usually take, from hosts that have passed them.
package struct UsualTimes: Equatable, Sendable {
    /// Per step of the flow its median; `nil` where no host has shown it.
    package var steps: [Duration?]
    /// The median of whole hosts.
    package var host: Duration?

    package static let none = UsualTimes(steps: [], host: nil)

    package init(steps: [Duration?], host: Duration?) { (self.steps, self.host) = (steps, host) }

    /// From hosts of one template. Only passed steps and passed hosts count: a failed one says little of the time needed.
    package init(of hosts: some Sequence<HostSnapshot>) {
        var samples: [[Duration]] = []
        var totals: [Duration] = []
        for host in hosts {
            if host.status == .passed, let duration = host.duration { totals.append(duration) }
            for step in host.steps where step.status == .passed {
                guard let duration = step.duration else { continue }
                while samples.count < step.number { samples.append([]) }
                samples[step.number - 1].append(duration)
            }
        }
        steps = samples.map(Self.median)
        host = Self.median(totals)
    }

    /// What a step usually takes.
    package func step(_ number: Int) -> Duration? { steps.indices.contains(number - 1) ? steps[number - 1] : nil }

    private static func median(_ values: [Duration]) -> Duration? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// When a build that runs its hosts one after another will end, if they take what is usual.
    /// `nil` when a needed figure is not known.
    func expectedEnd(of build: BuildSnapshot, at now: Timestamp) -> Timestamp? {
        guard build.state == .running, !build.isCategorized, build.hosts.count >= build.counts.total,
            !build.hosts.isEmpty
        else { return nil }
        var rest = Duration.zero
        for host in build.hosts {
            switch host.status {
            case .passed, .failed, .skipped: continue
            case .waiting:
                guard let total = self.host else { return nil }
                rest += total
            case .running:
                guard let left = timeLeft(of: host, at: now) else { return nil }
                rest += left
            }
        }
        return now + rest
    }

    private func timeLeft(of host: HostSnapshot, at now: Timestamp) -> Duration? {
        guard let step = host.step, let total = host.stepsTotal, step <= total else { return nil }
        var rest = Duration.zero
        for number in step...total {
            guard let usual = self.step(number) else { return nil }
            let spent = number == step ? host.stepStartedAt.map { now - $0 } ?? .zero : .zero
            rest += max(.zero, usual - spent)
        }
        return rest
    }
}
