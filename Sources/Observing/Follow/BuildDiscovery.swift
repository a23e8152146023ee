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
    }

    /// - Parameter known: builds that need no second look at their log.
    mutating func find(known: (BuildName) -> Bool) -> Found {
        var found = Found()
        var times: [BuildName: Timestamp] = [:]
        var illegal: [String] = []
        var folderNames: [String] = []
        list(root.stateFolder, into: &found) { name, kind in
            if kind == .folder || kind == .unknown { folderNames.append(name) }
        }
        for text in folderNames {
            guard let name = try? BuildName(text) else {
                illegal.append(text)
                continue
            }
            let state = FileSignature(linkAt: root.stateFile(of: name))?.changedAt
            times[name] = state ?? FileSignature(linkAt: root.stateFolder(of: name))?.changedAt
        }
        var logNames: [String] = []
        list(root.logFolder, into: &found) { name, _ in
            if name.hasSuffix(".log"), !name.hasSuffix(".launch.log") { logNames.append(String(name.dropLast(4))) }
        }
        for text in logNames {
            guard let name = try? BuildName(text), let log = FileSignature(linkAt: root.runLog(of: name)) else {
                continue
            }
            let isListed = times[name] != nil
            if isListed || known(name) || isRunLog(name, log) {
                times[name] = max(times[name] ?? log.changedAt, log.changedAt)
            }
        }
        if !illegal.isEmpty {
            let example = SafeText.visible(illegal.sorted().first ?? "")
            found.problems.append(
                "\(root.shown(root.stateFolder)): skipped \(illegal.count) folder(s) whose name is no build name, "
                    + "such as '\(example)'")
        }
        found.names = times.sorted { ($0.value, $0.key.text) > ($1.value, $1.key.text) }.map(\.key)
        return found
    }

    private func list(_ folder: String, into found: inout Found, _ body: (String, FolderList.Kind) -> Void) {
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
