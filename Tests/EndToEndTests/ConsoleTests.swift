import Glibc
import Runs
import Screen
import Simulation
import TestKit
import Testing

/// The built console on a terminal of its own: keys in, screen out.
@Suite struct ConsoleTests {
    @Test func opensShowsAndEnds() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console()
        try console.waitFor("8 builds")
        console.write("\r")
        try console.waitFor("HOST")
        let first = try #require(lab.plan.runs[0].script.hosts.first?.name)
        try console.waitFor(first)
        console.write("q")
        try console.waitFor("8 builds")
        console.write("q")
        #expect(try console.waitForExit() == 0)
        #expect(console.modesAreRestored == true)
        #expect(!console.screen.modes.contains(1049))
        #expect(console.screen.modes.contains(25))
        #expect(console.screen.unknown.isEmpty, "\(console.screen.unknown)")
    }

    /// What operators see as RES counts the code that has run, and most of it runs only once.
    @Test func theCodeOfTheStartDoesNotStayInMemory() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console()
        try console.waitFor("8 builds")
        let atStart = try #require(residentCode(of: console.pid))
        #expect(eventually { residentCode(of: console.pid).map { $0 < atStart / 2 } ?? false }, "\(atStart) kB stay")
        console.write("\r")
        try console.waitFor("HOST")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    /// kB of the program's own code in the process's memory.
    private func residentCode(of pid: Int32) -> Int? {
        guard let maps = readText("/proc/\(pid)/smaps") else { return nil }
        let lines = maps.split(separator: "\n")
        guard let code = lines.firstIndex(where: { $0.contains(" r-xp ") && $0.hasSuffix("/atvm-tui") }),
            let resident = lines[code...].first(where: { $0.hasPrefix("Rss:") })
        else { return nil }
        return Int(resident.split(separator: " ")[1])
    }

    @Test func aLineThatIsAppendedShows() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console("--build", lab.build(0), size: Size(columns: 120, rows: 40))
        try console.waitFor("▶ RUN ")
        console.write("L")
        try console.waitFor("following")
        lab.append("    a line that nobody has seen before\n", toLogOf: 0)
        try console.waitFor("a line that nobody has seen before")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    @Test func theMatrixLeadsToAHostAndBack() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console("--build", lab.build(0))
        try console.waitFor("▶ RUN ")
        console.write("m")
        try console.waitFor("⚠ slow")
        console.write("g" + String(repeating: "h", count: 40))
        try console.waitFor(" step 1 ")
        console.write("ll")
        try console.waitFor(" step 3 ")
        console.write("\r")
        try console.wait(for: "the steps of the host") { lines in
            lines.contains { $0.contains("▌") && $0.contains(" 3 ") }
        }
        console.write("q")
        try console.waitFor("⚠ slow")
        try console.waitFor(" step 3 ")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    @Test func anEndShows() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console("--build", lab.build(0))
        try console.waitFor("RUNNING")
        lab.folder.write("", to: "var/lib/atvm-run-watcher/\(lab.build(0))/cancelled.marker")
        try console.waitFor("CANCELLED")
        console.write("Q")
        _ = try console.waitForExit()
    }

    @Test func resizeHelpAndBack() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console()
        try console.waitFor("8 builds")
        for size in [
            Size(columns: 120, rows: 40), Size(columns: 60, rows: 15), Size(columns: 20, rows: 5),
            Size(columns: 100, rows: 30),
        ] {
            console.resize(size)
            if size.columns < 60 {
                try console.waitFor("atvm-tui needs 60x15".prefix(size.columns - 1).description)
            } else {
                try console.wait(for: "8 builds at the right of \(size)") { lines in
                    lines.contains { $0.hasSuffix("8 builds") && $0.count == size.columns - 1 }
                }
            }
        }
        console.write("?")
        try console.waitFor("Help - keys of this screen")
        console.write("\u{1B}")
        try console.wait(for: "no help") { lines in !lines.contains { $0.contains("Help - keys") } }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    @Test func readOnlyChangesNothing() throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        let before = lab.folder.picture()
        var console = try lab.console("--read-only")
        try console.waitFor("[read-only]")
        for keys in [
            "\r", "s", "q", "L", "/err\r", "n", "q", "q", ":theme mono\r", "t", "y", "Y", "r", "!", "!", "?", "q",
            "O",
        ] {
            console.write(keys)
            console.readUntilQuiet(milliseconds: 20)
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(lab.folder.picture() == before)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT], ["", "\r", "?", ":bui", "\rL"])
    func aSignalRestoresTheTerminal(_ signal: Int32, _ keys: String) throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console()
        try console.waitFor("2 builds")
        console.write(keys)
        console.readUntilQuiet(milliseconds: 30)
        console.signal(signal)
        #expect(try console.waitForExit() == 128 + signal)
        #expect(console.modesAreRestored == true)
        #expect(console.screen.modes == [25] || console.screen.modes == [7, 25], "\(console.screen.modes)")
    }

    /// Ctrl-C leaves as `Q` does; the terminal does not turn it into a signal.
    @Test func controlCLeaves() throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console()
        try console.waitFor("2 builds")
        console.write("\u{3}")
        #expect(try console.waitForExit() == 0)
    }

    @Test(arguments: [nil, "", "dumb", "no-such-terminal", "vt100", "linux", "screen-256color", "xterm"])
    func terminals(_ name: String?) throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var environment = ["LANG": "C.UTF-8"]
        environment["TERM"] = name
        environment["ATVM_ROOT"] = lab.folder.path
        var console = try PseudoTerminal([Lab.program()], environment: environment)
        if ["vt100", "linux", "screen-256color", "xterm"].contains(name) {
            try console.waitFor("2 builds")
            console.write("q")
            #expect(try console.waitForExit() == 0)
        } else {
            // One line and the end, or a plain and true screen.
            try console.wait(for: "a screen, or why there is none") { lines in
                lines.contains { $0.contains("2 builds") || $0.contains("atvm-tui: ") }
            }
            let text = console.screen.lines.joined()
            if text.contains("atvm-tui: ") {
                #expect(try console.waitForExit() == 69)
                #expect(console.screen.lines.count { !$0.isEmpty } <= 3)
            } else {
                console.write("q")
                #expect(try console.waitForExit() == 0)
            }
        }
        #expect(console.modesAreRestored == true)
    }

    @Test(arguments: [["LANG": "C"], ["LANG": "", "LC_ALL": "POSIX"]])
    func withoutUTF8OnlyASCIIIsSent(_ environment: [String: String]) throws {
        let lab = try Lab()
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console(environment: environment)
        try console.waitFor("8 builds")
        for keys in ["\r", "s", "q", "\r", "q", "L", "q", "?", "q"] {
            console.write(keys)
            console.readUntilQuiet(milliseconds: 30)
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        #expect(console.bytes.allSatisfy { $0 < 0x80 })
    }

    @Test func noColourSendsNone() throws {
        let lab = try Lab(builds: 4, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        var console = try lab.console(environment: ["NO_COLOR": "1"])
        try console.waitFor("4 builds")
        console.write("\r")
        try console.waitFor("HOST")
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        let colours = console.controlSequences.filter { sequence in
            guard sequence.hasSuffix("m") else { return false }
            return sequence.dropFirst(2).dropLast().split(separator: ";").contains {
                (30...49).contains(Int($0) ?? 0) && $0 != "39" && $0 != "49"
            }
        }
        #expect(colours.isEmpty, "\(Set(colours))")
    }

    // MARK: Hostile text

    static let poison =
        "\u{1B}]0;evil\u{7}\u{1B}]52;c;ZXZpbA==\u{7}\u{1B}[6n\u{1B}[?1049l\u{1B}P$q\"p\u{1B}\\\u{9B}2J\u{1B}[31m\u{202E}\u{200B}\u{E0041}\u{1B}]8;;http://x\u{1B}\\"

    @Test func hostileTextNeverReachesTheWire() throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        let name = lab.build(0)
        lab.folder.append(
            "  Running:  \(Self.poison)x.cy.ts                     (2 of 2)\n    ✓ 1. \(Self.poison)\n\(Self.poison)\n",
            to: "tmp/\(name).log")
        let escaped = Self.poison.unicodeScalars.map { scalar -> String in
            let hex = String(scalar.value, radix: 16)
            return scalar.value < 0x20
                ? "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                : scalar == "\"" ? "\\\"" : scalar == "\\" ? "\\\\" : String(scalar)
        }.joined()
        lab.folder.write(
            "{\"schema\":1,\"build\":\"x\",\"state\":\"FAILED\",\"template\":\"\(escaped)\",\"reason\":\"\(escaped)\",\"currents_url\":\"\(escaped)\",\"hosts\":[{\"name\":\"\(escaped)\",\"kernel\":\"\(escaped)\",\"status\":\"FAIL\",\"detail\":\"\(escaped)\"}]}",
            to: "var/lib/atvm-run-watcher/poisoned/state.json")
        lab.folder.makeFolder("var/lib/atvm-run-watcher/\(Self.poison.filter { $0 != "/" })")
        lab.folder.write(
            "| Host | Kernel |\n|---|---|\n| \(Self.poison) | \(Self.poison) |\n",
            to: "opt/atvm-watcher-service/vm-inventory.md")
        var console = try lab.console(size: Size(columns: 120, rows: 40))
        try console.waitFor("3 builds")
        for keys in [
            "\r", "\r", "q", "L", "g", "G", "q", "s", "q", "q", "j", "\r", "\r", "q", "s", "q", "q", "j", "\r", "\r",
            "M", "q", "?", "q",
        ] {
            console.write(keys)
            console.readUntilQuiet(milliseconds: 40)
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
        expectHarmless(console.bytes)
        #expect(console.screen.unknown.isEmpty, "\(console.screen.unknown)")
    }

    private func expectHarmless(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for bad in ["\u{1B}]", "\u{1B}P", "\u{1B}[6n", "\u{9B}", "\u{202E}", "\u{200B}", "\u{E0041}", "\u{7}"] {
            #expect(
                !text.unicodeScalars.contains(bad.unicodeScalars),
                "\(bad.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test func hostileTextInCommands() throws {
        let lab = try Lab(builds: 2, hosts: 2)
        defer { withExtendedLifetime(lab) {} }
        lab.folder.append(
            "  Running:  \(Self.poison)x.cy.ts                     (2 of 2)\n    ✓ 1. \(Self.poison)\n",
            to: "tmp/\(lab.build(0)).log")
        for arguments in [
            ["builds"], ["builds", "--format", "json"], ["status", lab.build(0)],
            ["status", lab.build(0), "--format", "json"],
            ["status", lab.build(0), "--format", "junit"], ["inspect", lab.folder["tmp/\(lab.build(0)).log"]],
            ["status", "a\(Self.poison)"], ["inspect", "/none/\(Self.poison)"], ["wait", Self.poison],
            ["--theme", Self.poison], ["config", "--config", "/none/\(Self.poison)"],
        ] {
            let run = try CommandRun(
                [Lab.program()] + arguments, environment: Lab.clean.merging(["ATVM_ROOT": lab.folder.path]) { $1 })
            let text = run.output + run.errors
            #expect(
                !text.unicodeScalars.contains { SafeText.isUnsafe($0) && $0 != "\n" && $0.value != 0xFE0F },
                "\(arguments[0])")
        }
    }
}

extension String.UnicodeScalarView {
    fileprivate func contains(_ other: String.UnicodeScalarView) -> Bool {
        let (text, wanted) = (Array(self), Array(other))
        guard text.count >= wanted.count else { return false }
        return (0...(text.count - wanted.count)).contains { text[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

extension PseudoTerminal {
    /// The control sequences that were sent, `ESC [ … final`.
    var controlSequences: [String] {
        var found: [String] = []
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == 0x1B, bytes[index + 1] == UInt8(ascii: "[") else {
                index += 1
                continue
            }
            let end = bytes[(index + 2)...].firstIndex { (0x40...0x7E).contains($0) } ?? bytes.count - 1
            found.append(String(decoding: bytes[index...end], as: UTF8.self))
            index = end + 1
        }
        return found
    }
}
