import CPosix
import Glibc
import Synchronization

/// Whether a key is being answered. Whoever reads long logs in the background stands aside meanwhile: on a machine of two
/// processors the threads that answer would otherwise wait for theirs.
package final class KeyTurn: Sendable {
    /// Until when the background stands aside at the latest, in milliseconds of the steady clock; 0: nobody needs it to.
    private let until = Atomic<Int64>(0)
    /// A part of a log was asked for, and has not come.
    private let isOwed = Atomic<Bool>(false)

    private let longest: Int64

    /// - Parameter longest: an answer that takes longer, in milliseconds, needs the reading to go on: a search, a slow disk.
    package init(longest: Int64 = 16) { self.longest = longest }

    /// A key has come.
    package func begin() { until.store(cp_monotonic_ms() + longest, ordering: .relaxed) }

    /// The key needs a part of a log.
    package func owe() { isOwed.store(true, ordering: .relaxed) }

    /// That part has been put where the screen's program finds it.
    package func pay() { isOwed.store(false, ordering: .releasing) }

    /// Nothing is owed that a picture drawn from now on would not show.
    package var isPaid: Bool { !isOwed.load(ordering: .acquiring) }

    /// The key's picture is on the screen.
    package func end() { until.store(0, ordering: .relaxed) }

    /// Waits while a key is being answered; called between two slices of a log.
    package func standAside() {
        while isOn { usleep(100) }
    }

    /// One load, and no clock, where nobody has pressed a key.
    var isOn: Bool {
        let until = until.load(ordering: .relaxed)
        return until != 0 && cp_monotonic_ms() < until
    }
}
