import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct LogIndexerTests {
    private let root: TemporaryRoot
    private let mailbox = Mailbox<LogIndexer.Order>()
    private let answers = Mailbox<LogIndexReport>()

    init() throws { root = try TemporaryRoot() }

    private func start() throws {
        let (place, mailbox, answers) = (Root(root.path), mailbox, answers)
        try TestThread.start { LogIndexer(root: place, mailbox: mailbox) { answers.put($0) }.run() }
    }

    private func ask(
        _ number: Int, _ question: LogIndexRequest.Question? = nil, shown: Range<Int> = 0..<0
    ) throws {
        let build = try BuildName("b")
        mailbox.put(
            .look(
                LogIndexRequest(
                    number: number, source: .run(build), question: question, rows: 10, shown: shown)))
    }

    private static func spec(_ number: Int) -> String {
        let rule = String(repeating: "─", count: 100)
        return """
            \(rule)

              Running:  h\(number).cy.js                                                        (\(number) of 99)


              ATVM h
                ✓ 1. one (10ms)
                1) 2. two


              1 passing (1s)
              1 failing

              1) ATVM h
                   2. two:
                 Error: broken
                  at Context.eval (a.js:1)




            """
    }

    private static func log(specs: Int) -> String {
        let rule = String(repeating: "=", count: 100)
        let edge = String(repeating: "─", count: 96)
        let line = "  │ Cypress:        12.17.4" + String(repeating: " ", count: 72) + "│\n"
        let box = "  ┌\(edge)┐\n\(line)  └\(edge)┘\n\n\n"
        return "\(rule)\n\n  (Run Starting)\n\n\(box)" + (1...specs).map(spec).joined()
    }

    private func place(of text: String, _ nth: Int, in log: String) -> Int {
        var bytes = 0
        var left = nth
        for line in log.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains(text) {
                left -= 1
                if left == 0 { return bytes }
            }
            bytes += line.utf8.count + 1
        }
        return -1
    }

    /// Within a long line nothing says how many lines stand before it: they are counted once, not for every report.
    @Test func aLongLineIsCountedOnce() throws {
        let length = 8 << 20
        root.write("first\nsecond\n" + String(repeating: "x", count: length), to: "tmp/b.log")
        let index = LogIndex(.run(try BuildName("b")), in: Root(root.path))
        _ = index.refresh()
        while index.readOn() {}
        var request = LogIndexRequest(number: 1, source: index.source, rows: 10, shown: length..<length + 10)
        (request.lines, request.heldAt) = ([length], length - 1000)
        for number in 1...100 {
            request.number = number
            request.shown = length - number * 1000..<length
            request.lines = [length - number * 1000]
            let report = index.report(request)
            #expect(report.firstLine == 3 && report.numbers == [length - number * 1000: 3] && report.newLines == 0)
        }
        #expect(index.countedBytes < 4 * length)
        // Another log at its place has other lines.
        root.write("x\n" + String(repeating: "y", count: length), to: "tmp/b.log")
        _ = index.refresh()
        while index.readOn() {}
        #expect(index.report(request).firstLine == 2)
    }

    @Test func findsMarksAndLines() throws {
        let log = Self.log(specs: 5)
        root.write(log, to: "tmp/b.log")
        try start()
        defer { mailbox.put(.stop) }
        try ask(1, .mark(.host, from: -1, steps: 3))
        let host = try answers.next { $0.answer.map { $0 != .waiting } ?? false }
        #expect(host.answer == .found(place(of: "Running:", 3, in: log)))
        try ask(2, .mark(.failure, from: 0, steps: 5))
        let failure = try answers.next { $0.request == 2 && $0.answer.map { $0 != .waiting } ?? false }
        #expect(failure.answer == .found(place(of: "1) ATVM", 5, in: log)))
        #expect(failure.counts == [.run: 1, .host: 5, .step: 10, .failure: 5])
        #expect(failure.map.map(\.failures).reduce(0, +) == 5)
        let tenth = log.split(separator: "\n", omittingEmptySubsequences: false).prefix(9).map { $0.utf8.count + 1 }
        let offset = tenth.reduce(0, +)
        try ask(3, .line(10), shown: offset..<offset + 10)
        let line = try answers.next { $0.request == 3 && $0.answer != nil }
        #expect(line.answer == .found(offset))
        #expect(line.firstLine == 10)
        try ask(4, .mark(.failure, from: log.utf8.count, steps: 1))
        #expect(try answers.next { $0.request == 4 && $0.answer != nil }.answer == .nothing)
    }

    /// Lines that filters leave far apart have their numbers, and a line beyond the end is told from one that is there.
    @Test func numbersAreCounted() throws {
        let lines = (1...20_000).map { "line \($0) \(String(repeating: "x", count: $0 % 60))" }
        let log = lines.joined(separator: "\n")
        root.write(log, to: "tmp/b.log")
        try start()
        defer { mailbox.put(.stop) }
        let wanted = [1, 2, 3, 777, 778, 9_999, 19_999, 20_000]
        var starts = [0]
        for line in lines { starts.append((starts.last ?? 0) + line.utf8.count + 1) }
        var request = LogIndexRequest(number: 1, source: .run(try BuildName("b")), rows: 10, shown: 0..<0)
        request.lines = wanted.map { starts[$0 - 1] } + [log.utf8.count + 5]
        mailbox.put(.look(request))
        let report = try answers.next { $0.isComplete && $0.numbers.count == wanted.count }
        #expect(report.numbers == Dictionary(uniqueKeysWithValues: wanted.map { (starts[$0 - 1], $0) }))
        for (number, answer) in [
            (20_000, LogIndexReport.Answer.found(starts[19_999])), (20_001, .last(starts[19_999], of: 20_000)),
            (999_999, .last(starts[19_999], of: 20_000)),
        ] {
            try ask(number, .line(number))
            #expect(try answers.next { $0.request == number && $0.answer != nil }.answer == answer)
        }
    }

    /// What is appended is read on; what was cut or replaced is read anew, and counted.
    @Test func followsAndNoticesReplacement() throws {
        let log = Self.log(specs: 2)
        root.write(log, to: "tmp/b.log")
        try start()
        defer { mailbox.put(.stop) }
        try ask(1)
        _ = try answers.next { $0.isComplete && $0.counts[.host] == 2 }
        root.write(log + Self.spec(3), to: "tmp/b.log")
        try ask(2)
        let grown = try answers.next { $0.isComplete && $0.counts[.failure] == 3 }
        #expect(grown.restarts == 0)
        // As long as before, but another text.
        let other = String(Self.log(specs: 9).suffix(grown.fileSize + 100))
        root.write(other, to: "tmp/b.log")
        try ask(3)
        #expect(try answers.next { $0.request == 3 && $0.isComplete }.restarts == 1)
        root.write("short\n", to: "tmp/b.log")
        try ask(4)
        let short = try answers.next { $0.request == 4 && $0.isComplete }
        #expect(short.restarts == 2)
        #expect(short.counts[.host] == 0)
    }

    /// A jump that is asked for before the index has got there comes when it has.
    @Test func answersLateJumps() throws {
        let noise = String(repeating: "output of a test, of no meaning to anybody\n", count: 400_000)
        root.write("=\n" + noise + Self.log(specs: 1), to: "tmp/b.log")
        try start()
        defer { mailbox.put(.stop) }
        try ask(1, .mark(.failure, from: -1, steps: 1))
        let first = try answers.next { $0.answer != nil }
        #expect(first.answer == .waiting)
        let second = try answers.next { $0.answer.map { $0 != .waiting } ?? false }
        #expect(second.answer == .found(noise.utf8.count + 2 + place(of: "1) ATVM", 1, in: Self.log(specs: 1))))
    }

    @Test func aMissingLogIsEmpty() throws {
        try start()
        defer { mailbox.put(.stop) }
        try ask(1, .mark(.failure, from: 0, steps: 1))
        let report = try answers.next { $0.answer != nil }
        #expect(report.answer == .nothing)
        #expect(report.fileSize == 0)
    }

    /// How many lines have come since a place, whether or not the last one has its line break.
    @Test(
        arguments: [
            ("", "a\n", 1), ("a\n", "", 0), ("a\n", "b", 1), ("a\n", "b\nc\n", 2), ("a", "b\nc\n", 1), ("a", "b", 0),
            ("a", "\nb", 1), ("a\n", "\n\n", 2), ("", "a\nb", 2),
        ] as [(String, String, Int)])
    func tellsHowManyLinesAreNew(_ before: String, _ after: String, _ count: Int) throws {
        root.write(before + after, to: "tmp/b.log")
        var request = LogIndexRequest(number: 1, source: .run(try BuildName("b")), rows: 0, shown: 0..<0)
        request.heldAt = before.utf8.count
        let indexer = LogIndexer(root: Root(root.path), mailbox: mailbox) { _ in }
        request.countsAll = true
        let all = (before + after).split(separator: "\n", omittingEmptySubsequences: false)
        let report = try #require(indexer.report(on: request))
        #expect(report.newLines == count)
        #expect(report.allLines == all.count - (all.last == "" ? 1 : 0))
        (request.heldAt, request.countsAll) = (nil, false)
        let quiet = try #require(indexer.report(on: request))
        #expect(quiet.newLines == nil && quiet.allLines == nil)
    }

    /// Of a log that no snapshot tells of, every change is told, also that it has come, and that another has taken its place.
    @Test func watchesLogsThatNobodyTellsOf() throws {
        try start()
        defer { mailbox.put(.stop) }
        var request = LogIndexRequest(number: 1, source: .launch(try BuildName("b")), rows: 0, shown: 0..<0)
        request.heldAt = 4
        mailbox.put(.look(request))
        _ = try answers.next { $0.request == 1 && $0.fileSize == 0 }
        root.write("one\n", to: "tmp/b.launch.log")
        _ = try answers.next { $0.isComplete && $0.fileSize == 4 }
        for number in 1...3 {
            root.append("two\n", to: "tmp/b.launch.log")
            let report = try answers.next { $0.isComplete && $0.fileSize == 4 + 4 * number }
            #expect(report.newLines == number)
            #expect(report.restarts == 0)
        }
        root.write("another\n", to: "tmp/other")
        root.move("tmp/other", to: "tmp/b.launch.log")
        #expect(try answers.next { $0.isComplete && $0.fileSize == 8 }.restarts == 1)
        root.append("more\n", to: "tmp/b.launch.log")
        #expect(try answers.next { $0.isComplete && $0.fileSize == 13 }.restarts == 1)
    }

    /// Whatever the time of day is now: a time is one of the log's own days, where it has one.
    @Test(
        arguments: [
            (9, .found(0)), (11, .found(100)), (12, .found(200)), (13, .found(200)), (24 + 10, .found(0)),
            (24 + 11, .found(100)), (24 * 40 + 11, .found(100)), (24 + 13, .found(200)), (8, .outside(0)),
            (-24 + 13, .outside(200)), (-24 + 20, .outside(200)), (2, .outside(0)),
            (24 + 12, .found(200)), (-24 + 10, .found(0)), (-24 * 40 + 11, .found(100)), (-24 + 12, .found(200)),
        ] as [(Int, Place)])
    func timesOfDayAreOfTheLog(_ hour: Int, _ place: Place) {
        func time(_ hour: Int) -> Timestamp { Timestamp(seconds: 1_795_132_800) + .seconds(hour * 3600) }
        let table = ArrivalTable([(0, time(9)), (100, time(11)), (200, time(12))].map { (offset: $0, at: $1) })
        let wanted: LogIndexReport.Answer =
            switch place {
            case .found(let offset): .found(offset)
            case .outside(let offset): .outside(offset, time(9)...time(12))
            }
        #expect(table.answer(time(hour)) == wanted)
        #expect(ArrivalTable().answer(time(hour)) == .nothing)
    }

    enum Place { case found(Int), outside(Int) }

    @Test func arrivalsAreFoundByTime() {
        let times = [10, 20, 15, 40].map { Timestamp(milliseconds: Int64($0)) }
        let table = ArrivalTable(zip([0, 100, 200, 300], times).map { (offset: $0, at: $1) })
        let found = [5, 10, 14, 15, 19, 39, 40, 99].map { table.line(by: Timestamp(milliseconds: Int64($0))) }
        #expect(found == [0, 0, 0, 200, 200, 200, 300, 300])
        #expect(table.within(100..<300) == [100: times[1], 200: times[2]])
        #expect(table.within(301..<900).isEmpty)
        #expect(ArrivalTable().line(by: times[0]) == nil)
        #expect(table.span == times[0]...times[3])
        #expect(ArrivalTable().span == nil)
    }
}
