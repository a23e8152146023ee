/// One thing that happens on the controller while a run is played.
package struct TimedPiece: Equatable, Sendable {
    /// Counted from the launch, in the run's own time: nothing is scaled yet.
    package var at: Duration
    package var change: Change

    package init(at: Duration, _ change: Change) { (self.at, self.change) = (at, change) }

    package enum Change: Equatable, Sendable {
        /// Text that is appended to the run log; mostly whole lines.
        case log(String)
        /// The reporter's file of a spec whose mocha run began at `began`, counted from the launch.
        case artifact(SpecPlay, began: Duration)
        /// What a watcher stamps into `timeline.jsonl` when it sees the line come.
        case stamp(PlayedStamp)
        /// What the watcher writes into `state.json`.
        case state(PlayedState)
        case runnerStarted
        case runnerEnded(RunnerEnd)
        /// An operator has cancelled the build.
        case cancelled
    }
}

/// A fact of the log as `timeline.jsonl` names it; its time is that of its piece.
package struct PlayedStamp: Equatable, Sendable {
    package var event: Event
    /// The Cypress run, counted from 1.
    package var run: Int
    /// The spec's place in its run, counted from 1.
    package var index: Int?
    package var spec: String?
    /// The step's title, with its number.
    package var title: String?
    package var status: Status?

    package init(_ event: Event, run: Int) { (self.event, self.run) = (event, run) }

    package enum Event: String, Equatable, Sendable {
        case runStarted = "run_started"
        case specStarted = "spec_started"
        case step
        case specEnded = "spec_ended"
        case runEnded = "run_ended"
    }

    package enum Status: String, Equatable, Sendable { case passed, failed, pending }
}

/// How a runner's process ended.
package enum RunnerEnd: Equatable, Sendable {
    /// With this status; Cypress' is the number of failed tests.
    case exited(status: Int)
    case signalled(Int)
}

/// The content of `state.json`; moments are counted from the launch.
package struct PlayedState: Equatable, Sendable {
    package var state: State
    package var hosts: [Host]
    package var ended: Duration?
    package var reason: String

    package init(_ state: State, hosts: [Host], ended: Duration? = nil, reason: String) {
        (self.state, self.hosts, self.ended, self.reason) = (state, hosts, ended, reason)
    }

    package enum State: String, Equatable, Sendable {
        case running = "RUNNING"
        case completed = "COMPLETED"
        case failed = "FAILED"
        case cancelled = "CANCELLED"
        case terminated = "TERMINATED"
    }

    /// A host whose spec has begun.
    package struct Host: Equatable, Sendable {
        package var name: String
        package var status: Status
        /// The number of the last step that ended or failed; `nil` before the first.
        package var step: Int?
        package var began: Duration
        package var ended: Duration?
        package var detail: String
        /// The failure in one line, where `detail` has only the beginning of it.
        package var message: String?

        package enum Status: String, Equatable, Sendable {
            case passed = "PASS"
            case failed = "FAIL"
            case running = "RUN"
            case skipped = "SKIP"
        }
    }
}
