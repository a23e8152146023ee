import CPosix
import Formats
import Glibc
package import Observing
package import Runs
import Synchronization

/// What `runner exec` is: the parent of a build's runner. It gives the runner its log, waits for it, ends everything that it
/// leaves behind, and writes down how it ended.
package struct RunnerKeeper {
    private let build: BuildName
    private let root: Root
    private let supervisor: String
    private let stopTime: Duration

    package init(_ build: BuildName, root: Root, supervisor: String, stopTime: Duration = .seconds(10)) {
        (self.build, self.root, self.supervisor, self.stopTime) = (build, root, supervisor, stopTime)
    }

    /// Whether this process is a keeper; then every child is its own to take.
    static var isRunning: Bool { running.withLock { $0 } }
    private static let running = Mutex(false)

    /// Runs the runner to its end.
    /// - Returns: its exit status, or 128 plus the signal that ended it.
    package func run() throws(ActingError) -> Int32 {
        guard let bytes = try? SafeFile.read(root.request(of: build), limit: RequestFile.byteLimit),
            let request = try? RequestFile(bytes), !request.runner.isEmpty
        else { throw .failed("\(root.shown(root.request(of: build))) names no runner command; start the build first") }
        if BuildActivity(of: build, root).recordedRunnerLives { throw .refused("a runner of \(build) is running") }
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { throw .failed("cannot take signals") }
        _ = cp_adopt_orphans()
        Self.running.withLock { $0 = true }
        var record = ProcessRecord(
            supervisor: supervisor, launch: request.launch, process: own, keeper: own, startedAt: WallClock.now())
        let pid: pid_t
        do throws(ActingError) {
            pid = try start(request.runner)
        } catch {
            record.endedAt = WallClock.now()
            record.end = .notStarted("\(error)")
            try write(record)
            throw error
        }
        record.process = ProcessTable.identity(of: Int(pid)) ?? own
        try write(record)
        ServiceNotice().ready()
        let end = wait(for: pid, event, &record.wasStopped)
        endTree()
        record.endedAt = WallClock.now()
        record.end = end
        try write(record)
        return switch end {
        case .exited(let status): Int32(truncatingIfNeeded: status)
        case .signal(let number): Int32(truncatingIfNeeded: 128 + number)
        case .notStarted: 1
        }
    }

    private func start(_ words: [String]) throws(ActingError) -> pid_t {
        let path = root.runLog(of: build)
        let log = try RunLogFile.create(path, shown: root.shown(path))
        defer { close(log) }
        return try ChildProcess.start(
            words, environment: ChildEnvironment.inherited(), folder: root.automation, output: log)
    }

    private func write(_ record: ProcessRecord) throws(ActingError) {
        try AtomicFile.write(record.text, to: root.runnerRecord(of: build), mode: 0o644)
    }

    /// Waits for the runner; a signal to us begins its end.
    private func wait(for pid: pid_t, _ event: Int32, _ wasStopped: inout Bool) -> ProcessRecord.End {
        let handle = cp_process_open(pid)
        defer { if handle >= 0 { close(handle) } }
        var killAt: Timestamp?
        while true {
            var bySignal = false
            var number: Int32 = 0
            while true {
                let ended = cp_reap_any(&bySignal, &number)
                if ended == pid { return bySignal ? .signal(Int(number)) : .exited(Int(number)) }
                if ended <= 0 { break }
            }
            if cp_signals_take() & UInt32(CP_TERM | CP_INT | CP_HUP) != 0, killAt == nil {
                ProcessTree.signal(ProcessTable.descendants(of: Int(getpid())), SIGTERM)
                ProcessTree.signal(ProcessTable.descendants(of: Int(getpid())), SIGCONT)
                killAt = WallClock.steady() + stopTime
                wasStopped = true
            }
            if let killAt, WallClock.steady() >= killAt {
                for child in ProcessTable.descendants(of: Int(getpid())) { kill(pid_t(child), SIGKILL) }
            }
            var ready: [UInt8] = [0, 0]
            _ = cp_wait([event, handle], &ready, 2, killAt == nil ? (handle >= 0 ? 10_000 : 100) : 50)
            cp_event_drain(event)
        }
    }

    /// Ends what the runner has left behind: first politely, then for good.
    private func endTree() {
        let own = Int(getpid())
        guard !ProcessTable.descendants(of: own).isEmpty else { return }
        ProcessTree.signal(ProcessTable.descendants(of: own), SIGTERM)
        let end = WallClock.steady() + min(stopTime, .seconds(2))
        while WallClock.steady() < end {
            var bySignal = false
            var number: Int32 = 0
            while cp_reap_any(&bySignal, &number) > 0 {}
            if ProcessTable.descendants(of: own).isEmpty { return }
            ProcessTree.pause(.milliseconds(20))
        }
        ProcessTree.killDescendants(of: own)
    }
}
