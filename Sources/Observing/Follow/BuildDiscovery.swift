import Glibc
import Runs

/// Finds the builds of a controller: the folders of the state root, and run logs without one.
struct BuildDiscovery {
    let root: Root
    /// Logs that are no run logs, with the signature that they had when they were looked at.
    private var strangers: [String: FileSignature] = [:]

    init(root: Root) { self.root = root }

    struct Found {
        /// The newest first.
        var names: [BuildName] = []
        var problems: [String] = []
        /// Paths of logs that show no run yet, but may as soon as there is more of them; the newest first.
        var young: [String] = []
    }

    /// Watches are few on a machine, and a log folder is full of other programs' logs.
    private static let mostYoung = 16

    /// - Parameter known: builds that need no second look at their log.
    mutating func find(known: (BuildName) -> Bool) -> Found {
        var found = Found()
        var times: [BuildName: Timestamp] = [:]
        var illegal: [String] = []
        list(root.stateFolder, into: &found) { entry in
            guard entry.kind == .folder || entry.kind == .unknown else { return }
            guard let name = try? BuildName(entry.name) else {
                illegal.append(entry.name)
                return
            }
            let state = entry.signature(of: Root.stateFile)
            if state == nil, isOnlyLocked(entry) { return }
            times[name] = (state ?? entry.signature)?.changedAt
        }
        var logs: [(name: BuildName, signature: FileSignature)] = []
        list(root.logFolder, into: &found) { entry in
            guard entry.name.hasSuffix(".log"), !entry.name.hasSuffix(".launch.log"),
                let name = try? BuildName(String(entry.name.dropLast(4))), let signature = entry.signature
            else { return }
            logs.append((name, signature))
        }
        var young: [(path: String, at: Timestamp)] = []
        for (name, log) in logs {
            let isListed = times[name] != nil
            if isListed || known(name) || isRunLog(name, log) {
                times[name] = max(times[name] ?? log.changedAt, log.changedAt)
            } else if log.isRegular, log.size < LogSniffer.headBytes {
                young.append((root.runLog(of: name), log.changedAt))
            }
        }
        found.young = young.sorted { ($0.at, $0.path) > ($1.at, $1.path) }.prefix(Self.mostYoung).map(\.path)
        if !illegal.isEmpty {
            let example = SafeText.visible(illegal.sorted().first ?? "")
            found.problems.append(
                "\(root.shown(root.stateFolder)): skipped \(illegal.count) folder(s) whose name is no build name, "
                    + "such as '\(example)'")
        }
        found.names = times.sorted { ($0.value, $0.key.text) > ($1.value, $1.key.text) }.map(\.key)
        return found
    }

    /// Whether nothing but a lock is there: a start in its template step, or one that ended in it, is no build yet.
    private func isOnlyLocked(_ entry: FolderList.Entry) -> Bool {
        let traces = [
            "request.json", "runner.json", "watcher.json", "timeline.jsonl", "cancelled.marker", "posted.marker",
            "subruns",
        ]
        return entry.signature(of: "operation.lock") != nil && traces.allSatisfy { entry.signature(of: $0) == nil }
    }

    private func list(_ folder: String, into found: inout Found, _ body: (FolderList.Entry) -> Void) {
        do throws(SafeFileError) {
            try FolderList.forEachEntry(of: folder, body)
        } catch {
            // A folder that nothing has made yet is not wrong; one that cannot be read is.
            if !error.isMissing { found.problems.append("cannot list \(root.shown("\(error)"))") }
        }
    }

    /// Whether a log without a state folder shows a run: the log folder is open to everybody and holds other logs too.
    private mutating func isRunLog(_ name: BuildName, _ signature: FileSignature) -> Bool {
        guard signature.isRegular, signature.size > 0 else { return false }
        let path = root.runLog(of: name)
        if let known = strangers[path], known.isSameFile(as: signature), known.size >= LogSniffer.headBytes {
            return false
        }
        if strangers[path] == signature { return false }
        if LogSniffer.showsRun(path) {
            strangers[path] = nil
            return true
        }
        strangers[path] = signature
        return false
    }
}
