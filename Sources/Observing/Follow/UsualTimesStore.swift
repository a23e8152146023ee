import Runs

/// What the steps of each flow usually take, from the builds that have been read.
final class UsualTimesStore {
    private var samples: [String: [BuildName: [HostSnapshot]]] = [:]
    /// How much each build had shown when its sample was taken.
    private var taken: [BuildName: Int] = [:]
    private var cache: [String: UsualTimes] = [:]
    /// Builds kept for one template: the latest ones say most, and memory stays bounded.
    private static let buildLimit = 20

    /// Takes what a build shows.
    func take(_ build: BuildSnapshot) {
        guard let template = build.flow.template, build.isDetailed else { return }
        // A sample changes only when a step or a host has passed.
        let passed = build.hosts.reduce(build.counts.finished * 10_000) { $0 + $1.stepsPassed }
        guard taken[build.name] != passed else { return }
        taken[build.name] = passed
        let hosts = build.hosts.compactMap(Self.sample)
        guard !hosts.isEmpty, samples[template]?[build.name] != hosts else { return }
        if (samples[template]?.count ?? 0) >= Self.buildLimit, samples[template]?[build.name] == nil { return }
        samples[template, default: [:]][build.name] = hosts
        cache[template] = nil
    }

    func times(of flow: Flow) -> UsualTimes {
        guard let template = flow.template, let builds = samples[template] else { return .none }
        if let known = cache[template] { return known }
        let times = UsualTimes(of: builds.values.joined())
        cache[template] = times
        return times
    }

    /// Only what counts: a host that has passed, with the durations of its steps.
    private static func sample(_ host: HostSnapshot) -> HostSnapshot? {
        guard host.status == .passed || host.status == .failed || host.status == .running else { return nil }
        var sample = HostSnapshot(name: host.name, status: host.status)
        sample.duration = host.duration
        sample.steps = host.steps.compactMap { step in
            guard step.status == .passed, let duration = step.duration else { return nil }
            var kept = StepSnapshot(number: step.number, title: "", status: .passed)
            kept.duration = duration
            return kept
        }
        return sample.steps.isEmpty ? nil : sample
    }
}
