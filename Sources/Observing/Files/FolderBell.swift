import CPosix
import Runs

/// Waits for entries of one folder to come or go, also while there is no such folder yet. Confined to one thread.
package final class FolderBell {
    private let path: String
    private var watch = FolderWatch()
    /// The folder that is watched: this one, or the nearest above it that is there.
    private var watched: String?

    package init(_ path: String) { self.path = path }

    /// From here on a change is not missed: whoever looks at the folder arms first.
    package func arm() {
        var nearest = path
        while FileSignature(linkAt: nearest)?.isFolder != true, let slash = nearest.lastIndex(of: "/"), nearest != "/" {
            nearest = slash == nearest.startIndex ? "/" : String(nearest[..<slash])
        }
        guard nearest != watched else { return }
        watch = FolderWatch()
        watched = watch.watchEntries(nearest).map { _ in nearest }
    }

    /// Returns once something has come or gone, or the time is over; without inotify it is never longer than two seconds.
    package func wait(atMost limit: Duration) {
        guard watched != nil else {
            var nothing: [UInt8] = []
            _ = cp_wait([], &nothing, 0, Int32(clamping: min(limit, .seconds(2)).wholeMilliseconds))
            return
        }
        var ready: [UInt8] = [0]
        _ = cp_wait([watch.descriptor], &ready, 1, Int32(clamping: limit.wholeMilliseconds))
        // What was watched has gone: the next one is looked for anew.
        if !watch.takeEvents().ended.isEmpty { watched = nil }
    }
}
