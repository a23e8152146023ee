import Glibc

/// A pipe by which a thread is told to end. It stays in this process.
struct WakePipe {
    /// Readable once the thread is to end.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(SimulationError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SimulationError(action: "make", path: "a pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    func ring() {
        // Not only closed: a process that was started in between may have the other end too.
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    func close() {
        _ = Glibc.close(readEnd)
        _ = Glibc.close(writeEnd)
    }
}
