import Screen
import TestKit
import Testing

/// Starts the probe on a terminal of its own.
func startProbe(
    _ arguments: [String] = [], term: String = "xterm-256color", locale: String = "C.UTF-8",
    size: Size = Size(columns: 80, rows: 40), more: [String: String] = [:]
) throws -> PseudoTerminal {
    let program = try #require(builtProgram("TerminalProbe"), "TerminalProbe is not built")
    let environment = ["TERM": term, "LANG": locale, "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no"]
    return try PseudoTerminal(
        [program] + arguments, size: size, environment: environment.merging(more) { _, new in new })
}

/// What of the terminal is not as it was.
func leftBehind(_ terminal: borrowing PseudoTerminal) -> [String] {
    var left: [String] = []
    if !terminal.modesAreRestored { left.append("modes") }
    if terminal.screen.modes != [25] && terminal.screen.modes != [25, 7] {
        left.append("private modes \(terminal.screen.modes.sorted())")
    }
    return left
}

extension [UInt8] {
    func holds(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
