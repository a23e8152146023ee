import Glibc
import Screen
import TestKit
import Testing

/// What an open console sees of preps that others start, at once and not with its next look in a minute.
@Suite struct PrepWatchTests {
    private let stage: PrepStage
    private let record: String
    /// Before the console looks again by itself.
    private static let soon = 40_000

    /// A controller on which one prep has run.
    init() throws {
        stage = try PrepStage("print('done', flush=True)")
        stage.lab.folder.makeFolder("etc/atvm-tui")
        stage.lab.folder.write("supervisor = \"direct\"\npoll = \"0.1s\"\n", to: "etc/atvm-tui/config.toml")
        try #require(try stage.approve(["register", "--lun", "Gold"]).status == 0)
        record = try stage.folder() + "/prep.json"
    }

    private func console(_ words: String...) throws -> PseudoTerminal {
        var console = try PseudoTerminal(
            [Lab.program()] + words, size: Size(columns: 120, rows: 40),
            environment: Lab.clean.merging(["ATVM_ROOT": stage.lab.folder.path]) { $1 })
        try console.waitFor("No builds")
        return console
    }

    /// A console that looks between the folder of a prep and its record sees the record, too.
    @Test func aRecordThatComesAfterItsFolder() throws {
        defer { withExtendedLifetime(stage) {} }
        let elsewhere = stage.lab.folder["tmp/prep.json"]
        try #require(rename(record, elsewhere) == 0)
        var console = try console()
        console.write("H")
        try console.waitFor("has no record yet")
        try #require(rename(elsewhere, record) == 0)
        try console.waitFor("✔ done", milliseconds: Self.soon)
        console.write("qQ")
        #expect(try console.waitForExit() == 0)
    }

    /// As an operator meets it: the console stands open, and at another terminal a prep begins and asks at once.
    @Test(arguments: [[], ["--read-only"]])
    func aPrepOfAnotherTerminal(_ words: [String]) throws {
        defer { withExtendedLifetime(stage) {} }
        stage.write("input('Go on? ')")
        var console = try words.isEmpty ? console() : console("--read-only")
        // All is looked at, and nothing runs.
        console.readUntilQuiet()
        try isToldOfAQuestion(&console, leaving: "Q")
    }

    /// The board on the wall says it, too.
    @Test func theWallboardTellsOfAQuestion() throws {
        defer { withExtendedLifetime(stage) {} }
        stage.write("input('Go on? ')")
        var board = try PseudoTerminal(
            [Lab.program(), "wallboard"], size: Size(columns: 120, rows: 40),
            environment: Lab.clean.merging(["ATVM_ROOT": stage.lab.folder.path]) { $1 })
        board.readUntilQuiet()
        try isToldOfAQuestion(&board, leaving: "q")
    }

    private func isToldOfAQuestion(_ screen: inout PseudoTerminal, leaving: String) throws {
        var other = try stage.start("register")
        try screen.waitFor("PREP asks", milliseconds: Self.soon)
        try other.waitFor("Go on?")
        other.write("y\r")
        #expect(try other.waitForExit() == 0)
        screen.write(leaving)
        #expect(try screen.waitForExit() == 0)
    }

    /// Nobody writes into the record of a prep that has ended; but what was asked for is looked up.
    @Test func refreshLooksAtPreps() throws {
        defer { withExtendedLifetime(stage) {} }
        var console = try console()
        console.write("H")
        try console.waitFor("✔ done")
        let text = try #require(readText(record))
        let other = text.replacing(PrepStage.lun, with: "Other-LUN")
        let place = record.dropFirst(stage.lab.folder.path.utf8.count + 1)
        stage.lab.folder.write(other, to: String(place))
        // F5
        console.write("\u{1B}[15~")
        try console.waitFor("Other-LUN", milliseconds: Self.soon)
        console.write("qQ")
        #expect(try console.waitForExit() == 0)
    }
}
