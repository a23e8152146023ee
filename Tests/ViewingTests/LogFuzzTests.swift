import Runs
import Screen
import Testing

@testable import Viewing

/// Any keys in any order over a log that grows, is cut and answers late: nothing crashes, and what is shown is true.
@Suite struct LogFuzzTests {
    private static func log(_ random: inout KeyRandom) -> FakeLog {
        var log = FakeLog([])
        for number in 0..<random.next(300) { append(number, to: &log, &random) }
        return log
    }

    private static func append(_ number: Int, to log: inout FakeLog, _ random: inout KeyRandom) {
        let pieces = ["word ", "日本", "e\u{301}", "a", "error ", "\u{1F600}", "\u{200B}"]
        let piece = pieces[random.next(pieces.count)]
        log.append("\(number) " + String(repeating: piece, count: [0, 1, 5, 40, 400][random.next(5)]))
        let last = log.lines.count - 1
        let length = log.lines[last].text.utf8.count
        if random.next(10) == 0 { log.lines[last].elided = random.next(1 << 30) }
        for _ in 0..<random.next(3) {
            let from = random.next(length)
            let tint = LogTint([.red, .gray, nil][random.next(3)], isBold: random.next(2) == 0)
            log.lines[last].tints.append(LogSpan(from..<from + random.next(length - from + 3), tint))
        }
    }

    private static let words = [
        "/", "&", "Tab", "Enter", "Esc", "w", "m", "'", "]m", "[m", "]f", "#", "g", "G", "j", "k", "PgDn", "PgUp",
        "Ctrl-D", "Ctrl-U", "Ctrl-R", "f", "n", "N", "a", "e", "r", "Space", "d", "Backspace", "q", "O", "L", "Left",
        "Right", "?", ":", "5", "%", "y", "!", "x",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func anyKeys(_ seed: UInt64) throws {
        var random = KeyRandom(seed: seed)
        var reader = try LogReader(Self.log(&random))
        var restarts = 0
        for turn in 0..<600 {
            switch random.next(60) {
            case 0:
                let size = Size(columns: 60 + random.next(120), rows: 15 + random.next(40))
                reader.take(reader.browser.update(.resized(size)))
            case 1..<4: grow(&reader, turn, &random)
            case 4 where random.next(10) == 0: cut(&reader, &restarts, &random)
            case 5: reader.isAnswering = false
            case 6..<9: reader.answerLast()
            case 9:
                let point = Point(x: random.next(180), y: random.next(55))
                let action = [MouseEvent.Action.press, .wheelUp, .wheelDown][random.next(3)]
                reader.take(reader.browser.update(.input(.mouse(MouseEvent(action, at: point)))))
            case 10: reader.take(reader.browser.update(.input(.paste("er\u{1B}\n"))))
            default: reader.press(Self.words[random.next(Self.words.count)])
            }
            if !reader.browser.isInLog { reopen(&reader) }
            check(reader, turn)
        }
    }

    private func grow(_ reader: inout LogReader, _ turn: Int, _ random: inout KeyRandom) {
        for number in 0..<1 + random.next(3) { Self.append(1000 * turn + number, to: &reader.log, &random) }
        reader.grow([])
    }

    private func cut(_ reader: inout LogReader, _ restarts: inout Int, _ random: inout KeyRandom) {
        guard let request = reader.lastIndex else { return }
        restarts += 1
        reader.log = Self.log(&random)
        var report = reader.log.report(request)
        report.restarts = restarts
        reader.take(reader.browser.update(.logIndex(report)))
    }

    private func reopen(_ reader: inout LogReader) {
        reader.isAnswering = true
        reader.press("Esc Esc Esc")
        var browser = reader.browser
        _ = browser.home()
        reader.browser = browser
        reader.press("g L")
    }

    private func check(_ reader: LogReader, _ turn: Int) {
        guard let place = reader.place else { return }
        let lines = reader.lines
        #expect(!lines.joined().unicodeScalars.contains(where: SafeText.isUnsafe), "turn \(turn)")
        // What is left out is said on every screen, unless something lies over it.
        let isOpen: Bool =
            switch reader.browser.layer {
            case .help, .messages: false
            default: true
            }
        if isOpen, place.filters.hiding > 0, place.window?.fileSize ?? 0 > 0, reader.lastRead != nil {
            #expect(lines[1].contains("filter"), "turn \(turn)")
        }
        guard reader.isAnswering else { return }
        #expect(place.pending == nil, "turn \(turn)")
        #expect(place.owed == 0, "turn \(turn)")
        // The screen is full where there is enough.
        let screen = reader.browser.screen(of: place)
        let shown = reader.log.lines.count { reader.log.passes($0, place.filters.rules) }
        if place.openedLine == nil { #expect(screen.rows.count >= min(shown, reader.browser.logRows), "turn \(turn)") }
        if place.isFollowing, reader.browser.layer == nil { #expect(screen.isShowingEnd, "turn \(turn)") }
    }
}
