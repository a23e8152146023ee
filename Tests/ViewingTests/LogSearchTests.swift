import Runs
import Screen
import Testing

@testable import Viewing

/// Searching while one types, and counting what is found.
@Suite struct LogSearchTests {
    private static func log() -> FakeLog {
        FakeLog((1...400).map { $0.isMultiple(of: 50) ? "error \($0)" : $0 == 330 ? "errata" : "line \($0)" })
    }

    private func reader() throws -> LogReader {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("g PgDn j")
        return reader
    }

    @Test func theFirstHitIsShownAtOnce() throws {
        var reader = try reader()
        let top = try #require(reader.place?.top)
        reader.press("/")
        reader.type("err")
        #expect(reader.lastRead?.part == .search(LogPattern("err"), from: top, isForward: true, includesStart: true))
        #expect(reader.lastRead?.search == LogPattern("err"))
        #expect(reader.body[3] == "▌error 50")
        #expect(reader.look(of: "err")?.role == .match)
        // Each key searches from where one was, not from the hit before.
        reader.type("a")
        #expect(reader.body[3] == "▌errata")
        #expect(reader.lastRead?.part == .search(LogPattern("erra"), from: top, isForward: true, includesStart: true))
        reader.press("Backspace")
        #expect(reader.body[3] == "▌error 50")
        #expect(reader.header.contains("/err  hit 1 of 9"))
        let asked = reader.asked.count
        reader.press("Enter")
        #expect(reader.asked.count == asked)
        #expect(reader.body[3] == "▌error 50")
        reader.press("n n")
        #expect(reader.header.contains("/err  hit 3 of 9"))
        reader.press("N")
        #expect(reader.header.contains("/err  hit 2 of 9"))
    }

