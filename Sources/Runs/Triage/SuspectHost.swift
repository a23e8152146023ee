/// A host that keeps failing, each time elsewhere: the host may be to blame, not what it tests.
package struct SuspectHost: Equatable, Sendable {
    package let name: String
    /// How many of its last runs have failed.
    package let failed: Int
    package let runs: Int
    /// The steps at which it has failed, each once.
    package let steps: [String]

    /// Of so many last runs it must have failed in so many, and in at least two different steps.
    package static let lastRuns = 5
    package static let leastFailed = 3

    /// `w2k25 failed in 3 of its last 5 runs, in 2 different steps`
    package var text: String {
        "\(name) failed in \(failed) of its last \(runs) runs, in \(steps.count) different steps"
    }

    package static func all(in builds: [BuildSnapshot]) -> [SuspectHost] {
        guard builds.count >= leastFailed else { return [] }
        // Of thousands of builds most hosts are never suspect: only those that have failed often enough are looked at.
        var failures: [String: Int] = [:]
        for index in builds.indices where builds[index].counts.failed > 0 {
            let hosts = builds[index].hosts
            for place in hosts.indices {
                guard case .failed = hosts[place].status else { continue }
                failures[hosts[place].name, default: 0] += 1
            }
        }
        var wanted = failures.filter { $0.value >= leastFailed }
        var last: [String: [(build: Int, host: Int)]] = [:]
        let order = builds.indices.map { (index: $0, time: builds[$0].newest) }.sorted { $0.time > $1.time }
        for (index, _) in order where !wanted.isEmpty {
            let hosts = builds[index].hosts
            for place in hosts.indices where hosts[place].status == .failed || hosts[place].status == .passed {
                let name = hosts[place].name
                guard wanted[name] != nil else { continue }
                last[name, default: []].append((index, place))
                if last[name]?.count == lastRuns { wanted[name] = nil }
            }
        }
        return last.compactMap { name, runs in
            let failed = runs.filter { builds[$0.build].hosts[$0.host].status == .failed }
            guard failed.count >= leastFailed else { return nil }
            let steps = differentSteps(failed.map { (builds[$0.build].hosts[$0.host], builds[$0.build].flow) })
            guard steps.count >= 2 else { return nil }
            return SuspectHost(name: SafeText.visible(name), failed: failed.count, runs: runs.count, steps: steps)
        }.sorted { $0.failed == $1.failed ? $0.name < $1.name : $0.failed > $1.failed }
    }
    /// The steps at which hosts have failed, each once. Other flows have other steps of the same number, so titles tell
    /// them apart. Where one is not known, as in a record of a template that nobody knows, the number does: it may be that
    /// of any step with the same number, so it only counts where no title has it.
    private static func differentSteps(_ failed: [(host: HostSnapshot, flow: Flow)]) -> [String] {
        var titles: Set<String> = []
        var (titled, bare): (Set<Int>, Set<Int>) = ([], [])
        for (host, flow) in failed {
            // What a log calls a step may differ from what its flow does, which is all that a record has.
            let known = host.step.flatMap(flow.text) ?? host.stepTitle ?? ""
            if !known.isEmpty { titles.insert(SafeText.visible(known)) }
            guard let number = host.step else { continue }
            if known.isEmpty { bare.insert(number) } else { titled.insert(number) }
        }
        return titles.sorted() + bare.subtracting(titled).sorted().map { "step \($0)" }
    }
}
