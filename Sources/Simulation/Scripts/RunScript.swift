package import Runs

/// What will happen in one build: which hosts run which steps, and what goes wrong where.
package struct RunScript: Equatable, Sendable {
    package var build: BuildName
    /// The template's name, such as `cmc-e2e`.
    package var template: String
    /// The texts of the steps, without numbers.
    package var steps: [String]
    /// One group for a plain run; several run one after another in a categorized one.
    package var groups: [GroupScript]
    package var reporter = Reporter.spec
    package var recording = Recording.none
    /// Counted from the launch; `nil` when nobody cancels the build.
    package var cancelledAfter: Duration?

    package init(build: BuildName, template: String, steps: [String], groups: [GroupScript]) {
        (self.build, self.template, self.steps, self.groups) = (build, template, steps, groups)
    }

    /// A run of a known template without groups. An unknown template has no steps.
    package init(build: BuildName, template: String, hosts: [HostScript]) {
        self.init(
            build: build, template: template, steps: KnownFlows.steps[template] ?? [],
            groups: [GroupScript(name: nil, hosts: hosts)])
    }

    package var isCategorized: Bool { groups.contains { $0.name != nil } }
    package var hosts: [HostScript] { groups.flatMap(\.hosts) }

    /// Which of mocha's reporters print, and so what step lines look like.
    package enum Reporter: Equatable, Sendable {
        /// Durations on every passed step, a line per failed attempt.
        case spec
        /// cypress-multi-reporters around `spec`: durations only over five seconds, no lines of attempts.
        case multi
    }

    /// The service that records the run.
    package enum Recording: Equatable, Sendable {
        case none
        /// Cypress itself records, at `url`.
        case cypress(url: String)
        /// cypress-cloud records: it runs Cypress once per spec and has lines and a table of its own.
        case cloud(url: String)
    }
}

extension RunScript {
    /// Linux and Windows apart, as categorized runs do it; two halves where all are of one kind.
    mutating func splitByCategory() {
        let hosts = hosts
        let windows = hosts.filter { LabHost.named($0.name)?.isWindows ?? false }
        let linux = hosts.filter { !windows.contains($0) }
        if windows.isEmpty || linux.isEmpty {
            let half = (hosts.count + 1) / 2
            groups = [GroupScript(name: "first", hosts: Array(hosts.prefix(half)))]
            if hosts.count > half {
                groups.append(GroupScript(name: "second", hosts: Array(hosts.dropFirst(half))))
            }
        } else {
            groups = [GroupScript(name: "linux", hosts: linux), GroupScript(name: "windows", hosts: windows)]
        }
    }
}

/// The hosts of one Cypress run, or, with cypress-cloud, of one invocation.
package struct GroupScript: Equatable, Sendable {
    /// The Cypress group; `nil` in a plain run.
    package var name: String?
    package var hosts: [HostScript]

    package init(name: String?, hosts: [HostScript]) { (self.name, self.hosts) = (name, hosts) }
}

/// What one host's spec does.
package struct HostScript: Equatable, Sendable {
    package var name: String
    /// What is out of the ordinary, by step number, counted from 1.
    package var turns: [Int: Turn]
    /// After a failure the other steps are pending, as with a fail-fast plugin.
    package var stopsAfterFailure = true

    package init(_ name: String, turns: [Int: Turn] = [:]) { (self.name, self.turns) = (name, turns) }

    /// What can happen to a step other than that it passes.
    package enum Turn: Equatable, Sendable {
        /// `attempts` fail, the next one passes.
        case passesAfter(failedAttempts: Int)
        /// Every attempt fails.
        case fails(FailureText, attempts: Int = 1)
        /// The hook before the step fails; mocha skips the rest of the suite without a line.
        case hookFails(FailureText)
        /// The step and all after it are pending.
        case pending
        /// The browser's renderer crashes in the step; the spec ends, the run goes on.
        case rendererCrashes
        /// Nothing is printed any more; the runner lives.
        case hangs
        /// The runner dies in the middle of a line.
        case runnerDies
    }
}
