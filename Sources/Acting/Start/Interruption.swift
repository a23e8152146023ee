import CPosix
import Synchronization

/// Tells a long step that the operator wants it to end. Without one a step runs to its end.
package struct Interruption: Sendable {
    /// Asks for the end from another thread.
    package final class Request: Sendable {
        fileprivate let event = cp_event_create()
        private let asked = Mutex(false)

        package init() {}

        deinit { cp_event_close(event) }

        package func ask() {
            asked.withLock { $0 = true }
            cp_event_ring(event)
        }

        fileprivate func take() -> Bool {
            asked.withLock { asked in
                defer { asked = false }
                return asked
            }
        }
    }

    private let event: Int32
    /// Without one signals ask.
    private let request: Request?

    private init(event: Int32, request: Request? = nil) { (self.event, self.request) = (event, request) }

    package static let never = Interruption(event: -1)

    /// Whenever the request is asked for; signals do nothing.
    package static func by(_ request: Request) -> Interruption { Interruption(event: request.event, request: request) }

    /// Ctrl-C, a hangup and a request to end, from here on.
    package static func signals() -> Interruption {
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { return .never }
        return Interruption(event: event)
    }

    /// Readable when something has come; -1 when nothing can.
    var descriptor: Int32 { event }

    /// Whether the end was asked for since the last call.
    func isAsked() -> Bool {
        if let request {
            cp_event_drain(event)
            return request.take()
        }
        guard event >= 0 else { return false }
        cp_event_drain(event)
        return cp_signals_take() & UInt32(CP_TERM | CP_INT | CP_HUP | CP_QUIT) != 0
    }
}
