/// Everything that the output of a build has shown so far: a tree of runs, specs and steps, built from facts.
package struct RunLog: Equatable, Sendable {
    /// In their order; many old ones may be told by one record (`SupersededRuns`).
    package var runs: [RunRecord] = []
    package var invocations: [InvocationRecord] = []
    /// The output shows reporter lines without any run (`--quiet`).
    package var isReporterOnly = false
    /// Why no run could start, in the words of the output.
    package var startFailure: String?

    package init() {}

    /// How many runs there have been.
    package var runCount: Int { runs.last.map { $0.number + $0.stands - 1 } ?? 0 }

    /// Where the record of a run stands, which may be that of others as well.
    /// - Parameter number: of the run, from 1.
    package func place(ofRun number: Int) -> Int? {
        guard number >= 1, number <= runCount else { return nil }
        // Nearly always each run has its own.
        if runs.indices.contains(number - 1), runs[number - 1].number == number { return number - 1 }
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].number <= number { low = middle } else { high = middle }
        }
        return low
    }

    /// Takes the next fact.
    /// - Parameters:
    ///   - offset: where its line begins in the source, in bytes.
    ///   - arrival: when somebody who followed the source live saw it; `nil` where nobody watched.
    package mutating func absorb(_ fact: Fact, at offset: Int, arrival: Timestamp? = nil) {
        switch fact {
        case .invocationStarted(let discovered):
            invocations.append(InvocationRecord(discovered: discovered))
        case .invocationGrouped(let group):
            withInvocation { $0.group = group }
        case .invocationAddressed(let url):
            withInvocation { $0.url = url }
        case .invocationTook(let specs):
            withInvocation { $0.taken += specs }
        case .invocationEnded(let rows):
            withInvocation {
                $0.rows = rows
                $0.hasEnded = true
            }
        case .runStarted:
            let invocation = invocations.last.map { !$0.hasEnded } == true ? invocations.count - 1 : nil
            let number = runCount + 1
            runs.append(RunRecord(number: number, invocation: invocation, offset: offset, startedAt: arrival))
        case .runDescribed(let header):
            withRun { run in
                run.specsExpected = header.specsExpected
                run.specNames = header.specNames
                run.group = header.group
                run.url = header.url ?? run.url
            }
        case .runAddressed(let url):
            withRun { $0.url = url }
        case .runEnded(let end):
            withRun { run in
                run.end(end, at: arrival)
            }
        case .specStarted(let path, let index, let count):
            withRun { run in
                run.specs.append(
                    SpecRecord(path: path, index: index, count: count, offset: offset, startedAt: arrival))
            }
        case .stepEnded(let end):
            withSpec { $0.absorb(end, at: offset, arrival: arrival) }
        case .stepRetried(let title, let attempt, _):
            withSpec { $0.retries[title] = attempt + 1 }
        case .specBroke(let line):
            withSpec { spec in
                guard spec.earlyExit == nil else { return }
                (spec.earlyExit, spec.earlyExitOffset) = (line, offset)
            }
        case .specBreakTold(let line):
            withSpec { $0.earlyExitText.append(line) }
        case .specSkipped(let line):
            withSpec { $0.skipReason = line }
        case .failureDescribed(let failure):
            withSpec { $0.failures.append(FailureRecord(failure: failure, offset: offset)) }
        case .specEnded(let counts, let duration):
            withSpec { spec in
                spec.counts = counts
                // A spec that broke off has no test in its box; one that has was only talking about a crash.
                if counts.tests > 0 { spec.forgetEarlyExit() }
                spec.duration = duration
                spec.endedAt = arrival
                // No more will come: what lists have in reserve is given back.
                spec.steps = spec.steps.withUnsafeBufferPointer(Array.init)
            }
        case .screenshotTaken(let path):
            withSpec { $0.takeScreenshot(path) }
        case .reporterOnly:
            isReporterOnly = true
        case .startFailed(let line):
            startFailure = startFailure ?? line
        }
    }

    private mutating func withInvocation(_ change: (inout InvocationRecord) -> Void) {
        guard !invocations.isEmpty else { return }
        change(&invocations[invocations.count - 1])
    }

    private mutating func withRun(_ change: (inout RunRecord) -> Void) {
        guard !runs.isEmpty else { return }
        change(&runs[runs.count - 1])
    }

    private mutating func withSpec(_ change: (inout SpecRecord) -> Void) {
        withRun { run in
            guard !run.specs.isEmpty else { return }
            change(&run.specs[run.specs.count - 1])
        }
    }
}

/// One call of a recording service, around several runs.
package struct InvocationRecord: Equatable, Sendable {
    package var discovered: Int?
    package var group: String?
    package var url: String?
    /// The specs handed out so far, by project-relative path.
    package var taken: [String] = []
    package var hasEnded = false
    package var rows: [SpecRow] = []

    package init(discovered: Int? = nil) { self.discovered = discovered }
}

