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
