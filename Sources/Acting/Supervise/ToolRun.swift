import CPosix
import Glibc
import Observing
import Runs

/// Runs a small program and takes what it prints, within a time.
struct ToolRun {
    /// The exit status; `nil` when it was killed or did not end in time.
    let status: Int32?
    /// At most 64 KiB of what it printed, errors included.
    let output: String

    static let limit = Duration.seconds(10)

    /// - Parameter input: what it reads from its standard input; at most 16 KiB, which a pipe takes without waiting.
    init(_ words: [String], input: String = "", limit: Duration = ToolRun.limit) throws(ActingError) {
        var ends: [Int32] = [-1, -1]
        guard cp_pipe(&ends, true) == 0 else { throw .failed("cannot make a pipe") }
        let pid: pid_t
        do throws(ActingError) {
            defer { close(ends[1]) }
            let source = try Self.pipe(holding: input)
            defer { if let source { close(source) } }
            pid = try ChildProcess.start(words, environment: ChildEnvironment.bare, input: source, output: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        defer { close(ends[0]) }
        let deadline = WallClock.steady() + limit
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var code: Int32 = 0
        while !cp_reap(pid, &code) {
            guard WallClock.steady() < deadline else {
                kill(-pid, SIGKILL)
                var status: Int32 = 0
                waitpid(pid, &status, 0)
                (self.status, output) = (nil, String(decoding: bytes, as: UTF8.self))
                return
            }
            let count = read(ends[0], &buffer, buffer.count)
            if count > 0, bytes.count < 65536 { bytes += buffer.prefix(count) }
            if count <= 0 { ProcessTree.pause(.milliseconds(10)) }
        }
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            guard count > 0, bytes.count < 65536 else { break }
            bytes += buffer.prefix(count)
        }
        (status, output) = (code, String(decoding: bytes, as: UTF8.self))
    }

    /// The end to read from; `nil` for nothing to read.
    private static func pipe(holding text: String) throws(ActingError) -> Int32? {
        let bytes = Array(text.utf8)
        if bytes.isEmpty { return nil }
        var ends: [Int32] = [-1, -1]
        guard bytes.count <= 16 * 1024, cp_pipe(&ends, false) == 0 else { throw .failed("cannot make a pipe") }
        defer { close(ends[1]) }
        guard AtomicFile.writeAll(bytes, to: ends[1]) else {
            close(ends[0])
            throw .failed("cannot write to a pipe")
        }
        return ends[0]
    }
}
