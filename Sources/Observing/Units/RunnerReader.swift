import Formats
import Glibc
import Runs

/// Finds out whether the runner of a build lives, without calling any program.
struct RunnerReader {
    let root: Root
    private let bootID: String?
    /// Whether systemd supervises runners here.
    private let hasSystemd: Bool

    init(root: Root) {
        self.root = root
        bootID = (try? SafeFile.read("/proc/sys/kernel/random/boot_id", limit: 256))
            .map { String(decoding: $0, as: UTF8.self).trimmingBlanks() }
        hasSystemd = root.isWholeMachine && access("/run/systemd/system", F_OK) == 0
    }

    /// - Parameters:
    ///   - silentSince: when the build last wrote something: a runner that is gone went no earlier.
    func evidence(for build: BuildName, silentSince: Timestamp?) -> RunnerEvidence {
        if let record = record(of: build) { return evidence(of: record, silentSince: silentSince) }
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
            let how =
                record["result"]?.string == "signal"
                ? status.map { "killed by signal \($0)" } : status.map { "exit status \($0)" }
            return .gone(since: ended, how: how)
        }
        guard let pid = record["pid"]?.integer, pid > 0, let start = record["start_ticks"]?.integer else {
            return .unknown
        }
        // A pid alone may have been given to another process since, or belong to an earlier boot.
        if let boot = record["boot_id"]?.string, boot == bootID, Self.startTicks(of: pid) == start { return .alive }
        guard let since = silentSince ?? record["started_at"]?.string.flatMap(Timestamp.init(rfc3339:)) else {
            return .unknown
        }
        return .gone(since: since, how: nil)
    }

    /// When a process started, in clock ticks since boot: field 22 of its stat line. `nil` when there is none.
    private static func startTicks(of pid: Int) -> Int? {
        guard let bytes = try? SafeFile.readUnsized("/proc/\(pid)/stat", limit: 4096),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        // The name in parentheses may hold anything; after it the fields are plain, the state being the third.
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, fields[0].first != UInt8(ascii: "Z") else { return nil }
        return Int(String(decoding: fields[19], as: UTF8.self))
    }

    // MARK: systemd

    /// Whether the unit's control group has processes: what systemd itself goes by, and it can neither hang nor be slow.
    private static func unitIsPopulated(_ build: BuildName) -> Bool {
        let unit = "atvm-runner@\(UnitName.escaped(build.text)).service"
        let slice = "system.slice/system-atvm\\x2drunner.slice"
        for base in ["/sys/fs/cgroup/", "/sys/fs/cgroup/unified/"] {
            let path = "\(base)\(slice)/\(unit)/cgroup.events"
            if let bytes = try? SafeFile.readUnsized(path, limit: 4096) {
                return String(decoding: bytes, as: UTF8.self).holds("populated 1")
            }
        }
        return false
    }
}

/// systemd's escaping of unit names.
enum UnitName {
    /// As `systemd-escape` writes it: `/` becomes `-`; all but letters, digits, `:`, `_` and `.` becomes `\xNN`.
    static func escaped(_ text: String) -> String {
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
