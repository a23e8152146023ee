import CPosix

/// Tells a long step that the operator wants it to end. Without one a step runs to its end.
package struct Interruption: Sendable {
    private let event: Int32

    package static let never = Interruption(event: -1)

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
        guard event >= 0 else { return false }
        cp_event_drain(event)
        return cp_signals_take() & UInt32(CP_TERM | CP_INT | CP_HUP | CP_QUIT) != 0
    }
}
