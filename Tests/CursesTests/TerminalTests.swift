import Glibc
import Screen
import TestKit
import Testing

private let terms = [
    "xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100", "xterm", "xterm-kitty", "alacritty",
]

/// An entry for xterm-256color, compiled by tic, that prints PLANTED where a terminal would change its screen (smcup).
private let plantedEntry =
    "b64:GgEdAAIAAwCCAD0AeHRlcm0tMjU2Y29sb3J8cGxhbnRlZCBlbnRyeQAAAQBQAP__GAD_____AAD_____AgAKAA4A___"
    + "__xIAIwAlAP__KQD_____KwD__y8A_____________________zMA__________________________________________"
    + "_______________________________________________________________________________________________"
    + "_______________________________________________________________________________________________"
    + "__________________________________87AA0AG1tIG1sySgAbW0sAG1tKABtbJWklcDElZDslcDIlZEgACgAbW0gACAA"
    + "bW0MAG1tBAFBMQU5URUQACgA="

@Suite struct TerminalTests {
    @Test(arguments: terms, ["C.UTF-8", "C", "xx_YY.UTF-8"])
    func drawsAndGivesBack(_ term: String, _ locale: String) throws {
        var terminal = try startProbe(term: term, locale: locale)
        try terminal.waitFor("probe 80x40")
        try terminal.waitFor("0 ready")
        let isASCII = locale == "C" || term == "linux"
        try terminal.waitFor(isASCII ? "+ PASS  x FAIL" : "✔ PASS  ✖ FAIL")
        try terminal.waitFor(isASCII ? "wide ? ?  and e and -?[31m" : "wide 日本 and e\u{301} and ·␛[31m")
        try terminal.waitFor(String(repeating: "=", count: 40))
        terminal.write("\u{1B}[A")
        try terminal.waitFor("1 key Up")
        terminal.write("q")
        #expect(try terminal.waitForExit() == 0)
        #expect(leftBehind(terminal) == [])
        #expect(terminal.screen.unknown == [])
        if isASCII { #expect(terminal.bytes.allSatisfy { $0 < 0x80 }) }
    }

    @Test func startsWithOurWordsOnly() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        let start = "\u{1B}[?1049h\u{1B}[22;0;0t\u{1B}[?1h\u{1B}=\u{1B}[?25l\u{1B}[?2004h\u{1B}[?1000h\u{1B}[?1006h"
        #expect(terminal.bytes.starts(with: Array(start.utf8)))
        #expect(!Array(terminal.bytes.dropFirst(start.utf8.count)).holds("\u{1B}[?"))
    }

