package import Runs

/// Writes a status report as JSON: the facts of `state.json` (contract, section 4) plus timing, coverage, flow, failures
/// and notes.
package enum StatusJSON {
    /// - Parameter log: the path of the run log, as operators know it.
    package static func value(of report: StatusReport, log: String?, at now: Timestamp) -> JSONValue {
        let build = report.build
        var object = summary(of: build, log: log, at: now)
        object["hosts"] = .array(build.hosts.map(host))
        let timing = TimingReport(of: build, build.hosts, isWhole: true, at: now)
        object["timing"] = .object([
            "start": time(timing.start), "end": time(timing.end), "total_ms": milliseconds(timing.total),
            "quickest": extreme(timing.quickest), "longest": extreme(timing.longest),
            "average_ms": milliseconds(timing.average), "expected_end": time(build.expectedEnd),
        ])
        var coverage = JSONObject()
        for row in report.coverage { coverage[row.label] = .string(row.value) }
        object["coverage"] = .object(coverage)
        object["flow"] = .array(report.flow.map(JSONValue.string))
        object["failures"] = .array(build.hosts.flatMap(failures))
        object["notes"] = .array(report.notes.map(JSONValue.string))
        return .object(object)
    }

    /// One build as a row of `builds --format json`.
    package static func summary(of build: BuildSnapshot, log: String?, at now: Timestamp) -> JSONObject {
        let counts = build.counts
        return [
            "schema": .integer(1), "build": .string(build.name.text),
            "template": JSONValue(build.launch.template ?? build.flow.template), "state": .string(build.state.rawValue),
            "reason": .string(build.reason), "categorize": .bool(build.isCategorized),
            "started_at": time(build.startedAt), "ended_at": time(build.endedAt), "updated_at": time(now),
            "changed_at": time(build.activeAt), "log": JSONValue(log),
            "summary": .object([
                "finished": .integer(counts.finished), "passed": .integer(counts.passed),
                "failed": .integer(counts.failed), "skipped": .integer(counts.skipped),
            ]), "hosts_total": .integer(counts.total), "currents_url": JSONValue(build.runURL),
            "subruns": .array(
                build.subRuns.map { part in
                    .object([
                        "key": .string(part.key.text), "group": JSONValue(part.group),
                        "state": .string(part.state.rawValue), "url": JSONValue(part.url),
                    ])
                }), "problems": .array(build.problems.map(JSONValue.string)),
        ]
    }

    private static func host(_ host: HostSnapshot) -> JSONValue {
        .object([
            "name": .string(host.name), "kernel": JSONValue(host.kernel), "status": .string(host.status.word),
            "step": JSONValue(host.step), "step_title": JSONValue(host.stepTitle),
            "steps_total": JSONValue(host.stepsTotal), "started_at": time(host.startedAt),
            "ended_at": time(host.endedAt), "duration_ms": milliseconds(host.duration), "detail": .string(host.detail),
            "subrun": JSONValue(host.subRun?.text), "spec": JSONValue(host.spec),
            "artifacts": .array(host.artifacts.map(JSONValue.string)),
            "steps": .array(
                host.steps.map { step in
                    .object([
                        "number": .integer(step.number), "title": .string(step.title),
                        "status": .string(step.status.rawValue), "duration_ms": milliseconds(step.duration),
                        "attempts": .integer(step.attempts),
                    ])
                }),
        ])
    }

    /// The failures of a host, each with what is known of it.
    package static func failures(of host: HostSnapshot) -> [JSONValue] {
        host.failures.map { failure in
            .object([
                "host": .string(host.name), "step": JSONValue(failure.step),
                "title": JSONValue(failure.title.isEmpty ? nil : failure.title),
                "message": .string(failure.failure.message),
                "excerpt": .array(FailureExcerpt.lines(of: failure.failure, stack: 12).map(JSONValue.string)),
                "log_offset": JSONValue(failure.logOffset), "known_cause": failure.cause.map(cause) ?? .null,
            ])
        }
    }

    package static func cause(_ cause: KnownCause) -> JSONValue {
        .object([
            "rule": .string(cause.rule), "cause": .string(cause.cause), "advice": .string(cause.advice),
            "retry": .string(cause.retry.rawValue), "line": .string(cause.line),
            "provisional": .bool(cause.isProvisional),
        ])
    }

    private static func extreme(_ extreme: TimingReport.Extreme?) -> JSONValue {
        extreme.map {
            .object(["host": .string($0.host), "duration_ms": .integer(Int($0.duration.wholeMilliseconds))])
        } ?? .null
    }

    private static func time(_ time: Timestamp?) -> JSONValue { JSONValue(time?.rfc3339) }

    private static func milliseconds(_ duration: Duration?) -> JSONValue {
        JSONValue(duration.map { Int($0.wholeMilliseconds) })
    }
}
