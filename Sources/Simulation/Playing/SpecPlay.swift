package import Runs

/// One host's spec, played: what mocha saw, when, and how it counts.
package struct SpecPlay: Equatable, Sendable {
    /// The spec's file name, such as `redhat9.6.cy.ts`.
    package var file: String
    package var suite: String
    package var events: [Event] = []
    package var counts = Counts()
    /// The mocha run from its first step to its last.
    package var duration = Duration.zero
    package var failures: [FailureNote] = []
    package var cases: [Case] = []
    /// File names, in the order in which they were taken.
    package var screenshots: [String] = []
    package var ending = Ending.finished

    package init(file: String, suite: String) { (self.file, self.suite) = (file, suite) }

    /// Something that mocha's reporter may print a line for.
    package struct Event: Equatable, Sendable {
        /// Counted from the start of the mocha run.
        package var at: Duration
        package var kind: Kind

        package init(at: Duration, _ kind: Kind) { (self.at, self.kind) = (at, kind) }

        package enum Kind: Equatable, Sendable {
            case passed(title: String, duration: Duration)
            /// `ordinal` counts the failures of the spec from 1.
            case failed(title: String, ordinal: Int)
            case pending(title: String)
            case attemptFailed(title: String, attempt: Int, of: Int)
        }
    }

    /// A failure as the epilogue lists it.
    package struct FailureNote: Equatable, Sendable {
        /// The step's title, or that of the hook.
        package var title: String
        package var text: FailureText

        package init(title: String, text: FailureText) { (self.title, self.text) = (title, text) }
    }

    /// A test case as the reporter counts it.
    package struct Case: Equatable, Sendable {
        package var title: String
        /// `nil` for a failed case: Cypress gives the reporter none.
        package var duration: Duration?
        package var failure: FailureText?

        package init(title: String, duration: Duration?, failure: FailureText? = nil) {
            (self.title, self.duration, self.failure) = (title, duration, failure)
        }
    }

    package enum Ending: Equatable, Sendable {
        case finished
        /// In that step, which has no line of its own.
        case rendererCrashed(in: String)
        case hangs
        /// The last step's line was cut when the runner died.
        case runnerDied(in: String)
    }

    package var hasCrashed: Bool { if case .rendererCrashed = ending { true } else { false } }
    package var hasFailed: Bool { counts.failing > 0 }
}

extension SpecPlay {
    /// Plays `host` through `steps` (texts without numbers).
    package init(_ host: HostScript, steps: [String], random: inout SeededRandom) {
        self.init(file: "\(host.name).cy.ts", suite: "ATVM \(host.name)")
        counts.tests = steps.count
        let isSlow = LabHost.named(host.name)?.isWindows ?? false
        var isStopped = false
        for (index, text) in steps.enumerated() {
            let title = "\(index + 1). \(text)"
            // Drawn for every step, also for those that do not run: a turn changes nothing but its own step.
            let usual = random.duration(StepDurations.usual(text)) * (isSlow ? 1.2 : 1)
            if isStopped {
                addPending(title)
                continue
            }
            switch host.turns[index + 1] {
            case nil:
                addPassed(title, usual)
            case .passesAfter(let failedAttempts):
                addAttempts(failedAttempts, of: failedAttempts + 1, title, each: usual)
                addPassed(title, usual)
            case .fails(let failure, let attempts):
                addAttempts(attempts - 1, of: attempts, title, each: usual)
                addFailed(title, failure, after: usual)
                takeScreenshot(title, attempt: attempts)
                isStopped = host.stopsAfterFailure
            case .hookFails(let failure):
                addFailed("\"before each\" hook for \"\(title)\"", failure, after: usual / 4)
                takeScreenshot(title, attempt: 1)
                counts.skipped = steps.count - index - 1
                return
            case .pending:
                addPending(title)
                isStopped = true
            case .rendererCrashes:
                duration += usual / 2
                counts = Counts(failing: 1)
                ending = .rendererCrashed(in: title)
                return
            case .hangs:
                ending = .hangs
                return
            case .runnerDies:
                duration += usual / 2
                ending = .runnerDied(in: title)
                return
            }
        }
    }

    private mutating func addPassed(_ title: String, _ time: Duration) {
        duration += time
        counts.passing += 1
        events.append(Event(at: duration, .passed(title: title, duration: time)))
        cases.append(Case(title: title, duration: time))
    }

    private mutating func addFailed(_ title: String, _ failure: FailureText, after time: Duration) {
        duration += time
        counts.failing += 1
        failures.append(FailureNote(title: title, text: failure))
        events.append(Event(at: duration, .failed(title: title, ordinal: failures.count)))
        cases.append(Case(title: title, duration: nil, failure: failure))
    }

    private mutating func addPending(_ title: String) {
        counts.pending += 1
        events.append(Event(at: duration, .pending(title: title)))
    }

    private mutating func addAttempts(_ failed: Int, of all: Int, _ title: String, each time: Duration) {
        for attempt in stride(from: 1, through: failed, by: 1) {
            duration += time
            events.append(Event(at: duration, .attemptFailed(title: title, attempt: attempt, of: all)))
            takeScreenshot(title, attempt: attempt)
        }
    }

    private mutating func takeScreenshot(_ title: String, attempt: Int) {
        // A slash cannot stand in a file name; Cypress leaves it out.
        let name = "\(suite) -- \(title)".filter { $0 != "/" }
        screenshots.append("\(name) (failed)\(attempt > 1 ? " (attempt \(attempt))" : "").png")
    }
}
