import Runs
import Screen
import Testing

@testable import Viewing

/// Marked lines, lines that are too long, and what is said of growth and of a log that was cut.
@Suite struct LogMarkTests {
    private static func log(_ count: Int = 300) -> FakeLog { FakeLog((1...count).map { "line \($0)" }) }

    // MARK: Marks

    @Test func linesAreMarked() throws {
        var reader = try LogReader(Self.log())
        // Nothing is current: the first one shown.
        reader.press("g j j m")
        #expect(reader.body[0] == "◆line 3")
        reader.press("PgDn PgDn m j j m")
        let marks = try #require(reader.place).marks
        #expect(marks.count == 3)
        #expect(marks == marks.sorted())
        // Again: unmarked.
        reader.press("m")
        #expect(reader.place?.marks == Array(marks.prefix(2)))
    }

    @Test func marksAreGoneTo() throws {
        var reader = try LogReader(Self.log())
        reader.press("'")
        #expect(reader.message == "no line is marked yet: m marks one")
        reader.press("g j j m PgDn PgDn m G m g")
        let marks = try #require(reader.place).marks
        var visited: [Int] = []
        for _ in 0..<4 {
            reader.press("'")
            visited.append(try #require(reader.place?.marked))
            #expect(reader.body.contains { $0.hasPrefix("◆line") })
        }
        // Behind the last comes the first.
        #expect(visited == marks + marks.prefix(1))
        reader.press("]m")
        #expect(reader.place?.marked == marks[1])
        reader.press("[m [m")
        #expect(reader.place?.marked == marks[0])
        #expect(reader.message == "no further marked line")
        reader.press("]m ]m ]m")
        #expect(reader.place?.marked == marks[2])
        #expect(reader.message == "no further marked line")
    }

    /// The marked line is what m marks, where it is to be seen.
    @Test func theCurrentLineIsMarked() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("g")
        reader.take(reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 5, y: 6))))))
        reader.press("m")
        #expect(reader.body[4] == "◆line 5")
        #expect(reader.lines[2].hasSuffix("◆"))
        #expect(reader.look(of: "◆line 5")?.emphasis == .reverse)
        // Elsewhere the key is the matrix; in a log it has a name.
        reader.press(":")
        reader.type("matrix")
        reader.press("Enter")
        #expect(reader.browser.place.build != nil)
        if case .matrix = reader.browser.place {} else { Issue.record("not the matrix") }
    }

    @Test func marksStayWithTheirLog() throws {
        var reader = try LogReader(Self.log())
        reader.press("g m O")
        #expect(reader.place?.marks == [])
        reader.press("q")
        #expect(reader.place?.marks == [0])
        reader.press("q L")
        #expect(reader.place?.marks == [0])
        // A line that was opened has its own.
        reader.log.lines[3].elided = 12_345_678
        let line = reader.log.lines[3].offset
        reader.press("g Enter")
        #expect(reader.place?.openedLine == line && reader.place?.marks == [])
        reader.press("m")
        let marks = try #require(reader.place?.marks)
        #expect(marks.count == 1)
        reader.press("q")
        #expect(reader.place?.marks == [0])
        reader.press("Enter")
        #expect(reader.place?.marks == marks)
        // A shorter log is another one.
        reader.press("q q")
        reader.log = Self.log(200)
        reader.press("L")
        #expect(reader.place?.marks == [])
    }

    @Test func thereAreNotTooMany() throws {
        var place = LogPlace(.prepLog, isFollowing: false)
        for offset in 0..<LogPlace.mostMarks { #expect(place.toggleMark(offset) == true) }
        #expect(place.toggleMark(-1) == nil)
        #expect(place.toggleMark(5) == false)
    }

    // MARK: Growth

    @Test func newLinesAreCounted() throws {
        var reader = try LogReader(Self.log())
        reader.press("k")
        let size = reader.log.size
        reader.isAnswering = false
        reader.grow(["new", "newer"])
        #expect(reader.lastIndex?.heldAt == size)
        // Bytes until the lines are known.
        #expect(reader.header.contains("10 B new"))
        reader.isAnswering = true
        let request = try #require(reader.lastIndex)
        reader.take(reader.browser.update(.logIndex(reader.log.report(request))))
        #expect(reader.header.contains("2 new lines"))
        reader.grow((0..<1234).map { "more \($0)" })
        #expect(reader.header.contains("1,236 new lines"))
        reader.press("G")
        #expect(!reader.header.contains("new"))
        reader.press("k")
        #expect(!reader.header.contains("new"))
        reader.grow(["one"])
        #expect(reader.header.contains("1 new line  "))
    }

    /// With filters the size of the whole is known beside what is new.
    @Test func newLinesOfAFilteredLog() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("&")
        reader.type("5")
        reader.press("Enter")
        #expect(reader.header.contains("1 filter: 57 of 300 lines"))
        reader.press("k k")
        reader.grow(["line 555", "else"])
        #expect(reader.header.contains("1 filter: 58 of 302 lines  1 of 2 new lines pass"))
        reader.grow(["line 556", "line 557", "line 1"])
        #expect(reader.header.contains("1 filter: 60 of 305 lines  3 of 5 new lines pass"))
        reader.press("G")
        #expect(reader.header.contains("1 filter: 60 of 305 lines  following"))
    }

    /// A log that was held long before the filter came is counted as a whole all the same.
    @Test func aHeldLogIsCountedForAFilter() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("k")
        reader.grow(["line 555", "else"])
        reader.press("&")
        reader.type("5")
        reader.press("Enter")
        #expect(reader.header.contains("1 filter: 58 of 302 lines"), "\(reader.header)")
        reader.grow(["line 1"])
        #expect(reader.header.contains("1 filter: 58 of 303 lines  1 of 3 new lines pass"), "\(reader.header)")
    }

    /// A log of which only its index tells: the output of the template step.
    @Test func aLaunchLogIsFollowed() throws {
        var reader = try LogReader(Self.log(), keys: "O")
        #expect(reader.body[19] == " line 300")
        reader.log.append("more of it")
        reader.take(reader.browser.update(.logIndex(reader.log.report(try #require(reader.lastIndex)))))
        #expect(reader.body[19] == " more of it")
        let asked = reader.asked.count
        reader.take(reader.browser.update(.logIndex(reader.log.report(try #require(reader.lastIndex)))))
        #expect(reader.asked.count == asked)
        // Held, it stays where it is, and says what is new.
        reader.press("k")
        let body = reader.body
        reader.log.append("and more")
        reader.take(reader.browser.update(.logIndex(reader.log.report(try #require(reader.lastIndex)))))
        #expect(reader.body == body)
        #expect(reader.header.contains("1 new line"))
    }

    /// One that does not fill the screen is filled up also while it is held.
    @Test func aShortLaunchLogFillsUp() throws {
        var reader = try LogReader(Self.log(3), keys: "O f")
        reader.log.append("more of it")
        reader.take(reader.browser.update(.logIndex(reader.log.report(try #require(reader.lastIndex)))))
        #expect(reader.body[3] == " more of it")
        #expect(reader.place?.isFollowing == false)
    }

    // MARK: A log that was cut

    private func cut(_ reader: inout LogReader, to count: Int) throws {
        reader.log = FakeLog((0..<count).map { "now \($0)" })
        var report = reader.log.report(try #require(reader.lastIndex))
        report.restarts = 1
        reader.take(reader.browser.update(.logIndex(report)))
    }

    private static let rule = " ── the log was cut or replaced at 14:03:22; what stood before is gone ─"

    /// The rule stands over what is there now, and no line is out of reach below it.
    @Test(arguments: [1, 5, 19, 20, 21, 40, 300], ["", "w"])
    func aRuleSaysSo(_ count: Int, _ keys: String) throws {
        var reader = try LogReader(Self.log())
        reader.press("k m")
        reader.press(keys)
        try cut(&reader, to: count)
        #expect(reader.message == "the log was cut or replaced: what stood there before is gone")
        #expect(reader.body[0].hasPrefix(Self.rule))
        #expect(reader.body[1] == " now 0")
        #expect(reader.place?.marks == [])
        var seen: Set<String> = Set(reader.body)
        for _ in 0..<count + 2 {
            reader.press("j")
            seen.formUnion(reader.body)
        }
        for number in 0..<count { #expect(seen.contains(" now \(number)")) }
        reader.press("g")
        #expect(reader.body[0].hasPrefix(Self.rule))
    }

    @Test(arguments: [(5, true), (19, true), (20, false), (300, false)])
    func aFollowedLogShowsItsEnd(_ count: Int, _ hasRule: Bool) throws {
        var reader = try LogReader(Self.log())
        try cut(&reader, to: count)
        #expect(reader.place?.isFollowing == true)
        #expect(reader.body.contains(" now \(count - 1)"))
        #expect(reader.body[0].hasPrefix(Self.rule) == hasRule)
    }

    /// A click below the rule marks the line that stands there.
    @Test func clicksBelowTheRule() throws {
        var reader = try LogReader(Self.log())
        try cut(&reader, to: 5)
        _ = reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 3, y: 2)))))
        #expect(reader.place?.marked == nil)
        _ = reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 3, y: 3)))))
        #expect(reader.place?.marked == 0)
    }

    // MARK: Lines that are too long

    private func long() throws -> LogReader {
        var log = FakeLog((0..<5).map { "line \($0)" } + [String(repeating: "x", count: 200), "b", "c"])
        log.lines[5].elided = 12_345_678
        log.append(String(repeating: "y", count: 200))
        log.lines[8].elided = 500
        return try LogReader(log)
    }

    @Test func aLongLineSaysSo() throws {
        var reader = try long()
        let sign = "… 12 MB line; Enter opens it"
        #expect(reader.body[5].hasSuffix("x" + sign))
        #expect(reader.look(of: sign)?.role == .warning)
        reader.press("Right Right")
        #expect(reader.body[5].hasSuffix("x" + sign))
        reader.press(
            "Right Right Right Right Right Right Right Right Right Right Right Right Right Right Right Right Right Right"
        )
        #expect(reader.body[5] == " " + sign)
        reader.press("w")
        #expect(reader.body.contains { $0.hasSuffix("x" + sign) })
    }

    @Test func enterOpensALongLine() throws {
        var reader = try long()
        reader.press("g")
        let lines = reader.lines
        let (before, offset) = (try #require(reader.place), reader.log.lines[5].offset)
        reader.isAnswering = false
        reader.press("Enter")
        let request = try #require(reader.lastRead)
        #expect(request.openedLine == offset)
        #expect(request.part == .lines(from: offset, moved: 0))
        #expect(request.rules == [])
        var window = LogWindow(request: request.number)
        window.lines = (0..<60).map { LogLine(offset: offset + $0 * 1000, text: String(repeating: "z", count: 1000)) }
        (window.end, window.fileSize) = (offset + 60_000, offset + 12_345_678)
        reader.take(reader.browser.update(.log(window)))
        #expect(reader.header.contains("log ▸ line at 35"))
        #expect(reader.header.contains("0% of 12 MB"))
        #expect(reader.body[1] == "↳" + String(repeating: "z", count: 79))
        // Its beginning and its shares are the line's own.
        reader.press("g")
        #expect(reader.lastRead?.part == .lines(from: offset, moved: 0))
        reader.press("Enter")
        #expect(reader.message == "there is nothing deeper")
        reader.press("]f")
        #expect(reader.message == "only in the whole log; q leads back to it")
        reader.press(": 1 2 Enter")
        #expect(reader.message == "only in the whole log; q leads back to it")
        reader.isAnswering = true
        reader.press("q")
        #expect(reader.lines == lines)
        #expect(reader.place?.window?.lines == before.window?.lines)
    }

    /// The marked line where it is one of them, else the first.
    @Test func whichLineIsOpened() throws {
        var reader = try long()
        #expect(reader.browser.elidedLine == reader.log.lines[5].offset)
        _ = reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 5, y: 10)))))
        #expect(reader.place?.marked == reader.log.lines[8].offset)
        #expect(reader.browser.elidedLine == reader.log.lines[8].offset)
        var plain = try LogReader(Self.log())
        plain.press("Enter")
        #expect(plain.message == "there is nothing deeper")
    }

    /// What is copied of a line that is not shown whole is never called the line.
    @Test func aCopiedPartIsCalledOne() throws {
        func copied(_ reader: inout LogReader) -> String? {
            reader.press("y")
            guard case .copy(_, let what)? = reader.asked.last else { return nil }
            return what
        }
        var reader = try long()
        reader.press("g")
        reader.take(reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 5, y: 4))))))
        #expect(copied(&reader) == "a line of the log")
        reader.take(reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 5, y: 7))))))
        #expect(copied(&reader) == "only the beginning of a line of 12 MB")
        reader.isAnswering = false
        reader.press("Enter")
        let offset = reader.log.lines[5].offset
        var window = LogWindow(request: try #require(reader.lastRead).number)
        window.lines = (0..<60).map { LogLine(offset: offset + $0 * 1000, text: String(repeating: "z", count: 1000)) }
        (window.end, window.fileSize) = (offset + 60_000, offset + 12_345_678)
        reader.take(reader.browser.update(.log(window)))
        #expect(copied(&reader) == "only a part of a line of 12 MB")
    }

    // MARK: Spots

    /// What begins as a place does, and is none, is told what places there are.
    @Test(arguments: ["500%", "99:99", "14:", "1x", "12345678901234567"])
    func whatIsNoPlaceIsSaid(_ text: String) throws {
        var reader = try LogReader(FakeLog(["one"]), 120, 24)
        reader.press(":")
        reader.type(text)
        reader.press("Enter")
        #expect(
            reader.message
                == "'\(text)' is no place: a line is :1200, a share :50%, a time :14:03")
    }

    /// A line beyond the end leads there, and it is said how many there are.
    @Test func aLineBeyondTheEnd() throws {
        var reader = try LogReader(FakeLog((1...1234).map { "line \($0)" }))
        reader.press("g : 9 9 9 9 9 Enter")
        #expect(reader.message == "the log has 1,234 lines: this is its end")
        #expect(reader.body.last == "▌line 1234")
        reader.press(": 1 2 3 4 Enter")
        #expect(reader.message == nil)
    }

    @Test(arguments: ["", "w", "w #"])
    func spots(_ keys: String) throws {
        var reader = try LogReader(Self.log())
        reader.press(keys)
        reader.press(": 5 0 % Enter")
        #expect(reader.body[0].hasSuffix("line 157"))
        #expect(reader.header.contains("56%"))
        reader.press(": 1 0 0 % Enter")
        #expect(reader.body[19].hasSuffix("line 300"))
        reader.press(": 9 0 Enter")
        #expect(
            reader.asked.contains {
                if case .indexLog(let request?) = $0 { request.question == .line(90) } else { false }
            })
        #expect(reader.place?.marked == reader.log.lines[89].offset)
        var report = reader.log.report(try #require(reader.lastIndex))
        report.answer = .found(reader.log.lines[89].offset)
        reader.take(reader.browser.update(.logIndex(report)))
        #expect(reader.body[3].contains("▌line 90"))
    }
}
