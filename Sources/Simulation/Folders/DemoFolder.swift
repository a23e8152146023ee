import Glibc

/// The temporary folder of a demo: for its owner alone (mode 0700), and gone when the demo is over.
///
/// While it is in use it is locked; the system lets go of the lock however the process ends. So a folder that nobody
/// has locked is what a crash has left, and the next demo removes it.
package final class DemoFolder {
    private static let prefix = "atvm-tui-demo."
    private static let keptPrefix = "atvm-tui-kept."

    package let path: String
    /// Open, and locked, until it is removed; -1 afterwards.
    private var descriptor: Int32

    /// - Parameters:
    ///   - parent: an absolute path, such as that of `TMPDIR`.
    ///   - isKept: the folder is meant to stay: its name says so, and no sweep ever takes it.
    package init(in parent: String, isKept: Bool = false) throws(SimulationError) {
        let name = isKept ? Self.keptPrefix : Self.prefix
        // Between making and locking a sweep may take the folder for a left one: then another is made.
        for _ in 0..<8 {
            var template = Array("\(parent)/\(name)XXXXXX".utf8CString)
            guard let made = mkdtemp(&template).map({ String(cString: $0) }) else {
                throw SimulationError(action: "make a folder in", path: parent, code: errno)
            }
            let opened = open(made, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard opened >= 0 else { continue }
            if Self.lock(opened), Self.isOurs(opened) {
                (path, descriptor) = (made, opened)
                return
            }
            close(opened)
            rmdir(made)
        }
        throw SimulationError(action: "lock a folder in", path: parent, code: EAGAIN)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Removes it with all that is in it; links are removed, never followed. Does nothing the second time.
    package func remove() throws(SimulationError) {
        guard descriptor >= 0 else { return }
        defer {
            close(descriptor)
            descriptor = -1
        }
        // The folder that was made, wherever its name leads by now.
        do throws(SimulationError) {
            try Self.empty(descriptor, path)
            guard rmdir(path) == 0 else { throw SimulationError(action: "remove", path: path, code: errno) }
        } catch {
            // Somebody else may have been faster.
            guard error.code == ENOENT else { throw error }
        }
    }

    /// Removes what crashed demos have left in a folder: ours, of mode 0700, and not locked by anybody. What cannot be
    /// removed is left alone: a sweep is no reason to fail.
    package static func sweep(_ parent: String) {
        guard let folder = opendir(parent) else { return }
        defer { closedir(folder) }
        while let name = nextName(in: folder) {
            guard name.hasPrefix(prefix) else { continue }
            let left = openat(dirfd(folder), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard left >= 0 else { continue }
            defer { close(left) }
            guard isOurs(left), lock(left) else { continue }
            guard (try? empty(left, "\(parent)/\(name)")) != nil else { continue }
            unlinkat(dirfd(folder), name, AT_REMOVEDIR)
        }
    }

    private static func lock(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Whether it still has a name, belongs to us and lets nobody else in.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return status.st_nlink > 0 && status.st_uid == geteuid() && status.st_mode & 0o7777 == 0o700
    }

    /// Removes everything in an open folder.
    private static func empty(_ descriptor: Int32, _ path: String) throws(SimulationError) {
        // A descriptor of its own: closing the stream must not close the caller's.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let folder = fdopendir(own) else {
            let code = errno
            if own >= 0 { close(own) }
            throw SimulationError(action: "open", path: path, code: code)
        }
        defer { closedir(folder) }
        while let name = nextName(in: folder) {
            // Files are by far the most; a folder says EISDIR, or EPERM on some file systems.
            if unlinkat(own, name, 0) == 0 || errno == ENOENT { continue }
            guard errno == EISDIR || errno == EPERM else {
                throw SimulationError(action: "remove", path: "\(path)/\(name)", code: errno)
            }
            let inner = openat(own, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { throw SimulationError(action: "open", path: "\(path)/\(name)", code: errno) }
            defer { close(inner) }
            try empty(inner, "\(path)/\(name)")
            guard unlinkat(own, name, AT_REMOVEDIR) == 0 else {
                throw SimulationError(action: "remove", path: "\(path)/\(name)", code: errno)
            }
        }
    }

    /// The next entry but for `.` and `..`, as the system wrote it.
    private static func nextName(in folder: OpaquePointer) -> String? {
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { return name }
        }
        return nil
    }
}
