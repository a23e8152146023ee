import Runs
import TestKit
import Testing

@testable import Observing

/// One line that is read as if it were a file of its own.
@Suite struct OpenedLineTests {
    private let root: TemporaryRoot
    private let source: LogSource
    private let desk: LogDesk
    private let counter: LogCounter

    init() throws {
        root = try TemporaryRoot(isInMemory: true)
        source = .run(try BuildName("b"))
        var grain = LogGrain()
        (grain.slice, grain.block, grain.piece, grain.context, grain.longLine) = (128, 90, 16, 40, 32)
        counter = LogCounter(root: Root(root.path), mailbox: Mailbox(), grain: grain) { _ in }
        desk = LogDesk(root: Root(root.path), mailbox: Mailbox(), grain: grain) { _ in }
    }

    private func ask(_ part: LogRequest.Part, rows: Int = 1000, _ edit: (inout LogRequest) -> Void = { _ in }) throws
        -> LogWindow
    {
        var request = LogRequest(number: 1, source: source, part: part, rows: rows)
        request.openedLine = 7
        edit(&request)
        return try #require(desk.window(for: request))
    }

    private static let long = (0..<40).map { "über \($0) ✓ " }.joined()

    @Test(arguments: ["\nafter\n", "\n", ""])
    func itsPiecesAreTheLine(_ after: String) throws {
        root.write("before\n" + Self.long + after, to: "tmp/b.log")
        let all = try ask(.end)
        #expect(all.lines.map(\.text).joined() == Self.long)
        #expect(all.lines.first?.offset == 7)
        #expect(
            all.lines.allSatisfy { $0.elided == nil && (13...19).contains($0.text.utf8.count) || $0 == all.lines.last })
        #expect(!all.lines.contains { $0.text.contains("\u{FFFD}") })
        #expect(all.fileSize == 7 + Self.long.utf8.count)
        #expect(all.isAtEnd)
        for (index, line) in all.lines.enumerated() {
            let moved = try ask(.lines(from: 7, moved: index), rows: 1)
            #expect(moved.lines == [line])
            let around = try ask(.lines(from: line.offset + 1, moved: 0), rows: 1)
            #expect(around.lines == [line])
            guard index > 0 else { continue }
            let back = try ask(.lines(from: line.offset, moved: -1), rows: 1)
            #expect(back.lines == [all.lines[index - 1]])
        }
        #expect(try ask(.share(0), rows: 1).lines.first?.offset == 7)
    }

    /// Also across the border of two pieces, in both directions.
    @Test(arguments: 0..<40)
    func itIsSearched(_ number: Int) throws {
        root.write("before über 1 \n" + Self.long + "\nüber 99 after\n", to: "tmp/b.log")
        let text = "Über \(number) ✓".lowercased()
        let start = 16
        let found = Array(Self.long.utf8).firstIndex(of: text)
        for isForward in [true, false] {
            let from = isForward ? start : start + Self.long.utf8.count
            let part = LogRequest.Part.search(LogPattern(text), from: from, isForward: isForward, includesStart: true)
            let window = try ask(part, rows: 4) { $0.openedLine = start }
            let hit = try #require(window.hit)
            let place = start + (found ?? 0)
            #expect(hit <= place && place < hit + 19, "\(text)")
        }
        let absent = try ask(.search(LogPattern("99"), from: start, isForward: true)) { $0.openedLine = start }
        #expect(absent.problem == "'99' does not stand further down")
    }

    /// A line that still grows is searched in what it has got, and again in what has come.
    @Test(arguments: [LogPattern("needle"), LogPattern("n"), LogPattern("need?le", isRegex: true)])
    func aGrowingLineIsSearchedAgain(_ pattern: LogPattern) throws {
        for length in 60..<220 {
            root.write("before\n" + String(repeating: "x", count: length), to: "tmp/b.log")
            _ = try ask(.end, rows: 3) { $0.rules = [LogRule(.only, pattern)] }
            for part in ["nee", "dle", "yy", "\n"] {
                root.append(part, to: "tmp/b.log")
                let window = try ask(.end, rows: 3) { $0.rules = [LogRule(.only, pattern)] }
                let isThere = pattern.text == "n" || part != "nee"
                #expect(window.lines.isEmpty != isThere, "'\(part)' after \(length)")
            }
        }
    }

    /// What lies across two pieces is marked in both, whatever finds it, and colours on the way do not hide it.
    @Test(arguments: [
        LogPattern("14 ✓ über 15"), LogPattern("14 . über 1[5]", isRegex: true), LogPattern("ÜBER 15".lowercased()),
    ])
    func hitsAcrossPieces(_ pattern: LogPattern) throws {
        let coloured = Self.long.replacing("über 15", with: "ü\u{1B}[31mb\u{1B}[0mer 15")
        for long in [Self.long, coloured] {
            root.write("before\n" + long + "\n", to: "tmp/b.log")
            for action in [nil, LogRule.Action.highlight] {
                let all = try ask(.lines(from: 7, moved: 0)) { request in
                    request.search = action == nil ? pattern : nil
                    request.rules = action.map { [LogRule($0, pattern)] } ?? []
                }
                let marked = all.lines.flatMap { line in
                    line.hits.map { String(decoding: Array(line.text.utf8)[$0.range], as: UTF8.self) }
                }
                #expect(marked.count > 1 || pattern.text.utf8.count < 10)
                let wanted = pattern.text.hasPrefix("14") ? "14 ✓ über 15" : "über 15"
                #expect(marked.joined() == wanted, "\(pattern.text) in \(marked)")
            }
        }
    }

    /// A piece in which a search has found something shows it: nothing is found in what belongs to the next piece alone.
    @Test(arguments: [LogPattern("ü.er 2[0-9]", isRegex: true), LogPattern("über 3")])
    func whatIsFoundIsMarked(_ pattern: LogPattern) throws {
        root.write("before\n" + Self.long + "\n", to: "tmp/b.log")
        var (from, found) = (7, 0)
        while found < 30 {
            let part = LogRequest.Part.search(pattern, from: from, isForward: true, includesStart: from == 7)
            let window = try ask(part) { $0.search = pattern }
            guard let hit = window.hit else { break }
            #expect(window.lines.first { $0.offset == hit }?.hits.isEmpty == false, "\(hit)")
            (from, found) = (hit, found + 1)
        }
        #expect((9...11).contains(found), "\(found)")
    }

    private static let patterns = [
        LogPattern("ab"), LogPattern("x+", isRegex: true), LogPattern("^(a|x)+", isRegex: true),
        LogPattern("[bx]+$", isRegex: true), LogPattern("^$", isRegex: true), LogPattern("$", isRegex: true),
        LogPattern(#"\bx"#, isRegex: true), LogPattern(#"\Bb"#, isRegex: true), LogPattern("ü a?", isRegex: true),
        LogPattern("(ab ){2,3}", isRegex: true), LogPattern("^x{30,}", isRegex: true), LogPattern("b a"),
    ]

    /// Random lines, held against what is found in them as a whole: a hit is one stop and counts once, where it begins,
    /// and is marked wherever it is to be seen; a line begins and ends once.
    @Test(arguments: 0..<24) func oneHitIsOneStop(_ seed: UInt64) throws {
        var state = seed &* 977 &+ 3
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let words = ["ab ", "x", "xx ", String(repeating: "x", count: 15) + "-", "b ", "a", "ü ", "ab", " ", "b\r"]
        let long = "xxa" + (0..<next(60)).map { _ in words[next(words.count)] }.joined() + ["", "\r", "x"][next(3)]
        root.write("before\n" + long + "\n", to: "tmp/b.log")
        var bytes = Array(long.utf8)
        while bytes.last == 0x0D { bytes.removeLast() }
        let pieces = try ask(.lines(from: 7, moved: 0)).lines.map(\.offset)
        for pattern in Self.patterns {
            var matches: [Range<Int>] = []
            var whole = PatternHits(try SearchPattern(pattern))
            bytes.withUnsafeBytes { bytes in
                whole.each(in: bytes, limit: .max) { match in
                    matches.append(match)
                    return true
                }
            }
            let begin = { (place: Int) in pieces.last { $0 <= place + 7 } ?? 7 }
            let wanted = Set(matches.map { begin($0.lowerBound) }).sorted()
            #expect(try stops(pattern, isForward: true) == wanted, "\(pattern.text) in \(long)")
            #expect(try stops(pattern, isForward: false) == wanted.reversed(), "\(pattern.text) in \(long)")
            var tally = LogTallyRequest(number: 1, source: source, search: pattern, at: wanted.last)
            tally.openedLine = 7
            let counted = try #require(counter.tally(for: tally))
            #expect(counted.hits == wanted.count && counted.shown == pieces.count)
            #expect(counted.place == (wanted.isEmpty ? nil : wanted.count))
            let seen = try ask(.lines(from: 7, moved: 0)) { $0.search = pattern }.lines
            let filled = matches.filter { !$0.isEmpty }
            #expect(seen.flatMap(\.hits).count { $0.kind == .search } == filled.count, "\(pattern.text) in \(long)")
            let marked = seen.filter { !$0.hits.isEmpty }.map(\.offset)
            #expect(marked == Set(filled.flatMap { $0.map(begin) }).sorted(), "\(pattern.text) in \(long)")
            let only = try ask(.lines(from: 7, moved: 0)) { $0.rules = [LogRule(.only, pattern)] }.lines
            #expect(Set(only.map(\.offset)).isSuperset(of: Set(marked).union(wanted)), "\(pattern.text) in \(long)")
            #expect(only.count == Set(marked).union(wanted).count, "\(pattern.text) in \(long)")
        }
    }

    /// A hit through many pieces is one, also where only the end of the line ends it.
    @Test(arguments: [("x+", ""), ("x+", "b"), ("x+$", ""), ("x.*$", "b"), ("x{2,}", "b")])
    func aLongHitIsOne(_ text: String, _ after: String) throws {
        let pattern = LogPattern(text, isRegex: true)
        root.write("before\n" + "aab " + String(repeating: "x", count: 200) + after + "\n", to: "tmp/b.log")
        #expect(try stops(pattern, isForward: true) == [7])
        #expect(try stops(pattern, isForward: false) == [7])
        let lines = try ask(.lines(from: 7, moved: 0)) { $0.search = pattern }.lines
        #expect(lines.map { $0.hits.map(\.kind) }.allSatisfy { $0 == [.search] || $0 == [.searchRest] })
        #expect(lines.flatMap(\.hits).count { $0.kind == .search } == 1)
        #expect(try stops(LogPattern("^x", isRegex: true), isForward: true).isEmpty)
        #expect(try stops(LogPattern("a$", isRegex: true), isForward: true).isEmpty)
    }

    /// The pieces in which a search stops, one after another.
    private func stops(_ pattern: LogPattern, isForward: Bool) throws -> [Int] {
        var found: [Int] = []
        while found.count < 1000 {
            let from = found.last ?? (isForward ? 7 : 1_000_000)
            let part = LogRequest.Part.search(
                pattern, from: from, isForward: isForward, includesStart: found.isEmpty && isForward)
            guard let hit = try ask(part, rows: 1).hit else { break }
            found.append(hit)
        }
        return found
    }

    @Test func itsBytesMayBeNoText() throws {
        root.write(Array("before\n".utf8) + [UInt8](repeating: 0x80, count: 100) + [0x0A], to: "tmp/b.log")
        let all = try ask(.end)
        #expect(all.lines.map(\.text.unicodeScalars.count).reduce(0, +) == 100)
    }

    /// The line before and after it, and its length, however long it is.
    @Test func longLinesAreToldByTheirLength() throws {
        let long = String(repeating: "ü", count: 20_000)
        root.write("before\n" + long + "\r\nafter\n" + long, to: "tmp/b.log")
        for _ in 0..<2 {
            let window = try ask(.lines(from: 0, moved: 0)) { $0.openedLine = nil }
            #expect(window.lines.map(\.elided) == [nil, 40_001, nil, 40_000])
            #expect(window.lines.map(\.offset) == [0, 7, 40_009, 40_015])
            #expect(window.lines[1].text == String(repeating: "ü", count: 8192))
            #expect(window.isAtEnd)
        }
        let back = try ask(.lines(from: 40_015, moved: -2), rows: 1) { $0.openedLine = nil }
        #expect(back.lines.first?.offset == 7)
        #expect(try ask(.lines(from: 20_000, moved: 0), rows: 1) { $0.openedLine = nil }.lines.first?.offset == 7)
    }

    /// A long line ends somewhere else when the log is another one.
    @Test func whatIsKnownOfALineIsForgotten() throws {
        root.write("before\n" + Self.long + "\nafter\n", to: "tmp/b.log")
        _ = try ask(.end)
        root.write("before\n" + Self.long + Self.long + "\nafter\n", to: "tmp/b.log")
        #expect(try ask(.end).lines.map(\.text).joined() == Self.long + Self.long)
        root.write("short\n", to: "tmp/b.log")
        #expect(try ask(.end).lines.isEmpty)
    }
}

extension [UInt8] {
    fileprivate func firstIndex(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0...].starts(with: wanted) }
    }
}
