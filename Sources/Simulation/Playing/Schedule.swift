package import Runs

/// When the moments of a run fall by the wall clock: its past went at the pace of a lab, the rest goes `speed` times as fast.
package struct Schedule: Equatable, Sendable {
    package var launch: Timestamp
    /// How much of the run, from its launch on, has happened when the show begins.
    package var past: Duration
    package var speed: Double

    /// - Parameter speed: how many seconds of the run pass in one second; anything that is not positive counts as 1.
    package init(launch: Timestamp, past: Duration = .zero, speed: Double = 1) {
        (self.launch, self.past) = (launch, max(.zero, past))
        self.speed = speed > 0 && speed.isFinite ? speed : 1
    }

    /// The moment of `offset`, which is counted from the launch in the run's own time.
    package func moment(of offset: Duration) -> Timestamp {
        offset <= past ? launch + offset : launch + past + (offset - past) / speed
    }
}