/// One run of the test runner.
package struct RunRecord: Equatable, Sendable {
    /// Of the runs of the log, from 1.
    package let number: Int
    /// How many runs it tells of: itself, and those right after it that were folded into it.
    package private(set) var stands = 1
    /// The invocation it belongs to, as an index into `RunLog.invocations`.
    package var invocation: Int?
    /// Where it begins in the source, in bytes.
    package var offset: Int
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var specsExpected: Int?
    package var specNames: [String] = []
    package var group: String?
    package var url: String?
    package var specs: [SpecRecord] = []
    package var hasEnded = false
    package var wasCanceled = false
    package var saysFailed = false
    /// The sums of the final table.
    package var totals: Counts?
    package var rows: [SpecRow] = []
    /// Its specs were let go of (`SupersededRuns`).
    package var isSuperseded = false

    package init(number: Int = 1, invocation: Int? = nil, offset: Int = 0, startedAt: Timestamp? = nil) {
        (self.number, self.invocation) = (number, invocation)
        (self.offset, self.startedAt) = (offset, startedAt)
    }

    /// Takes in the superseded run right after it, so that both are one to every rule: what any of them shows stays.
    mutating func fold(_ next: RunRecord) {
        stands += next.stands
        hasEnded = hasEnded && next.hasEnded
        wasCanceled = wasCanceled || next.wasCanceled
        saysFailed = saysFailed || next.saysFailed
        specsExpected = [specsExpected, next.specsExpected].compactMap(\.self).max()
        (endedAt, totals, url) = (next.endedAt, next.totals, next.url ?? url)
    }

    mutating func end(_ end: RunEnd, at time: Timestamp?) {
        hasEnded = true
        wasCanceled = end.wasCanceled
        saysFailed = end.saysFailed
        totals = end.totals
        rows = end.rows
        endedAt = time
    }
}

/// One spec in one run.
package struct SpecRecord: Equatable, Sendable {
    package var path: String
    /// From 1 to `count`.
    package var index: Int
    package var count: Int
    /// Where its header stands in the source, in bytes.
    package var offset: Int
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// Steps in the order in which they first ended; retries folded in.
    package var steps: [StepRecord] = []
    package var failures: [FailureRecord] = []
    package var earlyExit: String?
    /// Where that stands in the source, in bytes.
    package var earlyExitOffset: Int?
    /// The lines below it, as far as readers keep them.
    package var earlyExitText: [String] = []
    /// Why it was not run at all.
    package var skipReason: String?
    /// The results box; `nil` while the spec runs.
    package var counts: Counts?
    package var duration: Duration?
    /// Paths of the pictures that it has left behind, of one that has failed; the first of them.
    package private(set) var screenshots: [String] = []
    /// How many more there are.
    package private(set) var screenshotsLeftOut = 0
    /// The attempt that follows, for titles whose last attempt failed and that have not ended yet.
    var retries: [String: Int] = [:]

    package init(path: String, index: Int, count: Int, offset: Int = 0, startedAt: Timestamp? = nil) {
        (self.path, self.index, self.count) = (path, index, count)
        (self.offset, self.startedAt) = (offset, startedAt)
    }

    mutating func takeScreenshot(_ path: String) {
        guard counts.map({ $0.failing > 0 }) != false || earlyExit != nil else { return }
        if screenshots.count == Screenshot.limit {
            screenshotsLeftOut += 1
            guard Screenshot.isOfFailure(path), let other = leastTelling(beside: path) else { return }
            screenshots.remove(at: other)
        }
        screenshots.append(path)
    }

    /// What a failure has left behind goes before what a test wanted to have, and the first picture of a failure before
    /// further ones of another.
    private func leastTelling(beside path: String) -> Int? {
        if let other = screenshots.lastIndex(where: { !Screenshot.isOfFailure($0) }) { return other }
        let subjects = screenshots.map(Screenshot.subject)
        guard !subjects.contains(Screenshot.subject(of: path)) else { return nil }
        return subjects.indices.last { subjects[..<$0].contains(subjects[$0]) }
    }

    mutating func forgetEarlyExit() { (earlyExit, earlyExitOffset, earlyExitText) = (nil, nil, []) }

    mutating func absorb(_ end: StepEnd, at offset: Int, arrival: Timestamp?) {
        // A spec that goes on has not broken off: a test has printed that line.
        if earlyExit != nil { forgetEarlyExit() }
        var step = StepRecord(title: end.title, status: end.status, duration: end.duration, offset: offset)
        if !retries.isEmpty { step.attempts = retries.removeValue(forKey: end.title) ?? 1 }
        step.hook = end.hook
        step.endedAt = arrival
        // A hook names a step that may have had its own line: one step, the last outcome counts. Other repeated titles
        // are steps of other suites and stay apart.
        if end.hook != nil, let known = steps.lastIndex(where: { $0.title == end.title }) {
            step.duration = step.duration ?? steps[known].duration
            steps[known] = step
        } else {
            steps.append(step)
        }
    }
}

/// One step of one spec that has ended. Long logs have hundreds of thousands: it is kept small.
package struct StepRecord: Equatable, Sendable {
    package var title: String
    package var hook: String?
    /// Where its line stands in the source, in bytes.
    package var offset: Int
    /// -1 for none.
    private var milliseconds: Int64 = -1
    package var endedAt: Timestamp?
    package var status: StepStatus
    private var attemptCount: UInt32 = 1

    package init(title: String, status: StepStatus, duration: Duration? = nil, offset: Int = 0) {
        (self.title, self.status, self.offset) = (title, status, offset)
        self.duration = duration
    }

    /// As logs print it: in whole milliseconds.
    package var duration: Duration? {
        get { milliseconds >= 0 ? .milliseconds(milliseconds) : nil }
        set { milliseconds = newValue?.wholeMilliseconds ?? -1 }
    }

    package var attempts: Int {
        get { Int(attemptCount) }
        set { attemptCount = UInt32(clamping: newValue) }
    }
}

/// A failure with its place in the source.
package struct FailureRecord: Equatable, Sendable {
    package var failure: Failure
    /// In bytes.
    package var offset: Int

    package init(failure: Failure, offset: Int) { (self.failure, self.offset) = (failure, offset) }
}
