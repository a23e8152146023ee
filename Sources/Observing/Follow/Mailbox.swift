import CPosix
import Runs
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
    /// - Parameter limit: how long at most; `nil` for ever.
    /// - Parameter other: wakes, too, when it becomes readable.
    package func wait(atMost limit: Duration? = .seconds(1), or other: Int32 = -1) {
        let descriptors = [event, other].filter { $0 >= 0 }
        var ready = [UInt8](repeating: 0, count: descriptors.count)
        let limit = event >= 0 ? limit : min(limit ?? .seconds(1), .seconds(1))
        let milliseconds = limit.map { Int32(clamping: $0.wholeMilliseconds) } ?? -1
        _ = cp_wait(descriptors, &ready, Int32(descriptors.count), milliseconds)
    }

    /// Whether something waits.
    package var hasMore: Bool { values.withLock { !$0.isEmpty } }
}
