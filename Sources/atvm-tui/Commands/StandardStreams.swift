import Glibc

/// Standard output and error as commands use them.
enum StandardStreams {
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func complain(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// A reader that has gone (`| head`) is no failure.
    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            start += count
        }
    }
}
