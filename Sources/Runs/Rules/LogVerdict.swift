/// What a log, or a folder of reports, says of everything that ran (contract, section 8).
package enum LogVerdict: String, Equatable, Sendable {
    case pass = "PASS"
    case fail = "FAIL"
    /// The recording service cancelled a run.
    case canceled = "CANCELED"
    /// The last run never ended.
    case incomplete = "INCOMPLETE"
    /// No run ever started.
    case error = "ERROR"
    /// Reporter lines without a run around them, or nothing that could be read.
    case unknown = "UNKNOWN"

    /// The verdict on a log that has been read whole.
    package static func of(_ log: RunLog) -> LogVerdict {
        guard let last = log.runs.last else {
            if log.isReporterOnly { return .unknown }
            return log.invocations.isEmpty ? .error : .incomplete
        }
        if !last.hasEnded { return .incomplete }
        // Under a recording service a run is one batch of many: only the invocation's own end is the end.
        if let invocation = log.invocations.last, !invocation.hasEnded { return .incomplete }
        if log.runs.contains(where: \.wasCanceled) { return .canceled }
        let rows = log.invocations.flatMap(\.rows)
        // The service marks the specs of a crashed batch here alone.
        let servicesFailed = rows.contains { $0.counts.failing + $0.counts.skipped > 0 }
        return log.runs.contains(where: \.saysFailed) || servicesFailed ? .fail : .pass
    }

    /// The verdict on reports alone.
    package static func of(_ reports: [ReportFile]) -> LogVerdict {
        if reports.contains(where: { $0.verdict == .fail }) { return .fail }
        // What could not be read may have failed.
        if reports.contains(where: { $0.verdict == .invalid }) { return .unknown }
        return reports.contains { $0.verdict == .pass } ? .pass : .unknown
    }
}

/// How one spec of a log stands (contract, section 8).
package enum SpecOutcome: String, Equatable, Sendable {
    case passed = "PASS"
    case failed = "FAIL"
    case skipped = "SKIP"
    case running = "RUN"
    case waiting = "WAIT"

    /// The outcome of a spec in its run, and the counts it rests on: those of its results box, else those of the run's
    /// final table.
    package static func of(_ spec: SpecRecord, in run: RunRecord) -> (outcome: SpecOutcome, counts: Counts?) {
        // Names can be equal within a run; the table lists the specs in the order in which they ran.
        let row = run.rows.indices.contains(spec.index - 1) ? run.rows[spec.index - 1] : nil
        if let counts = spec.counts { return (of(counts), counts) }
        if spec.skipReason != nil || row?.wasSkipped == true { return (.skipped, nil) }
        guard run.hasEnded, let row else { return (.running, nil) }
        return (of(row.counts), row.counts)
    }

    /// A spec that ran no test, or only pending ones, counts as skipped although Cypress calls it passed.
    private static func of(_ counts: Counts) -> SpecOutcome {
        if counts.failing > 0 { return .failed }
        return counts.passing > 0 ? .passed : .skipped
    }
}
