import ArgumentParser
import Glibc

/// Standard output and error as commands use them.
enum StandardStreams {
    /// Writes a command's answer. A reader that has gone (`| head`) is no failure.
    /// - Throws: exit 1, after one clear line, when the answer cannot be written whole.
    static func print(_ text: String) throws {
        let code = write(text, to: STDOUT_FILENO)
        guard code != 0, code != EPIPE else { return }
        complain("atvm-tui: standard output: \(String(cString: strerror(code)))")
        throw ExitCode.failure
    }

    static func complain(_ line: String) { _ = write(line + "\n", to: STDERR_FILENO) }

    /// - Returns: 0, or the `errno` of what went wrong.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            start += count
        }
        return 0
    }
}
