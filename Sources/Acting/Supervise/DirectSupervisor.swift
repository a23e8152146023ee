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

    package init(root: Root, options: [String], stopTime: Duration = .seconds(10)) {
        (self.root, self.options, self.stopTime) = (root, options, stopTime)
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
        let record = recordPath(part, build)
        try AtomicFile.remove(record)
        let log = root.stateFolder(of: build) + "/service.log"
        let output = cp_open_file(log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        guard output >= 0 else { throw AtomicFile.problem(log) }
        defer { close(output) }
        let program = try ChildProcess.ownProgram()
        let pid = try ChildProcess.start(
            [program] + arguments(part, build), environment: ChildEnvironment.inherited(), output: output,
            isDetached: true)
        let handle = cp_process_open(pid)
        defer { if handle >= 0 { close(handle) } }
        // It runs once it has written its record; before that it may still refuse.
        let end = WallClock.steady() + .seconds(20)
        while WallClock.steady() < end {
            if let record = BuildActivity.record(record) {
                if case .notStarted(let why) = record.end { throw .failed("the \(part) did not start: \(why)") }
                return
            }
            var ready: UInt8 = 0
            var descriptor = handle
            let hasEnded = handle < 0 || cp_wait(&descriptor, &ready, 1, 10) > 0
            // It may have written its record, and ended, between the two looks.
            if hasEnded, BuildActivity.record(record) == nil {
                let reason = RunLogFile.lastLines(log, 1).first ?? "it ended at once"
                throw .failed("the \(part) did not start: \(reason)")
            }
        }
        _ = cp_process_signal(handle, SIGKILL)
        throw .failed("the \(part) did not start within 20 s")
    }

    private func recordPath(_ part: SupervisedPart, _ build: BuildName) -> String {
        part == .runner ? root.runnerRecord(of: build) : root.watcherRecord(of: build)
    }

    // MARK: Stopping

    package func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        guard let record = BuildActivity.record(recordPath(part, build)) else { return }
        let main = record.keeper ?? record.process
        // The keeper ends all below it and writes down how. One that is stopped must go on to do so.
        if ProcessTree.signal(main, SIGTERM) {
            ProcessTree.signal(main, SIGCONT)
            if ProcessTree.waitForEnd(of: main, atMost: stopTime + .seconds(5)) { return try check(record, part) }
            let below = ProcessTable.descendants(of: main.pid)
            ProcessTree.signal(main, SIGKILL)
            ProcessTree.signal(below, SIGKILL)
            _ = ProcessTree.waitForEnd(of: main, atMost: .seconds(2))
        }
        // Its keeper is gone: what is left is its own session and whatever hangs below it.
        if ProcessTable.isAlive(record.process) {
            let below = ProcessTable.descendants(of: record.process.pid) + ProcessTable.session(of: record.process.pid)
            ProcessTree.signal(record.process, SIGKILL)
            ProcessTree.signal(below, SIGKILL)
            _ = ProcessTree.waitForEnd(of: record.process, atMost: .seconds(2))
        }
        try check(record, part)
    }

    private func check(_ record: ProcessRecord, _ part: SupervisedPart) throws(ActingError) {
        guard ProcessTable.isAlive(record.process) else { return }
        throw .failed("the \(part), process \(record.process.pid), cannot be stopped")
    }
}
