import CPosix
import Curses
import Screen

/// A small program on a real terminal, for the tests of `Curses`: it shows the last event and a counter.
///
/// `q` ends it, Ctrl-Z stops it, Ctrl-L repaints, `n` shows the same frame again, `t` changes the theme, `y` copies,
/// `x` crashes; arguments are `ascii`, `plain` (no colours) and `nomouse`.
@main
struct Probe {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let options = TerminalOptions(
            ascii: arguments.contains("ascii") ? true : nil, mouse: !arguments.contains("nomouse"),
            color: !arguments.contains("plain"))
        let event = cp_event_create()
        guard cp_signals_install(event) == 0 else { return }
        let end: UInt32
        do throws(TerminalError) {
            end = run(try Terminal(options), event: event)
        } catch {
            print("probe: \(error)")
            return
        }
        // The terminal has been given back by now.
        cp_die_by(end)
    }

    /// - Returns: the signal bit that ended it; 0 for none.
    private static func run(_ terminal: consuming Terminal, event: Int32) -> UInt32 {
        var decoder = KeyDecoder()
        var picture = Picture(glyphs: terminal.glyphs)
        while true {
            let isTaken = terminal.show(picture.frame(in: terminal.size), picture.theme)
            var results: [UInt8] = [0, 0]
            let timeout: Int32 = decoder.pendingEscape ? 25 : isTaken ? -1 : 50
            let ready = cp_wait([terminal.inputDescriptor, event], &results, 2, timeout)
            cp_event_drain(event)
            let signals = cp_signals_take()
            if signals & UInt32(CP_TSTP) != 0 { terminal.suspend() }
            if signals & UInt32(CP_CONT) != 0 { terminal.resume() }
            for bit in [CP_HUP, CP_TERM, CP_INT, CP_QUIT] where signals & UInt32(bit) != 0 {
                return UInt32(bit)
            }
            var events = ready == 0 && signals == 0 ? decoder.flush() : []
            if results[0] != 0 {
                guard let bytes = terminal.read() else { return UInt32(CP_HUP) }
                events += decoder.decode(bytes)
            }
            for event in events {
                switch event {
                case .key(.character("q")): return 0
                case .key(.control("z")): terminal.suspend()
                case .key(.control("l")): terminal.redraw()
                case .key(.character("n")): break
                case .key(.character("t")): picture.theme = Theme(name: "other", looks: [.bad: Look(Style(.basic(5)))])
                case .key(.character("y")): _ = terminal.copyToClipboard("copied")
                case .key(.character("x")): crash()
                default: picture.note(event)
                }
            }
        }
    }

    private static func crash() {
        // An index that no array has: a trap, as a mistake of ours would be one.
        let nothing: [Int] = []
        print(nothing[CommandLine.arguments.count])
    }
}
