import Glibc
import Runs

/// Plays on a thread of its own, by the machine's clock, until it is stopped or everything has been played.
package final class BackgroundPlayer {
    private let stage: Stage
    private var thread = pthread_t()
    private let wake: WakePipe
    private var isStopped = false

    /// Begins to play; this is the beginning of the show.
    /// - Parameter hasFailed: called on the player's thread when something cannot be written; nothing more is then.
    package init(
        _ player: Player, hasFailed: @escaping @Sendable (SimulationError) -> Void = { _ in }
    ) throws(SimulationError) {
        wake = try WakePipe()
        stage = Stage(player, wakeEnd: wake.readEnd, hasFailed: hasFailed)
        // The stage outlives the thread: `stop` waits for the thread before `self` lets go of it.
        let context = Unmanaged.passUnretained(stage).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Stage>.fromOpaque(context).takeUnretainedValue().play()
                return nil
            }, context)
        guard code == 0 else {
            wake.close()
            isStopped = true
            throw SimulationError(action: "start", path: "a thread", code: code)
        }
    }

    deinit { stop() }

    /// Ends the playing; what is due later is not written any more.
    /// - Returns: why the playing had stopped before, if it had.
    @discardableResult
    package func stop() -> SimulationError? {
        guard !isStopped else { return stage.problem }
        isStopped = true
        wake.ring()
        pthread_join(thread, nil)
        wake.close()
        return stage.problem
    }
}

/// What the thread works on. Only the thread touches it from its start to its end; before and after, only the owner.
private final class Stage {
    let wakeEnd: Int32
    private(set) var problem: SimulationError?
    private var player: Player
    private let hasFailed: @Sendable (SimulationError) -> Void

    init(_ player: Player, wakeEnd: Int32, hasFailed: @escaping @Sendable (SimulationError) -> Void) {
        (self.player, self.wakeEnd, self.hasFailed) = (player, wakeEnd, hasFailed)
    }

    func play() {
        let clock = ContinuousClock()
        let beginning = clock.now
        while let due = player.nextDue {
            // At high speed pieces come every few milliseconds; writing a hundred times a second looks the same.
            if isStopped(within: max(due - beginning.duration(to: clock.now), .milliseconds(10))) { return }
            do throws(SimulationError) {
                try player.advance(to: beginning.duration(to: clock.now))
            } catch {
                problem = error
                hasFailed(error)
                return
            }
        }
    }

    private func isStopped(within wait: Duration) -> Bool {
        var entry = pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: min(wait.wholeMilliseconds, 60_000))
        return poll(&entry, 1, milliseconds) > 0
    }
}
