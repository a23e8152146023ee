/// Why there is no terminal to draw on.
package enum TerminalError: Error, Equatable {
    case inputIsNoTerminal
    case outputIsNoTerminal
    case termIsUnset
    case termIsUnknown(String)
    case termCannotMoveTheCursor(String)
    case failed
}

extension TerminalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inputIsNoTerminal: "standard input is no terminal; 'snapshot', 'builds' and 'status' work without one"
        case .outputIsNoTerminal: "standard output is no terminal; 'snapshot', 'builds' and 'status' work without one"
        case .termIsUnset: "TERM is not set; in most terminals 'TERM=xterm-256color' is right"
        case .termIsUnknown(let name):
            "terminal '\(name)' (TERM) is not known on this host; in most terminals 'TERM=xterm-256color' is right"
        case .termCannotMoveTheCursor(let name):
            "terminal '\(name)' (TERM) cannot move its cursor; 'snapshot', 'builds' and 'status' work on it"
        case .failed: "the terminal could not be set up"
        }
    }
}
