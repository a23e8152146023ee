import Formats
import Glibc
package import Runs

/// Finds out whether the runner of a build lives, without calling any program.
struct RunnerReader {
    let root: Root
    private let bootID: String?
    /// Whether systemd supervises runners here.
    private let hasSystemd: Bool

    init(root: Root) {
        self.root = root
        bootID = ProcessTable.bootID()
        hasSystemd = root.isWholeMachine && access("/run/systemd/system", F_OK) == 0
    }

    /// - Parameters:
    ///   - silentSince: when the build last wrote something: a runner that is gone went no earlier.
    func evidence(for build: BuildName, silentSince: Timestamp?) -> RunnerEvidence {
        if let record = record(of: build) {
            let found = evidence(of: record, silentSince: silentSince)
            // Gone, but not yet written down how: whoever writes that is still at work, and worth waiting for.
            if case .gone = found, record["ended_at"]?.string == nil, isBeingEnded(record, build) { return .alive }
            return found
        }
        guard hasSystemd else { return .unknown }
        if Self.unitIsPopulated(build) { return .alive }
        return silentSince.map { .gone(since: $0, how: nil) } ?? .unknown
    }

    // MARK: The record of the direct supervisor

    private func record(of build: BuildName) -> JSONValue? {
        guard let bytes = try? SafeFile.read(root.runnerRecord(of: build), limit: 64 * 1024) else { return nil }
        return try? JSONValue(json: bytes)
    }

    private func evidence(of record: JSONValue, silentSince: Timestamp?) -> RunnerEvidence {
        if let ended = record["ended_at"]?.string.flatMap(Timestamp.init(rfc3339:)) {
            let status = record["status"]?.integer
            let end =
                record["result"]?.string == "signal"
                ? status.map { "killed by signal \($0)" } : status.map { "exit status \($0)" }
            let wasStopped = record["stopped"]?.bool == true
            let how = wasStopped ? ["stopped", end].compactMap(\.self).joined(separator: ", ") : end
            return .gone(since: ended, how: how)
        }
        guard let pid = record["pid"]?.integer, pid > 0, let start = record["start_ticks"]?.integer else {
            return .unknown
        }
        // A pid alone may have been given to another process since, or belong to an earlier boot.
        if let boot = record["boot_id"]?.string, boot == bootID, ProcessTable.startTicks(of: pid) == start {
            return .alive
        }
        guard let since = silentSince ?? record["started_at"]?.string.flatMap(Timestamp.init(rfc3339:)) else {
            return .unknown
        }
        return .gone(since: since, how: nil)
    }

    /// Whether the keeper of a runner, or its unit, has still something to do.
    private func isBeingEnded(_ record: JSONValue, _ build: BuildName) -> Bool {
        if hasSystemd, Self.unitIsPopulated(build) { return true }
        guard record["boot_id"]?.string == bootID, let keeper = record["keeper_pid"]?.integer, keeper > 0 else {
            return false
        }
        return ProcessTable.startTicks(of: keeper) == record["keeper_start_ticks"]?.integer
    }

    // MARK: systemd

    /// Whether the unit's control group has processes: what systemd itself goes by, and it can neither hang nor be slow.
    private static func unitIsPopulated(_ build: BuildName) -> Bool {
        UnitName.isPopulated(UnitName.runner(build), slice: "system-atvm\\x2drunner.slice")
    }
}

/// systemd's unit names.
package enum UnitName {
    package static func runner(_ build: BuildName) -> String { "atvm-runner@\(escaped(build.text)).service" }
    package static func watcher(_ build: BuildName) -> String { "atvm-run-watcher@\(escaped(build.text)).service" }

    package static func prep(_ id: PrepID) -> String { "atvm-prep@\(id).service" }

    package static func watcherIsPopulated(_ build: BuildName) -> Bool {
        isPopulated(watcher(build), slice: "system-atvm\\x2drun\\x2dwatcher.slice")
    }

    package static func runnerIsPopulated(_ build: BuildName) -> Bool {
        isPopulated(runner(build), slice: "system-atvm\\x2drunner.slice")
    }

    /// Whether any build has processes under systemd.
    package static var anyIsPopulated: Bool {
        ["runner", "run\\x2dwatcher"].contains { isPopulated("", slice: "system-atvm\\x2d\($0).slice") }
    }

    /// Whether a unit's control group has processes.
    static func isPopulated(_ unit: String, slice: String) -> Bool {
        for base in ["/sys/fs/cgroup/", "/sys/fs/cgroup/unified/"] {
            let path = "\(base)system.slice/\(slice)/\(unit)/cgroup.events"
            if let bytes = try? SafeFile.readUnsized(path, limit: 4096) {
                return String(decoding: bytes, as: UTF8.self).holds("populated 1")
            }
        }
        return false
    }

    /// As `systemd-escape` writes it: `/` becomes `-`; all but letters, digits, `:`, `_` and `.` becomes `\xNN`.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for (index, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: "/") {
                result += "-"
            } else if byte.isLetterOrDigit || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ".") && index > 0
            {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16)
                result += "\\x" + (hex.utf8.count < 2 ? "0" : "") + hex
            }
        }
        return result
    }
}
