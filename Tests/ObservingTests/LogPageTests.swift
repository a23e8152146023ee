import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct LogPageTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    /// Asks a desk on a thread of its own, in order, and ends it.
    private func ask(_ requests: [LogRequest]) throws -> [LogWindow] {
        let mailbox = Mailbox<LogRequest?>()
        let answers = Mailbox<LogWindow>()
        let place = Root(root.path)
        try TestThread.start { LogDesk(root: place, mailbox: mailbox) { answers.put($0) }.run() }
        defer { mailbox.put(nil) }
        return try requests.map { request in
            mailbox.put(request)
            return try answers.next { $0.request == request.number && $0.scanned == nil }
        }
    }

    private func ask(_ part: LogRequest.Part, rows: Int = 3, isLaunch: Bool = false) throws -> LogWindow {
        let build = try BuildName("b")
        let request = LogRequest(number: 1, source: isLaunch ? .launch(build) : .run(build), part: part, rows: rows)
        return try #require(try ask([request]).first)
    }

    private func write(_ text: String) { root.write(text, to: "tmp/b.log") }

    private static let ten = (0..<10).map { "line \($0)\n" }.joined()

    @Test(
        arguments: [
            ("the end", .end, 3, ["line 7", "line 8", "line 9"]),
            ("the start", .lines(from: 0, moved: 0), 3, ["line 0", "line 1", "line 2"]),
            ("down", .lines(from: 0, moved: 2), 2, ["line 2", "line 3"]),
            ("up", .lines(from: 35, moved: -2), 2, ["line 3", "line 4"]),
            ("from the middle of a line", .lines(from: 38, moved: 0), 1, ["line 5"]),
            ("up beyond the start", .lines(from: 14, moved: -100), 2, ["line 0", "line 1"]),
            ("down beyond the end", .lines(from: 14, moved: 1000), 3, ["line 7", "line 8", "line 9"]),
            ("from beyond the end", .lines(from: 100_000, moved: 0), 2, ["line 8", "line 9"]),
            ("before the start", .lines(from: -5, moved: 0), 1, ["line 0"]),
            ("the half", .share(500), 2, ["line 5", "line 6"]), ("all", .share(1000), 2, ["line 8", "line 9"]),
            ("none", .share(0), 1, ["line 0"]), ("more than there is", .end, 50, (0..<10).map { "line \($0)" }),
        ] as [(String, LogRequest.Part, Int, [String])])
    func windows(_ name: String, _ part: LogRequest.Part, _ rows: Int, _ lines: [String]) throws {
        write(Self.ten)
        let window = try ask(part, rows: rows)
        #expect(window.lines.map(\.text) == lines, "\(name)")
        #expect(window.lines.map(\.offset) == lines.map { (Int($0.suffix(1)) ?? 0) * 7 }, "\(name)")
        #expect(window.fileSize == 70)
        #expect(window.isAtEnd == (lines.last == "line 9"), "\(name)")
    }

    @Test(arguments: ["\n", "\r\n", ""])
    func theEndIsTheEndWhateverEndsTheLine(_ ending: String) throws {
        write("one\r\ntwo" + ending)
        let window = try ask(.end, rows: 5)
        #expect(window.lines.map(\.text) == ["one", "two"])
        #expect(window.isAtEnd)
        #expect(try ask(.lines(from: 0, moved: 0), rows: 1).end == 5)
    }

    @Test func emptyAndMissingLogs() throws {
        write("")
        let empty = try ask(.end)
        #expect(empty.lines.isEmpty && empty.problem == nil && empty.isAtEnd)
        #expect(try ask(.end, isLaunch: true).problem == "there is no /tmp/b.launch.log")
        root.delete("tmp/b.log")
        root.write("secret", to: "secret")
        root.link("../secret", at: "tmp/b.log")
        let planted = try ask(.end)
        #expect(planted.lines.isEmpty)
        #expect(planted.problem?.hasPrefix("/tmp/b.log is a symbolic link") == true)
    }

    @Test func launchLog() throws {
        write("run\n")
        root.write("launch\n", to: "tmp/b.launch.log")
        #expect(try ask(.end, isLaunch: true).lines.map(\.text) == ["launch"])
    }

    @Test func controlsAndBadBytesAreShown() throws {
        root.write(
            Array("a\u{1B}[31mred\u{1B}[0m\u{1B}]52;c;x\u{7}\tb".utf8) + [0xFF, 0, 0x9B, 0x0A]
                + Array("x\ry\u{202E}\n".utf8),
            to: "tmp/b.log")
        let lines = try ask(.end).lines.map(\.text)
        #expect(lines.count == 2)
        #expect(lines.first == "ared␛]52;c;x␇   b\u{FFFD}␀\u{FFFD}")
        #expect(lines.last == "x␍y<U+202E>")
        #expect(!lines.joined().unicodeScalars.contains(where: SafeText.isUnsafe))
    }

    /// A line longer than is kept is cut and says so; the lines around it are whole.
    @Test(arguments: [70_000, 700_000, 9_000_000])
    func longLines(_ length: Int) throws {
        write("before\n" + String(repeating: "x", count: length) + "\nafter\n")
        let window = try ask(.lines(from: 0, moved: 0), rows: 3)
        #expect(window.lines.first?.text == "before")
        let long = try #require(window.lines.dropFirst().first)
        #expect(long.offset == 7)
        #expect(long.text == String(repeating: "x", count: 16 * 1024))
        #expect(long.elided == length)
        #expect(window.lines.last?.text == "after")
        #expect(try ask(.lines(from: 7, moved: 0), rows: 1).lines.first?.offset == 7)
        #expect(try ask(.lines(from: 7, moved: 1), rows: 1).lines.first?.text == "after")
    }

    @Test func aLineWithoutEndIsShown() throws {
        write(String(repeating: "x", count: 9_000_000))
        #expect(try ask(.lines(from: 0, moved: 0)).lines.count == 1)
    }

    // MARK: Searching

    @Test(
        arguments: [
            ("forward", "error", 0, true, "an Error here"),
            ("the line itself does not count", "error", 6, true, "ERROR again"),
            ("a capital makes case count", "ERROR", 0, true, "ERROR again"),
            ("backward", "error", 100, false, "ERROR again"),
            ("backward from a hit", "error", 30, false, "an Error here"), ("bytes beyond ASCII", "ünï", 0, true, "ünï"),
            ("in the last line", "end", 0, true, "the end"),
        ] as [(String, String, Int, Bool, String)])
    func finds(_ name: String, _ text: String, _ from: Int, _ isForward: Bool, _ line: String) throws {
        write("start\nan Error here\nnothing\nERROR again\nünï\nthe end")
        let window = try ask(.search(LogPattern(text), from: from, isForward: isForward), rows: 10)
        #expect(window.lines.first { $0.offset == window.hit }?.text == line, "\(name)")
        #expect(window.problem == nil)
    }

    /// A first search finds what stands in the first line on the screen; going on from a hit does not find it again.
    @Test(
        arguments: [(0, true, 0), (0, false, 0), (10, true, 20), (10, false, 0), (20, true, 20), (20, false, 20)]
            as [(Int, Bool, Int)])
    func findsInTheLineItself(_ from: Int, _ isForward: Bool, _ hit: Int) throws {
        write("a hit here\n123456789\na hit there")
        let from = from > 0 ? from + 1 : 0
        let wanted = hit > 0 ? 21 : 0
        #expect(
            try ask(.search(LogPattern("hit"), from: from, isForward: isForward, includesStart: true)).hit == wanted)
        let next = try ask(.search(LogPattern("hit"), from: from, isForward: isForward)).hit
        #expect(next == (from == 0 ? (isForward ? 21 : nil) : from == 21 ? (isForward ? nil : 0) : wanted))
    }

    @Test(
        arguments: [
            ("^an", 0, true, "an Error here"), ("e[rn]d?$", 0, true, "the end"),
            ("E.+again", 100, false, "ERROR again"),
            ("[a-z]+ing$", 100, false, "nothing"), ("^the end$", 0, true, "the end"),
        ] as [(String, Int, Bool, String)])
    func findsPatterns(_ text: String, _ from: Int, _ isForward: Bool, _ line: String) throws {
        write("start\nan Error here\nnothing\nERROR again\n\nthe end")
        let window = try ask(.search(LogPattern(text, isRegex: true), from: from, isForward: isForward), rows: 10)
        #expect(window.lines.first { $0.offset == window.hit }?.text == line)
    }

    @Test func aWrongPatternSaysWhatIsWrong() throws {
        write("start\n")
        let window = try ask(.search(LogPattern("(a", isRegex: true), from: 0, isForward: true))
        #expect(window.problem == "'(a' is no regular expression: '(' without ')', character 1")
    }

    @Test(arguments: [("absent", true), ("Absent", false), ("start", true), ("the end", false)])
    func findsNothing(_ text: String, _ isForward: Bool) throws {
        write("start\nmiddle\nthe end")
        let window = try ask(.search(LogPattern(text), from: isForward ? 0 : 13, isForward: isForward))
        #expect(window.hit == nil)
        #expect(window.lines.isEmpty)
        #expect(window.problem == "'\(text)' does not stand \(isForward ? "further down" : "further up")")
    }

    /// A hit may lie across the border of two slices of a mebibyte.
    @Test(arguments: -6...1)
    func findsAcrossSlices(_ shift: Int) throws {
        let before = String(repeating: "abcdefg\n", count: (1 << 20) / 8)
        let needle = "NEEDLE"
        let padding = String(repeating: "x", count: 8 + shift)
        write("start\n" + before.dropLast(6 + 8) + "\n" + padding + needle + "\n" + before + "end\n")
        let forward = try ask(.search(LogPattern(needle), from: 0, isForward: true), rows: 6)
        #expect(forward.lines.first { $0.offset == forward.hit }?.text == padding + needle)
        let size = forward.fileSize
        let backward = try ask(.search(LogPattern(needle.lowercased()), from: size - 4, isForward: false), rows: 6)
        #expect(backward.hit == forward.hit)
    }

    @Test func ofSeveralRequestsTheNewestIsAnswered() throws {
        write(Self.ten)
        let mailbox = Mailbox<LogRequest?>()
        let answers = Mailbox<LogWindow>()
        let build = try BuildName("b")
        for number in 1...5 { mailbox.put(LogRequest(number: number, source: .run(build), part: .end, rows: 1)) }
        let place = Root(root.path)
        try TestThread.start { LogDesk(root: place, mailbox: mailbox) { answers.put($0) }.run() }
        #expect(try answers.next { _ in true }.request == 5)
        mailbox.put(nil)
    }
}
