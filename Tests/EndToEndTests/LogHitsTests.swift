import Runs
import Screen
import TestKit
import Testing

/// What is found in long lines, what a log has coloured, and the wheel, on a real terminal.
@Suite struct LogHitsTests {
    private static let hay = String(repeating: "hay ", count: 1500)
    private static let long = "needle one \(hay)needle two \(hay)needle three"
    private static let text =
        "the first line\n\(long)\n\u{1B}[41mred ground\u{1B}[0m and ÄRGER\n"
        + (1...200).map { "row \($0).\n" }.joined() + "needle four\nthe last line\n"

    private func reading(_ terminal: String, _ stage: LogStage) throws -> PseudoTerminal {
        var console = try stage.reading(terminal)
        console.write("g")
        try console.waitFor("the first line")
        return console
    }

    /// Each hit comes on the screen, whether lines are cut or wrapped, and Enter where nothing is typed goes on.
    @Test(arguments: LogViewTests.terminals, ["", "w"]) func everyHitIsShown(_ terminal: String, _ keys: String) throws
    {
        let stage = try LogStage(Self.text)
        defer { withExtendedLifetime(stage) {} }
        var console = try reading(terminal, stage)
        console.write("\(keys)/needle\r")
        try console.waitFor("needle one")
        for shown in ["needle two", "needle three", "needle four"] {
            console.write("n")
            try console.waitFor(shown)
        }
        for shown in ["needle three", "needle two", "needle one"] {
            console.write("N")
            try console.waitFor(shown)
        }
        console.write("/\r")
        try console.waitFor("needle two")
        // Keys that come at once add up.
        console.write("gnn")
        try console.waitFor("needle")
        console.write("/\u{1B}")
        try console.waitForAbsence(of: "/needle")
        try console.leave()
    }

    @Test func groundsAndOtherLetters() throws {
        let stage = try LogStage(Self.text)
        defer { withExtendedLifetime(stage) {} }
        var console = try reading("xterm-256color", stage)
        #expect(String(decoding: console.bytes, as: UTF8.self).contains("48;5;124m"))
        console.write("/ärger\r")
        try console.waitForMark("ÄRGER")
        try console.leave()
    }

    /// Three lines a notch; what is dragged is not taken for anything.
    @Test func theWheelScrolls() throws {
        let stage = try LogStage(Self.text)
        defer { withExtendedLifetime(stage) {} }
        var console = try reading("xterm-256color", stage)
        console.write("G")
        try console.waitFor("following")
        console.write("\u{1B}[<64;5;9M")
        try console.waitForAbsence(of: "following")
        try console.wait(for: "three lines further up") { lines in
            lines.last { $0.contains("row ") }?.contains("row 199.") == true
        }
        for key in ["[<0;5;5M", "[<32;9;9M", "[<32;30;9M", "[<0;30;9m"] { console.write("\u{1B}\(key)") }
        try console.wait(for: "one marked line") { lines in
            lines.count { $0.hasPrefix("▌") } == 1
        }
        console.write("\u{1B}[<65;5;9M")
        try console.waitFor("the last line")
        console.write("\u{1B}[<65;5;9M")
        try console.waitFor("following")
        try console.leave()
    }

    /// A launch log that comes late, empty at first, goes and comes again: what is said of it is so at any time.
    @Test func aLaunchLogComesAndGoes() throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        let (folder, name) = (stage.lab.folder, "tmp/b.launch.log")
        var console = try stage.reading()
        console.write("O")
        try console.waitFor("there is no ")
        folder.write("", to: name)
        try console.waitFor("the log is empty")
        folder.delete(name)
        try console.waitFor("there is no ")
        folder.write("generating\n", to: name)
        try console.waitFor("generating")
        folder.delete(name)
        try console.waitFor("the launch log is gone")
        folder.write("generating anew\n", to: name)
        try console.waitFor("generating anew")
        try console.wait(for: "a header that says no more of it") { !$0[1].contains("gone") }
        try console.leave()
    }
}
