package import Runs

/// Many builds, for measuring: finished ones, of which every seventh has failed, and some that run.
package struct LoadPlan: Equatable, Sendable {
    package var builds: Int
    /// The hosts of each build.
    package var hosts: Int
    /// How many of the builds are still running, without anything more to come.
    package var running: Int

    package init(builds: Int = 1000, hosts: Int = 20, running: Int = 0) {
        (self.builds, self.hosts, self.running) = (builds, max(1, hosts), running)
    }

    /// Build `index`, counted from 0; the running ones come first. They are made one by one because all together would
    /// take much memory. Each ended before the one ahead of it began, so that their hosts' reports can be told apart.
    package func run(_ index: Int) throws(BuildNameError) -> PlannedRun {
        let isRunning = index < running
        let number = String(index + 1)
        let build = try BuildName("e2e-load-\(String(repeating: "0", count: max(0, 5 - number.count)))\(number)-fc")
        let names = LabHost.names(hosts, from: isRunning ? index * hosts : 0)
        var script = RunScript(build: build, template: "cmc-e2e", hosts: names.map { HostScript($0) })
        guard !isRunning else { return PlannedRun(script, .running(host: hosts / 2, share: 0.5)) }
        if index % 7 == 3 {
            script.groups[0].hosts[0].turns[7] = .fails(.trackingFailed(names[0]))
        }
        // No host takes longer than eighty minutes.
        return PlannedRun(script, .past(since: .seconds(4800 * hosts) * (index - running + 1)))
    }
}
