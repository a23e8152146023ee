import Runs
import TestKit
import Testing

@testable import Observing

/// Random logs, gone through in slices and blocks so small that every border is met, held against going through all lines.
@Suite struct LogScanTests {
    private let root: TemporaryRoot
    private let source: LogSource

    init() throws {
        root = try TemporaryRoot(isInMemory: true)
        source = .run(try BuildName("b"))
    }

    private struct Dice {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    private static func line(_ dice: inout Dice) -> String {
        let words = [
            "a", "Error", "ok", "\u{1B}[31mred\u{1B}[0m", "ü", "err", "", "x y", "\u{1B}[1;32mE\u{1B}[0mrr", "b\r",
        ]
        var line = ""
        for _ in 0..<dice.next(dice.next(9) == 0 ? 60 : 6) { line += words[dice.next(words.count)] }
        return line + (dice.next(4) == 0 ? "\r" : "")
    }

    private static func log(_ dice: inout Dice, lines: Int) -> String {
        let text = (0..<lines).map { _ in line(&dice) }.joined(separator: "\n")
        return dice.next(2) == 0 ? text : text + "\n"
    }

    /// What patterns see of a line.
    private static func plain(_ line: Substring.UTF8View) -> String {
        var text = String(decoding: Array(line), as: UTF8.self)
        for colour in ["\u{1B}[31m", "\u{1B}[0m", "\u{1B}[1;32m"] { text = text.replacing(colour, with: "") }
        var bytes = Array(text.utf8)
        while bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Line {
        var offset: Int
        var text: String
        var isShown = true
    }

    private static func lines(_ log: String, _ rules: [LogRule]) -> [Line] {
        var lines: [Line] = []
        var offset = 0
        for part in log.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if offset < log.utf8.count { lines.append(Line(offset: offset, text: plain(part))) }
            offset += part.count + 1
        }
        return lines.map { line in
            let only = rules.filter { $0.action == .only }
            let without = rules.filter { $0.action == .without }
            var line = line
            line.isShown =
                (only.isEmpty || only.contains { holds(line.text, $0.pattern) })
                && !without.contains { holds(line.text, $0.pattern) }
            return line
        }
    }

    /// Of regular expressions only these few.
    private static func holds(_ line: String, _ pattern: LogPattern) -> Bool {
        switch pattern.text {
        case "^a.*k$": line.hasPrefix("a") && line.lowercased().hasSuffix("k") && line.utf8.count > 1
        case "E(rr)+o": line.contains("Erro")
        case "(o|x)": line.lowercased().contains("o") || line.contains("x")
        case "^$": line.isEmpty
        case let text where text == text.lowercased(): line.lowercased().contains(text)
        case let text: line.contains(text)
        }
    }

    private static let patterns = [
        LogPattern("err"), LogPattern("Err"), LogPattern("ü"), LogPattern("kerror"), LogPattern("redok"),
        LogPattern("^a.*k$", isRegex: true), LogPattern("E(rr)+o", isRegex: true), LogPattern("(o|x)", isRegex: true),
        LogPattern("^$", isRegex: true), LogPattern("absent"),
    ]

    private static func rules(_ dice: inout Dice) -> [LogRule] {
        (0..<dice.next(4)).map { _ in
            LogRule(LogRule.Action.allCases[dice.next(3)], patterns[dice.next(patterns.count)])
        }
    }

    @Test(arguments: 0..<40) func answersAsIfAllLinesWereLookedAt(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 977 &+ 5)
        var grain = LogGrain()
        (grain.slice, grain.block, grain.longLine) = (16 + dice.next(90), 16 + dice.next(200), 20)
        let desk = LogDesk(root: Root(root.path), mailbox: Mailbox(), grain: grain) { _ in }
        var log = Self.log(&dice, lines: dice.next(60))
        for _ in 0..<8 {
            root.write(log, to: "tmp/b.log")
            let rules = Self.rules(&dice)
            for _ in 0..<6 { try check(desk, log, rules, &dice) }
            switch dice.next(4) {
            case 0: log = Self.log(&dice, lines: dice.next(60))
            case 1: log = String(decoding: log.utf8.prefix(dice.next(log.utf8.count + 1)), as: UTF8.self)
            default: log += Self.log(&dice, lines: 1 + dice.next(20))
            }
        }
    }

    private func check(_ desk: LogDesk, _ log: String, _ rules: [LogRule], _ dice: inout Dice) throws {
        let all = Self.lines(log, rules)
        let shown = all.filter(\.isShown)
        let rows = 1 + dice.next(8)
        var request = LogRequest(number: 1, source: source, part: .end, rows: rows)
        request.rules = rules
        let end = try #require(desk.window(for: request))
        #expect(end.problem == nil)
        #expect(end.lines.map(\.offset) == shown.suffix(rows).map(\.offset), "the end")
        #expect(end.isAtEnd)

        guard let from = all.isEmpty ? nil : all[dice.next(all.count)].offset else { return }
        let moved = dice.next(25) - 12
        request.part = .lines(from: from, moved: moved)
        let window = try #require(desk.window(for: request))
        var index = shown.firstIndex { $0.offset >= from } ?? shown.count
        index = moved < 0 ? max(0, index + moved) : min(index + moved, max(shown.count - 1, index))
        index = max(0, min(index, shown.count - rows))
        #expect(window.lines.map(\.offset) == shown[index...].prefix(rows).map(\.offset), "\(moved) from \(from)")

        let pattern = Self.patterns[dice.next(Self.patterns.count)]
        let (isForward, includesStart) = (dice.next(2) == 0, dice.next(2) == 0)
        request.part = .search(pattern, from: from, isForward: isForward, includesStart: includesStart)
        let hit = try #require(desk.window(for: request)).hit
        let hits = shown.filter { Self.holds($0.text, pattern) }.map(\.offset)
        let wanted =
            isForward
            ? hits.first { $0 > from || includesStart && $0 == from }
            : hits.last { $0 < from || includesStart && $0 == from }
        #expect(hit == wanted, "\(pattern.text) from \(from), forward \(isForward), itself \(includesStart)")
    }
}
