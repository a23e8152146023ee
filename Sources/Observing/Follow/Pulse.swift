package import Runs
import Synchronization

/// Says when the sources were last looked at. The engine writes it, screens read it, so that a stuck engine shows.
package final class Pulse: Sendable {
    private let state: Mutex<(lookedAt: Timestamp, nextBy: Timestamp)>

    package init() { state = Mutex((WallClock.now(), WallClock.steady() + .seconds(60))) }

    /// The engine has looked, and will do so again within `interval`.
    func beat(nextWithin interval: Duration) {
        state.withLock { $0 = (WallClock.now(), WallClock.steady() + interval) }
    }

    /// When the sources were last looked at, by the time of day.
    package var lookedAt: Timestamp { state.withLock { $0.lookedAt } }

    /// Whether the next look is overdue by more than `slack`.
    package func isStale(slack: Duration) -> Bool { state.withLock { WallClock.steady() - $0.nextBy > slack } }
}
