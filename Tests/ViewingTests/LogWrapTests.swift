import Runs
import Screen
import Testing

@testable import Viewing

/// Lines broken at the screen's edge.
@Suite struct LogWrapTests {
    /// Lines of very different lengths; each begins with its number.
    private static func texts(_ count: Int, seed: UInt64 = 1) -> [String] {
        var state = seed
        return (0..<count).map { number in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let length = [0, 3, 20, 78, 79, 80, 158, 300, 2000][Int(state >> 33) % 9]
            let wide = state >> 40 & 3 == 0
            return "\(number):" + String(repeating: wide ? "幅x" : "0123456789", count: length / (wide ? 3 : 10))
        }
    }

    /// What a log looks like as a whole, wrapped.
    private static func rows(_ log: FakeLog, width: Int) -> [String] {
        log.lines.flatMap { line in
            TextWidth.rows(of: line.text, columns: width).enumerated().map { index, bytes in
                let text = (index == 0 ? " " : "↳") + line.text.part(bytes)
                return String(text.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    /// Scrolled by rows from the start to the end and back, by any steps, each row comes in its turn and none is missed.
    @Test(arguments: ["j", "PgDn", "Ctrl-D"], [1, 2, 3] as [UInt64])
    func everyRowComes(_ keys: String, _ seed: UInt64) throws {
        let log = FakeLog(Self.texts(80, seed: seed))
        let all = Self.rows(log, width: 79)
        var reader = try LogReader(log)
        reader.press("w g")
        let step = ["j": 1, "PgDn": 19, "Ctrl-D": 9][keys] ?? 0
        var top = 0
        #expect(reader.body == Array(all[0..<20]))
        while top < all.count - 20, reader.place?.isFollowing == false {
            reader.press(keys)
            top = min(top + step, all.count - 20)
            #expect(reader.body == Array(all[top..<top + 20]), "row \(top)")
        }
        #expect(reader.lines[1].contains("100%"))
        while top > 0 {
            reader.press("PgUp")
            top = max(0, top - 19)
            #expect(reader.body == Array(all[top..<top + 20]), "back to row \(top)")
        }
    }

    /// Keys that come while an answer is under way are not lost.
    @Test func quickKeysAddUp() throws {
        let log = FakeLog(Self.texts(300))
        let all = Self.rows(log, width: 79)
        var reader = try LogReader(log)
        reader.press("w g")
        reader.isAnswering = false
        for _ in 0..<6 { reader.press("PgDn") }
        reader.answerLast()
        #expect(reader.body == Array(all[6 * 19..<6 * 19 + 20]))
        reader.isAnswering = false
        for _ in 0..<5 { reader.press("PgUp") }
        reader.answerLast()
        #expect(reader.body == Array(all[19..<39]))
    }

    @Test func theEndStaysAtTheBottom() throws {
        var reader = try LogReader(FakeLog(Self.texts(100)))
        reader.press("w")
        #expect(reader.place?.isFollowing == true)
        #expect(reader.body == Self.rows(reader.log, width: 79).suffix(20))
        reader.grow([String(repeating: "new ", count: 100), "last"])
        #expect(reader.body == Self.rows(reader.log, width: 79).suffix(20))
        #expect(reader.body.last == " last")
        reader.press("k")
        #expect(reader.place?.isFollowing == false)
        #expect(reader.body == Self.rows(reader.log, width: 79).dropLast().suffix(20))
        reader.press("j")
        #expect(reader.place?.isFollowing == false)
        reader.press("j")
        #expect(reader.place?.isFollowing == true)
    }

    /// A line that is longer than the screen can be read to its end.
    @Test func withinOneLine() throws {
        let text = (0..<1000).map { "word\($0) " }.joined()
        var reader = try LogReader(FakeLog([text, "behind"]))
        reader.press("w g j j j")
        let rows = TextWidth.rows(of: text, columns: 79).map { text.part($0) }
        #expect(reader.body.first == "↳" + rows[3])
        #expect(reader.place?.anchor == LogAnchor(offset: 0, byte: 3 * 79))
        // Another width shows the same words at the top.
        reader.take(reader.browser.update(.resized(Size(columns: 120, rows: 40))))
        #expect(reader.place?.anchor == LogAnchor(offset: 0, byte: 3 * 79))
        reader.press("G")
        #expect(reader.body.last?.hasPrefix(" behind") == true)
    }

    /// What fills up tables takes no rows of its own.
    @Test func blanksAtTheEndTakeNoRows() throws {
        let blanks = String(repeating: " ", count: 200)
        var reader = try LogReader(FakeLog(["a" + blanks + "│", "b" + blanks, blanks, "日本" + blanks, "c"]))
        reader.press("w g")
        #expect(
            reader.body.prefix(7) == [" a", "↳", "↳" + String(repeating: " ", count: 43) + "│", " b", "", " 日本", " c"])
    }

    /// Numbers and times stand only at a line's first row.
    @Test func numbersStandOnce() throws {
        var reader = try LogReader(FakeLog([String(repeating: "a", count: 100), "b"]))
        reader.press("w g #")
        #expect(reader.body[0].hasPrefix("       1  aaa"))
        #expect(reader.body[1].hasPrefix("         ↳aaa"))
        #expect(reader.body[2] == "       2  b")
    }

    /// A hit far down in long lines stands on the screen.
    @Test func aHitIsShown() throws {
        var texts = Self.texts(40) + Array(repeating: String(repeating: "long ", count: 400), count: 5)
        texts += ["here it is"] + Self.texts(40)
        var reader = try LogReader(FakeLog(texts))
        reader.press("w g /")
        reader.type("here")
        #expect(reader.body.contains("▌here it is"))
        reader.press("Enter g ' m '")
        #expect(reader.place?.isWrapped == true)
    }

    @Test func thereIsNothingBeside() throws {
        var reader = try LogReader(FakeLog(Self.texts(40)))
        reader.press("Right w Right")
        #expect(reader.place?.column == 0)
        #expect(reader.message == "nothing stands beside: lines are wrapped, w cuts them")
        reader.press("w l")
        #expect(reader.place?.column == 10)
    }

    /// The first line on the screen stays it.
    @Test func wrappingKeepsThePlace() throws {
        var reader = try LogReader(FakeLog(Self.texts(200)))
        reader.press("g PgDn PgDn")
        let top = reader.body[0]
        reader.press("w")
        #expect(reader.body[0].prefix(40) == top.prefix(40))
        reader.press("PgDn PgDn PgUp w")
        let line = try #require(reader.place?.window?.lines.first)
        #expect(reader.body[0].hasPrefix(" " + line.text.prefix(40)))
        reader.press("w w")
        #expect(reader.place?.window?.lines.first?.offset == line.offset)
    }

    @Test(
        arguments: [
            ("", 10, [0..<0]), ("abc", 10, [0..<3]), ("abcdef", 3, [0..<3, 3..<6]),
            ("abcdefg", 3, [0..<3, 3..<6, 6..<7]),
            ("日本語", 4, [0..<6, 6..<9]), ("日本語", 3, [0..<3, 3..<6, 6..<9]), ("日", 1, [0..<3]),
            ("e\u{301}e\u{301}", 1, [0..<3, 3..<6]), ("é", 0, [0..<2]),
        ] as [(String, Int, [Range<Int>])])
    func breaks(_ text: String, _ columns: Int, _ rows: [Range<Int>]) {
        #expect(TextWidth.rows(of: text, columns: columns) == rows)
        #expect(TextWidth.rowCount(of: text, columns: columns) == rows.count)
    }
}
