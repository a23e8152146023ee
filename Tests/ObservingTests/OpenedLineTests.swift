import Runs
import TestKit
import Testing

@testable import Observing

/// One line that is read as if it were a file of its own.
@Suite struct OpenedLineTests {
    private let root: TemporaryRoot
    private let source: LogSource
    private let desk: LogDesk

    init() throws {
        root = try TemporaryRoot(isInMemory: true)
        source = .run(try BuildName("b"))
        var grain = LogGrain()
        (grain.slice, grain.block, grain.piece, grain.longLine) = (64, 90, 16, 32)
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
