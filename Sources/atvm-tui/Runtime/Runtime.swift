import CPosix
import Curses
import Observing
import Runs
import Screen
import Viewing

/// What the loop does after an effect.
enum LoopControl { case goOn, quit }

/// Runs one screen program on the terminal. Made and used on the main thread alone, which sleeps in `poll` until a key,
/// a message or a signal comes: an idle program costs nothing.
struct Runtime<P: Program & Ticking> where P.Message: ScreenMessage {
    private var program: P
    private let inbox: Mailbox<P.Message>
    private let pulse: Pulse
    private let turn: KeyTurn
    private let poll: Duration
    private var theme: Theme
    private var decoder = KeyDecoder()
    private var isDirty = true
    /// When changes that may wait are shown at the latest, by the steady clock.
    private var patience: Timestamp?
    /// A little more than lies between two looks at a flood: what may wait is shown with the next lines.
    private static var longestWait: Duration { .milliseconds(170) }
    /// The terminal has not taken the last frame whole.
    private var isBehind = false
    private var lastTick = Timestamp(milliseconds: 0)
    /// When the code that only the start or the last keys have needed leaves the memory, by the steady clock; nil once it has.
    /// First with the first picture, and again when everything has been read.
    private var settling: Timestamp? = WallClock.steady()
    private var hasStarted = false
    /// When an Esc that has come counts as the key, by the steady clock.
    private var escapeDue: Timestamp?

    init(_ program: P, theme: Theme, inbox: Mailbox<P.Message>, pulse: Pulse, turn: KeyTurn, poll: Duration) {
        (self.program, self.theme, self.inbox) = (program, theme, inbox)
        (self.pulse, self.turn, self.poll) = (pulse, turn, poll)
    }

    /// Runs until the program quits, the terminal goes or a signal ends it.
    /// - Parameter perform: carries out an effect.
    /// - Returns: the signal bit that ended it, or 0.
    mutating func run(
        on terminal: inout Terminal, perform: (P.Effect, inout Terminal, inout Theme) -> LoopControl
    ) -> UInt32 {
        // The first scan takes a few milliseconds: worth waiting for, so that the first frame is a full one.
        _ = wait([inbox.event], timeout: 6)
        while true {
            let isPaid = turn.isPaid
            for message in inbox.take() {
                if carryOut(program.update(message), &terminal, perform) == .quit { return 0 }
                if program.mayWait(message) {
                    patience = patience ?? WallClock.steady() + Self.longestWait
                } else {
                    isDirty = true
                }
            }
            if let signal = dealWithSignals(&terminal, perform) { return signal }
            tickIfDue(&terminal, perform)
            if isDirty || isBehind || patience.map({ $0 <= WallClock.steady() }) ?? false {
                (isDirty, patience) = (false, nil)
                let (asks, wasBehind) = (program.wantsFreshKeys, isBehind)
                if asks { forgetKeys(terminal.inputDescriptor) }
                isBehind = !terminal.show(program.view(in: terminal.size), theme)
                if isPaid { turn.end() }
                if !isBehind {
                    // On a slow terminal the picture came later than it was drawn.
                    if asks, wasBehind { forgetKeys(terminal.inputDescriptor) }
                    program.wasShown()
                }
            }
            settleIfDue()
            let ready = wait([terminal.inputDescriptor, inbox.event], timeout: timeout)
            if ready[0] != 0 {
                // A lost terminal must end the loop, or it would spin.
                guard let bytes = terminal.read() else { return UInt32(CP_HUP) }
                if take(decoder.decode(bytes), &terminal, perform) == .quit { return 0 }
                escapeDue = decoder.pendingEscape ? WallClock.steady() + .milliseconds(25) : nil
            } else if let due = escapeDue, due <= WallClock.steady() {
                // Only by its own time: a message from the engine must not tear a sequence apart.
                escapeDue = nil
                if take(decoder.flush(), &terminal, perform) == .quit { return 0 }
            }
        }
    }

    // MARK: Steps of the loop

    private mutating func forgetKeys(_ descriptor: Int32) {
        cp_terminal_forget_keys(descriptor)
        (decoder, escapeDue) = (KeyDecoder(), nil)
    }

    private mutating func take(
        _ events: [InputEvent], _ terminal: inout Terminal,
        _ perform: (P.Effect, inout Terminal, inout Theme) -> LoopControl
    ) -> LoopControl {
        if !events.isEmpty {
            settling = WallClock.steady() + .milliseconds(500)
            turn.begin()
        }
        for event in events {
            isDirty = true
            if carryOut(program.update(.view(.input(event))), &terminal, perform) == .quit { return .quit }
        }
        return .goOn
    }

    private mutating func carryOut(
        _ effects: [P.Effect], _ terminal: inout Terminal,
        _ perform: (P.Effect, inout Terminal, inout Theme) -> LoopControl
    ) -> LoopControl {
        for effect in effects where perform(effect, &terminal, &theme) == .quit { return .quit }
        return .goOn
    }

    /// - Returns: the signal that ends the program, if one came.
    private mutating func dealWithSignals(
        _ terminal: inout Terminal, _ perform: (P.Effect, inout Terminal, inout Theme) -> LoopControl
    ) -> UInt32? {
        let bits = cp_signals_take()
        guard bits != 0 else { return nil }
        for ending in [CP_HUP, CP_TERM, CP_INT, CP_QUIT] where bits & UInt32(ending) != 0 {
            return UInt32(ending)
        }
        isDirty = true
        if bits & UInt32(CP_TSTP) != 0 { terminal.suspend() }
        if bits & UInt32(CP_CONT) != 0 { terminal.resume() }
        if bits & UInt32(CP_WINCH | CP_CONT) != 0 {
            _ = carryOut(program.update(.view(.resized(terminal.size))), &terminal, perform)
        }
        return nil
    }

    private mutating func tickIfDue(
        _ terminal: inout Terminal, _ perform: (P.Effect, inout Terminal, inout Theme) -> LoopControl
    ) {
        let now = WallClock.now()
        let interval = program.tickInterval.rawValue
        guard now.wholeSeconds / interval != lastTick.wholeSeconds / interval else { return }
        lastTick = now
        isDirty = true
        let isStale = pulse.isStale(slack: max(.seconds(10), poll * 3))
        _ = carryOut(
            program.update(.view(.tick(now: now, lookedAt: pulse.lookedAt, isStale: isStale))), &terminal, perform)
    }

    private mutating func settleIfDue() {
        guard let due = settling, due <= WallClock.steady() else { return }
        settling = hasStarted ? nil : WallClock.steady() + .seconds(1)
        hasStarted = true
        cp_code_let_go()
    }

    /// In milliseconds.
    private var timeout: Int32 {
        let interval = program.tickInterval.rawValue * 1000
        let untilTick = interval - WallClock.now().milliseconds % interval + 2
        let untilNext = isBehind ? min(20, untilTick) : untilTick
        guard let due = [escapeDue, patience, settling].compactMap(\.self).min() else {
            return Int32(clamping: untilNext)
        }
        return Int32(clamping: min(untilNext, max(0, (due - WallClock.steady()).wholeMilliseconds) + 1))
    }

    private func wait(_ descriptors: [Int32], timeout: Int32) -> [UInt8] {
        var results = [UInt8](repeating: 0, count: descriptors.count)
        _ = cp_wait(descriptors, &results, Int32(descriptors.count), timeout)
        return results
    }
}
