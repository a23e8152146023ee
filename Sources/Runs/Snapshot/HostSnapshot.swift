/// One host of a build at one moment.
package struct HostSnapshot: Equatable, Sendable {
    /// The host's name, unique within its build and sub-run.
    package var name: String
    /// From the inventory; `nil` when it does not know the host.
    package var kernel: String?
    package var status: HostStatus
    /// The step that runs, or at which the host failed; counted from 1; `nil` before the first is known.
    package var step: Int?
    /// The title of that step, without its number.
    package var stepTitle: String?
    package var stepsTotal: Int?
    /// How many steps of the flow it has passed.
    package var stepsPassed = 0
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// What the spec took; only of a host that has finished.
    package var duration: Duration?
    /// Its spec broke off while nobody watched: it took at least `duration`, and nobody knows how much longer.
    package var tookLonger = false
    /// Since when the running step runs, where somebody watched the step before it end.
    package var stepStartedAt: Timestamp?
    /// One line for tables.
    package var detail: String
    package var subRun: SubRunKey?
    /// The spec's path as the runner prints it.
    package var spec: String?
    /// Where its spec begins in the run log, in bytes.
    package var logOffset: Int?
    /// Where its first failure is described in the run log, or where a line says that its spec broke off, in bytes.
    package var failureOffset: Int?
    package var steps: [StepSnapshot] = []
    package var failures: [HostFailure] = []
    /// Its failure as lists show it, once what was read of it is let go of.
    package var keptFailure: KeptFailure?
    /// What a record says of its failure beyond `detail`; `nil` where the detail says it all.
    package var recordedMessage: String?
    /// Nothing but a record tells how it stands: its log was not read, or is gone.
    package var isRecorded = false
    /// What is known of its first failure that a rule recognizes.
    package var cause: KnownCause?
    /// What operators have written down about its failure.
    package var mark: FailureMark?
    /// Paths of its reporter files.
    package var artifacts: [String] = []
    /// Paths of the screenshots of its failures, as the run names them; safe to show.
    package var screenshots: [String] = []
    /// How many more its log lists.
    package var screenshotsLeftOut = 0

    package init(name: String, status: HostStatus, detail: String = "") {
        (self.name, self.status, self.detail) = (name, status, detail)
    }

    /// What the host has taken so far, or in all; `nil` when nobody knows when it began.
    package func elapsed(at now: Timestamp) -> Duration? {
        if let duration { return duration }
        guard status == .running, let startedAt else { return nil }
        return max(.zero, now - startedAt)
    }
}

/// What lists show of a failure, safe to show. Apart from its host, as most of many thousand hosts have none.
package final class KeptFailure: Sendable {
    /// `7. Create migration session`
    package let step: String
    package let number: Int?
    /// Without its number.
    package let title: String
    /// The error in one line, and the first line of it alone.
    package let message: String
    package let firstLine: String

    init(step: String, number: Int?, title: String, message: String, firstLine: String) {
        (self.step, self.number, self.title) = (step, number, title)
        (self.message, self.firstLine) = (message, firstLine)
    }
}

extension KeptFailure: Equatable {
    package static func == (one: KeptFailure, other: KeptFailure) -> Bool {
        one === other
            || one.step == other.step && one.number == other.number && one.title == other.title
                && one.message == other.message && one.firstLine == other.firstLine
    }
}

/// One step of the flow on one host.
package struct StepSnapshot: Equatable, Sendable {
    package enum Status: String, Equatable, Sendable {
        case waiting, running, passed, failed, skipped
        /// The host has finished, but nothing tells how this step ended.
        case unknown
    }

    /// Counted from 1, in the flow.
    package var number: Int
    /// Without its number.
    package var title: String
    package var status: Status
    package var duration: Duration?
    package var attempts = 1
    /// The hook that failed in its place, such as `before each`.
    package var hook: String?
    /// Where its line stands in the run log, in bytes.
    package var logOffset: Int?

    package init(number: Int, title: String, status: Status) {
        (self.number, self.title, self.status) = (number, title, status)
    }
}

/// A failure of a host, with the step that it belongs to.
package struct HostFailure: Equatable, Sendable {
    /// Counted from 1; `nil` when the flow has no such step.
    package var step: Int?
    /// The step's title without number, or that of the test or hook; empty of a spec that broke off in no known step.
    package var title: String
    package var failure: Failure
    package var logOffset: Int?
    /// Where a spec broke off that was in no known step: `broke off; its log shows no step`.
    package var brokeOff: String?
    /// What a rule knows of it.
    package var cause: KnownCause?

    package init(step: Int?, title: String, failure: Failure, logOffset: Int? = nil) {
        (self.step, self.title, self.failure, self.logOffset) = (step, title, failure, logOffset)
    }

    /// `step 7. Create migration session`, or the bare title.
    package var heading: String { step.map { "step \($0). \(title)" } ?? brokeOff ?? title }
}
