package import Runs

/// The cast of a demo: which builds it shows, and where each of them is when the curtain rises.
package struct DemoPlan: Equatable, Sendable {
    package var runs: [PlannedRun]

    package init(runs: [PlannedRun]) { self.runs = runs }

    /// A working day in the lab: runs in progress first, then one that hangs, then what has ended.
    /// - Parameters:
    ///   - builds: how many builds there are; at least one. From six on, the last is launched during the show.
    ///   - hosts: how many hosts each has; at least one.
    package static func standard(builds: Int, hosts: Int, seed: UInt64) throws(BuildNameError) -> DemoPlan {
        var runs: [PlannedRun] = []
        for index in 0..<max(1, builds) {
            let isLast = index == builds - 1
            let role = builds >= 6 && isLast ? .upcoming : Role.inOrder(index)
            var casting = try Casting(index: index, hosts: max(1, hosts), seed: seed)
            runs.append(casting.run(as: role))
        }
        return DemoPlan(runs: runs)
    }
}

/// What a build shows in a demo.
private enum Role {
    case running, categorized, failing, hanging, completed, failed, cancelled, terminated, upcoming

    static func inOrder(_ index: Int) -> Role {
        let cast: [Role] = [.running, .categorized, .failing, .hanging, .completed, .failed, .cancelled, .terminated]
        let crowd: [Role] = [.completed, .completed, .failed, .completed, .cancelled]
        return index < cast.count ? cast[index] : crowd[(index - cast.count) % crowd.count]
    }
}

/// Gives a build its name, its hosts and its part.
private struct Casting {
    private let index: Int
    private var script: RunScript
    private var random: SeededRandom

    init(index: Int, hosts: Int, seed: UInt64) throws(BuildNameError) {
        let kinds = [("e2e", "cmc-e2e"), ("systemos", "cmc-systemOS"), ("reboot", "cmc-reboot")]
        let (kind, template) = kinds[index % kinds.count]
        let names = LabHost.names(hosts, from: index * 3)
        // Hosts repeat round the lab, so later builds of the same hosts and kind are numbered.
        let round = index / 12
        let text = "\(kind)-\(names.prefix(3).joined(separator: "-"))-\(index % 4 == 3 ? "iscsi" : "fc")"
        let build = try BuildName(text + (round == 0 ? "" : "-\(round + 1)"))
        self.index = index
        script = RunScript(build: build, template: template, hosts: names.map { HostScript($0) })
        random = SeededRandom(seed: seed, for: "demo/\(build)")
    }

    mutating func run(as role: Role) -> PlannedRun {
        let second = min(1, script.hosts.count - 1)
        let last = script.hosts.count - 1
        switch role {
        case .running:
            give(second, .passesAfter(failedAttempts: 1), inStep: random.number(below: 3) + 4)
            return PlannedRun(script, .running(host: second, share: 0.45))
        case .categorized:
            script.recording = .cloud(url: recordedAt("run"))
            splitByCategory()
            return PlannedRun(script, .running(host: second, share: 0.6))
        case .failing:
            script.reporter = .multi
            script.recording = .cypress(url: recordedAt("run"))
            fail(0, inStep: 7)
            if last > 1 { give(last, .hookFails(.connectionRefused(script.groups[0].hosts[last].name)), inStep: 3) }
            return PlannedRun(script, .running(host: second, share: last == 0 ? 1 : 0.3))
        case .hanging:
            give(second, .hangs, inStep: 8)
            return PlannedRun(script, .past(since: .seconds(110 * 60)))
        case .completed:
            return PlannedRun(script, past)
        case .failed:
            fail(0, inStep: random.number(below: 5) + 4)
            if last > 1 { give(last, .rendererCrashes, inStep: 8) }
            return PlannedRun(script, past)
        case .cancelled:
            script.cancelledAfter = .seconds(17 * 60)
            return PlannedRun(script, past)
        case .terminated:
            give(last, .runnerDies, inStep: 9)
            return PlannedRun(script, past)
        case .upcoming:
            return PlannedRun(script, .upcoming(after: .seconds(20)))
        }
    }

    /// The further back in the cast, the longer ago.
    private var past: PlannedRun.Entrance { .past(since: .seconds(60 * (25 + 95 * max(0, index - 4)))) }

    private mutating func recordedAt(_ path: String) -> String {
        "https://sorry.lab.test/\(path)/\(TextHash.digits(of: "\(random.next())"))"
    }

    private mutating func give(_ host: Int, _ turn: HostScript.Turn, inStep step: Int) {
        script.groups[0].hosts[host].turns[step] = turn
    }

    private mutating func fail(_ host: Int, inStep step: Int) {
        let name = script.groups[0].hosts[host].name
        give(host, .fails(.likely(in: script.steps[step - 1], on: name)), inStep: step)
    }

    /// Linux and Windows apart, as categorized runs do it; two halves where all are of one kind.
    private mutating func splitByCategory() {
        let hosts = script.hosts
        let windows = hosts.filter { LabHost.named($0.name)?.isWindows ?? false }
        let linux = hosts.filter { !windows.contains($0) }
        if windows.isEmpty || linux.isEmpty {
            let half = (hosts.count + 1) / 2
            script.groups = [GroupScript(name: "first", hosts: Array(hosts.prefix(half)))]
            if hosts.count > half {
                script.groups.append(GroupScript(name: "second", hosts: Array(hosts.dropFirst(half))))
            }
        } else {
            script.groups = [GroupScript(name: "linux", hosts: linux), GroupScript(name: "windows", hosts: windows)]
        }
    }
}
