import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs

/// Runs the template command in the automation root and waits for its end. Its output goes to the launch log, never through
/// this process, so that however much it writes costs disk and no memory.
struct TemplateStep {
    let root: Root
    let build: BuildName
    let command: CommandLine
    /// How long an interrupted command may take to end by itself.
    var stopTime = Duration.seconds(3)

    /// - Throws: `.failed` with the last lines of its output when it did not end with status 0.
    func run(_ interruption: Interruption) throws(ActingError) {
        let path = root.launchLog(of: build)
        let log = try RunLogFile.create(path, shown: root.shown(path))
        defer { close(log) }
        let pid = try ChildProcess.start(
            command.words, environment: BuildMark.added(to: ChildEnvironment.inherited(), build, root),
            folder: root.automation, output: log)
        let handle = cp_process_open(pid)
        defer { if handle >= 0 { close(handle) } }
        let wasInterrupted = wait(for: pid, handle, interruption)
        // A template step that leaves processes behind has not ended: they would work beside the run. As long as its own end
        // has not been taken, its number, and with it that of its session, belongs to nobody else.
        let left = ProcessTree.end { processes(of: Int(pid)) }
        var code: Int32 = 0
        let end = WallClock.steady() + .seconds(5)
        while !cp_reap(pid, &code) {
            guard WallClock.steady() < end else { throw .failed("the template step, process \(pid), cannot be ended") }
            ProcessTree.pause(.milliseconds(5))
        }
        if let process = left.first {
            throw .failed("process \(process.pid) of the template step cannot be ended; nothing was started")
        }
        guard handle >= 0 else { throw .failed("cannot follow the template step; nothing was started") }
        if wasInterrupted { throw .failed("the template step was interrupted; nothing was started") }
        guard code != 0 else { return }
        let how = code > 128 ? "was killed by signal \(code - 128)" : "ended with exit status \(code)"
        throw .failed(
            "the template step \(how); nothing was started. The end of \(root.shown(path)):",
            lastLines: RunLogFile.lastLines(path, 10))
    }

    /// Waits until the command has ended, without taking its end.
    /// - Returns: whether it was interrupted.
    private func wait(for pid: pid_t, _ handle: Int32, _ interruption: Interruption) -> Bool {
        var killAt: Timestamp?
        while !hasEnded(handle) {
            if interruption.isAsked() {
                // The second request does not wait any more.
                if killAt != nil { return true }
                killAt = WallClock.steady() + stopTime
                for number in [SIGTERM, SIGCONT] { ProcessTree.signal(processes(of: Int(pid)), number) }
            }
            if let killAt, WallClock.steady() >= killAt { return true }
            let present = [handle, interruption.descriptor].filter { $0 >= 0 }
            var ready = [UInt8](repeating: 0, count: 2)
            _ = cp_wait(present, &ready, Int32(present.count), killAt == nil ? 1000 : 50)
        }
        return killAt != nil
    }

    private func hasEnded(_ handle: Int32) -> Bool {
        // What cannot be followed is ended.
        guard handle >= 0 else { return true }
        var ready: [UInt8] = [0]
        return cp_wait([handle], &ready, 1, 0) > 0 && ready[0] != 0
    }

    /// The command and everything that it has started.
    private func processes(of pid: Int) -> [ProcessIdentity] {
        let all = ProcessScan.all().filter { !$0.hasEnded }
        let session = all.filter { $0.session == pid }.map(\.process)
        return session + BuildMark.processes(of: build, root).filter { !session.contains($0) }
    }
}
