import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct LogCounterTests {
    private let root: TemporaryRoot
    private let source: LogSource

    init() throws {
        root = try TemporaryRoot(isInMemory: true)
        source = .run(try BuildName("b"))
    }

    private func counter(_ grain: LogGrain = LogGrain()) -> LogCounter {
        LogCounter(root: Root(root.path), mailbox: Mailbox(), grain: grain) { _ in }
    }

    private func request(_ search: LogPattern?, _ rules: [LogRule] = [], at: Int? = nil) -> LogTallyRequest {
        LogTallyRequest(number: 1, source: source, rules: rules, search: search, at: at)
    }

    /// The same counter throughout, with blocks of a few lines: it counts on, and anew where the log was cut.
    @Test func countsOnAndAnew() throws {
        var grain = LogGrain()
        (grain.slice, grain.block) = (64, 50)
        let counter = counter(grain)
        var lines = (0..<100).map { "line \($0)" }
        for _ in 0..<4 {
            let text = lines.joined(separator: "\n") + "\n"
            root.write(text, to: "tmp/b.log")
            let rules = [LogRule(.without, LogPattern("5"))]
            let shown = lines.filter { !$0.contains("5") }
            let hits = shown.filter { $0.contains("7") }
            for (index, hit) in hits.enumerated().filter({ $0.offset.isMultiple(of: 5) }) {
                let before = lines.prefix { $0 != hit }.reduce(0) { $0 + $1.utf8.count + 1 }
                let tally = try #require(counter.tally(for: request(LogPattern("7"), rules, at: before)))
                #expect(tally.shown == shown.count)
                #expect(tally.hits == hits.count)
                #expect(tally.place == index + 1)
                #expect(tally.isComplete && tally.fileSize == text.utf8.count)
                // The same line is where the view was held.
                var held = request(nil, rules)
                held.heldAt = before
                let later = shown.drop { $0 != hit }.count
                #expect(try #require(counter.tally(for: held)).shownSinceHeld == later)
            }
            var end = request(nil, rules)
            end.heldAt = text.utf8.count
            #expect(try #require(counter.tally(for: end)).shownSinceHeld == 0)
            let other = try #require(counter.tally(for: request(LogPattern("7"), rules, at: 0)))
            #expect(other.place == nil, "the first line is no hit")
            lines = lines.count < 150 ? lines + (100..<170).map { "line \($0)" } : lines.suffix(40).map { "\($0)!" }
        }
    }

    @Test(arguments: [("a\n", 1), ("a", 1), ("", 0), ("a\n\nb", 3), ("\n", 1), ("a\r", 1)])
    func countsLines(_ text: String, _ count: Int) throws {
        root.write(text, to: "tmp/b.log")
        let tally = try #require(counter().tally(for: request(nil)))
        #expect(tally.shown == count)
        #expect(tally.hits == 0)
        #expect(tally.isComplete)
    }

    @Test func wrongPatternsAndMissingLogsCountNothing() throws {
        #expect(counter().tally(for: request(nil)) == nil)
        root.write("a\n", to: "tmp/b.log")
        #expect(counter().tally(for: request(LogPattern("(a", isRegex: true))) == nil)
        let rule = LogRule(.only, LogPattern("[", isRegex: true))
        #expect(counter().tally(for: request(nil, [rule])) == nil)
        #expect(counter().tally(for: request(LogPattern("")))?.hits == 0)
    }

    /// On its thread it tells how far it is, and a newer order ends an older one.
    @Test func answersOnItsThread() throws {
        root.write(String(repeating: "a line of a log\n", count: 200_000), to: "tmp/b.log")
        let mailbox = Mailbox<LogCounter.Order>()
        let answers = Mailbox<LogTally>()
        let place = Root(root.path)
        try TestThread.start { LogCounter(root: place, mailbox: mailbox) { answers.put($0) }.run() }
        defer { mailbox.put(.stop) }
        var request = request(LogPattern("(l|n)[aeiou]+ of", isRegex: true))
        for number in 1...20 {
            request.number = number
            mailbox.put(.count(request))
        }
        let last = try answers.next(milliseconds: 60_000) { $0.request == 20 && $0.isComplete }
        #expect(last.hits == 200_000)
        #expect(last.shown == 200_000)
        root.append("another line of it\n", to: "tmp/b.log")
        request.number = 21
        mailbox.put(.count(request))
        #expect(try answers.next { $0.request == 21 && $0.isComplete }.hits == 200_001)
    }
}
