import Formats
import Glibc
package import Observing
package import Runs

/// How systemd says that a runner's unit has ended; the keeper's own record is better, but a keeper can be killed.
package struct RunnerEnd {
    private let end: ProcessRecord.End?
    /// Whether systemd lost its patience with a stop.
    private let wasStopped: Bool

    /// - Parameters:
    ///   - code: `exited`, `killed` or `dumped`.
    ///   - status: an exit status or the name of a signal.
    ///   - result: `success`, `signal`, `timeout`, ….
    package init(code: String, status: String, result: String) {
        wasStopped = result == "timeout"
        switch code {
        case "exited": end = Int(status).map(ProcessRecord.End.exited)
        case "killed", "dumped": end = Self.signals[status].map { .signal(Int($0)) }
        default: end = nil
        }
    }

    private static let signals: [String: Int32] = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "ABRT": SIGABRT, "BUS": SIGBUS, "FPE": SIGFPE,
        "KILL": SIGKILL, "SEGV": SIGSEGV, "PIPE": SIGPIPE, "ALRM": SIGALRM, "TERM": SIGTERM,
    ]

    /// Completes the record of a runner whose keeper could not.
    package func record(_ build: BuildName, _ root: Root) throws(ActingError) {
        guard var record = BuildActivity.record(root.runnerRecord(of: build)), record.endedAt == nil else { return }
        record.endedAt = WallClock.now()
        record.end = end
        record.wasStopped = wasStopped
        try AtomicFile.write(record.text, to: root.runnerRecord(of: build), mode: 0o644)
    }
}
