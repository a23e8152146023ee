import Plans
import Runs

/// What of launches outlives the screen that shows it.
struct LaunchShelf: Equatable, Sendable {
    /// The hosts that can be chosen.
    var inventory: [InventoryHost] = []
    /// The preps that run.
    var preps = PrepFacts()
    /// A form that was kept for later.
    var draft: LaunchForm?
    /// Starts of this console, the newest last.
    private(set) var launches: [LaunchProgress] = []
    /// The last number of a log request; ours are negative, the browser's are not.
    private var request = 0

    private static let limit = 10

    /// The start that one wants to see: one that runs, else the last one.
    var latest: LaunchProgress? { launches.last { $0.isLive } ?? launches.last }

    var hasLive: Bool { launches.contains { $0.isLive } }

    subscript(build: BuildName) -> LaunchProgress? {
        get { launches.last { $0.build == build } }
        set {
            guard let newValue, let index = launches.lastIndex(where: { $0.build == build }) else { return }
            launches[index] = newValue
        }
    }

    mutating func add(_ launch: LaunchProgress) {
        launches.removeAll { $0.build == launch.build && !$0.isLive }
        launches.append(launch)
        guard launches.count > Self.limit, let old = launches.firstIndex(where: { !$0.isLive }) else { return }
        launches.remove(at: old)
    }

    mutating func tick(at now: Timestamp) {
        for index in launches.indices where launches[index].isLive { launches[index].tick(at: now) }
    }

    mutating func nextRequest() -> Int {
        request -= 1
        return request
    }
}
