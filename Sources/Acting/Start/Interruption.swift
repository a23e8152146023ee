import CPosix
import Synchronization

/// Tells a long step that the operator wants it to end. Without one a step runs to its end.
package final class Interruption: Sendable {
    private let event: Int32
    private let takesSignals: Bool
    private let taken = Mutex<UInt32>(0)
    private let byHand = Mutex(false)

    package static let never = Interruption(event: -1, takesSignals: false)

    private init(event: Int32, takesSignals: Bool) { (self.event, self.takesSignals) = (event, takesSignals) }

    deinit { if !takesSignals { cp_event_close(event) } }

    /// One that only `ask` asks for, from any thread; signals are left alone.
    package static func onRequest() -> Interruption { Interruption(event: cp_event_create(), takesSignals: false) }

    /// Asks for the end.
    package func ask() {
        byHand.withLock { $0 = true }
        if event >= 0 { cp_event_ring(event) }
    }

    /// Ctrl-C, a hangup and a request to end, from here on.
    package static func signals() -> Interruption {
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { return .never }
        return Interruption(event: event, takesSignals: true)
    }

    /// Readable when something has come; -1 when nothing can.
    var descriptor: Int32 { event }

    /// Whether the end was asked for since the last call.
    func isAsked() -> Bool {
        guard event >= 0 else { return false }
        cp_event_drain(event)
        let wasAsked = byHand.withLock { asked in
            defer { asked = false }
            return asked
        }
        guard takesSignals else { return wasAsked }
        let bits = cp_signals_take() & UInt32(CP_TERM | CP_INT | CP_HUP | CP_QUIT)
        taken.withLock { $0 |= bits }
        return bits != 0 || wasAsked
    }

    /// Ends this process by a signal that came while something ran that must not be torn apart. Returns when none has.
    package func dieIfAskedMeanwhile() {
        _ = isAsked()
        dieIfAsked()
    }

    /// Ends this process by the signal that asked for the end, so that whoever started it sees why. Returns when none has.
    package func dieIfAsked() {
        let bits = taken.withLock { $0 }
        for bit in [CP_INT, CP_TERM, CP_HUP, CP_QUIT] where bits & UInt32(bit) != 0 { cp_die_by(UInt32(bit)) }
    }
}
