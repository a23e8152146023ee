import Formats
import Glibc
import Runs

/// Reads a log of any size from a file or standard input.
enum LogFile {
    private static let chunkBytes = 256 * 1024

    /// - Parameter path: `-` is standard input.
    static func read(_ path: String) throws -> RunLog {
        guard path != "-" else { return try read(STDIN_FILENO, named: "standard input") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw FileProblem(path, code: errno) }
        defer { close(descriptor) }
        return try read(descriptor, named: path)
    }

    private static func read(_ descriptor: Int32, named name: String) throws -> RunLog {
        var log = CypressLog()
        var beginning: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileProblem(name, code: errno)
            }
            if count == 0 { break }
            if beginning.isEmpty { beginning = Array(buffer[..<min(count, 65536)]) }
            log.feed(buffer.span.bytes.extracting(0..<count))
        }
        log.finish()
        let result = log.log
        if result.runs.isEmpty, !result.isReporterOnly, PlainText.looksBinary(beginning) {
            throw FileProblem(name, reason: "this is no text, so no log")
        }
        return result
    }
}
