import Runs
import Screen
import Testing

@testable import Viewing

@Suite struct LogKeysTests {
    /// A browser whose log view shows a window in the middle of a log.
    func reading() throws -> Browser {
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

    /// Who goes to the end and up at once counts from the end, however late that comes.
    @Test func keysCountFromAnEndOnItsWay() throws {
        var browser = try reading()
        browser.press("g")
        let end = try #require(browser.press("G").readLog)
        #expect(browser.press("k k j k") == [])
        let up = try #require(browser.update(.log(Lab.window(request: end.number))).readLog)
        #expect(up.part == .lines(from: 1000, moved: -2))
        #expect(browser.log?.isFollowing == false)
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

    @Test func searches() throws {
        var browser = try reading()
        #expect(browser.press("n") == [])
        #expect(browser.messageText == "nothing to search for yet: press /")
        let first = try #require(browser.press("/ e r r").readLog)
        #expect(browser.press("Enter") == [])
        // Nothing is marked yet: a hit in the first line shown is the first hit.
        #expect(first.part == .search(LogPattern("err"), from: 1000, isForward: true, includesStart: true))
        var hit = Lab.window(request: first.number)
        hit.hit = 1300
        _ = browser.update(.log(hit))
        #expect(browser.log?.marked == 1300)
        let next = try #require(browser.press("n").readLog)
        #expect(next.part == .search(LogPattern("err"), from: 1300, isForward: true))
        hit.request = next.number
        _ = browser.update(.log(hit))
        let back = try #require(browser.press("N").readLog)
        #expect(back.part == .search(LogPattern("err"), from: 1300, isForward: false))
        // Nothing found leaves the screen as it was, and says so.
        var nothing = LogWindow(request: back.number)
        nothing.problem = "'err' does not stand further up"
        nothing.fileSize = 123_456
        _ = browser.update(.log(nothing))
        #expect(browser.log?.top == 1000)
        #expect(browser.messageText == "'err' does not stand further up")
    }

    @Test func searchesByPattern() throws {
        var browser = try reading()
        let search = try #require(browser.press("/ Ctrl-R a +").readLog)
        #expect(browser.lines[22].hasPrefix("regular expression: a+"))
        browser.press("Enter")
        #expect(
            search.part
                == .search(LogPattern("a+", isRegex: true), from: 1000, isForward: true, includesStart: true))
    }

    /// A running search ends only by a newer wish, not because the log grows.
    @Test func aGrowingLogLeavesASearchAlone() throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        // Fewer lines than the screen has: it is filled up as the log grows.
        _ = browser.update(.log(Lab.window(request: request.number, lines: 5)))
        let search = try #require(browser.press("f / e r r Enter").readLog)
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
        #expect(request.source == below.source.build.map(LogSource.launch))
        _ = browser.update(.log(Lab.window(request: request.number)))
        browser.press("q")
        #expect(browser.log?.source.isRun == true)
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
        ("O ]f", "the launch log tells of no host; L opens the run log"), ("O ]h", "only in the run log"),
        ("#", "only in a log"),
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
        let jump = try #require(try browser.jump("]f", to: .found(4200)).readLog)
        var there = Lab.window(request: jump.number)
        there.lines = there.lines.map { LogLine(offset: $0.offset + 3000, text: $0.text) }
        _ = browser.update(.log(there))
        let near = try #require(browser.press("/ e r r Enter").readLog)
        // Another text may stand in the very line that one is at.
        #expect(near.part == .search(LogPattern("err"), from: 4200, isForward: true, includesStart: true))
        _ = browser.update(.log(LogWindow(request: near.number)))
        let away = try #require(browser.press("g").readLog)
        _ = browser.update(.log(Lab.window(request: away.number)))
        #expect(
            browser.press("n").readLog?.part
                == .search(LogPattern("err"), from: 1000, isForward: true, includesStart: true))
    }

    @Test func aTimeOutsideTheLogIsSaid() throws {
        var browser = try reading()
        let span = Lab.before(900)...Lab.before(60)
        let (first, last) = (browser.context.clock.time(span.lowerBound), browser.context.clock.time(span.upperBound))
        let request = try #require(try browser.jump(": 2 3 : 0 0 Enter", to: .outside(4200, span)).readLog)
        #expect(request.part == .lines(from: 4200, moved: -3))
        #expect(
            browser.messageText == "nothing came at that time: the log was written from \(first) to \(last)")
    }

    // MARK: The index

    @Test(
        arguments: [
            ("]f", .mark(.failure, from: 999, steps: 1)), ("[f", .mark(.failure, from: 1000, steps: -1)),
            ("]h", .mark(.host, from: 999, steps: 1)), ("[h [h", .mark(.host, from: 1000, steps: -2)),
            ("]s ]s ]s", .mark(.step, from: 999, steps: 3)), ("]r", .mark(.run, from: 999, steps: 1)),
            ("]f ]h", .mark(.host, from: 999, steps: 1)), (": 1 2 3 Enter", .line(123)),
        ] as [(String, LogIndexRequest.Question)])
    func keysAskTheIndex(_ keys: String, _ question: LogIndexRequest.Question) throws {
        var browser = try reading()
        #expect(browser.press(keys).indexLog?.question == question)
    }

    @Test func goesToFailures() throws {
        var browser = try reading()
        #expect(try browser.jump("]f", to: .found(4200)).readLog?.part == .lines(from: 4200, moved: -3))
        #expect(browser.log?.isFollowing == false)
        // From there on to the next.
        #expect(browser.press("]f").indexLog?.question == .mark(.failure, from: 4200, steps: 1))
        #expect(try browser.jump("]f", to: .nothing) == [])
        #expect(browser.messageText == "no further failure")
    }

    /// A jump that the index has not got to says so, and follows; a key that goes elsewhere gives it up.
    @Test(arguments: [true, false])
    func aJumpWaitsForTheIndex(_ isGivenUp: Bool) throws {
        var browser = try reading()
        #expect(try browser.jump("]f", to: .waiting) == [])
        #expect(browser.messageText == "50% of the log is indexed: the jump follows as soon as it gets there")
        if isGivenUp { browser.press("j") }
        let effects = try browser.report(.found(90_000))
        #expect(effects.readLog?.part == (isGivenUp ? nil : .lines(from: 90_000, moved: -3)))
    }

    @Test(arguments: [
        ("7 5 %", LogRequest.Part.share(750)), ("0 %", .share(0)), ("1 0 0 %", .share(1000)),
    ])
    func goesToAShare(_ keys: String, _ part: LogRequest.Part) throws {
        var browser = try reading()
        #expect(browser.press(": " + keys + " Enter").readLog?.part == part)
    }

    @Test(arguments: [
        ("14:03", LogSpot.time(50_580)), ("14:03:22", .time(50_602)), ("0", .line(1)), ("99%", .share(990)),
        ("101%", nil), ("99:99", nil), ("24:00", nil), ("1:2:3:4", nil), ("14:", nil), ("x", nil), ("", nil),
        ("-1", nil),
    ])
    func spots(_ text: String, _ spot: LogSpot?) { #expect(LogSpot(text) == spot) }

    @Test(arguments: [("12:00", 12 * 3600), ("23:00", 23 * 3600 - 86_400)])
    func aTimeIsTheLastOne(_ text: String, _ seconds: Int64) throws {
        guard case .time(let ofDay)? = LogSpot(text) else {
            Issue.record("no time")
            return
        }
        let end = Timestamp(seconds: 10 * 86_400 + 13 * 3600)
        #expect(
            LogSpot.moment(ofDay: ofDay, before: end, .utc) == Timestamp(seconds: 10 * 86_400 + seconds)
                + .milliseconds(999))
    }

    /// An answer that comes late is none to the key that came after it.
    @Test func keysAtOnceAddUp() throws {
        var browser = try reading()
        let first = try #require(browser.press("]f").indexLog)
        let early = browser.log.map { Lab.report($0, .found(1200)) }
        #expect(browser.press("]f").indexLog?.question == .mark(.failure, from: 999, steps: 2))
        #expect(browser.update(.logIndex(try #require(early))).readLog == nil)
        #expect(browser.log?.jump != nil)
        #expect(first.question == .mark(.failure, from: 999, steps: 1))
        // There and back is nowhere.
        _ = try browser.report(.found(1400))
        browser.press("]h")
        #expect(browser.press("[h").indexLog == nil)
        #expect(browser.log?.jump == nil)
    }

    /// A search typed right behind `g` starts at the top.
    @Test func searchesFromWhereTheScreenIsAboutToBe() throws {
        var browser = try reading()
        browser.press("k g /")
        guard case .search(_, let from, _, _)? = browser.press("x").readLog?.part else {
            Issue.record("nothing is searched")
            return
        }
        #expect(from == 0)
    }

    /// Numbers stay right while one scrolls, before the index has answered.
    @Test func numbersLines() throws {
        var browser = try reading()
        _ = try browser.report(nil)
        browser.press("#")
        #expect(browser.lines[2].hasPrefix("      41"))
        let down = try #require(browser.press("j").readLog)
        var next = Lab.window(request: down.number)
        next.lines.removeFirst()
        let effects = browser.update(.log(next))
        #expect(effects.indexLog?.shown == 1100..<3000)
        #expect(browser.lines[2].hasPrefix("      42"))
    }

    @Test func aCutLogIsSaid() throws {
        var browser = try reading()
        _ = try browser.report(nil)
        _ = try browser.report(nil, restarts: 1)
        #expect(browser.messageText == "the log was cut or replaced: what stood there before is gone")
    }

    /// The jump that made the cut known leads where it leads, at once or with the next answer.
    @Test(arguments: [true, false]) func aJumpOverACut(_ isAnsweredAtOnce: Bool) throws {
        var browser = try reading()
        _ = try browser.report(nil)
        browser.press("]f")
        let first = try browser.report(isAnsweredAtOnce ? .found(1200) : nil, restarts: 1)
        let effects = isAnsweredAtOnce ? first : try browser.report(.found(1200), restarts: 1)
        #expect(effects.readLog?.part == .lines(from: 1200, moved: -3))
        #expect(browser.log?.marked == 1200)
    }

    /// What tells of a growing log beside its lines may be shown with them, which come no oftener than they are drawn.
    @Test func picturesThatMayWait() throws {
        var browser = try reading()
        let report = try #require(browser.log.map { Lab.report($0) })
        #expect(browser.mayWait(.logIndex(report)) && !browser.mayWait(.logTally(LogTally(request: 1))))
        var counting = LogTally(request: 1)
        counting.fileSize = 1
        #expect(browser.mayWait(.logTally(counting)))
        #expect(!browser.mayWait(.tick(now: Lab.now, lookedAt: Lab.now, isStale: false)))
        for from in [1100, 90_000] {
            let request = try #require(browser.press("G").readLog)
            var window = Lab.window(request: request.number)
            for index in window.lines.indices { window.lines[index].offset += from }
            window.end += from
            window.fileSize = window.end
            _ = browser.update(.log(window))
            #expect(!browser.mayWait(.log(window)), "\(from)")
        }
        let request = try #require(browser.press("q L").readLog)
        #expect(!browser.mayWait(.log(LogWindow(request: request.number))))
    }

    @Test func leavingALogForgetsItsIndex() throws {
        var browser = try reading()
        #expect(browser.press("q").contains(.indexLog(nil)))
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
        #expect(browser.press("O").readLog?.source.isRun == false)
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

extension Browser {
    /// Presses a key that asks the index, and gives an answer.
    fileprivate mutating func jump(_ keys: String, to answer: LogIndexReport.Answer) throws -> [ViewEffect] {
        _ = try #require(press(keys).indexLog)
        return try report(answer)
    }

    fileprivate mutating func report(_ answer: LogIndexReport.Answer?, restarts: Int = 0) throws -> [ViewEffect] {
        update(.logIndex(Lab.report(try #require(log), answer, restarts: restarts)))
    }
}

extension [ViewEffect] {
    fileprivate var indexLog: LogIndexRequest? {
        lazy.compactMap { if case .indexLog(let request) = $0 { request } else { nil } }.last
    }
}
