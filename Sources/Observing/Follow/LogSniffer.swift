import Formats
import Glibc
import Runs

/// Tells a run log from other logs by its beginning.
enum LogSniffer {
    /// How far a run must show itself, in bytes.
    static let headBytes = 64 * 1024

    static func showsRun(_ path: String) -> Bool {
        guard let (descriptor, _) = try? SafeFile.open(path) else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: headBytes)
        let count = head.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        var log = CypressLog()
        log.feed(head.span.extracting(0..<count).bytes)
        return !log.log.runs.isEmpty || !log.log.invocations.isEmpty
    }
}
