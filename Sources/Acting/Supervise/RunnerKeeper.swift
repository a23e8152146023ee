import CPosix
import Formats
import Glibc
package import Observing
import Plans
package import Runs

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

    /// Runs the runner to its end.
    /// - Returns: its exit status, or 128 plus the signal that ended it.
    package func run() throws(ActingError) -> Int32 {
        guard let bytes = try? SafeFile.read(root.request(of: build), limit: RequestFile.byteLimit),
            let request = try? RequestFile(bytes), !request.runner.isEmpty
        else { throw .failed("\(root.shown(root.request(of: build))) names no runner command; start the build first") }
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { throw .failed("cannot take signals") }
        _ = cp_adopt_orphans()
        var record = ProcessRecord(
            supervisor: supervisor, launch: request.launch, process: own, keeper: own, startedAt: WallClock.now())
        try claim(record)
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

    /// Writes down that this process is the runner's keeper, before there is a runner: a cancellation either comes first, and
    /// then nothing runs, or finds the keeper.
    private func claim(_ record: ProcessRecord) throws(ActingError) {
        let lock = try StateLock.wait(root.stateFolder(of: build), by: .current)
        defer { withExtendedLifetime(lock) {} }
        // Not the unit, which is ours.
        let standing = BuildActivity.record(root.runnerRecord(of: build))
        if [standing?.process, standing?.keeper].compactMap(\.self).contains(where: ProcessTable.isAlive) {
            throw .refused("a runner of \(build) is running")
        }
        guard FileSignature(linkAt: root.cancelledMarker(of: build)) == nil else {
            throw .refused("\(build) has been cancelled; start it anew")
        }
        // A start clears the recorded end away; a unit that is started by hand would run over it.
        if let state = BuildActivity(of: build, root).recorded, state.isTerminal {
            throw .refused("\(build) has ended (\(state.rawValue)); start it anew with 'atvm-tui start'")
        }
        try write(record)
    }

    private func start(_ words: [String]) throws(ActingError) -> pid_t {
        let path = root.runLog(of: build)
        let log = try RunLogFile.create(path, shown: root.shown(path))
        defer { close(log) }
        return try ChildProcess.start(
            words, environment: BuildMark.added(to: ChildEnvironment.inherited(), build, root),
            folder: root.automation, output: log)
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
                ProcessTree.signal(left(), SIGTERM)
                ProcessTree.signal(left(), SIGCONT)
                killAt = WallClock.steady() + stopTime
                wasStopped = true
            }
            if let killAt, WallClock.steady() >= killAt { ProcessTree.signal(left(), SIGKILL) }
            var ready: [UInt8] = [0, 0]
            _ = cp_wait([event, handle], &ready, 2, killAt == nil ? (handle >= 0 ? 10_000 : 100) : 50)
            cp_event_drain(event)
        }
    }

    /// Ends what the runner has left behind: first politely, then for good.
    private func endTree() {
        guard !left().isEmpty else { return }
        ProcessTree.signal(left(), SIGTERM)
        ProcessTree.signal(left(), SIGCONT)
        let end = WallClock.steady() + min(stopTime, .seconds(2))
        while WallClock.steady() < end {
            reap()
            if left().isEmpty { return }
            ProcessTree.pause(.milliseconds(20))
        }
        ProcessTree.end(left, reap: reap)
    }

    /// All that the runner has started and that still runs: below us, or somewhere else with the build's mark.
    private func left() -> [ProcessIdentity] {
        let below = ProcessTree.below(Int(getpid()))
        return below + BuildMark.processes(of: build, root).filter { !below.contains($0) }
    }

    /// Takes every child that has ended: each is the runner's or an orphan of its.
    private func reap() {
        var bySignal = false
        var number: Int32 = 0
        while cp_reap_any(&bySignal, &number) > 0 {}
    }
}
