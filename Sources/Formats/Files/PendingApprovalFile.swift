package import Runs

/// The record of a printed plan that may be approved by its digest. Mode 0600: who may write it may approve.
package struct PendingApprovalFile: Equatable, Sendable {
    package static let schema = 1
    package static let byteLimit = 64 * 1024

    package var digest: String
    /// The SHA-256 of the script's content.
    package var script: String
    package var user: String
    package var host: String
    /// The builds that the plan warned of.
    package var conflicts: [String]
    package var madeAt: Timestamp
    /// The same moment, in milliseconds on the clock of that boot.
    package var steady: Int
    package var boot: String
    package var usedAt: Timestamp?

    package init(
        digest: String, script: String, user: String, host: String, conflicts: [String], madeAt: Timestamp, steady: Int,
        boot: String, usedAt: Timestamp?
    ) {
        (self.digest, self.script, self.user, self.host) = (digest, script, user, host)
        (self.conflicts, self.madeAt, self.steady) = (conflicts, madeAt, steady)
        (self.boot, self.usedAt) = (boot, usedAt)
    }

    /// `nil` for anything that is no such record: a part that is missing or of another type is never guessed.
    package init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit)),
            json["schema"]?.integer == Self.schema, let digest = json["digest"]?.string,
            let script = json["script_sha256"]?.string, let user = json["user"]?.string,
            let host = json["host"]?.string, let conflicts = json["conflicts"]?.array,
            let madeAt = json["made_at"]?.timestamp, let steady = json["steady_ms"]?.integer,
            let boot = json["boot_id"]?.string, let used = json["used_at"]
        else { return nil }
        let names = conflicts.compactMap(\.string)
        let usedAt = used.timestamp
        guard names.count == conflicts.count, used == .null || usedAt != nil else { return nil }
        self.init(
            digest: digest, script: script, user: user, host: host, conflicts: names, madeAt: madeAt, steady: steady,
            boot: boot, usedAt: usedAt)
    }

    package var text: String {
        JSONValue.object([
            "schema": .integer(Self.schema), "digest": .string(digest), "script_sha256": .string(script),
            "user": .string(user), "host": .string(host), "conflicts": .array(conflicts.map(JSONValue.string)),
            "made_at": .string(madeAt.rfc3339WithMilliseconds), "steady_ms": .integer(steady),
            "boot_id": .string(boot), "used_at": JSONValue(usedAt?.rfc3339WithMilliseconds),
        ]).prettyText
    }
}
