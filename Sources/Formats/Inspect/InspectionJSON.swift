import Runs

extension Inspection {
    /// The inspection as contract, section 8, lays it out.
    package var json: JSONValue {
        .object([
            "schema": .integer(1),
            "verdict": .string(verdict.rawValue),
            "runs": .array((log?.runs ?? []).enumerated().map { Self.json($0.element, index: $0.offset + 1) }),
            "cloud": .array((log?.invocations ?? []).map(Self.json)),
            "artifacts": .array(artifacts.map(Self.json)),
            "problems": .array(allProblems.map(JSONValue.string)),
        ])
    }

    private static func json(_ run: RunRecord, index: Int) -> JSONValue {
        .object([
            "index": .integer(index),
            "group": JSONValue(run.group),
            "url": JSONValue(run.url),
            "ended": .bool(run.hasEnded),
            "specs_expected": JSONValue(run.specsExpected),
            "totals": run.totals.map { .object(json($0)) } ?? .null,
            "specs": .array(specs(of: run).map { json($0.record, path: $0.path, in: run) }),
        ])
    }

    private static func json(_ record: SpecRecord?, path: String, in run: RunRecord) -> JSONValue {
        let (outcome, counts) = record.map { SpecOutcome.of($0, in: run) } ?? (.waiting, nil)
        return .object([
            "path": .string(path),
            "host": .string(HostName.fromSpec(path)),
            "status": .string(outcome.rawValue),
            "tests": JSONValue(counts?.tests),
            "passing": JSONValue(counts?.passing),
            "failing": JSONValue(counts?.failing),
            "pending": JSONValue(counts?.pending),
            "skipped": JSONValue(counts?.skipped),
            "duration_ms": json(record?.duration),
            "early_exit": JSONValue(record?.earlyExit),
            "steps": .array((record?.steps ?? []).map(json)),
            "failures": .array((record?.failures ?? []).map { json($0.failure) }),
        ])
    }

    private static func json(_ step: StepRecord) -> JSONValue {
        .object([
            "title": .string(step.title),
            "number": JSONValue(StepTitle.number(of: step.title)),
            "status": .string(step.status.rawValue),
            "duration_ms": json(step.duration),
            "attempts": .integer(step.attempts),
        ])
    }

    private static func json(_ failure: Failure) -> JSONValue {
        .object([
            "path": .array(failure.path.map(JSONValue.string)),
            "message": .string(failure.message),
        ])
    }

    private static func json(_ invocation: InvocationRecord) -> JSONValue {
        .object([
            "url": JSONValue(invocation.url),
            "group": JSONValue(invocation.group),
            "ended": .bool(invocation.hasEnded),
            "discovered": JSONValue(invocation.discovered),
            "rows": .array(
                invocation.rows.map { row in
                    var fields: JSONObject = ["spec": .string(row.spec)]
                    for field in json(row.counts).fields { fields[field.name] = field.value }
                    return .object(fields)
                }),
        ])
    }

    private static func json(_ artifact: Artifact) -> JSONValue {
        let file = artifact.file
        let isRead = file.verdict == .pass || file.verdict == .fail || file.verdict == .empty
        func count(_ number: Int) -> JSONValue { isRead ? .integer(number) : .null }
        return .object([
            "path": .string(artifact.path),
            "kind": .string(file.kind.rawValue),
            "verdict": .string(file.verdict.rawValue),
            "spec": JSONValue(file.spec),
            "cases": count(file.cases.count),
            "passed": count(file.count(.passed)),
            "failed": count(file.count(.failed)),
            "errored": count(file.count(.errored)),
            "skipped": count(file.count(.skipped)),
            "failing": .array(failing(in: file)),
            "duration_ms": json(file.duration),
            "problem": JSONValue(file.problem),
        ])
    }

    /// One entry for each case that failed; errors of suites are not cases.
    private static func failing(in file: ReportFile) -> [JSONValue] {
        file.cases.filter { $0.outcome == .failed || $0.outcome == .errored }.map { failed in
            .object([
                "title": .string(failed.title),
                "message": JSONValue(failed.failures.first?.message),
            ])
        }
    }

    private static func json(_ counts: Counts) -> JSONObject {
        [
            "tests": .integer(counts.tests), "passing": .integer(counts.passing), "failing": .integer(counts.failing),
            "pending": .integer(counts.pending), "skipped": .integer(counts.skipped),
        ]
    }

    private static func json(_ duration: Duration?) -> JSONValue {
        JSONValue(duration.map { Int($0.wholeMilliseconds) })
    }
}
