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

    static func signal(_ processes: [ProcessIdentity], _ number: Int32) {
        for process in processes { signal(process, number) }
    }

    /// Waits until a process has gone.
    static func waitForEnd(of process: ProcessIdentity, atMost limit: Duration) -> Bool {
        let end = WallClock.steady() + limit
        while ProcessTable.isAlive(process) {
            guard WallClock.steady() < end else { return false }
            pause(.milliseconds(20))
        }
        return true
    }

    /// Everything below a process, whatever session it has gone to, as far as its parents still lead here.
    static func below(_ ancestor: Int) -> [ProcessIdentity] { ProcessScan.below([ancestor]) }

    /// Ends processes for good. They are stopped first, so that none forks away while the others die.
    /// - Parameters:
    ///   - limit: how long that may take.
    ///   - find: those that are left.
    ///   - reap: called between looks, by whoever is the parent of some of them.
    /// - Returns: those that could not be ended.
    @discardableResult
    static func end(
        atMost limit: Duration = .seconds(5), _ find: () -> [ProcessIdentity], reap: () -> Void = {}
    ) -> [ProcessIdentity] {
        let deadline = WallClock.steady() + limit
        var stopped: [ProcessIdentity] = []
        while true {
            let left = find()
            if left.isEmpty { return [] }
            let new = left.filter { !stopped.contains($0) }
            if new.isEmpty || stopped.count > 10_000 || WallClock.steady() >= deadline {
                signal(left, SIGKILL)
                stopped = []
            } else {
                signal(new, SIGSTOP)
                stopped += new
                continue
            }
            guard WallClock.steady() < deadline else { return find() }
            reap()
            pause(.milliseconds(5))
        }
    }

    static func pause(_ time: Duration) {
        var nothing: [UInt8] = []
        _ = cp_wait([], &nothing, 0, Int32(time.wholeMilliseconds))
    }
}
