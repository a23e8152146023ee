/// One thing that the output of a run has shown. Readers make facts, in the order of the source; `RunLog` absorbs them.
///
/// The words are those of test runners in general: nothing downstream of a reader knows which program printed what.
package enum Fact: Equatable, Sendable {
    // An invocation of a recording service (cypress-cloud), around several runs.
    /// The service has been asked to run; `discovered` specs were found.
    case invocationStarted(discovered: Int?)
    /// The group that the invocation belongs to.
    case invocationGrouped(String)
    case invocationAddressed(url: String)
    /// The service hands out these specs next, by their project-relative paths.
    case invocationTook(specs: [String])
    /// The invocation is over; `rows` is its summary table.
    case invocationEnded(rows: [SpecRow])

    // A run.
    case runStarted
    /// The run's header has been read whole.
    case runDescribed(RunHeader)
    /// The address under which the run is recorded.
    case runAddressed(url: String)
    /// The run's table of results has ended.
    case runEnded(RunEnd)

    // A spec of the current run.
    /// `index` counts from 1 to `count`.
    case specStarted(path: String, index: Int, count: Int)
    case stepEnded(StepEnd)
    /// An attempt has failed and another one follows.
    case stepRetried(title: String, attempt: Int, of: Int)
    /// The line that says why a spec ends before its end (crash, compile error).
    case specBroke(String)
    /// A further line of the text that such a line begins; empty for blank ones.
    case specBreakTold(String)
    /// The line that says why a spec is not run at all (the run was cancelled).
    case specSkipped(String)
    case failureDescribed(Failure)
    /// The spec's results box: counts by final state. `duration` is what mocha took.
    case specEnded(Counts, duration: Duration?)
    /// A picture of the screen that the spec which has just ended has left behind.
    case screenshotTaken(path: String)

    /// The output shows reporter lines, but no run around them (`--quiet`).
    case reporterOnly
    /// The output says why no run could start.
    case startFailed(String)
}

/// How many tests ended how.
package struct Counts: Equatable, Sendable {
    package var tests: Int
    package var passing: Int
    package var failing: Int
    package var pending: Int
    package var skipped: Int

    package init(tests: Int = 0, passing: Int = 0, failing: Int = 0, pending: Int = 0, skipped: Int = 0) {
        (self.tests, self.passing, self.failing) = (tests, passing, failing)
        (self.pending, self.skipped) = (pending, skipped)
    }
}

/// What the header of a run says.
package struct RunHeader: Equatable, Sendable {
    /// The number of specs that the run will execute.
    package var specsExpected: Int?
    /// Their names in the order of the header; empty when it gives none. Cut when the header cuts its list.
    package var specNames: [String]
    package var group: String?
    package var url: String?

    package init(specsExpected: Int? = nil, specNames: [String] = [], group: String? = nil, url: String? = nil) {
        (self.specsExpected, self.specNames, self.group, self.url) = (specsExpected, specNames, group, url)
    }
}

/// How a step ended, as its line says.
package struct StepEnd: Equatable, Sendable {
    /// The title as printed, number included, without the duration; a hook's line gives the title of the step it names.
    package var title: String
    package var status: StepStatus
    /// Where it was printed; mocha prints none for failed and pending steps.
    package var duration: Duration?
    /// The hook that failed in place of the step, such as `before each`.
    package var hook: String?

    package init(title: String, status: StepStatus, duration: Duration? = nil, hook: String? = nil) {
        (self.title, self.status, self.duration, self.hook) = (title, status, duration, hook)
    }
}

/// The ways in which a step can have ended.
package enum StepStatus: String, Equatable, Sendable {
    case passed, failed, pending
}

/// A failure in full, as the epilogue of a spec or a report describes it.
package struct Failure: Hashable, Sendable {
    /// Suite titles, outermost first, then the title of the test or hook.
    package var path: [String]
    /// The message; its first line is what tables show.
    package var message: String
    /// Stack or code frame: the lines after the message, as printed, at most `Failure.stackLimit`.
    package var stack: [String]
    /// The first line of the message says only that a spec broke off; the error is what follows, if anything does.
    package var breaksOff = false

    package init(path: [String], message: String, stack: [String] = []) {
        (self.path, self.message, self.stack) = (path, message, stack)
    }

    /// Lines of stack that are kept; a report shows at most 12 (contract, section 6).
    package static let stackLimit = 40
    /// Bytes of message that are kept; a report shows at most 4 KiB (reliability cases, section 3).
    package static let messageLimit = 16 * 1024
}

/// One row of a table of results.
package struct SpecRow: Equatable, Sendable {
    /// The spec's path as the table gives it, joined from its wrapped pieces.
    package var spec: String
    package var counts: Counts
    package var duration: Duration?
    /// The row says that the spec was skipped because the run was cancelled.
    package var wasSkipped: Bool

    package init(spec: String, counts: Counts, duration: Duration? = nil, wasSkipped: Bool = false) {
        (self.spec, self.counts, self.duration, self.wasSkipped) = (spec, counts, duration, wasSkipped)
    }
}

/// The table with which a run ends.
package struct RunEnd: Equatable, Sendable {
    package var rows: [SpecRow]
    /// The sums of the table's last line; `nil` where it has none.
    package var totals: Counts?
    package var wasCanceled: Bool
    /// Whether the last line says that specs failed.
    package var saysFailed: Bool

    package init(rows: [SpecRow] = [], totals: Counts? = nil, wasCanceled: Bool = false, saysFailed: Bool = false) {
        (self.rows, self.totals, self.wasCanceled, self.saysFailed) = (rows, totals, wasCanceled, saysFailed)
    }
}
