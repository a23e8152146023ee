import Glibc
import Runs
import Screen
import TestKit
import Testing

/// The keys of the log view on a real terminal, on real files.
@Suite struct LogViewTests {
    static let terminals = ["vt100", "xterm-256color"]

    private func toTheTop(_ console: inout PseudoTerminal) throws {
        console.write("g")
        try console.waitFor("npm run e2e: the first line")
    }

    @Test(arguments: terminals) func jumpsFromMarkToMark(_ terminal: String) throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading(terminal)
        try toTheTop(&console)
        for (keys, shown) in [
            ("]r", "(Run Starting)"), ("]h", "Running:  redhat9.6"), ("]h", "Running:  ubuntu24.04"),
            ("[h", "Running:  redhat9.6"), ("]s", "✓ 1. Prepare"), ("]s", "✓ 2. Migrate"), ("[s", "✓ 1. Prepare"),
            ("]f", "1) ATVM ubuntu24.04"), ("]f", "1) ATVM w2k25"), ("[f", "1) ATVM ubuntu24.04"),
            ("]r", "(Run Starting)"), ("]h", "Running:  redhat9.6"),
        ] {
            console.write(keys)
            try console.waitForMark(shown)
        }
        // That was the second run's.
        try console.waitFor("output 2.1.1.1 of redhat9.6")
        console.write("]r")
        try console.waitFor("no further run")
        // Keys that come at once add up.
        try toTheTop(&console)
        console.write("]f]f")
        try console.waitForMark("1) ATVM w2k25")
        try console.waitFor("run 2 was not cleaned up on w2k25")
        try console.leave()
    }

    @Test(arguments: terminals) func searches(_ terminal: String) throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading(terminal)
        // What is typed at once is searched from where the screen is about to be.
        console.write("g/was not cleaned\r")
        try console.waitForMark("run 1 was not cleaned up")
        console.write("n")
        try console.waitForMark("run 2 was not cleaned up")
        console.write("N")
        try console.waitForMark("run 1 was not cleaned up")
        // Case counts only where a capital is typed.
        try toTheTop(&console)
        console.write("/OUTPUT 1\r")
        try console.waitFor("'OUTPUT 1' does not stand in this log")
        console.write("/Output 2.3.4.30\r")
        try console.waitFor("'Output 2.3.4.30' does not stand in this log")
        console.write("/output 2.3.4.30\r")
        try console.waitForMark("output 2.3.4.30 of w2k25")
        try toTheTop(&console)
        console.write("/\u{12}")
        try console.waitFor("regular expression")
        console.write("output 2\\.[23]\\.4\\.7 \r")
        try console.waitForMark("output 2.2.4.7 of ubuntu24.04")
        console.write("n")
        try console.waitForMark("output 2.3.4.7 of w2k25")
        console.write("/out(\r")
        try console.waitFor("'(' without ')', character 4")
        try console.leave()
    }

    @Test(arguments: terminals) func goesToLinesAndShares(_ terminal: String) throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading(terminal)
        console.write("g#")
        try console.wait(for: "numbers") { lines in
            lines.contains { $0.contains("  1 ") && $0.contains("npm run e2e") }
        }
        let number = try #require(LogStage.number(ofLine: "output 2.1.3.5 "))
        console.write(":\(number)\r")
        try console.waitForMark("output 2.1.3.5 of redhat9.6")
        try console.wait(for: "its number") { lines in
            lines.contains { $0.contains(" \(number) ") && $0.contains("output 2.1.3.5 ") }
        }
        let bytes = Array(LogStage.twoRuns.utf8)
        let half = bytes[..<(bytes.count / 2)].count { $0 == UInt8(ascii: "\n") } + 1
        console.write(":50%\r")
        try console.wait(for: "line \(half) at the top") { lines in
            lines.dropFirst(2).first?.contains(" \(half) ") == true
        }
        console.write(":999999\r")
        let all = bytes.count { $0 == UInt8(ascii: "\n") }
        try console.waitFor("the log has \(all) lines: this is its end")
        try console.waitForMark("the last line")
        console.write("#")
        try console.waitForAbsence(of: " \(all)  ")
        try console.leave()
    }

    /// `T` shows the times that a watcher has noted, and a time that is typed leads to the line that came then.
    @Test(arguments: terminals) func tellsWhenLinesArrived(_ terminal: String) throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading(terminal)
        try toTheTop(&console)
        console.write("T")
        try console.waitFor("no arrival times are known")
        stage.writeTimeline()
        // The index looks at the timeline when it is asked again.
        console.write("]h")
        try console.waitForMark("Running:  redhat9.6")
        console.write("T")
        try console.wait(for: "the host's time") { lines in
            lines.contains { $0.contains("14:00:22") && $0.contains("Running:  redhat9.6") }
        }
        for (time, shown) in [
            ("14:12:30", "✓ 2. Migrate"), ("14:12", "✓ 1. Prepare"), ("15:24:22", "1) 4. Clean up"),
            ("15:00:23", "Running:  redhat9.6"),
        ] {
            console.write(":\(time)\r")
            try console.waitForMark(shown)
        }
        try console.waitFor("15:00:22")
        try console.leave()
    }

    @Test(arguments: terminals) func followsAndHolds(_ terminal: String) throws {
        let stage = try LogStage()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading(terminal)
        console.write("G")
        try console.waitFor("following")
        try console.waitFor("the last line")
        for number in 1...30 {
            stage.lab.folder.append("appended \(number).\n", to: LogStage.log)
            try console.waitFor("appended \(number).")
        }
        console.write("k")
        try console.waitForAbsence(of: "following")
        stage.lab.folder.append((31...60).map { "appended \($0).\n" }.joined(), to: LogStage.log)
        // What is new is told, and not shown.
        try console.waitFor(" new")
        #expect(!console.screen.lines.contains { $0.contains("appended 31.") })
        try console.waitFor("appended 29.")
        console.write("G")
        try console.waitFor("appended 60.")
        try console.waitFor("following")
        console.write("q")
        try console.waitFor("FLOW")
        try console.leave()
    }
}
