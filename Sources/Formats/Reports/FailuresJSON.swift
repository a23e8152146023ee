package import Runs

/// Writes the failures of a build as JSON: each failed host, each kind of failure once, and what they have in common.
package enum FailuresJSON {
    package static func value(of build: BuildSnapshot) -> JSONValue {
        let failed = build.failedHosts
        return .object([
            "schema": .integer(1), "build": .string(build.name.text), "state": .string(build.state.rawValue),
            "hosts_total": .integer(build.counts.total), "failed": .integer(build.counts.failed),
            "failures": .array(failed.map { .object(host($0)) }),
            "groups": .array(FailureGroup.groups(of: failed).map { .object(group($0)) }),
            "common_causes": .array(CommonCause.all(in: [build]).map { .object(common($0)) }),
            "problems": .array(build.problems.map(JSONValue.string)),
        ])
    }

    /// Those of many builds: each build in which a host has failed as it is told alone, then what goes across builds.
    package static func value(ofAll builds: [BuildSnapshot]) -> JSONValue {
        .object([
            "schema": .integer(1),
            "builds": .array(builds.filter { $0.counts.failed > 0 }.map { value(of: $0) }),
            "common_causes": .array(CommonCause.all(in: builds).map { .object(common($0)) }),
            "suspect_hosts": .array(SuspectHost.all(in: builds).map { .string($0.text) }),
        ])
    }

    private static func host(_ failed: FailedHost) -> JSONObject {
        let host = failed.host
        return [
            "host": .string(host.name), "subrun": JSONValue(host.subRun?.text),
            "step": JSONValue(failed.stepNumber), "title": JSONValue(failed.stepTitle),
            "message": .string(failed.firstLine),
            "excerpt": .array(failed.excerpt(stack: 12).map(JSONValue.string)),
            "duration_ms": JSONValue(failed.duration.map { Int($0.wholeMilliseconds) }),
            "ended_at": JSONValue(host.endedAt?.rfc3339), "attempts": JSONValue(failed.attempts),
            "artifacts": .array(host.artifacts.map(JSONValue.string)),
            "screenshots": .array(host.screenshots.map(JSONValue.string)), "log_offset": JSONValue(failed.logOffset),
            "known_cause": failed.cause.map(StatusJSON.cause) ?? .null,
            "mark": host.mark.map { .object(FailureMarksFile.object($0)) } ?? .null,
            "all": .array(StatusJSON.failures(of: host)),
        ]
    }

    private static func group(_ group: FailureGroup) -> JSONObject {
        [
            "hosts": .array(group.members.map { .string($0.host.name) }), "text": .string(group.first.text),
            "known_cause": group.cause.map(StatusJSON.cause) ?? .null,
        ]
    }

    private static func common(_ common: CommonCause) -> JSONObject {
        [
            "rule": .string(common.cause.rule), "cause": .string(common.cause.cause),
            "provisional": .bool(common.cause.isProvisional),
            "hosts": .array(common.hosts.map(JSONValue.string)),
            "builds": .array(common.builds.map { .string($0.text) }), "from": .string(common.from.rfc3339),
            "to": .string(common.to.rfc3339),
        ]
    }
}
