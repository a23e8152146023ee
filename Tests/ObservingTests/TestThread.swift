import CPosix
import Observing
import Testing

/// Runs what blocks beside the test.
enum TestThread {
    struct NoThread: Error {}

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    static func start(_ body: @escaping @Sendable () -> Void) throws {
        let work = Unmanaged.passRetained(Work(body))
        let code = cp_thread_start(
            { argument in
                guard let argument else { return }
                // Retained once above, for this thread alone.
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            }, work.toOpaque())
        guard code == 0 else { throw NoThread() }
    }
}

struct NothingCame: Error, CustomStringConvertible {
    let last: String
    var description: String { "what was waited for did not come; the last was \(last)" }
}

extension Mailbox {
    /// Waits for a value that is wanted; the others are passed over.
    func next(milliseconds: Int64 = 10_000, _ isWanted: (Value) -> Bool) throws -> Value {
        let end = cp_monotonic_ms() + milliseconds
        var last: Value?
        while true {
            for value in take() {
                if isWanted(value) { return value }
                last = value
            }
            let left = end - cp_monotonic_ms()
            guard left > 0 else { throw NothingCame(last: last.map { "\($0)".prefix(2000).description } ?? "nothing") }
            var event = self.event
            var ready: UInt8 = 0
            _ = cp_wait(&event, &ready, 1, Int32(left))
        }
    }
}
