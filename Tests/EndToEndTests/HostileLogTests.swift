import Glibc
import Runs
import Screen
import TestKit
import Testing

/// Whatever is done to a log, and whatever stands in it, keys are answered while it is worked at, and what is shown in
/// the end is what stands there.
@Suite struct HostileLogTests {
    /// Help comes and goes: a key that has nothing to do with the log.
    private func expectAnswers(_ console: inout PseudoTerminal) throws {
        console.write("?")
        try console.waitFor("keys of this screen")
        console.write("\u{1B}")
        try console.waitForAbsence(of: "keys of this screen")
    }

    /// A quarter of a gigabyte of lines whose every byte an expression has to look at.
    private func lengthy() throws -> LogStage {
        let stage = try LogStage("the first line\n")
        let lines = String(repeating: String(repeating: "a", count: 65_536) + "!\n", count: 100)
        for _ in 1...40 { stage.lab.folder.append(lines, to: LogStage.log) }
        stage.lab.folder.append("the last line\n", to: LogStage.log)
        return stage
    }

    @Test func aSearchThatTakesLongHoldsUpNoKey() throws {
        let stage = try lengthy()
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading()
        console.write("g")
        try console.waitFor("the first line")
        console.write("/\u{12}(a+)+$\r")
        try expectAnswers(&console)
        #expect(!console.screen.lines.contains { $0.contains("does not stand") })
        // Whoever wants something else does not wait for it.
        console.write("G")
        try console.waitFor("the last line")
        console.write("g")
        try console.waitFor("the first line")
        try console.leave()
    }

    /// Nothing, as much as no disk holds, is nothing to search.
    @Test func aHoleIsPassedOver() throws {
        let stage = try LogStage(LogStage.twoRuns)
        defer { withExtendedLifetime(stage) {} }
        stage.lab.folder.truncate(LogStage.log, to: 1 << 40)
        stage.lab.folder.append("\nthe last line\n", to: LogStage.log)
        for search in ["nowhere to be found", "\u{12}(a+)+$", "\u{12}[0-9]+ nowhere"] {
            var console = try stage.reading()
            console.write("g")
            try console.waitFor("npm run e2e: the first line")
            console.write("/\(search)\r")
            try console.waitFor("does not stand")
            console.write("g/last\r")
            try console.waitFor("the last line")
            try console.leave()
        }
    }

    /// An expression that takes others an eternity finds its line, and only that.
    @Test func poisonForBacktrackingIsFoundLikeAnyOther() throws {
        let line = String(repeating: "a", count: 65_536)
        let stage = try LogStage(
            "the first line!\n" + (1...40).map { "before \($0).\n\(line)!\n" }.joined()
                + "right before it.\n\(line)\nright after it.\n")
        defer { withExtendedLifetime(stage) {} }
        var console = try stage.reading()
        console.write("g")
        try console.waitFor("the first line!")
        console.write("/\u{12}(a+)+$\r")
        try console.waitFor("right after it.")
        try console.waitFor("right before it.")
        try expectAnswers(&console)
        console.write("n")
        try console.waitFor("does not stand further down")
        try console.leave()
    }

    @Test func aLineOfAHundredMegabytes() throws {
        let stage = try LogStage("the first line\n")
        defer { withExtendedLifetime(stage) {} }
        let part = String(repeating: "0123456789", count: 100_000)
        for _ in 1...100 { stage.lab.folder.append(part, to: LogStage.log) }
        stage.lab.folder.append("\nthe last line\n", to: LogStage.log)
        var console = try stage.reading()
        for keys in ["G", "k", "g", "j", "j", "k", "]f", "llll", "hhhh"] {
            console.write(keys)
            try expectAnswers(&console)
        }
        console.write("g")
        try console.waitFor("the first line")
        console.write("/the last\r")
        try console.waitForMark("the last line")
        console.write(":50%\r")
        try console.waitFor("0123456789")
        console.write("G")
        try console.waitFor("the last line")
        try console.leave()
    }

    enum Rotation: String, CaseIterable { case rename, truncate, copytruncate }

    @Test(arguments: Rotation.allCases) func fiftyRotationsUnderAWriter(_ rotation: Rotation) throws {
        let stage = try LogStage("the first line\n")
        defer { withExtendedLifetime(stage) {} }
        let folder = stage.lab.folder
        var console = try stage.reading()
        console.write("G")
        try console.waitFor("the first line")
        for generation in 1...50 {
            folder.append((1...200).map { "generation \(generation) line \($0).\n" }.joined(), to: LogStage.log)
            switch rotation {
            case .rename:
                folder.write("begun after generation \(generation).\n", to: "tmp/new")
                folder.move("tmp/new", to: LogStage.log)
            case .truncate: folder.truncate(LogStage.log, to: 0)
            case .copytruncate:
                folder.write(readText(folder[LogStage.log]) ?? "", to: "tmp/b.log.1")
                folder.truncate(LogStage.log, to: 0)
            }
            console.readUntilQuiet(milliseconds: 1)
            if generation % 10 == 0 { try expectAnswers(&console) }
        }
        folder.append((1...300).map { "generation 51 line \($0).\n" }.joined(), to: LogStage.log)
        folder.append("the very last line\n", to: LogStage.log)
        try console.waitFor("the very last line")
        // Nothing of what was there before stands beside it.
        let others = console.screen.lines.filter { $0.contains("generation") && !$0.contains("generation 51 ") }
        #expect(others.isEmpty, "\(others)")
        try console.waitFor("generation 51 line 300.")
        console.write("g")
        try console.waitFor("generation 51 line 1.")
        try console.leave()
    }

    @Test(arguments: Rotation.allCases) func replacedWhileItIsSearched(_ rotation: Rotation) throws {
        let stage = try lengthy()
        defer { withExtendedLifetime(stage) {} }
        let folder = stage.lab.folder
        var console = try stage.reading()
        console.write("g/\u{12}(a+)+$\r")
        try expectAnswers(&console)
        switch rotation {
        case .rename:
            folder.write("another text\n" + LogStage.twoRuns, to: "tmp/new")
            folder.move("tmp/new", to: LogStage.log)
        case .truncate, .copytruncate:
            folder.truncate(LogStage.log, to: 0)
            folder.append("another text\n" + LogStage.twoRuns, to: LogStage.log)
        }
        try expectAnswers(&console)
        console.write("g")
        try console.waitFor("another text")
        console.write("]f")
        try console.waitForMark("1) ATVM ubuntu24.04")
        console.write("/\u{12}the last line\r")
        try console.waitForMark("exit status 1: the last line")
        try console.leave()
    }
}
