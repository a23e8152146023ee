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
        #expect(reader.look(of: "err")?.role == .matchCurrent)
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
        // What the search has scrolled to is left with it; what the operator has, stays.
        reader.press("N g")
        #expect(reader.body[0] == " first")
        guard keys.isEmpty else { return }
        reader.press("Right g")
        #expect(reader.place?.column == 10)
        reader.press("Left n")
        #expect(reader.place?.column != 0)
        reader.press("G")
        #expect(reader.body[4] == " last")
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
        reader.type("(")
        #expect(reader.lines[22].hasSuffix("'(' without ')', character 1"))
        #expect(reader.message == nil)
        #expect(reader.body == body)
        // Nobody is asked for what cannot be found.
        let searches = reader.asked.filter { effect in
            if case .readLog(let request) = effect, case .search = request.part { true } else { false }
        }
        #expect(searches == [])
        reader.press("Enter")
        #expect(reader.message == "'(' without ')', character 1")
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

    /// Esc where nothing is typed: nothing is searched any more, nothing is marked and nothing counted.
    @Test func escapeEndsASearch() throws {
        var reader = try reader()
        reader.press("/")
        reader.type("err")
        reader.press("Enter / Esc")
        #expect(reader.place?.search == "")
        #expect(reader.hasEndedTally)
        #expect(!reader.header.contains("hit"))
        #expect(reader.look(of: "error 50")?.role == .plain)
        reader.press("n")
        #expect(reader.message == "nothing to search for yet: press /")
    }

    /// Enter where nothing is typed searches on, as in less and vim; also what was given up, and in the next log.
    @Test func enterSearchesOn() throws {
        var reader = try reader()
        reader.press("/ Enter")
        #expect(reader.message == "nothing to search for yet: press /")
        reader.press("/")
        reader.type("err")
        reader.press("Enter")
        #expect(reader.header.contains("hit 1 of 9"))
        reader.press("/ Enter / Enter")
        #expect(reader.header.contains("hit 3 of 9"))
        reader.press("/ x Backspace Enter")
        #expect(reader.header.contains("hit 4 of 9"), "\(reader.header)")
        reader.press("/ Esc g / Enter")
        #expect(reader.body[3] == "▌error 50")
        reader.press("q L g / Enter")
        #expect(reader.header.contains("hit 1 of 9"))
    }

    /// Hits of one line that the screen does not show are gone to one after another; then comes the next line.
    @Test(arguments: ["", "w"]) func hitsOfOneLine(_ keys: String) throws {
        let part = "needle one " + String(repeating: "hay ", count: 900)
        let lines = ["first", "needle and needle"] + [part + part + "needle three", "needle four"]
        var reader = try LogReader(FakeLog(lines + (0..<60).map { "row \($0)" }), 80, 24)
        reader.press("g \(keys) /")
        reader.type("needle")
        reader.press("Enter")
        let line = try #require(reader.place?.window?.lines.first { $0.text == "needle and needle" })
        #expect(reader.place?.currentHit(in: line) == 0..<6)
        // Both are to be seen.
        reader.press("n")
        let starts = [0, part.utf8.count, 2 * part.utf8.count]
        for (index, start) in starts.enumerated() {
            #expect(reader.place?.hitSpan?.lowerBound == start, "\(index)")
            #expect(reader.look(of: "needle " + (index < 2 ? "one" : "three"))?.role == .matchCurrent, "\(index)")
            reader.press("n")
        }
        #expect(reader.place?.hitSpan == 0..<6)
        #expect(reader.look(of: "needle four")?.role == .matchCurrent)
        // And back: what is last in its line comes first.
        for start in starts.reversed() {
            reader.press("N")
            #expect(reader.place?.hitSpan?.lowerBound == start)
        }
        reader.press("N")
        #expect(reader.place?.hitSpan == 11..<17)
        #expect(reader.header.contains("hit 1 of 3"))
    }

    /// Keys that come before the answer add up.
    @Test func quickKeysAddUp() throws {
        var reader = try reader()
        reader.press("/")
        reader.type("err")
        reader.press("Enter")
        reader.isAnswering = false
        reader.press("n n n N n")
        reader.answerLast()
        #expect(reader.header.contains("hit 4 of 9"), "\(reader.header)")
        // There and back is nowhere.
        reader.isAnswering = false
        reader.press("n N")
        #expect(reader.lastRead?.isSearch == false)
        reader.answerLast()
        #expect(reader.header.contains("hit 4 of 9"), "\(reader.header)")
        #expect(reader.place?.owedHits == 0)
        // At the end it is over.
        reader.isAnswering = false
        reader.press(Array(repeating: "n", count: 20).joined(separator: " "))
        reader.answerLast()
        #expect(reader.header.contains("hit 9 of 9"))
        #expect(reader.place?.owedHits == 0)
    }

    /// Whatever is searched, filtered and new, at 80 columns all figures are to be read.
    @Test(arguments: [60, 80, 100, 120]) func figuresFit(_ columns: Int) throws {
        var reader = try LogReader(FakeLog((1...4000).map { "line \($0) of the log" }), columns, 24)
        reader.press("&")
        reader.type("5")
        reader.press("Enter & a !")
        reader.type("77")
        reader.press("Enter Esc /")
        reader.type("line 1 of the log")
        for _ in 0..<15 { reader.press("Backspace") }
        reader.press("Enter N N")
        reader.grow((0..<1500).map { "new line \($0)" })
        let header = reader.header
        #expect(TextWidth.columns(header) <= columns)
        guard columns >= 80 else { return }
        let tally = try #require(reader.place?.tally)
        for number in [tally.shown, tally.shownSinceHeld, 1500, tally.hits, tally.place ?? 0] {
            #expect(header.contains(NumberText.grouped(number)), "\(number) in \(header)")
        }
        #expect(header.hasSuffix("%") || header.contains("% of "), "\(header)")
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
        // A ground of the log's own has the theme's ink; a hit lies over it.
        var odd = LogLine(offset: 0, text: "ground under")
        var (ground, under) = (LogTint(.red), LogTint(.blue))
        (ground.ground, under.isUnderlined, under.isReversed, under.isDim) = (.yellow, true, true, true)
        (odd.tints, odd.hits) = ([LogSpan(0..<6, ground), LogSpan(7..<12, under)], [LogSpan(9..<12, .search)])
        let drawn = Canvas(size: Size(columns: 20, rows: 1))
        DrawnLine(odd, .unicode, current: 9..<12).draw(from: 0, on: drawn, .unicode)
        #expect(drawn.frame.cells[0].role == .logOnYellow)
        #expect(drawn.frame.cells[7].role == .running)
        #expect(drawn.frame.cells[7].emphasis == [.underline, .reverse, .dim])
        #expect(drawn.frame.cells[9].role == .matchCurrent)
        #expect(drawn.frame.cells[9].emphasis == [])
        // On a ground only hits are underlined.
        ground.isUnderlined = true
        #expect(LogLook.look(of: ground).emphasis == [])
        #expect(cells[14].role == .bandRunning)
        #expect(cells[19].role == .match)
        // The same, scrolled into the middle of a wide character.
        let moved = Canvas(size: Size(columns: 20, rows: 1))
        DrawnLine(line, .unicode).draw(from: 10, on: moved, .unicode)
        #expect(moved.frame.plainText[0] == " 本 tail error")
        #expect(moved.frame.cells[9].role == .match)
    }
}

extension LogRequest {
    fileprivate var isSearch: Bool { if case .search = part { true } else { false } }
}
