package import Runs

/// `post.json`: how far the post of one report has come. Mode 0600, like the frozen body beside it.
package struct PostFile: Equatable, Sendable {
    package static let byteLimit = 64 * 1024

    package var build: String
    package var subRun: String?
    /// The launch that the report is of.
    package var launch: String
    /// `prepared`, `sending`, `posted`, `unknown` or `gave-up`.
    package var phase: String
    /// The SHA-256 of the frozen body, in hexadecimal digits.
    package var digest: String
    package var firstTriedAt: Timestamp?
    package var failures: Int
    package var reason: String?
    package var updatedAt: Timestamp?
    /// Its place among the posts of the build, counted from 0.
    package var order = 0
    /// Whether an operator has asked for it to be sent again.
    package var isAskedFor = false

    package init(build: String, subRun: String?, launch: String, phase: String, digest: String) {
        (self.build, self.subRun, self.launch) = (build, subRun, launch)
        (self.phase, self.digest, failures) = (phase, digest, 0)
    }

    /// `nil` for anything that is no such file.
    package init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit)),
            let phase = json["phase"]?.string, let digest = json["sha256"]?.string
        else { return nil }
        build = json["build"]?.string ?? ""
        subRun = json["subrun"]?.string
        launch = json["launch"]?.string ?? ""
        (self.phase, self.digest) = (phase, digest)
        firstTriedAt = json["first_tried_at"]?.timestamp
        failures = json["failures"]?.count ?? 0
        reason = json["reason"]?.string
        updatedAt = json["updated_at"]?.timestamp
        order = json["order"]?.count ?? 0
        isAskedFor = json["asked_for"]?.bool ?? false
    }

    package var text: String {
        JSONValue.object([
            "schema": .integer(1), "build": .string(build), "subrun": JSONValue(subRun), "launch": .string(launch),
            "phase": .string(phase), "sha256": .string(digest), "first_tried_at": JSONValue(firstTriedAt),
            "failures": .integer(failures), "reason": JSONValue(reason), "updated_at": JSONValue(updatedAt),
            "order": .integer(order), "asked_for": .bool(isAskedFor),
        ]).prettyText
    }
}
