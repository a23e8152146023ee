/// Tells that something has happened to one file at a time. Confined to one thread.
final class FileBell {
    private let watch = FolderWatch()
    private var token: FolderWatch.Token?

    /// Watches the file that stands at a path now; one that takes its place needs a new watch, and gets it here.
    func arm(_ path: String) {
        let current = watch.watchFile(path)
        if let token, token != current { watch.forget(token) }
        token = current
    }

    /// Nothing is watched any more.
    func disarm() {
        if let token { watch.forget(token) }
        token = nil
        _ = watch.takeEvents()
    }

    var isArmed: Bool { token != nil }

    /// Readable when something has happened; -1 where nothing can tell.
    var descriptor: Int32 { watch.descriptor }

    /// What has happened has been heard.
    func silence() {
        if watch.takeEvents().ended.contains(where: { $0 == token }) { token = nil }
    }
}
