import CPosix
import Formats
import Glibc
import Observing
import Runs

/// Ends processes with everything that they have started.
enum ProcessTree {
    /// Sends a signal to exactly this process: its number cannot be given to another one in between.
    /// - Returns: whether it was there to get it.
    @discardableResult
    static func signal(_ process: ProcessIdentity, _ number: Int32) -> Bool {
        let handle = cp_process_open(pid_t(process.pid))
        guard handle >= 0 else { return false }
        defer { close(handle) }
        // Looked at after it was opened: what is open now is what is looked at.
        guard ProcessTable.isAlive(process) else { return false }
        return cp_process_signal(handle, number) == 0
    }

    static func signal(_ pids: [Int], _ number: Int32) {
        for pid in pids { if let process = ProcessTable.identity(of: pid) { signal(process, number) } }
    }

    /// Waits until a process has gone.
    static func waitForEnd(of process: ProcessIdentity, atMost limit: Duration) -> Bool {
        let end = WallClock.steady() + limit
        while ProcessTable.isAlive(process) {
            guard WallClock.steady() < end else { return false }
            reap()
            pause(.milliseconds(20))
        }
        return true
    }

    /// Kills everything below a process until nothing is left: children may fork while they die.
    static func killDescendants(of ancestor: Int) {
        for _ in 0..<500 {
            let pids = ProcessTable.descendants(of: ancestor)
            if pids.isEmpty { return }
            for pid in pids { kill(pid_t(pid), SIGKILL) }
            reap()
            pause(.milliseconds(5))
        }
    }

    /// Takes children of this process that have ended: those of a start, which nobody waits for, are among them.
    private static func reap() {
        guard isKeeper else { return }
        var bySignal = false
        var number: Int32 = 0
        while cp_reap_any(&bySignal, &number) > 0 {}
    }

    /// Only a process that has adopted its orphans may take every child.
    private static var isKeeper: Bool { RunnerKeeper.isRunning }

    static func pause(_ time: Duration) {
        var nothing: [UInt8] = []
        _ = cp_wait([], &nothing, 0, Int32(time.wholeMilliseconds))
    }
}
