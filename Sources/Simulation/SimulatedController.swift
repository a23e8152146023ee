import Glibc
package import Runs

/// A small controller in a folder: the tree of the contract's section 2, with runs played into it from a seed.
package struct SimulatedController: Sendable {
    package let root: String
    private let seed: UInt64
    private let speed: Double
    private let hands: any Stagehands
    private let folder: FolderWriter

    /// - Parameters:
    ///   - root: the folder that stands for `/`; it is made if need be.
    ///   - speed: how many seconds of a run pass in one second. Only what happens from now on goes so fast.
    ///   - runner: the process that stands for every runner which still lives.
    package init(root: String, seed: UInt64, speed: Double, runner: ProcessIdentity = .current) {
        self.init(root: root, seed: seed, speed: speed, hands: OneRunner(process: runner))
    }

    /// - Parameter hands: the processes behind the runs.
    package init(root: String, seed: UInt64, speed: Double, hands: any Stagehands) {
        (self.root, self.seed, self.speed, self.hands) = (root, seed, speed, hands)
        folder = FolderWriter(root: root)
    }

    /// Makes the folders and the inventory.
    /// - Parameter hosts: the names that the inventory lists beside those of the lab.
    package func makeTree(hosts: [String] = []) throws(SimulationError) {
        for path in ControllerPaths.folders { try folder.makeFolder(path) }
        let lab = LabHost.all.map(\.name)
        let names = lab + hosts.filter { !lab.contains($0) }
        try folder.replace(ControllerPaths.inventory, with: LabInventory.markdown(for: names))
    }

    /// Makes the tree, writes at once what happened before the show, and gives back the player of the rest.
    /// - Parameter beginning: when the show begins.
    package func player(for plan: DemoPlan, beginning: Timestamp = .current) throws(SimulationError) -> Player {
        var hosts: [String] = []
        for run in plan.runs { hosts += run.script.hosts.map(\.name).filter { !hosts.contains($0) } }
        try makeTree(hosts: hosts)
        var players: [RunPlayer] = []
        for run in plan.runs {
            var player = RunPlayer(run, into: folder, hands: hands, beginning: beginning, seed: seed, speed: speed)
            try player.writePast()
            players.append(player)
        }
        return Player(players)
    }

    /// Writes one run's past and forgets it: for trees with more runs than should be kept in memory.
    package func writePast(of run: PlannedRun, beginning: Timestamp) throws(SimulationError) {
        var player = RunPlayer(run, into: folder, hands: hands, beginning: beginning, seed: seed, speed: speed)
        try player.writePast()
    }
}

extension Timestamp {
    /// Now, by the machine's clock.
    package static var current: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
