import Runs
import TestKit
import Testing

@testable import Observing

/// Colours in a line that is read by its pieces: wherever a piece ends, none is cut.
@Suite struct OpenedColourTests {
    private static let colour = "\u{1B}[1;31m"

    private static func window(_ line: String, _ part: LogRequest.Part, _ search: LogPattern?) throws -> LogWindow {
        let root = try TemporaryRoot(isInMemory: true)
        let source = LogSource.run(try BuildName("b"))
        root.write("before\n\(line)\nafter\n", to: "tmp/b.log")
        var request = LogRequest(number: 1, source: source, part: part, rows: 1000)
        (request.openedLine, request.search) = (7, search)
        let desk = LogDesk(root: Root(root.path), mailbox: Mailbox()) { _ in }
        return try #require(desk.window(for: request))
    }

    @Test(arguments: 0..<16) func noneIsCut(_ shift: Int) throws {
        let start = String(repeating: "x", count: LogGrain().piece - 12 + shift)
        let line = start + "foo\(Self.colour)bar\u{1B}[0m" + String(repeating: "y", count: 5000)
        let pattern = LogPattern("foobar")
        let found = try Self.window(line, .search(pattern, from: 7, isForward: true, includesStart: true), pattern)
        #expect(found.hit != nil && found.problem == nil)
        for other in ["31mbar", "[1;31m", "1m"] {
            let none = try Self.window(
                line, .search(LogPattern(other), from: 7, isForward: true, includesStart: true), nil)
            #expect(none.hit == nil, "'\(other)' is found")
        }
        let all = try Self.window(line, .lines(from: 7, moved: 0), pattern).lines
        #expect(all.map(\.text).joined() == start + "foobar" + String(repeating: "y", count: 5000))
        let marked = all.flatMap { line in
            line.hits.map { String(decoding: Array(line.text.utf8)[$0.range], as: UTF8.self) }
        }
        #expect(marked.joined() == "foobar")
        let coloured = all.flatMap { line in
            line.tints.map { String(decoding: Array(line.text.utf8)[$0.range], as: UTF8.self) }
        }
        // A piece begins without colours, as a line does.
        #expect("bar".hasPrefix(coloured.joined()))
    }

    /// What only begins like a colour, and one that is longer than any: shown as it is, and all of it.
    @Test(arguments: ["\u{1B}[1;3", "\u{1B}[", "\u{1B}[" + String(repeating: "1;", count: 5000) + "m"])
    func whatIsNoneIsKept(_ odd: String) throws {
        for shift in 0..<60 {
            let start = String(repeating: "x", count: LogGrain().piece - shift)
            let all = try Self.window(start + odd + "é" + start, .lines(from: 7, moved: 0), nil).lines
            let bytes = all.map(\.offset) + [7 + 2 * start.utf8.count + odd.utf8.count + 2]
            #expect(bytes.first == 7 && zip(bytes, bytes.dropFirst()).allSatisfy { $0 < $1 && $1 - $0 < 4150 })
            #expect(!all.contains { $0.text.contains("\u{FFFD}") })
        }
    }

    /// Where a line is cut that is too long to be shown whole it does not end.
    @Test func aCutIsNoEnd() throws {
        let root = try TemporaryRoot(isInMemory: true)
        root.write(String(repeating: "x", count: 40_000) + "\n", to: "tmp/b.log")
        var request = LogRequest(number: 1, source: .run(try BuildName("b")), part: .end, rows: 5)
        request.search = LogPattern("x$", isRegex: true)
        let desk = LogDesk(root: Root(root.path), mailbox: Mailbox()) { _ in }
        let line = try #require(desk.window(for: request)?.lines.first)
        #expect(line.elided == 40_000 && line.hits.isEmpty)
        request.search = LogPattern("^x", isRegex: true)
        #expect(desk.window(for: request)?.lines.first?.hits.count == 1)
    }
}
