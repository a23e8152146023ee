import Runs
import TestKit
import Testing

@testable import Formats

@Suite struct LogMarksTests {
    private static func marks(_ bytes: [UInt8], chunk: Int = 4096) -> LogMarks {
        var marks = LogMarks()
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let part = Array(bytes[start..<min(bytes.count, start + chunk)])
            marks.feed(part.span.bytes)
        }
        marks.settle()
        return marks
    }

    private static func walk(_ marks: LogMarks, _ kind: LogMark) -> [Int] {
        var found: [Int] = []
        var from = -1
        while let next = marks.mark(kind, from: from, steps: 1) {
            found.append(next)
            from = next
        }
        return found
    }

    /// Every failure of every real log is reached in order, and the line is that of its own heading.
    @Test(.enabled(if: Corpus.isThere, Corpus.absence), arguments: Corpus.entries(of: "cypress-stdout"))
    func everyFailureIsReached(_ entry: Corpus.Entry) {
        let bytes = entry.bytes
        let log = CypressLog.read(bytes.span.bytes)
        let wanted = log.runs.flatMap(\.specs).flatMap(\.failures).map(\.offset)
        let marks = Self.marks(bytes, chunk: 777)
        let walked = Self.walk(marks, .failure)
        #expect(wanted.allSatisfy(walked.contains))
        #expect(walked == walked.sorted())
        #expect(Self.walk(marks, .run) == log.runs.map(\.offset))
        #expect(Self.walk(marks, .host) == log.runs.flatMap(\.specs).map(\.offset))
        let failures = (entry.truth["runs"]?.array ?? []).flatMap { $0["specs"]?.array ?? [] }
            .flatMap { $0["failures"]?.array ?? [] }
        #expect(wanted.count == failures.count)
        for (offset, failure) in zip(wanted, failures) {
            guard let title = failure["path"]?.array?.first?.string else { continue }
            var line = CleanLine()
            let rest = Array(bytes[offset...].prefix { $0 != LineScan.lineFeed })
            line.set(rest.span.bytes, 0..<rest.count)
            let heading = line.text(from: line.skipBlanks(line.column) + 3).trimmingBlanks()
            #expect((title + ":").hasPrefix(heading))
        }
    }

    /// Walking from failure to failure shows what the oracle tells, in its order, each where its heading stands and with
    /// its own message before the next. Beside them only lines are marked that say why a run or spec broke off.
    @Test(.enabled(if: Corpus.isThere, Corpus.absence), arguments: Corpus.entries(of: "cypress-stdout"))
    func failuresAreThoseOfTheOracle(_ entry: Corpus.Entry) {
        let bytes = entry.bytes
        let walked = Self.walk(Self.marks(bytes), .failure)
        let blocks = walked.indices.map { index in
            Self.cleanLines(Array(bytes[walked[index]..<(index + 1 < walked.count ? walked[index + 1] : bytes.count)]))
        }
        let specs = (entry.truth["runs"]?.array ?? []).flatMap { $0["specs"]?.array ?? [] }
        let failures = specs.flatMap { $0["failures"]?.array ?? [] }
        let numbered = blocks.filter { $0.first?.first?.isNumber == true }
        #expect(numbered.count == failures.count)
        for (lines, failure) in zip(numbered, failures) {
            let (heading, message) = ("\(failure["n"]?.integer ?? 0)) ", failure["first_line"]?.string ?? "")
            #expect(lines.first?.hasPrefix(heading) == true, "\(lines.first ?? "")")
            #expect(lines.contains(message.trimmingBlanks()), "'\(message)' is not of '\(lines.first ?? "")'")
        }
        let others = blocks.compactMap(\.first).filter { $0.first?.isNumber != true }
        let breaks = specs.compactMap { $0["early_exit_line"]?.string?.trimmingBlanks() }
        #expect(breaks.allSatisfy(others.contains), "\(others)")
        #expect(others.isEmpty || entry.truth["verdict"]?.string != "PASS", "\(others)")
    }

    private static func cleanLines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: LineScan.lineFeed).map { bytes in
            var line = CleanLine()
            let bytes = Array(bytes)
            line.set(bytes.span.bytes, 0..<bytes.count)
            return line.text(from: 0).trimmingBlanks()
        }
    }

    /// A service that answers after all, or a run that somebody starts again, leaves no mark of what was tried before.
    @Test(arguments: [
        ("We encountered an unexpected error communicating with our servers.\n", 1, 0),
        ("Can't run because no spec files were found.\n", 1, 1),
    ]) func whatWasTriedAgainIsNoFailure(_ line: String, _ before: Int, _ after: Int) {
        #expect(Self.walk(Self.marks(Array(line.utf8)), .failure).count == before)
        let run = SampleLog().adding(line).startingRun(specs: ["a.cy.ts"]).startingSpec("a.cy.ts")
        #expect(Self.walk(Self.marks(run.bytes), .failure).count == after)
    }

    private static let sample = SampleText.twoFailures

    @Test(arguments: [1, 7, 64, 4096])
    func marksAreTheSameInAnyChunks(_ chunk: Int) {
        let marks = Self.marks(Array(Self.sample.utf8), chunk: chunk)
        #expect(LogMark.allCases.map { Self.walk(marks, $0).count } == [1, 1, 3, 2])
        let failures = Self.walk(marks, .failure)
        #expect(marks.mark(.failure, from: Self.sample.utf8.count, steps: -1) == failures.last)
        #expect(marks.mark(.failure, from: Self.sample.utf8.count, steps: -9) == failures.first)
        #expect(marks.mark(.failure, from: failures[0], steps: -1) == nil)
        #expect(marks.count(.failure, in: failures[0]..<failures[1]) == 1)
    }

    @Test func anchorsNumberTheLines() {
        let line = String(repeating: "x", count: 99) + "\n"
        let bytes = Array(String(repeating: line, count: 10_000).utf8)
        let marks = Self.marks(bytes)
        #expect(marks.lines == 10_000)
        for number in [0, 1, 655, 656, 5000, 9999] {
            let anchor = marks.anchor(ofLine: number)
            #expect(anchor.offset == anchor.line * 100)
            #expect(anchor.line <= number && number - anchor.line < 700)
            #expect(marks.anchor(before: number * 100) == anchor)
        }
    }

    /// However many there are, what is kept is bounded, and says so.
    @Test func listsAreBounded() {
        var lists = LogMarkLists()
        for offset in 0..<70_000 { lists.add(.failure, at: offset) }
        #expect(lists[.failure].count == LogMarkLists.limit(.failure))
        #expect(lists.cut == [.failure])
        lists.add(.host, at: 9)
        lists.add(.host, at: 3)
        lists.add(.host, at: 3)
        #expect(lists[.host] == [3, 9])
        var sheet = LogMarkSheet()
        for number in 0..<100_000 { sheet.beginLine(at: number << 20) }
        #expect(sheet.anchors.count <= LogMarkSheet.anchorLimit)
        #expect(sheet.lines == 100_000)
        #expect(sheet.anchors.allSatisfy { $0.offset == $0.line << 20 })
    }
}

private enum SampleText {
    static let twoFailures = """
        ====================================================================================================

          (Run Starting)

          ┌────────────────────────────────────────────────────────────────────────────────────────────────┐
          │ Cypress:        12.17.4                                                                        │
          │ Specs:          1 found (a.cy.js)                                                              │
          └────────────────────────────────────────────────────────────────────────────────────────────────┘


        ────────────────────────────────────────────────────────────────────────────────────────────────────

          Running:  a.cy.js                                                                         (1 of 1)


          ATVM a
            ✓ 1. one (10ms)
            1) 2. two
            2) 3. three


          1 passing (1s)
          2 failing

          1) ATVM a
               2. two:
             Error: first
              at Context.eval (a.js:1)

          2) ATVM a
               3. three:
             Error: second
              at Context.eval (a.js:2)


        """
}