    /// What is shown of a log that was taken away is not called followed; what comes in its place is followed again.
    @Test func aLogThatIsGoneIsSaid() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        #expect(reader.header.contains("following"))
        var snapshot = reader.browser.context.snapshot
        snapshot.builds[0].logSize = nil
        reader.take(reader.browser.update(.snapshot(snapshot)))
        #expect(reader.header.contains("gone") && !reader.header.contains("following"), "\(reader.header)")
        #expect(reader.message?.contains("the log is gone") == true)
        reader.grow(["the next one"])
        #expect(reader.header.contains("following") && !reader.header.contains("gone"), "\(reader.header)")
        #expect(reader.body.contains { $0.contains("the next one") })
        #expect(reader.message == nil)
    }

    /// Wherever in its line it stands, what was found is on the screen; going back to a line's beginning is, too.
    @Test(arguments: ["", "w"]) func aHitFarInItsLineIsShown(_ keys: String) throws {
        let far = String(repeating: "far ", count: 900)
        var reader = try LogReader(FakeLog(["first", far + "needle one", far, "needle two", "last"]), 80, 24)
        reader.press("g \(keys) /")
        reader.type("needle")
        reader.press("Enter")
        #expect(reader.body.contains { $0.contains("needle one") }, "\(reader.body)")
        reader.press("n")
        #expect(reader.body.contains { $0.contains("needle two") }, "\(reader.body)")
    }

    /// Esc leads back to exactly where one was, whatever that was.
    @Test(arguments: ["", "w", "G", "w G", "w j j j", "Right Right", "#", "j m k '", "f", "/ 9 9 Enter"])
    func escapeLeadsBack(_ keys: String) throws {
        var reader = try reader()
        reader.press(keys)
        let (before, lines) = (try #require(reader.place), reader.lines)
        reader.press("/")
        reader.type("error 3")
        #expect(Array(lines.dropLast(2)) != reader.lines.dropLast(2))
        reader.press("Esc")
        #expect(reader.lines == lines)
        let after = try #require(reader.place)
        #expect(after.search == before.search)
        #expect(after.isFollowing == before.isFollowing)
        #expect(after.marked == before.marked)
        #expect(after.anchor == before.anchor)
        #expect(after.heldSize == before.heldSize)
    }

    /// What leads nowhere is said beside what is typed, and one stands where one was; only Enter says it aloud.
    @Test func whatIsNotThereIsSaidQuietly() throws {
        var reader = try reader()
        let body = reader.body
        reader.press("/")
        reader.type("errx")
        #expect(reader.body == body)
        #expect(reader.lines[22].hasPrefix("/errx "))
        #expect(reader.lines[22].hasSuffix("'errx' does not stand in this log"))
        #expect(reader.message == nil)
        reader.press("Backspace")
        #expect(reader.lines[22] == "/err")
        reader.type("x")
        reader.press("Enter")
        #expect(reader.message == "'errx' does not stand in this log")
        #expect(reader.body == body)
        #expect(!reader.header.contains("counting"))
    }

    /// What stands only further up is found there: at the end of a log nothing stands further down.
    @Test func whatStandsFurtherUpIsFound() throws {
        var reader = try reader()
        reader.press("G /")
        reader.type("errat")
        #expect(reader.body[3] == "▌errata")
        #expect(reader.lines[22].hasSuffix("only further up"))
        #expect(reader.header.contains("hit 1 of 1"))
        reader.press("Enter")
        #expect(reader.message == "only further up")
        reader.press("n")
        #expect(reader.message == "'errat' does not stand further down")
    }

    @Test func aBrokenPatternIsSaidQuietly() throws {
        var reader = try reader()
        let body = reader.body
        reader.press("/ Ctrl-R")
        reader.isAnswering = false
        reader.type("(")
        let request = try #require(reader.lastRead)
        #expect(request.search == LogPattern("(", isRegex: true))
        var window = LogWindow(request: request.number)
        (window.fileSize, window.problem) = (1000, "'(' is no regular expression: a parenthesis is not closed")
        reader.take(reader.browser.update(.log(window)))
        // The other direction is tried as well.
        window.request = try #require(reader.lastRead).number
        reader.take(reader.browser.update(.log(window)))
        #expect(reader.lines[22].contains("is no regular expression"))
        #expect(reader.message == nil)
        #expect(reader.body == body)
    }

    /// Ctrl-R searches the same text the other way.
    @Test func otherKindOfText() throws {
        var reader = try reader()
        reader.press("/")
        reader.type("err")
        reader.press("Ctrl-R")
        #expect(reader.lastRead?.search == LogPattern("err", isRegex: true))
        #expect(reader.lines[22].hasPrefix("regular expression: err"))
    }

    /// Nothing is searched any more: nothing is marked and nothing counted.
    @Test func anEmptySearchEndsIt() throws {
        var reader = try reader()
        reader.press("/")
        reader.type("err")
        reader.press("Enter /  Enter")
        #expect(reader.place?.search == "")
        #expect(reader.hasEndedTally)
        #expect(!reader.header.contains("hit"))
        #expect(reader.look(of: "err")?.role != .match)
    }

    @Test(
        arguments: [
            (0, nil, 50, "counting… 50%"), (12, 3, 50, "hit 3, counting… 50%"), (12, 3, 100, "hit 3 of 12"),
            (172_367, 1204, 100, "hit 1,204 of 172,367"), (12, nil, 100, "12 hits"), (1, nil, 100, "1 hit"),
            (0, nil, 100, "no hit"),
        ] as [(Int, Int?, Int, String)])
    func counts(_ hits: Int, _ place: Int?, _ share: Int, _ text: String) throws {
        var reader = try reader()
        reader.isAnswering = false
        reader.press("/")
        reader.type("err")
        let request = try #require(reader.lastRead)
        reader.take(reader.browser.update(.log(reader.log.answer(request))))
        let asked = try #require(reader.lastTally)
        #expect(asked.search == LogPattern("err"))
        #expect(asked.at == reader.place?.marked)
        var tally = LogTally(request: asked.number)
        (tally.hits, tally.place, tally.covered, tally.fileSize) = (hits, place, share * 10, 1000)
        reader.take(reader.browser.update(.logTally(tally)))
        #expect(reader.header.contains("/err  \(text)  "))
    }

    /// While the answer is looked for, the screen stays and says how far it is.
    @Test func howFarASearchIsIsSaid() throws {
        var reader = try reader()
        let body = reader.body
        reader.isAnswering = false
        reader.press("/")
        reader.type("errata")
        var window = LogWindow(request: try #require(reader.lastRead).number)
        window.scanned = reader.log.size / 4
        reader.take(reader.browser.update(.log(window)))
        #expect(reader.header.contains("looking… 24%"))
        #expect(reader.body == body)
        #expect(reader.place?.pending != nil)
        reader.answerLast()
        #expect(!reader.header.contains("looking"))
        #expect(reader.body[3] == "▌errata")
    }

    /// A count that is under way goes on; one that is done is asked for again when the log has grown, and never without.
    @Test func countsAgainWhenTheLogHasGrown() throws {
        var reader = try reader()
        reader.press("/")
        reader.type("err")
        reader.press("Enter")
        let first = try #require(reader.lastTally)
        reader.grow(["error of the end"])
        let second = try #require(reader.lastTally)
        #expect(second.number > first.number)
        #expect(reader.header.contains("hit 1 of 10"))
        let asked = reader.asked.count
        reader.take(reader.browser.update(.logTally(reader.log.tally(second))))
        #expect(reader.asked.count == asked)
        // An answer to an older request counts no more.
        var late = LogTally(request: first.number)
        late.hits = 99
        reader.take(reader.browser.update(.logTally(late)))
        #expect(reader.header.contains("hit 1 of 10"))
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (88_120, "88,120"), (1_234_567, "1,234,567"), (-1234, "-1,234"),
    ])
    func numbers(_ number: Int, _ text: String) { #expect(NumberText.grouped(number) == text) }

    /// Colours of the log, hits and highlights lie over one another in this order.
    @Test func looks() throws {
        var line = LogLine(offset: 0, text: "red bold 日本 tail error")
        line.tints = [
            LogSpan(0..<3, LogTint(.red)), LogSpan(4..<8, LogTint(nil, isBold: true)), LogSpan(9..<15, LogTint(.blue)),
            LogSpan(21..<26, LogTint(.green)),
        ]
        line.hits = [LogSpan(16..<26, .highlight(0)), LogSpan(21..<26, .search)]
        let canvas = Canvas(size: Size(columns: 60, rows: 1))
        DrawnLine(line, .unicode).draw(from: 0, on: canvas, .unicode)
        let cells = canvas.frame.cells
        #expect(cells[0].role == .logRed)
        #expect(cells[3].role == .plain)
        #expect(cells[4].role == .plain)
        #expect(cells[4].emphasis == .bold)
        #expect(cells[9].role == .running)
        #expect(cells[12].role == .running)
        #expect(cells[13].role == .plain)
        #expect(cells[14].role == .bandRunning)
        #expect(cells[19].role == .match)
        // The same, scrolled into the middle of a wide character.
        let moved = Canvas(size: Size(columns: 20, rows: 1))
        DrawnLine(line, .unicode).draw(from: 10, on: moved, .unicode)
        #expect(moved.frame.plainText[0] == " 本 tail error")
        #expect(moved.frame.cells[9].role == .match)
    }
}
