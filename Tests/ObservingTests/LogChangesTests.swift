import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

/// Logs that are cut, replaced and written to while they are searched.
@Suite struct LogChangesTests {
    private let root: TemporaryRoot
    private let source: LogSource

    init() throws {
        root = try TemporaryRoot(isInMemory: true)
        source = .run(try BuildName("b"))
    }

    /// Whatever happened meanwhile, the next request shows the log as it is.
    @Test(.timeLimit(.minutes(2))) func theNextRequestIsRight() throws {
        let place = Root(root.path)
        let mailbox = Mailbox<LogRequest?>()
        let answers = Mailbox<LogWindow>()
        let orders = Mailbox<LogCounter.Order>()
        let tallies = Mailbox<LogTally>()
        var grain = LogGrain()
        (grain.slice, grain.block) = (4096, 16 * 1024)
        let small = grain
        try TestThread.start {
            LogDesk(root: place, mailbox: mailbox, grain: small) { answers.put($0) }.run()
        }
        try TestThread.start {
            LogCounter(root: place, mailbox: orders, grain: small) { tallies.put($0) }.run()
        }
        defer {
            mailbox.put(nil)
            orders.put(.stop)
        }
        let rules = [LogRule(.only, LogPattern("[0-9]+ (a|b)x?$", isRegex: true)), LogRule(.without, LogPattern("7"))]
        var request = LogRequest(number: 0, source: source, part: .end, rows: 5)
        request.rules = rules
        var order = LogTallyRequest(number: 0, source: source, rules: rules, search: LogPattern("1"))
        for round in 0..<30 {
            let lines = (0..<(round * 997 % 3000)).map { "\($0 &* (round + 3)) \(["a", "b", "c"][$0 % 3])\(round)" }
            let text = lines.joined(separator: "\n") + "\n"
            // First while it is written, in one of three ways; then once it stands there.
            request.number += 1
            order.number += 1
            mailbox.put(request)
            orders.put(.count(order))
            switch round % 3 {
            case 0: root.write(text, to: "tmp/b.log")
            case 1:
                root.write(text, to: "tmp/new")
                root.move("tmp/new", to: "tmp/b.log")
            default:
                root.truncate("tmp/b.log", to: 100)
                root.write(text, to: "tmp/b.log")
            }
            request.number += 1
            order.number += 1
            mailbox.put(request)
            orders.put(.count(order))
            let window = try answers.next(milliseconds: 60_000) { $0.request == request.number && $0.scanned == nil }
            let tally = try tallies.next(milliseconds: 60_000) { $0.request == order.number && $0.isComplete }
            let shown = lines.filter { line in
                let words = line.split(separator: " ")
                return words.count == 2 && ["a", "b"].contains(words[1]) && !line.contains("7")
            }
            #expect(window.lines.map(\.text) == Array(shown.suffix(5)))
            #expect(tally.shown == shown.count)
            #expect(tally.hits == shown.count { $0.contains("1") })
        }
    }

    /// A file that is shorter than it was when it was opened ends there.
    @Test(arguments: [0, 5, 100, 5000]) func readingEndsWhereTheFileEnds(_ size: Int) throws {
        let line = "a line of some length\n"
        root.write(String(repeating: line, count: 1000), to: "log")
        let (descriptor, signature) = try SafeFile.open(root["log"])
        defer { close(descriptor) }
        let text = LogText(descriptor: descriptor, size: signature.size)
        root.truncate("log", to: size)
        let query = LineQuery(try CompiledRules([]), search: try SearchPattern(LogPattern("line")), ScanGate { true })
        let scan = LogScan(text, query, BlockCounts(stride: 512), LogSlice(size: 256))
        #expect(scan.lines(from: 0, count: 10_000).count == (size + line.utf8.count - 6) / line.utf8.count)
        #expect(scan.wasCut)
        _ = scan.back(3, before: signature.size)
        _ = scan.line(20, after: 0)
        _ = LogPage(text).line(at: 440, HitMarker(try CompiledRules([]), search: nil))
        let opened = LogText(line: 0, of: text)
        _ = LogScan(opened, query, BlockCounts(stride: 512), LogSlice(size: 256)).lines(from: 0, count: 100)
    }

    /// A last line that has not ended yet is gone through once, whoever asks where the next one begins.
    @Test(arguments: [true, false]) func aLongLastLineIsGoneThroughOnce(_ isScanned: Bool) throws {
        let size = 4 << 20
        root.write("first\n" + String(repeating: "x", count: size), to: "log")
        let (descriptor, signature) = try SafeFile.open(root["log"])
        defer { close(descriptor) }
        var reads = 0
        let known = LongLines()
        var text = LogText(descriptor: descriptor, size: signature.size, longLines: known)
        text.isWanted = {
            reads += 1
            return true
        }
        if isScanned {
            let query = LineQuery(try CompiledRules([]), search: try SearchPattern(LogPattern("y")), ScanGate { true })
            let scan = LogScan(text, query, BlockCounts(stride: 64 * 1024), LogSlice(size: 4096))
            #expect(scan.lines(from: 0, count: 1).isEmpty)
        } else {
            #expect(text.lineEnd(from: 6).next == text.upper)
        }
        let once = reads
        for offset in stride(from: 7, to: text.upper, by: 1000) {
            #expect(text.firstLine(notBefore: offset) == text.upper)
        }
        // One for each place: whether more has come.
        #expect(reads - once <= size / 1000 + 1)
        // Once it ends, everybody knows of the next line.
        root.append("x\nlast\n", to: "log")
        var longer = LogText(descriptor: descriptor, size: signature.size + 7, longLines: known)
        longer.isWanted = text.isWanted
        #expect(longer.firstLine(notBefore: 100) == signature.size + 2)
        #expect(longer.lineEnd(from: 6).next == signature.size + 2)
    }

