import Glibc

/// Reads a small file of the operator's, whatever may stand at its path.
enum BoundedFile {
    enum Answer: Equatable {
        case text(String)
        case tooLarge
        /// In words, such as `No such file or directory`.
        case unreadable(String)
    }

    /// - Parameter limit: in bytes; nothing is read of a file that is larger.
    static func read(_ path: String, limit: Int) -> Answer {
        // Without waiting: there may be a FIFO.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return .unreadable(reason()) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return .unreadable(reason()) }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .unreadable("not a plain file") }
        guard facts.st_size <= limit else { return .tooLarge }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { return .unreadable(reason()) }
            guard count > 0 else {
                guard let text = String(validating: bytes, as: UTF8.self) else { return .unreadable("not UTF-8") }
                return .text(text)
            }
            bytes += chunk[..<count]
        }
        return .tooLarge
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
