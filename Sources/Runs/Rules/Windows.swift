/// The time windows of the state rules; each is a configuration value.
package struct Windows: Equatable, Sendable {
    /// How long a launched build counts as running without any evidence.
    package var startupGrace: Duration
    /// How long after the runner has gone the run may still reach its end.
    package var endGrace: Duration
    /// How long neither log nor artifacts may stay unchanged while the runner lives.
    package var hang: Duration

    package init(
        startupGrace: Duration = .seconds(300), endGrace: Duration = .seconds(60), hang: Duration = .seconds(90 * 60)
    ) {
        (self.startupGrace, self.endGrace, self.hang) = (startupGrace, endGrace, hang)
    }
}
