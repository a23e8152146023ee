import Runs
import Screen
import Testing

@testable import Viewing

@Suite struct LogKeysTests {
    /// A browser whose log view shows a window in the middle of a log.
    private func reading() throws -> Browser {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        #expect(request.part == .end)
        #expect(request.rows == 20)
        _ = browser.update(.log(Lab.window(request: request.number)))
        return browser
    }

    @Test(
        arguments: [
            ("j", .lines(from: 1000, moved: 1)), ("k", .lines(from: 1000, moved: -1)),
            ("PgDn", .lines(from: 1000, moved: 19)), ("PgUp", .lines(from: 1000, moved: -19)),
            ("Ctrl-D", .lines(from: 1000, moved: 9)), ("g", .lines(from: 0, moved: 0)), ("G", .end),
            ("Home", .lines(from: 0, moved: 0)), ("End", .end),
        ] as [(String, LogRequest.Part)])
    func keysAskFor(_ key: String, _ part: LogRequest.Part) throws {
        var browser = try reading()
        #expect(browser.press(key).readLog?.part == part)
    }

    /// Keys pressed while an answer is under way must not be lost.
    @Test func quickKeysAddUp() throws {
        var browser = try reading()
        #expect(browser.press("j j j").readLog?.part == .lines(from: 1000, moved: 3))
        let last = try #require(browser.press("k").readLog)
        #expect(last.part == .lines(from: 1000, moved: 2))
        _ = browser.update(.log(Lab.window(request: last.number)))
        #expect(browser.press("j").readLog?.part == .lines(from: 1000, moved: 1))
    }

    @Test func answersToOldRequestsAreIgnored() throws {
        var browser = try reading()
        let old = try #require(browser.press("j").readLog)
        let new = try #require(browser.press("g").readLog)
        var late = Lab.window(request: old.number)
        late.lines = [LogLine(offset: 7, text: "late")]
        _ = browser.update(.log(late))
        #expect(browser.log?.top == 1000)
        var answer = Lab.window(request: new.number)
        answer.lines = [LogLine(offset: 0, text: "first")]
        _ = browser.update(.log(answer))
        #expect(browser.log?.top == 0)
    }

