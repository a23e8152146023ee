package import Plans
package import Runs

/// What a launch form needs to know of the controller at a moment.
package struct LaunchKnowledge: Sendable {
    package var rules: LaunchRules
    package var hosts: [InventoryHost]
    package var snapshot: Snapshot
    /// What this console is doing already.
    package var acting: [BuildName: ActionKind]
    package var places: @Sendable (BuildName) -> StartPlan.Places
    package var now: Timestamp
    package var clock: LocalClock
    package var preps: PrepFacts
    /// The LUNs with short names; `nil` where their list cannot be used.
    package var luns: LunShorthand?

    package init(
        rules: LaunchRules, hosts: [InventoryHost], snapshot: Snapshot, acting: [BuildName: ActionKind],
        places: @escaping @Sendable (BuildName) -> StartPlan.Places, now: Timestamp, clock: LocalClock,
        preps: PrepFacts = PrepFacts(), luns: LunShorthand? = .standard
    ) {
        (self.rules, self.hosts, self.snapshot, self.acting) = (rules, hosts, snapshot, acting)
        (self.places, self.now, self.clock) = (places, now, clock)
        (self.preps, self.luns) = (preps, luns)
    }

    func isTaken(_ name: BuildName) -> Bool { snapshot.build(name) != nil || acting[name] != nil }

    /// Builds that run on a config family.
    func running(on family: String) -> [BuildSnapshot] {
        snapshot.builds.filter { build in
            (build.state == .running || build.state == .hung) && build.launch.configFamily == family
        }
    }

    /// What known builds say at a place, each text once, the newest first.
    func known(_ text: (Launch) -> String?) -> [String] {
        var seen: Set<String> = []
        return snapshot.builds.sorted { $0.newest > $1.newest }.compactMap { text($0.launch) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
