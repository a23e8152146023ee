package import Runs

/// `prep.json`: who started a prep, which processes it has, what it asks, and how it ended. Mode 0600.
package struct PrepFile: Equatable, Sendable {
    package static let schema = 1
    package static let byteLimit = 256 * 1024

    package struct Question: Equatable, Sendable {
        package var number: Int
        package var text: String
        package var offset: Int
        package var isHidden: Bool

        package init(number: Int, text: String, offset: Int, isHidden: Bool) {
            (self.number, self.text, self.offset, self.isHidden) = (number, text, offset, isHidden)
        }
    }

    package enum End: Equatable, Sendable {
        case exited(Int)
        case signal(Int)
        case notStarted(String)
        case interrupted
    }

    package var id: String
    /// The word of the command line.
    package var mode: String
    package var lun: String
    package var client: String
    /// Secrets masked.
    package var command: String
    package var digest: String
    /// The SHA-256 of the script as it was approved.
    package var scriptDigest: String
    package var login: String
    package var peer: String?
    package var startedAt: Timestamp
    /// Whoever is to write the end: the process that starts the prep, then its keeper.
    package var keeper: ProcessIdentity
    /// `nil` until the script runs.
    package var script: ProcessIdentity?
    package var question: Question?
    package var endedAt: Timestamp?
    package var end: End?

    package init(
        id: String, mode: String, lun: String, client: String, command: String, digest: String,
        scriptDigest: String, login: String, peer: String?, startedAt: Timestamp, keeper: ProcessIdentity
    ) {
        (self.id, self.mode, self.lun, self.client) = (id, mode, lun, client)
        (self.command, self.digest, self.scriptDigest) = (command, digest, scriptDigest)
        (self.login, self.peer) = (login, peer)
        (self.startedAt, self.keeper) = (startedAt, keeper)
    }

    /// `nil` for anything that is no such record.
    package init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit)),
            json["schema"]?.integer == Self.schema, let id = json["id"]?.string, let mode = json["mode"]?.string,
            let lun = json["lun"]?.string, let client = json["client"]?.string,
            let command = json["command"]?.string, let digest = json["digest"]?.string,
            let scriptDigest = json["script_sha256"]?.string, let login = json["operator"]?.string,
            let startedAt = json["started_at"]?.timestamp,
            let keeper = ProcessIdentity(json, "keeper_")
        else { return nil }
        self.init(
            id: id, mode: mode, lun: lun, client: client, command: command, digest: digest,
            scriptDigest: scriptDigest, login: login, peer: json["from"]?.string, startedAt: startedAt,
            keeper: keeper)
        script = ProcessIdentity(json, "")
        if let question = json["question"], let number = question["number"]?.count,
            let text = question["text"]?.string
        {
            self.question = Question(
                number: number, text: text, offset: question["offset"]?.count ?? 0,
                isHidden: question["hidden"]?.bool ?? false)
        }
        endedAt = json["ended_at"]?.timestamp
        let status = json["status"]?.integer
        switch json["result"]?.string {
        case "exited": end = status.map(End.exited)
        case "signal": end = status.map(End.signal)
        case "not-started": end = .notStarted(json["problem"]?.string ?? "")
        case "interrupted": end = .interrupted
        default: break
        }
    }

    /// The file's content.
    package var text: String {
        var fields: JSONObject = [
            "schema": .integer(Self.schema), "id": .string(id), "mode": .string(mode), "lun": .string(lun),
            "client": .string(client), "command": .string(command), "digest": .string(digest),
            "script_sha256": .string(scriptDigest), "operator": .string(login), "from": JSONValue(peer),
            "started_at": .string(startedAt.rfc3339WithMilliseconds), "boot_id": .string(keeper.bootID),
            "keeper_pid": .integer(keeper.pid), "keeper_start_ticks": .integer(keeper.startTicks),
        ]
        if let script {
            fields["pid"] = .integer(script.pid)
            fields["start_ticks"] = .integer(script.startTicks)
        }
        if let question {
            fields["question"] = .object([
                "number": .integer(question.number), "text": .string(question.text),
                "offset": .integer(question.offset), "hidden": .bool(question.isHidden),
            ])
        }
        if let endedAt { fields["ended_at"] = .string(endedAt.rfc3339WithMilliseconds) }
        switch end {
        case .exited(let status): (fields["result"], fields["status"]) = (.string("exited"), .integer(status))
        case .signal(let number): (fields["result"], fields["status"]) = (.string("signal"), .integer(number))
        case .notStarted(let why): (fields["result"], fields["problem"]) = (.string("not-started"), .string(why))
        case .interrupted: fields["result"] = .string("interrupted")
        case nil: break
        }
        return JSONValue.object(fields).prettyText
    }
}
