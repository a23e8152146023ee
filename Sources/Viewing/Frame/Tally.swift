import Runs

/// How many builds stand how: counted once for each snapshot, shown on every screen.
struct Tally: Equatable, Sendable {
    private(set) var running = 0
    private(set) var failed = 0
    private(set) var hung = 0
    /// Terminated, or of unknown fate.
    private(set) var lost = 0
    /// Completed or cancelled.
    private(set) var done = 0
    /// Whose status should have been posted and is not, or of which nobody knows whether it was.
    private(set) var unposted = 0

    init(of snapshot: Snapshot) {
        // By index: a build is large, and only its state is wanted.
        for index in snapshot.builds.indices {
            if snapshot.builds[index].delivery.needsAttention { unposted += 1 }
            switch snapshot.builds[index].state {
            case .running: running += 1
            case .failed: failed += 1
            case .hung: hung += 1
            case .terminated, .unknown: lost += 1
            case .completed, .cancelled: done += 1
            }
        }
    }
}
