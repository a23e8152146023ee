import Glibc

/// Says when a file system is full.
enum DiskSpace {
    /// A line for a screen when nothing more can be written at `path`; `nil` otherwise, or when nobody can say.
    static func problem(at path: String, shown: String) -> String? {
        var status = statvfs()
        guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        // Below a mebibyte the next state file may already fail.
        guard free < 1 << 20 else { return nil }
        return "the disk of \(shown) is full: \(free / 1024) KiB are left"
    }
}
