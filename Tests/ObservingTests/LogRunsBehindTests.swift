import Formats
import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

/// Marks that are found from behind, held against those of the whole log.
@Suite struct LogRunsBehindTests {
    private static func run(_ number: Int, fails: Bool) -> String {
        let (rule, double) = (String(repeating: "─", count: 100), String(repeating: "=", count: 100))
        let edge = String(repeating: "─", count: 96)
        let box = "  ┌\(edge)┐\n  │ Cypress:        12.17.4\(String(repeating: " ", count: 72))│\n  └\(edge)┘\n"
        let failure = "\n  1 failing\n\n  1) ATVM h\n       2. two:\n     Error: broken\n      at a (b.js:1)\n\n\n"
        return """
            npm run \(number)
            \(double)

              (Run Starting)

            \(box)

            \(rule)

              Running:  h\(number).cy.js                                                        (1 of 1)


              ATVM h
                ✓ 1. one (10ms)
            \(String(repeating: "output of a test\n", count: 10 * (number % 7)))\(fails ? "    1) 2. two" : "    ✓ 2. two (1s)")


              1 passing (1s)
            \(fails ? failure : "")

            """
    }

    @Test func whatIsFoundIsWhatTheIndexFinds() throws {
        let log = (1...40).map { Self.run($0, fails: [3, 9, 10, 25, 26, 39].contains($0)) }.joined()
        let root = try TemporaryRoot()
        let descriptor = open(root.write(log, to: "a.log"), O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var marks = LogMarks()
        let bytes = Array(log.utf8)
        marks.feed(bytes.span.bytes)
        marks.settle()
        #expect(marks.count(.failure) == 6)
        var found = 0
        for kind in LogMark.allCases {
            for offset in stride(from: 1, through: bytes.count, by: 97) {
                for (steps, reach) in [(1, 2000), (1, 20_000), (3, 20_000)] {
                    var behind = LogRunsBehind(descriptor: descriptor, size: bytes.count, read: 0)
                    behind.reaches = [reach]
                    guard let mark = behind.mark(kind, before: offset, steps: steps) else { continue }
                    found += 1
                    #expect(mark == marks.mark(kind, from: offset, steps: -steps), "\(kind) \(steps) before \(offset)")
                }
            }
        }
        #expect(found > 1000)
    }

    /// Lines of the runner's, as tests may print them, in any order.
    private static let lines = [
        String(repeating: "=", count: 100), String(repeating: "=", count: 100), "  (Run Starting)", "  (Run Starting)",
        "            " + String(repeating: "=", count: 40), String(repeating: "─", count: 100), "  (Results)",
        "  (Run Finished)", "  ┌────────────┐", "  │ Cypress:        12.17.4 │", "  │ Tests:        2 │",
        "  └────────────┘",
        "  Running:  a.cy.js                                                     (1 of 2)",
        "  Running:  \(String(repeating: "long/", count: 14))a.cy.js                (1 of 2)",
        "  Running:  \(String(repeating: "long/", count: 14))b.cy.js                (2 of 2)",
        "            .rest.cy.js", "  ATVM h", "    ✓ 1. one (10ms)", "    ✓ 2. two (1s)", "    1) 2. two",
        "  1 passing (1s)",
        "  1 failing", "  1) ATVM h", "       2. two:", "     Error: broken", "      at a (b.js:1)", "    2) 3. three",
        "  2) ATVM h", "       3. three:", "", "", "", "", "output of a test", "output of a test",
        "Discovered 22 spec files", "Tags: a; Group: linux; Parallel: true; Batch Size: 3", "Cloud Run Finished",
        "Running: a.cy.ts, b.cy.ts (2/22)", String(repeating: "x", count: 3000),
        "  " + String(repeating: "y", count: 6000),
        "Oops...we found an error preparing this test file:", "Could not find Cypress test run results",
        "\u{1B}[2m  (Run Starting)\u{1B}[22m", "10%\r20%\r  (Run Starting)", "  (Run Starting) ",
    ]

    /// Random logs, with runs in whole and in shreds: what is found from behind is what the index finds, or nothing.
    @Test(arguments: 0..<24) func hostileLogsAreReadAsTheIndexReadsThem(_ seed: UInt64) throws {
        var state = seed &* 977 &+ 11
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let log = (0..<400).map { number in
            next(12) == 0 ? Self.run(number, fails: next(2) == 0) : Self.lines[next(Self.lines.count)] + "\n"
        }.joined()
        let root = try TemporaryRoot(isInMemory: true)
        let descriptor = open(root.write(log, to: "a.log"), O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var marks = LogMarks()
        let bytes = Array(log.utf8)
        marks.feed(bytes.span.bytes)
        marks.settle()
        var found = 0
        for _ in 0..<300 {
            let (offset, steps) = (1 + next(bytes.count), 1 + next(3))
            var behind = LogRunsBehind(descriptor: descriptor, size: bytes.count, read: 0)
            behind.reaches = [500 + next(4000), 10_000, 60_000]
            if next(2) == 0 { behind.beyond = next(3000) }
            for kind in LogMark.allCases {
                guard let mark = behind.mark(kind, before: offset, steps: steps) else { continue }
                found += 1
                #expect(mark == marks.mark(kind, from: offset, steps: -steps), "\(kind) \(steps) before \(offset)")
            }
        }
        #expect(found > 100)
    }

    /// Where it is not known, nothing is made up: no run starts nearby, the file is gone, the index has been there.
    @Test func whatIsNotKnownIsNotTold() throws {
        let root = try TemporaryRoot()
        let log = Self.run(1, fails: true) + String(repeating: "output\n", count: 1000)
        let descriptor = open(root.write(log, to: "a.log"), O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let size = log.utf8.count
        var behind = LogRunsBehind(descriptor: descriptor, size: size, read: 0)
        behind.reaches = [5000]
        #expect(behind.mark(.failure, before: size, steps: 1) == nil)
        behind.reaches = [size - 1]
        #expect(behind.mark(.failure, before: size, steps: 1) != nil)
        #expect(behind.mark(.failure, before: size, steps: 2) == nil)
        root.truncate("a.log", to: 100)
        #expect(behind.mark(.failure, before: size, steps: 1) == nil)
        var late = LogRunsBehind(descriptor: descriptor, size: size, read: size / 2)
        late.reaches = [size - 1]
        #expect(late.mark(.failure, before: size, steps: 1) == nil)
    }
}
