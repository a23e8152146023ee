import Glibc

/// Follows one growing file by `pread`, through rotation, truncation and re-creation.
///
/// Not mapped: a run log is truncated when a build name is used again, and touching a mapped page past the new end kills
/// the process. `pread` just returns less.
struct LogTail: ~Copyable {
    /// What has become of the file since the last look.
    enum Change: Equatable {
        case none
        /// There are more bytes to read.
        case grown
        /// The file is shorter than what has been read of it: reading starts at its beginning again.
        case truncated
        /// Another file stands at the path; the old one still has a name and has been read to its end.
        case rotated
        /// Another file stands at the path and the old one is gone.
        case recreated
        /// Nothing stands at the path any more.
        case removed
    }

    let path: String
    private(set) var signature: FileSignature
    /// Bytes read so far.
    private(set) var offset = 0
    private var descriptor: Int32

    init(_ path: String) throws(SafeFileError) {
        self.path = path
        (descriptor, signature) = try SafeFile.open(path)
    }

    deinit { close(descriptor) }

    /// Reads the next bytes into `buffer`.
    /// - Returns: how many were read; 0 at the end, or when the file cannot be read now.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            offset += max(0, count)
            return max(0, count)
        }
    }

    /// Looks at the file and at what stands at its path now.
    ///
    /// After `.truncated`, `.rotated` and `.recreated` the next read begins at the start of the file that stands there.
    /// - Throws: why the new file is refused.
    mutating func look() throws(SafeFileError) -> Change {
        guard let mine = FileSignature(descriptor: descriptor) else { return .none }
        guard let there = FileSignature(linkAt: path) else { return mine.size > offset ? .grown : .removed }
        if there.isSameFile(as: mine) {
            signature = mine
            if mine.size < offset {
                offset = 0
                return .truncated
            }
            return mine.size > offset ? .grown : .none
        }
        // First the rest of the old file, then the new one.
        if mine.size > offset { return .grown }
        let (new, newSignature) = try SafeFile.open(path)
        close(descriptor)
        descriptor = new
        signature = newSignature
        offset = 0
        return mine.links > 0 ? .rotated : .recreated
    }
}
