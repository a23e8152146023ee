import Glibc
package import Runs

/// What tells one state of a file from another without reading it.
package struct FileSignature: Equatable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    /// In bytes.
    package var size: Int
    package var changedNanoseconds: Int64
    package var changedAt: Timestamp
    package var mode: UInt32
    package var owner: UInt32
    package var links: UInt64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        changedNanoseconds = Int64(status.st_mtim.tv_nsec)
        changedAt = Timestamp(
            milliseconds: Int64(status.st_mtim.tv_sec).multipliedClamping(by: 1000)
                .addingClamping(Int64(status.st_mtim.tv_nsec) / 1_000_000))
        mode = status.st_mode
        owner = status.st_uid
        links = UInt64(status.st_nlink)
    }

    /// The signature of what stands at `path` itself: a link is not followed. `nil` when nothing does, or it may not be seen.
    package init?(linkAt path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The same, for a path that begins at an open folder.
    init?(linkAt path: String, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    package var isRegular: Bool { mode & S_IFMT == S_IFREG }
    package var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    package var isLink: Bool { mode & S_IFMT == S_IFLNK }

    /// Whether both are the same file, whatever its content.
    package func isSameFile(as other: FileSignature) -> Bool { device == other.device && inode == other.inode }
}
