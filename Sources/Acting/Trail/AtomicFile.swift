import CPosix
import Glibc
import Observing

/// Writes files so that they are old or new, never half: aside, to disk, then renamed over the old one.
package enum AtomicFile {
    /// The beginning of the names of files that are being written.
    static let prefix = ".writing-"

    /// Replaces a file.
    /// - Parameter mode: exactly this, whatever the umask.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(ActingError) {
        let (folder, name) = split(path)
        let aside = "\(folder)/\(prefix)\(name).\(getpid())"
        unlink(aside)
        let descriptor = cp_open_file(aside, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw problem(path) }
        var isWritten = fchmod(descriptor, mode_t(mode)) == 0 && writeAll(bytes, to: descriptor)
        isWritten = isWritten && fsync(descriptor) == 0
        let error = isWritten ? nil : problem(path)
        close(descriptor)
        if let error {
            unlink(aside)
            throw error
        }
        guard rename(aside, path) == 0 else {
            let error = problem(path)
            unlink(aside)
            throw error
        }
        try syncFolder(folder)
    }

    package static func write(_ text: String, to path: String, mode: UInt32) throws(ActingError) {
        try write(Array(text.utf8), to: path, mode: mode)
    }

    /// Puts a symbolic link in place of whatever file stands at `path`.
    package static func link(to target: String, at path: String) throws(ActingError) {
        let (folder, name) = split(path)
        let aside = "\(folder)/\(prefix)\(name).\(getpid())"
        unlink(aside)
        guard symlink(target, aside) == 0 else { throw problem(path) }
        guard rename(aside, path) == 0 else {
            let error = problem(path)
            unlink(aside)
            throw error
        }
        try syncFolder(folder)
    }

    /// Makes a folder and those above it that are missing; mode 0755 whatever the umask.
    package static func makeFolder(_ path: String) throws(ActingError) {
        if let there = FileSignature(linkAt: path), there.isFolder { return }
        let (above, _) = split(path)
        if above != path, !above.isEmpty { try makeFolder(above) }
        guard mkdir(path, 0o755) == 0 else {
            if errno == EEXIST, isFolder(path) { return }
            throw problem(path)
        }
        chmod(path, 0o755)
        if !above.isEmpty { try syncFolder(above) }
    }

    /// Removes a file, if there is one, for good.
    package static func remove(_ path: String) throws(ActingError) {
        guard unlink(path) == 0 else {
            if errno == ENOENT { return }
            throw problem(path)
        }
        try syncFolder(split(path).folder)
    }

    /// Removes a folder with all that is in it; links in it are removed, not followed.
    package static func removeTree(_ path: String) throws(ActingError) {
        guard let there = FileSignature(linkAt: path) else { return }
        guard there.isFolder else { return try remove(path) }
        for name in names(in: path) { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 || errno == ENOENT else { throw problem(path) }
    }

    /// Removes what processes that were killed have left half-written in a folder.
    package static func sweep(_ folder: String) {
        for name in names(in: folder) where name.hasPrefix(prefix) {
            guard let pid = name.split(separator: ".").last.flatMap({ Int($0) }) else { continue }
            if pid == Int(getpid()) || ProcessTable.startTicks(of: pid) == nil { unlink("\(folder)/\(name)") }
        }
    }

    // MARK: Parts

    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            // The name is copied before the next call reuses its memory.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    static func syncFolder(_ folder: String) throws(ActingError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem(folder) }
    }

    /// A folder, or a link to one: operators may have moved a whole folder to another disk.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        return (String(path[..<slash]), String(path[slash...].drop { $0 == "/" }))
    }

    static func problem(_ path: String) -> ActingError {
        .cannotWrite("cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
