import Runs
import Screen
import Testing

@testable import Viewing

/// Keys that come before the lines of a log.
@Suite struct LogEarlyTests {
    private static func log(_ count: Int = 300) -> FakeLog { FakeLog((1...count).map { "line \($0)" }) }

    /// All is done as if the lines had been there from the beginning.
    @Test(arguments: [
        "k k", "PgUp j", "g j j", "w k", "g m j '", "g / l i n e Space 1 5 Enter", "g / l i n e Space 1 5 Enter n n N",
        "k / 2 9 9 Enter k", "g : 5 0 Enter j", "g : 5 0 % Enter", "# g", "G k", "g / 4", "j : 1 2 Enter / 3 0 Enter n",
        "g & 5 Enter", "? q g", "g ] f j", "g / 2 Ctrl-R 5 Enter", "/ 7 Esc k k", "g / 9 Enter / Enter", "Enter",
        "g j Enter",
    ])
    func keysWaitForTheLines(_ keys: String) throws {
        var late = try LogReader(Self.log(), 120, 24, keys: "")
        late.isAnswering = false
        late.press("L")
        var present = try LogReader(Self.log(), 120, 24)
        for name in keys.split(separator: " ") {
            late.press(String(name))
            present.press(String(name))
        }
        late.answerLast()
        #expect(late.body == present.body)
        // Counts that were asked for before are not answered here.
        if late.place?.filters.entries.isEmpty == true { #expect(late.header == present.header) }
        #expect(late.place?.marks == present.place?.marks)
        #expect(late.lines[22] == present.lines[22])
    }

    /// What leads away does so at once, whatever waits; what is there then is not done to another log.
    @Test(arguments: ["q", "j j q", "Esc", "j : b u i l d s Enter", "/ 1 Esc q", "? q q"]) func leavingDoesNotWait(
        _ keys: String
    )
        throws
    {
        var browser = try Lab.browser()
        browser.press("L")
        browser.press(keys)
        #expect(browser.place == .builds)
        #expect(browser.press("Enter s").readLog == nil)
    }

    @Test func onlySoManyWait() throws {
        var reader = try LogReader(Self.log(), keys: "")
        reader.isAnswering = false
        reader.press("L")
        for _ in 0..<LogWish.limit { reader.press("k") }
        #expect(reader.message == nil)
        reader.press("k")
        #expect(reader.message == "the log has not come yet: no more than 100 keys wait for it")
        reader.answerLast()
        #expect(reader.body.first == " line 181")
        reader.press("k")
        #expect(reader.body.first == " line 180")
    }

    /// Whether arrivals are known is told by the index: until then nobody says that they are not.
    @Test func arrivalsWaitForTheIndex() throws {
        var reader = try LogReader(Self.log(), keys: "")
        reader.isAnswering = false
        reader.press("L T")
        #expect(reader.message == nil)
        reader.answerLast()
        #expect(reader.message == "no watcher was there as this log was written: no arrival times are known")
    }

    /// Another size while the first lines are on their way asks for the same place.
    @Test func anotherSizeKeepsThePlace() throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("Enter L").readLog)
        #expect(request.part == .lines(from: 4200, moved: -3))
        let again = try #require(browser.update(.resized(Size(columns: 100, rows: 30))).readLog)
        #expect(again.part == request.part)
    }

    /// Who goes to the start and down at once counts from there, although the screen shows the end until that is there.
    @Test(arguments: ["", "w"]) func keysCountFromAStartOnItsWay(_ keys: String) throws {
        for (moves, line) in [("g j j", 3), ("g PgDn", 20), ("g j k", 1), (": 5 0 % Enter j j k", 158)] {
            var reader = try LogReader(Self.log())
            reader.press(keys)
            reader.isAnswering = false
            reader.press(moves)
            #expect(reader.place?.isFollowing == false, "\(moves)")
            reader.answerLast()
            #expect(reader.body.first == " line \(line)", "\(moves)")
            #expect(reader.place?.owed == 0)
        }
    }

    /// A search that is closed before any answer has come leads where one that is typed slowly does.
    @Test(arguments: [("errat", "only further up"), ("errx", "'errx' does not stand in this log")])
    func enterBeforeTheAnswerLooksUpToo(_ text: String, _ message: String) throws {
        let log = FakeLog((1...400).map { $0 == 330 ? "errata" : "line \($0)" })
        var reader = try LogReader(log, 120, 24)
        reader.press("G")
        let body = reader.body
        reader.isAnswering = false
        reader.press("/")
        reader.type(text)
        reader.press("Enter")
        #expect(reader.message == nil)
        reader.answerLast()
        #expect(reader.message == message)
        #expect(text == "errx" ? reader.body == body : reader.body[3] == "▌errata")
        reader.press("n")
        #expect(reader.message?.hasSuffix("does not stand further down") == true)
    }
}