    @Test func nothingNewSendsNothing() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.readUntilQuiet()
        terminal.write("nnn")
        #expect(terminal.readUntilQuiet() == 0)
        terminal.write("a")
        let sent = terminal.readUntilQuiet()
        #expect(sent > 0 && sent < 40, "\(sent) bytes for a changed text of ten cells")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func signalsGiveTheTerminalBackAndAreSeenByTheParent(_ number: Int32) throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.signal(number)
        #expect(try terminal.waitForExit() == 128 + number)
        #expect(leftBehind(terminal) == [])
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP])
    func crashesGiveTheTerminalBack(_ number: Int32) throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.signal(number)
        #expect(try terminal.waitForExit() == 128 + number)
        #expect(leftBehind(terminal) == [])
    }

    @Test func aTrapGivesTheTerminalBack() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.write("x")
        #expect([128 + SIGILL, 128 + SIGTRAP].contains(try terminal.waitForExit()))
        #expect(leftBehind(terminal) == [])
    }

    @Test func aLostTerminalEndsTheProgram() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.hangUp()
        #expect(try terminal.waitForExit() == 128 + SIGHUP)
    }

    @Test func followsTheSize() throws {
        var terminal = try startProbe()
        try terminal.waitFor("probe 80x40")
        for size in [(1, 1), (20, 5), (300, 100), (0, 0), (100, 30)] {
            terminal.resize(Size(columns: size.0, rows: size.1))
        }
        try terminal.waitFor("probe 100x30")
        terminal.write("q")
        #expect(try terminal.waitForExit() == 0)
        #expect(leftBehind(terminal) == [])
    }

    @Test func repaintsWhatOthersHaveWrittenOver() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.readUntilQuiet()
        terminal.write("\u{C}")
        #expect(terminal.readUntilQuiet() > 300)
        try terminal.waitFor("0 ready")
    }

    @Test(arguments: [["plain"], []])
    func withoutColourNoneIsSent(_ arguments: [String]) throws {
        var terminal = try startProbe(arguments)
        try terminal.waitFor("0 ready")
        terminal.readUntilQuiet()
        #expect(hasColour(terminal.bytes) == arguments.isEmpty)
        #expect(!terminal.bytes.holds("\u{1B}]104"), "the operator's palette stays")
    }

    @Test func aThemeChangesTheScreenAtOnce() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        terminal.readUntilQuiet()
        let before = terminal.bytes.count
        terminal.write("t")
        terminal.readUntilQuiet()
        #expect(Array(terminal.bytes[before...]).holds("[35m"))
    }

    @Test func understandsMousePasteAndEscape() throws {
        var terminal = try startProbe()
        try terminal.waitFor("0 ready")
        #expect(terminal.screen.modes.isSuperset(of: [1000, 1006, 1049, 2004]))
        terminal.write("\u{1B}[<0;4;3M")
        try terminal.waitFor("mouse press 3,2")
        terminal.write("\u{1B}[200~quit\u{1B}[201~")
        try terminal.waitFor("paste quit")
        terminal.write("\u{1B}")
        try terminal.waitFor("key Esc")
    }

    @Test func copiesThroughTheTerminal() throws {
        var terminal = try startProbe(more: ["TMUX": "/tmp/tmux-0/default,1,0"])
        try terminal.waitFor("0 ready")
        terminal.write("y")
        terminal.readUntilQuiet()
        #expect(terminal.bytes.holds("\u{1B}]52;c;Y29waWVk\u{7}"))
        #expect(terminal.bytes.holds("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Y29waWVk\u{7}\u{1B}\\"))
    }

    @Test func withoutTheMouseItIsNotAskedFor() throws {
        var terminal = try startProbe(["nomouse"])
        try terminal.waitFor("0 ready")
        #expect(terminal.screen.modes.isDisjoint(with: [1000, 1006]))
    }

    /// The program must end in time though nobody reads what it draws.
    @Test func aTerminalThatDoesNotReadHoldsNothingUp() throws {
        var terminal = try startProbe(size: Size(columns: 300, rows: 100))
        try terminal.waitFor("0 ready")
        for _ in 0..<60 { terminal.write("\u{C}a") }
        terminal.signal(SIGTERM)
        #expect(try terminal.waitForExitWithoutReading() == 128 + SIGTERM)
    }

    @Test func afterAPauseTheNewestFrameIsShown() throws {
        var terminal = try startProbe(size: Size(columns: 300, rows: 100))
        try terminal.waitFor("0 ready")
        for _ in 0..<60 { terminal.write("\u{C}a") }
        try terminal.waitFor("60 key a")
    }

    @Test(arguments: [
        ("no-such-terminal", "terminal 'no-such-terminal' (TERM) is not known"), ("", "TERM is not set"),
        ("dumb", "terminal 'dumb' (TERM) cannot move its cursor"), ("../../x", "is not known"),
        ("x\u{1B}[31m", "terminal 'x␛[31m' (TERM) is not known"),
    ])
    func refusesWithOneLine(_ term: String, _ message: String) throws {
        var terminal = try startProbe(term: term)
        _ = try terminal.waitForExit()
        let lines = terminal.screen.lines.filter { !$0.isEmpty }
        #expect(lines.joined().contains(message), "\(lines)")
        #expect(!terminal.bytes.contains(0x1B))
        #expect(leftBehind(terminal) == [])
    }

    /// A terminfo entry is a program for the terminal; root must not run one of somebody else's.
    @Test(.enabled(if: getuid() == 0, "only root ignores foreign entries"))
    func rootReadsNoForeignEntries() throws {
        var terminal = try startProbe(more: ["TERMINFO": plantedEntry])
        try terminal.waitFor("0 ready")
        #expect(!terminal.bytes.holds("PLANTED"))
    }

    private func hasColour(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}[").contains { piece in
            guard let end = piece.firstIndex(where: { $0.isLetter }), piece[end] == "m" else { return false }
            return piece[..<end].split(separator: ";").contains { code in
                guard let number = Int(code) else { return false }
                return (30...38).contains(number) || (40...48).contains(number) || (90...107).contains(number)
            }
        }
    }
}
