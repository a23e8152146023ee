import Formats
import Glibc
import Runs

/// The reporter files of the controller, read once each and kept by path.
///
/// The folder is shared by all builds and never emptied, so only files that are new enough for a build that needs them
/// are read at all.
final class ReportStore {
    private struct Entry {
        var signature: FileSignature
        /// `nil` while the file has not been needed, or may still be being written.
        var file: ReportFile?
    }

    private let root: Root
    private var entries: [String: Entry] = [:]
    private(set) var problem: String?
    private var listedAt: Timestamp?
    /// When a file that is not whole, but was written just now, is to be read again; of the last call of `reports`.
    private(set) var rereadAt: Timestamp?

    /// Limits of the reliability cases, section 3.
    private static let fileLimit = 64 * 1024 * 1024
    private static let countLimit = 100_000
    private static let depthLimit = 16

    init(root: Root) { self.root = root }

    /// Changes whenever the reports that `reports` gives may have changed.
    private(set) var generation = 0

    var isListed: Bool { listedAt != nil }

    /// Lists the folder anew.
    /// - Parameter willList: called with each folder before it is listed, the reporter's first.
    /// - Returns: whether a file has come, gone or changed.
    func list(at now: Timestamp, willList: (String) -> Void = { _ in }) -> Bool {
        var seen: [String: FileSignature] = [:]
        seen.reserveCapacity(entries.count)
        problem = nil
        walk(root.reporter, depth: 0, into: &seen, willList)
        listedAt = now
        var hasChanged = seen.count != entries.count
        for (path, signature) in seen where entries[path]?.signature != signature {
            entries[path] = Entry(signature: signature, file: nil)
            hasChanged = true
        }
        if entries.count > seen.count { entries = entries.filter { seen[$0.key] != nil } }
        if hasChanged { generation += 1 }
        return hasChanged
    }

    /// Lists the folder if nobody has yet.
    func listIfNeeded(at now: Timestamp) { if !isListed { _ = list(at: now) } }

    /// The reports written between two moments.
    /// - Parameter problems: takes a line for each file that cannot be read.
    func reports(
        from start: Timestamp?, to end: Timestamp?, at now: Timestamp, problems: inout [String]
    ) -> [ReportEvidence] {
        var found: [ReportEvidence] = []
        rereadAt = nil
        for (path, entry) in entries {
            let time = entry.signature.changedAt
            if let start, time + .seconds(2) < start { continue }
            if let end, end + .seconds(600) < time { continue }
            let file = entry.file ?? read(path, entry.signature, at: now)
            guard let file else { continue }
            if let problem = file.problem, file.verdict == .invalid {
                problems.append("\(root.shown(path)): \(problem)")
            }
            found.append(ReportEvidence(path: root.shown(path), changedAt: time, file: file))
        }
        problems.sort()
        if problems.count > 5 { problems.replaceSubrange(5..., with: ["and \(problems.count - 5) more reports"]) }
        return found.sorted { ($0.changedAt, $0.path) < ($1.changedAt, $1.path) }
    }

    /// Reads a file; one that is not whole yet, but was written just now, is left for the next look.
    private func read(_ path: String, _ signature: FileSignature, at now: Timestamp) -> ReportFile? {
        var file: ReportFile
        do throws(SafeFileError) {
            file = ReportReader.read(try SafeFile.read(path, limit: Self.fileLimit))
        } catch {
            if error.isMissing { return nil }
            file = ReportFile(kind: path.hasSuffix(".json") ? .mochawesome : .junit, verdict: .invalid)
            file.problem = root.shown("\(error)")
        }
        let whole = signature.changedAt + .seconds(5)
        if file.verdict == .invalid, now < whole {
            rereadAt = min(rereadAt ?? whole, whole)
            return nil
        }
        entries[path]?.file = file
        return file
    }

    private func walk(
        _ folder: String, depth: Int, into seen: inout [String: FileSignature], _ willList: (String) -> Void
    ) {
        guard depth <= Self.depthLimit, seen.count < Self.countLimit else {
            problem = "\(root.shown(folder)): more files than are read"
            return
        }
        willList(folder)
        var below: [String] = []
        do throws(SafeFileError) {
            try FolderList.forEachEntry(of: folder) { entry in
                if entry.kind == .folder {
                    below.append(folder + "/" + entry.name)
                } else if entry.name.hasSuffix(".xml") || entry.name.hasSuffix(".json"),
                    entry.kind == .file || entry.kind == .unknown, let signature = entry.signature, signature.isRegular
                {
                    seen[folder + "/" + entry.name] = signature
                }
            }
        } catch {
            if !(error.isMissing && depth == 0) { problem = "cannot list \(root.shown("\(error)"))" }
        }
        for path in below.sorted() { walk(path, depth: depth + 1, into: &seen, willList) }
    }
}