    @Test func followsAndHolds() throws {
        var browser = try reading()
        #expect(browser.log?.isFollowing == true)
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].logSize = 200_000
        // While it follows, growth is read at once.
        #expect(browser.update(.snapshot(snapshot)).readLog?.part == .end)
        browser.press("k")
        #expect(browser.log?.isFollowing == false)
        snapshot.builds[0].logSize = 300_000
        #expect(browser.update(.snapshot(snapshot)).readLog == nil)
        #expect(browser.lines[1].contains("177 kB new"))
        #expect(browser.press("f").readLog?.part == .end)
        #expect(browser.log?.isFollowing == true)
        #expect(browser.press("f") == [])
        #expect(browser.log?.isFollowing == false)
    }

    @Test func searches() throws {
        var browser = try reading()
        #expect(browser.press("n") == [])
        #expect(browser.messageText == "nothing to search for yet: press /")
        browser.press("/ e r r")
        let first = try #require(browser.press("Enter").readLog)
        // Nothing is marked yet: a hit in the first line shown is the first hit.
        #expect(first.part == .search(text: "err", from: 1000, isForward: true, includesStart: true))
        var hit = Lab.window(request: first.number)
        hit.hit = 1300
        _ = browser.update(.log(hit))
        #expect(browser.log?.marked == 1300)
        #expect(browser.press("n").readLog?.part == .search(text: "err", from: 1300, isForward: true))
        let back = try #require(browser.press("N").readLog)
        #expect(back.part == .search(text: "err", from: 1300, isForward: false))
        // Nothing found leaves the screen as it was, and says so.
        var nothing = LogWindow(request: back.number)
        nothing.problem = "'err' does not stand further up"
        nothing.fileSize = 123_456
        _ = browser.update(.log(nothing))
        #expect(browser.log?.top == 1000)
        #expect(browser.messageText == "'err' does not stand further up")
    }

    /// A running search ends only by a newer wish, not because the log grows.
    @Test func aGrowingLogLeavesASearchAlone() throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        // Fewer lines than the screen has: it is filled up as the log grows.
        _ = browser.update(.log(Lab.window(request: request.number, lines: 5)))
        browser.press("f / e r r")
        let search = try #require(browser.press("Enter").readLog)
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].logSize = 200_000
        #expect(browser.update(.snapshot(snapshot)).readLog == nil)
        #expect(browser.log?.pending == search.number)
        // Another size asks for the same again, with as many rows as there are now.
        let again = try #require(browser.update(.resized(Size(columns: 80, rows: 50))).readLog)
        #expect(again.part == search.part)
        #expect(again.rows == 46)
    }

    /// Going back leads to exactly where one was, also from a log over a log.
    @Test func aLogOverALog() throws {
        var browser = try reading()
        browser.press("k Right")
        let below = try #require(browser.log)
        let request = try #require(browser.press("O").readLog)
        #expect(request.file == .launch)
        _ = browser.update(.log(Lab.window(request: request.number)))
        browser.press("q")
        #expect(browser.log?.file == .run)
        #expect(browser.log?.window == below.window)
        #expect(browser.log?.column == 10)
        #expect(browser.lines.contains { $0.contains("2. Power on and obtain ip address") })
        browser.press("s L q q")
        #expect(browser.log?.window == below.window)
        browser.press("q")
        #expect(browser.place == .builds)
        #expect(browser.log == nil)
    }

    @Test(arguments: [
        ("L L", "this is the run log"), ("O O", "this is the launch log"), ("s s", "this is the report"),
        ("O ]f", "the launch log tells of no host; L opens the run log"),
        ("s ]f", "only in lists, hosts and the run log"), ("J", "there are no panels here"),
    ])
    func aKeyThatDoesNothingSaysWhy(_ keys: String, _ message: String) throws {
        var browser = try Lab.browser()
        browser.press(keys)
        #expect(browser.messageText == message)
    }

    /// A mark that was scrolled away is no place to go on from.
    @Test func searchesFromTheScreen() throws {
        var browser = try reading()
        let jump = try #require(browser.press("]f").readLog)
        var there = Lab.window(request: jump.number)
        there.lines = there.lines.map { LogLine(offset: $0.offset + 3000, text: $0.text) }
        _ = browser.update(.log(there))
        browser.press("/ e r r")
        let near = try #require(browser.press("Enter").readLog)
        #expect(near.part == .search(text: "err", from: 4200, isForward: true))
        _ = browser.update(.log(LogWindow(request: near.number)))
        let away = try #require(browser.press("g").readLog)
        _ = browser.update(.log(Lab.window(request: away.number)))
        #expect(
            browser.press("n").readLog?.part
                == .search(text: "err", from: 1000, isForward: true, includesStart: true))
    }

    @Test func goesToFailures() throws {
        var browser = try reading()
        #expect(browser.press("]f").readLog?.part == .lines(from: 4200, moved: -3))
        #expect(browser.press("]f") == [])
        #expect(browser.messageText == "no further failure")
    }

    /// From a failed host the log opens at its failure, from a running one at the end.
    @Test(
        arguments: [
            ("Enter L", .lines(from: 4200, moved: -3)), ("Enter j L", .end),
            ("Enter k L", .lines(from: 1000, moved: -3)),
            ("Enter Enter L", .lines(from: 4200, moved: -3)), ("Enter k Enter L", .lines(from: 3100, moved: -3)),
        ] as [(String, LogRequest.Part)])
    func opensAtThePlace(_ keys: String, _ part: LogRequest.Part) throws {
        var browser = try Lab.browser()
        #expect(browser.press(keys).readLog?.part == part)
    }

    @Test func scrollsSideways() throws {
        var browser = try reading()
        browser.press("Right l")
        #expect(browser.log?.column == 20)
        browser.press("Left h Left")
        #expect(browser.place.build != nil)
        #expect(browser.log?.column == 0)
    }

    @Test func aTallerScreenAsksForMore() throws {
        var browser = try reading()
        browser.press("k")
        let effects = browser.update(.resized(Size(columns: 80, rows: 50)))
        #expect(effects.readLog?.part == .lines(from: 1000, moved: 0))
        #expect(effects.readLog?.rows == 46)
    }

    @Test func launchLogAndBack() throws {
        var browser = try Lab.browser()
        #expect(browser.press("O").readLog?.file == .launch)
        browser.press("q")
        #expect(browser.place == .builds)
        #expect(browser.log == nil)
    }

    /// The end of a failure's text is the end: keys beyond it are not owed back.
    @Test(arguments: [80, 120])
    func aFailureScrollsToItsEndAndBack(_ columns: Int) throws {
        var browser = try Lab.browser(columns, 24)
        browser.press("Enter Enter")
        let top = browser.lines
        browser.press("G PgDn PgDn")
        let end = browser.lines
        #expect(end != top)
        #expect(end.contains { $0.contains("step20") })
        browser.press("PgUp")
        #expect(browser.lines != end)
        browser.press("g")
        #expect(browser.lines == top)
    }
}
