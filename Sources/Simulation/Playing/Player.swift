import Runs

/// Plays several runs into one controller, without a thread or a clock: whoever holds it says how much time has passed.
package struct Player: Sendable {
    private var runs: [RunPlayer]

    init(_ runs: [RunPlayer]) { self.runs = runs }

    /// When something is due next, counted from the beginning of the show; `nil` when all has been played.
    package var nextDue: Duration? { runs.compactMap(\.nextDue).min() }

    /// Writes everything that is due `elapsed` after the beginning of the show.
    package mutating func advance(to elapsed: Duration) throws(SimulationError) {
        for index in runs.indices { try runs[index].advance(to: elapsed) }
    }
}
