import CPosix
import Runs

/// Waits for entries of one folder to come or go, also while there is no such folder yet. Confined to one thread.
package final class FolderBell {
    /// Watches are few on a machine; beyond these folders the caller's own patience has to do.
    private static let mostFolders = 16

    private let path: String
    private var watch = FolderWatch()
    /// The folder that is watched: this one, or the nearest above it that is there.
    private var watched: String?
    /// Folders in which a file is waited for.
    private var beside: [String: FolderWatch.Token] = [:]
    /// Watches that were given up, until their end is told.
    private var forgotten: Set<FolderWatch.Token> = []

    package init(_ path: String) { self.path = path }

    /// From here on a change is not missed: whoever looks at the folder arms first.
    /// - Parameter others: folders whose entries ring, too; those named before ring no more.
    package func arm(beside others: [String] = []) {
        var nearest = path
        while FileSignature(linkAt: nearest)?.isFolder != true, let slash = nearest.lastIndex(of: "/"), nearest != "/" {
            nearest = slash == nearest.startIndex ? "/" : String(nearest[..<slash])
        }
        if nearest != watched {
            (watch, beside, forgotten) = (FolderWatch(), [:], [])
            watched = watch.watchEntries(nearest).map { _ in nearest }
        }
        for (folder, token) in beside where !others.contains(folder) {
            watch.forget(token)
            forgotten.insert(token)
            beside[folder] = nil
        }
        for folder in others.prefix(Self.mostFolders) where beside[folder] == nil {
            beside[folder] = watch.watchFolder(folder)
        }
    }

    /// Returns once something has come or gone, or the time is over; without inotify it is never longer than two seconds.
    /// - Parameter other: wakes, too, when it becomes readable.
    package func wait(atMost limit: Duration, or other: Int32 = -1) {
        let descriptors = [watched == nil ? -1 : watch.descriptor, other].filter { $0 >= 0 }
        var ready = [UInt8](repeating: 0, count: descriptors.count)
        let limit = watched == nil ? min(limit, .seconds(2)) : limit
        _ = cp_wait(descriptors, &ready, Int32(descriptors.count), Int32(clamping: limit.wholeMilliseconds))
        guard watched != nil else { return }
        let all = watch.takeEvents().ended
        let ended = all.subtracting(forgotten)
        forgotten.subtract(all)
        guard !ended.isEmpty else { return }
        // What was watched has gone: the next one is looked for anew.
        if !ended.isSubset(of: Set(beside.values)) { watched = nil }
        beside = beside.filter { !ended.contains($1) }
    }
}
