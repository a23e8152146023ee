import CPosix
import Formats
import Glibc
package import Observing
package import Runs

/// Runs watchers and runners as detached processes, for machines and roots without systemd.
package struct DirectSupervisor: Supervisor {
    private let root: Root
    /// What makes our own processes work on the same controller: `--root DIR`, `--config FILE`.
    private let options: [String]
    /// How long processes get to end by themselves.
    private let stopTime: Duration

    /// What is started; `nil` is this very program.
    private let program: String?

    package init(root: Root, options: [String], stopTime: Duration = .seconds(10), program: String? = nil) {
        (self.root, self.options, self.stopTime, self.program) = (root, options, stopTime, program)
    }

    package var name: String { "direct" }

    package func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String {
        switch verb {
        case .start: ShellWords.join(["atvm-tui"] + arguments(part, build))
        case .stop: "kill the \(part) of \(build) and every process below it"
        }
    }

    private func arguments(_ part: SupervisedPart, _ build: BuildName) -> [String] {
        [part.rawValue, part == .runner ? "exec" : "run", "--build-name", build.text] + options
    }

    // MARK: Starting

    package func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        try forget(part, build)
        let log = root.stateFolder(of: build) + "/service.log"
        let output = cp_open_file(log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        guard output >= 0 else { throw AtomicFile.problem(log) }
        defer { close(output) }
        let program = if let program { program } else { try ChildProcess.ownProgram() }
        let (pid, handle) = try ChildProcess.startDetached(
            [program] + arguments(part, build), environment: ChildEnvironment.inherited(), output: output)
        defer { close(handle) }
        let own = ProcessTable.identity(of: Int(pid))
        // It runs once it has written its record; before that it may still refuse.
        let end = WallClock.steady() + .seconds(20)
        while WallClock.steady() < end {
            var hasEnded: [UInt8] = [0]
            _ = cp_wait([handle], &hasEnded, 1, 10)
            if let record = BuildActivity.record(recordPath(part, build)) {
                if case .notStarted(let why) = record.end { throw .failed("the \(part) did not start: \(why)") }
                // A keeper writes its own record before it has a runner.
                if record.process != record.keeper || record.endedAt != nil { return }
            }
            if hasEnded[0] != 0 {
                let reason = RunLogFile.lastLines(log, 1).first ?? "it ended at once"
                throw .failed("the \(part) did not start: \(reason)")
            }
        }
        if let own {
            ProcessTree.end { (ProcessTable.isAlive(own) ? [own] : []) + ProcessTree.below(own.pid) }
        }
        if part == .runner { _ = BuildMark.end(build, root) }
        throw .failed("the \(part) did not start within 20 s")
    }

    /// Removes the record of an earlier process. That of a watcher which runs, whatever its record says, stays.
    private func forget(_ part: SupervisedPart, _ build: BuildName) throws(ActingError) {
        guard part == .watcher else { return try AtomicFile.remove(recordPath(part, build)) }
        let lock = try WatcherLock.wait(
            root.stateFolder(of: build), for: "start of the watcher of \(build)", by: .current)
        defer { withExtendedLifetime(lock) {} }
        try AtomicFile.remove(recordPath(part, build))
    }

    private func recordPath(_ part: SupervisedPart, _ build: BuildName) -> String {
        part == .runner ? root.runnerRecord(of: build) : root.watcherRecord(of: build)
    }

    // MARK: Stopping

    package func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        if let record = BuildActivity.record(recordPath(part, build)) {
            let main = record.keeper ?? record.process
            // The keeper ends all below it and writes down how. One that is stopped must go on to do so.
            if ProcessTree.signal(main, SIGTERM) {
                ProcessTree.signal(main, SIGCONT)
                _ = ProcessTree.waitForEnd(of: main, atMost: stopTime + .seconds(5))
            }
            ProcessTree.end { left(of: [main, record.process]) }
            if ProcessTable.isAlive(main) || ProcessTable.isAlive(record.process) {
                throw .failed("the \(part), process \(record.process.pid), cannot be stopped")
            }
        }
        guard part == .runner else { return }
        // Its keeper may have been killed: what it should have ended bears the build's mark.
        if let process = BuildMark.end(build, root).first {
            throw .failed("process \(process.pid) of the runner of \(build) cannot be stopped")
        }
        recordEnd(of: build)
    }

    /// Those of some processes that still run, with everything below them.
    private func left(of processes: [ProcessIdentity]) -> [ProcessIdentity] {
        let alive = processes.filter(ProcessTable.isAlive)
        return alive + ProcessScan.below(Set(alive.map(\.pid))).filter { !alive.contains($0) }
    }

    /// Writes down that a runner has ended where its keeper could not.
    private func recordEnd(of build: BuildName) {
        guard var record = BuildActivity.record(root.runnerRecord(of: build)), record.endedAt == nil else { return }
        record.endedAt = WallClock.now()
        record.end = .signal(Int(SIGKILL))
        try? AtomicFile.write(record.text, to: root.runnerRecord(of: build), mode: 0o644)
    }
}
