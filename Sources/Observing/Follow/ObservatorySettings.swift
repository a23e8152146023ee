package import Runs

/// What the observatory needs to know of the configuration.
package struct ObservatorySettings: Sendable {
    package var root: Root
    package var windows = Windows()
    /// How often sources are looked at that cannot be watched.
    package var poll = Duration.seconds(2)
    /// The moment that a single look takes for the present, for pictures that can be made again; `nil` for the machine's.
    package var fixedNow: Timestamp?
    /// The rules by which failures are explained; read when they are first needed, off the main thread.
    package var triage: @Sendable () -> TriageRules = { .none }

    package init(root: Root) { self.root = root }
}

/// What the observatory can be asked for.
package enum ObservatoryRequest: Equatable, Sendable {
    /// Follow this build in full.
    case attend(BuildName?)
    /// Look at everything again now.
    case refresh
    case stop
}
