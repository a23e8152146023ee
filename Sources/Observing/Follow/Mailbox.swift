import CPosix
import Synchronization

/// Hands values to a thread that sleeps in `cp_wait`: putting one in rings its event.
package final class Mailbox<Value: Sendable>: Sendable {
    /// Becomes readable when something has been put in; -1 where the system gives no event.
    package let event: Int32
    private let values = Mutex<[Value]>([])

    package init() { event = cp_event_create() }

    deinit { if event >= 0 { cp_event_close(event) } }

    package func put(_ value: Value) {
        values.withLock { $0.append(value) }
        cp_event_ring(event)
    }

    /// Everything put in since the last call.
    package func take() -> [Value] {
        cp_event_drain(event)
        return values.withLock { held in
            defer { held = [] }
            return held
        }
    }

    /// Sleeps until something is put in, or for a moment where the system gives no event.
    package func wait() {
        var descriptor = event
        var ready: UInt8 = 0
        _ = cp_wait(&descriptor, &ready, descriptor >= 0 ? 1 : 0, 1000)
    }

    /// Whether something waits.
    package var hasMore: Bool { values.withLock { !$0.isEmpty } }
}
