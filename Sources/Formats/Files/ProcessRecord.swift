package import Runs

/// `runner.json` and `watcher.json`: which process a supervisor has started for a build, and how it ended.
package struct ProcessRecord: Equatable, Sendable {
    /// How a process ended.
    package enum End: Equatable, Sendable {
        case exited(Int)
        case signal(Int)
        /// It never ran; the text says why.
        case notStarted(String)
    }

    /// `direct` or `systemd`.
    package var supervisor: String
    package var launch: String
    package var process: ProcessIdentity
    /// The process that waits for it and stops it, where there is one.
    package var keeper: ProcessIdentity?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var end: End?
    /// Whether it was asked to end, however it then did.
    package var wasStopped = false

    /// Whether the process ran and has ended.
    package var hasRun: Bool {
        guard endedAt != nil, let end else { return false }
        if case .notStarted = end { return false }
        return true
    }

    package init(
        supervisor: String, launch: String, process: ProcessIdentity, keeper: ProcessIdentity? = nil,
        startedAt: Timestamp
    ) {
        (self.supervisor, self.launch, self.process) = (supervisor, launch, process)
        (self.keeper, self.startedAt) = (keeper, startedAt)
    }

    /// `nil` for anything that is no such record.
    package init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(json: bytes, limits: JSONLimits(bytes: 64 * 1024)),
            let process = ProcessIdentity(json, ""), let started = json["started_at"]?.timestamp
        else { return nil }
        supervisor = json["supervisor"]?.string ?? ""
        launch = json["launch"]?.string ?? ""
        self.process = process
        keeper = ProcessIdentity(json, "keeper_")
        startedAt = started
        endedAt = json["ended_at"]?.timestamp
        wasStopped = json["stopped"]?.bool ?? false
        let status = json["status"]?.integer
        switch json["result"]?.string {
        case "exited": end = status.map(End.exited)
        case "signal": end = status.map(End.signal)
        case "not-started": end = .notStarted(json["problem"]?.string ?? "")
        default: break
        }
    }

    /// The file's content.
    package var text: String {
        var fields: JSONObject = [
            "schema": .integer(1), "supervisor": .string(supervisor), "launch": .string(launch),
            "pid": .integer(process.pid), "start_ticks": .integer(process.startTicks),
            "boot_id": .string(process.bootID), "started_at": .string(startedAt.rfc3339),
        ]
        if let keeper {
            fields["keeper_pid"] = .integer(keeper.pid)
            fields["keeper_start_ticks"] = .integer(keeper.startTicks)
        }
        if let endedAt { fields["ended_at"] = .string(endedAt.rfc3339WithMilliseconds) }
        switch end {
        case .exited(let status): (fields["result"], fields["status"]) = (.string("exited"), .integer(status))
        case .signal(let number): (fields["result"], fields["status"]) = (.string("signal"), .integer(number))
        case .notStarted(let why): (fields["result"], fields["problem"]) = (.string("not-started"), .string(why))
        case nil: break
        }
        if wasStopped { fields["stopped"] = .bool(true) }
        return JSONValue.object(fields).prettyText
    }
}

/// A process, told apart from another that gets the same number later.
package struct ProcessIdentity: Equatable, Sendable {
    package var pid: Int
    /// When it started, in clock ticks since boot: field 22 of `/proc/<pid>/stat`.
    package var startTicks: Int
    package var bootID: String

    package init(pid: Int, startTicks: Int, bootID: String) {
        (self.pid, self.startTicks, self.bootID) = (pid, startTicks, bootID)
    }

    init?(_ json: JSONValue, _ prefix: String) {
        guard let pid = json[prefix + "pid"]?.integer, pid > 1, let ticks = json[prefix + "start_ticks"]?.integer,
            let boot = json["boot_id"]?.string
        else { return nil }
        self.init(pid: pid, startTicks: ticks, bootID: boot)
    }
}
