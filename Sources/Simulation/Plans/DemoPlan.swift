package import Runs

/// The cast of a demo: which builds it shows, and where each of them is when the curtain rises.
package struct DemoPlan: Equatable, Sendable {
    package var runs: [PlannedRun]

    package init(runs: [PlannedRun]) { self.runs = runs }

    /// A working day in the lab: runs in progress first, then one that hangs, then what has ended.
    ///
    /// All reports lie in one folder under their hosts' names, so, as in a lab, no host is in two runs at the same time.
    /// - Parameters:
    ///   - builds: how many builds there are; at least one. From six on, the last is launched during the show.
    ///   - hosts: how many hosts each has; at least one.
    package static func standard(builds: Int, hosts: Int, seed: UInt64) throws(BuildNameError) -> DemoPlan {
        let hosts = max(1, hosts)
        var runs: [PlannedRun] = []
        var taken: Set<String> = []
        var live = 0
        // A hanging run began almost four hours ago; what has ended had ended before that.
        var silence = Duration.seconds(5 * 3600)
        for index in 0..<max(1, builds) {
            let role = builds >= 6 && index == builds - 1 ? .upcoming : Role.inOrder(index)
            let firstHost = role.isPast ? index * 3 % LabHost.all.count : live * hosts
            var casting = try Casting(index: index, hosts: LabHost.names(hosts, from: firstHost), &taken, seed: seed)
            let run = casting.run(as: role, since: silence)
            if role.isPast { silence += RunPlay(run.script, seed: seed).length + .seconds(1200) } else { live += 1 }
            runs.append(run)
        }
        return DemoPlan(runs: runs)
    }
}

/// What a build shows in a demo.
private enum Role {
    case running, categorized, failing, hanging, completed, failed, cancelled, terminated, upcoming

    /// Whether the run has ended when the show begins.
    var isPast: Bool {
        switch self {
        case .completed, .failed, .cancelled, .terminated: true
        case .running, .categorized, .failing, .hanging, .upcoming: false
        }
    }

    static func inOrder(_ index: Int) -> Role {
        let cast: [Role] = [.running, .categorized, .failing, .hanging, .completed, .failed, .cancelled, .terminated]
        let crowd: [Role] = [.completed, .completed, .failed, .completed, .cancelled]
        return index < cast.count ? cast[index] : crowd[(index - cast.count) % crowd.count]
    }
}

/// Gives a build its name, its hosts and its part.
private struct Casting {
    private var script: RunScript
    private var random: SeededRandom

    /// - Parameter taken: the names of the builds so far.
    init(index: Int, hosts: [String], _ taken: inout Set<String>, seed: UInt64) throws(BuildNameError) {
        let kinds = [("e2e", "cmc-e2e"), ("systemos", "cmc-systemOS"), ("reboot", "cmc-reboot")]
        let (kind, template) = kinds[index % kinds.count]
        let text = "\(kind)-\(hosts.prefix(3).joined(separator: "-"))-\(index % 4 == 3 ? "iscsi" : "fc")"
        var name = text
        var number = 1
        while !taken.insert(name).inserted {
            number += 1
            name = "\(text)-\(number)"
        }
        let build = try BuildName(name)
        script = RunScript(build: build, template: template, hosts: hosts.map { HostScript($0) })
        random = SeededRandom(seed: seed, for: "demo/\(build)")
    }

    /// - Parameter silence: how long ago the run ended, if it is past.
    mutating func run(as role: Role, since silence: Duration) -> PlannedRun {
        let past = PlannedRun.Entrance.past(since: silence)
        let second = min(1, script.hosts.count - 1)
        let last = script.hosts.count - 1
        switch role {
        case .running:
            give(second, .passesAfter(failedAttempts: 1), inStep: random.number(below: 3) + 4)
            return PlannedRun(script, .running(host: second, share: 0.45))
        case .categorized:
            script.recording = .cloud(url: recordedAt("run"))
            script.splitByCategory()
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
}