    /// Colours and carriage returns are seen by no pattern, wherever the pieces of a long line end.
    @Test(arguments: [
        ("er\u{1B}[38;2;100;100;100mror", "error", true), ("er\u{1B}[38;2;100;100;100mror\nx", "error", true),
        ("foo\r", "foo$", true), ("foo\r\r\r\nbar", "foo$", true), ("foo\r\u{1B}[0m\r\n", "foo$", true),
        ("foo\r\u{1B}[0mx\n", "foo$", false), ("foo\r\r\rx\n", #"foo\s\s\sx$"#, true),
        ("foo" + String(repeating: "\r", count: 200) + "\n", "foo$", true),
        ("foo" + String(repeating: "\r", count: 200) + "x", "foo$", false),
        ("foo" + String(repeating: "\r", count: 200) + "x", #"foo\s{200}x$"#, true),
    ])
    func whatNobodySeesIsTakenOutOfPieces(_ end: String, _ pattern: String, _ isHit: Bool) throws {
        for length in 90..<170 {
            root.write(String(repeating: "-", count: length) + end, to: "log")
            let (descriptor, signature) = try SafeFile.open(root["log"])
            defer { close(descriptor) }
            let text = LogText(descriptor: descriptor, size: signature.size)
            let search = try SearchPattern(LogPattern(pattern, isRegex: true))
            let query = LineQuery(try CompiledRules([]), search: search, ScanGate { true })
            let scan = LogScan(text, query, BlockCounts(stride: 512), LogSlice(size: 64))
            #expect(scan.lines(from: 0, count: 1) == (isHit ? [0] : []), "after \(length) bytes")
        }
    }

    /// Whenever it is given up on the way, what is answered is the whole answer or none.
    @Test func halfAnAnswerIsNone() throws {
        let long = String(repeating: "x", count: 3 << 20)
        root.write("first\n" + long + "\nlast \(long)", to: "tmp/b.log")
        for part in [LogRequest.Part.lines(from: 0, moved: 0), .lines(from: 6, moved: 0), .end, .share(500)] {
            let request = LogRequest(number: 1, source: source, part: part, rows: 1)
            let whole = try #require(LogDesk(root: Root(root.path), mailbox: Mailbox()) { _ in }.window(for: request))
            for patience in 0..<60 {
                var asked = 0
                let gate = ScanGate {
                    asked += 1
                    return asked <= patience
                }
                let desk = LogDesk(root: Root(root.path), mailbox: Mailbox()) { _ in }
                let window = desk.window(for: request, gate)
                #expect(window == nil || window == whole, "given up after \(patience)")
                #expect(desk.window(for: request) == whole)
            }
        }
    }

    @Test func aWrongRuleIsNamed() throws {
        root.write("a\n", to: "tmp/b.log")
        var request = LogRequest(number: 1, source: source, part: .end, rows: 5)
        request.rules = [LogRule(.highlight, LogPattern("a")), LogRule(.without, LogPattern("[a", isRegex: true))]
        let desk = LogDesk(root: Root(root.path), mailbox: Mailbox()) { _ in }
        let window = try #require(desk.window(for: request))
        #expect(window.problem == "'[a' is no regular expression: '[' without ']', character 1")
        #expect(window.lines.isEmpty)
        request.rules = [LogRule(.only, LogPattern("absent"))]
        let empty = try #require(desk.window(for: request))
        #expect(empty.lines.isEmpty && empty.problem == nil && empty.isAtEnd)
    }

    /// A search that nobody wants any more is given up; what is asked of another log meanwhile does not lose its answer.
    @Test func whatIsSuperfluousIsGivenUp() throws {
        root.write(String(repeating: "a line of a log\n", count: 100_000), to: "tmp/b.log")
        root.write("launched\n", to: "tmp/b.launch.log")
        let mailbox = Mailbox<LogRequest?>()
        let answers = Mailbox<LogWindow>()
        let place = Root(root.path)
        let build = try BuildName("b")
        var filtered = LogRequest(number: 1, source: source, part: .end, rows: 3)
        filtered.rules = [LogRule(.only, LogPattern("(x|y)", isRegex: true))]
        mailbox.put(filtered)
        try TestThread.start { LogDesk(root: place, mailbox: mailbox) { answers.put($0) }.run() }
        defer { mailbox.put(nil) }
        mailbox.put(LogRequest(number: 2, source: .launch(build), part: .end, rows: 3))
        var answered: Set<Int> = []
        _ = try answers.next(milliseconds: 60_000) { window in
            if window.scanned == nil { answered.insert(window.request) }
            return answered == [1, 2]
        }
    }
}
