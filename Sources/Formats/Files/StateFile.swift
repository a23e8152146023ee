package import Runs

/// `state.json`, schema 1 (contract, section 4): what a watcher has written down of one build.
///
/// Reading is tolerant: a field of another type counts as missing, and fields that this version does not know are kept
/// and written again.
package struct StateFile: Equatable, Sendable {
    package static let schema = 1
    /// Bytes that are read (reliability cases, section 3).
    package static let byteLimit = 1024 * 1024

    package var build: String
    package var template: String?
    package var isCategorized: Bool?
    package var log: String?
    package var record: RecordedState
    /// The file as it was read; what this version does not know survives in it.
    private var source = JSONObject()

    package init(build: String, record: RecordedState) { (self.build, self.record) = (build, record) }

    /// Reads a file's bytes.
    /// - Throws: one line that says why it cannot be used: not JSON, not a state, a newer schema.
    package init(_ bytes: [UInt8]) throws(FileFormatProblem) {
        let json: JSONValue
        do {
            json = try JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit))
        } catch {
            throw FileFormatProblem(bytes.isEmpty ? "it is empty" : "not JSON: \(error)")
        }
        guard let fields = json.object else { throw FileFormatProblem("not a state: no JSON object") }
        guard let schema = fields["schema"]?.integer else { throw FileFormatProblem("not a state: no schema") }
        guard schema <= Self.schema else {
            throw FileFormatProblem("schema \(schema) is newer than \(Self.schema), the newest known here")
        }
        guard let word = fields["state"]?.string, let state = BuildState(rawValue: word) else {
            throw FileFormatProblem("not a state: its state is none of those known")
        }
        build = fields["build"]?.string ?? ""
        template = fields["template"]?.string
        isCategorized = fields["categorize"]?.bool
        log = fields["log"]?.string
        record = RecordedState(state: state)
        record.reason = fields["reason"]?.string
        record.startedAt = fields["started_at"]?.timestamp
        record.endedAt = fields["ended_at"]?.timestamp
        record.updatedAt = fields["updated_at"]?.timestamp
        record.url = fields["currents_url"]?.string
        record.summary = fields["summary"]?.object.map(Self.counts)
        record.hosts = (fields["hosts"]?.array ?? []).compactMap(Self.host)
        record.subRuns = (fields["subruns"]?.array ?? []).compactMap(Self.subRun)
        record.delivery = fields["delivery"]?.string.flatMap(RecordedDelivery.init)
        record.deliveryReason = fields["delivery_reason"]?.string
        source = fields
    }

    private static func counts(_ fields: JSONObject) -> HostCounts {
        HostCounts(
            total: fields["total"]?.count ?? 0, passed: fields["passed"]?.count ?? 0,
            failed: fields["failed"]?.count ?? 0, skipped: fields["skipped"]?.count ?? 0,
            running: fields["running"]?.count ?? 0)
    }

    private static func host(_ json: JSONValue) -> RecordedHost? {
        guard let name = json["name"]?.string else { return nil }
        var host = RecordedHost(name: name, status: json["status"]?.string ?? "")
        host.kernel = json["kernel"]?.string
        host.step = json["step"]?.count
        host.stepsTotal = json["steps_total"]?.count
        host.startedAt = json["started_at"]?.timestamp
        host.endedAt = json["ended_at"]?.timestamp
        host.detail = json["detail"]?.string
        host.subRun = json["subrun"]?.string.flatMap { SubRunKey($0) }
        host.message = json["message"]?.string
        return host
    }

    private static func subRun(_ json: JSONValue) -> RecordedSubRun? {
        guard let key = json["key"]?.string, let state = json["state"]?.string.flatMap(BuildState.init) else {
            return nil
        }
        return RecordedSubRun(key: key, state: state, postedAt: json["posted_at"]?.timestamp)
    }
}

/// Why a file's content cannot be used, in one line.
package struct FileFormatProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

// MARK: Writing

extension StateFile {
    /// The file's content.
    package var text: String { JSONValue.object(fields).prettyText }

    private var fields: JSONObject {
        var fields: JSONObject = ["schema": .integer(Self.schema), "build": .string(build)]
        fields["template"] = JSONValue(template)
        fields["state"] = .string(record.state.rawValue)
        fields["categorize"] = isCategorized.map(JSONValue.bool) ?? .null
        fields["started_at"] = JSONValue(record.startedAt)
        fields["ended_at"] = JSONValue(record.endedAt)
        fields["updated_at"] = JSONValue(record.updatedAt)
        fields["log"] = JSONValue(log)
        fields["summary"] = record.summary.map { .object(Self.fields($0)) } ?? .null
        fields["currents_url"] = JSONValue(record.url)
        let knownHosts = source["hosts"]?.array ?? []
        fields["hosts"] = .array(record.hosts.map { Self.fields($0).keepingUnknown(of: knownHosts, by: "name") })
        let knownSubRuns = source["subruns"]?.array ?? []
        fields["subruns"] = .array(record.subRuns.map { Self.fields($0).keepingUnknown(of: knownSubRuns, by: "key") })
        fields["reason"] = JSONValue(record.reason)
        if let delivery = record.delivery {
            fields["delivery"] = .string(delivery.rawValue)
            fields["delivery_reason"] = JSONValue(record.deliveryReason)
        }
        fields.addMissing(from: source)
        return fields
    }

    private static func fields(_ counts: HostCounts) -> JSONObject {
        [
            "finished": .integer(counts.finished), "passed": .integer(counts.passed),
            "failed": .integer(counts.failed), "skipped": .integer(counts.skipped),
        ]
    }

    private static func fields(_ host: RecordedHost) -> JSONObject {
        [
            "name": .string(host.name), "kernel": JSONValue(host.kernel), "status": .string(host.status),
            "step": JSONValue(host.step), "steps_total": JSONValue(host.stepsTotal),
            "started_at": JSONValue(host.startedAt), "ended_at": JSONValue(host.endedAt),
            "detail": JSONValue(host.detail), "subrun": JSONValue(host.subRun?.text),
            "message": JSONValue(host.message),
        ]
    }

    private static func fields(_ subRun: RecordedSubRun) -> JSONObject {
        [
            "key": .string(subRun.key), "state": .string(subRun.state.rawValue),
            "posted_at": JSONValue(subRun.postedAt),
        ]
    }
}

extension JSONObject {
    /// Adds the fields of `other` whose names are missing here.
    fileprivate mutating func addMissing(from other: JSONObject) {
        let known = Set(fields.map(\.name))
        for field in other.fields where !known.contains(field.name) { self[field.name] = field.value }
    }

    /// The object with the unknown fields of that one among `others` which has the same identity.
    fileprivate func keepingUnknown(of others: [JSONValue], by name: String) -> JSONValue {
        var result = self
        if let other = others.first(where: { $0[name] == self[name] })?.object { result.addMissing(from: other) }
        return .object(result)
    }
}

extension JSONValue {
    /// A moment as files spell it.
    var timestamp: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }

    init(_ time: Timestamp?) { self.init(time?.rfc3339) }
}
