import CPosix
import Formats
import Runs
import Testing

@testable import Observing

/// Lines that are passed over many bytes at a time, held against looking at each.
@Suite struct PlainLinesTests {
    private struct Dice {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    private static func isPlain(_ text: [UInt8]) -> Bool {
        guard let first = text.first else { return false }
        guard (0x30...0x39).contains(first) else { return PassedLines.plainBytes[Int(first)] & 1 != 0 }
        return text.first { !(0x30...0x39).contains($0) }.map { PassedLines.plainBytes[Int($0)] & 4 == 0 } ?? false
    }

    private static func slowly(_ bytes: [UInt8], from start: Int, limit: Int) -> PassedLines {
        var passed = PassedLines(next: start)
        while passed.next < limit, let end = bytes[passed.next...].firstIndex(of: 0x0A) {
            var line = bytes[passed.next..<end]
            if line.last == 0x0D { line.removeLast() }
            let column = line.prefix { $0 == 0x20 }.count
            guard column < 64, !line.contains(0x0D), isPlain(Array(bytes[passed.next...].dropFirst(column))) else {
                break
            }
            passed.columns |= 1 << UInt64(column)
            passed.count += 1
            passed.next = end + 1
        }
        return passed
    }

    @Test(arguments: 0..<20) func passesAsMuchAsIsPlain(_ seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 104_729 &+ 5)
        for round in 0..<200 {
            var bytes: [UInt8] = []
            for _ in 0..<dice.next(40) {
                let column = [0, 0, 0, 2, 4, 63, 64, 70][dice.next(8)]
                let length = [0, 1, 5, 30, 61, 62, 63, 64, 130][dice.next(9)]
                bytes += Array(repeating: 0x20, count: dice.next(3) == 0 ? column : 0)
                let firsts = Array("ab{/a9aaaaA1(=-".utf8) + [0xE2, 0xC3, 0x1B, 0]
                if dice.next(9) == 0 { bytes += Array(["7", "22)", "3 x", "2026-", "41\u{1B}"][dice.next(5)].utf8) }
                if length > 0 { bytes.append(firsts[dice.next(round.isMultiple(of: 2) ? 11 : firsts.count)]) }
                bytes += (0..<length).map { _ in dice.next(400) == 0 ? 0x0D : 0x61 }
                bytes +=
                    [[0x0A], [0x0A], [0x0A], [0x0D, 0x0A], [0x0D, 0x0D, 0x0A]][dice.next(round % 3 == 0 ? 5 : 3)]
            }
            if dice.next(3) == 0 { bytes.removeLast(min(bytes.count, 1 + dice.next(5))) }
            var start = 0
            while start <= bytes.count {
                let limit = start + [0, 1, 50, 10_000][dice.next(4)]
                let slow = Self.slowly(bytes, from: start, limit: limit)
                let fast = PassedLines.pass(bytes.span.bytes, from: start, limit: limit)
                // It may stop early where a block of bytes ends between a carriage return and its line feed.
                #expect(fast.next <= slow.next && (fast == slow || bytes.contains(0x0D)))
                #expect(fast == Self.slowly(bytes, from: start, limit: fast.next), "\(bytes) from \(start) to \(limit)")
                guard let end = bytes[start...].firstIndex(of: 0x0A) else { break }
                start = end + 1
            }
        }
    }

    private static let pieces: [(String, Int)] = {
        let (rule, double) = (String(repeating: "─", count: 100), String(repeating: "=", count: 100))
        let edge = String(repeating: "─", count: 96)
        let box = "  ┌\(edge)┐\n  │ Cypress:        12.17.4\(String(repeating: " ", count: 72))│\n  └\(edge)┘\n"
        return [
            ("{\"host\":\"x\"}\n", 40), ("  cy:command\n", 8), ("      at Context.eval (a.js:1)\n", 8), ("\n", 9),
            ("64 bytes\n", 3), ("2026-11-20T14:03\n", 3), ("22) x\n", 1), ("7\r\n", 1), ("12\n", 1), ("Message\n", 2),
            ("The end\n", 3), ("a line\r\n", 3), ("10%\r20%\r100%\n", 2),
            ("\u{1B}[32mok\u{1B}[0m\n", 2),
            ("  ATVM h\n", 2), ("    ✓ 1. one (10ms)\n", 5), ("    1) 2. two\n", 3), ("    - 3. three\n", 2),
            ("  1 passing (1s)\n", 2), ("  1 failing\n", 2), ("\n  1) ATVM h\n       2. two:\n     Error: broken\n", 3),
            ("\(double)\n\n  (Run Starting)\n\n\(box)", 3), ("\(rule)\n\n  Running:  h.cy.js  (1 of 9)\n", 4),
            ("  (Results)\n\(box)", 2), (String(repeating: "long ", count: 20_000) + "\n", 1),
            ("Can't run because\n", 1), ("  (Screenshots)\n", 3), ("  -  /a/b     (1280x720)\n     c.png\n", 4),
            ("     rest.png\n", 2), ("  -  /a/d.png (1x1)\n", 2),
        ]
    }()

    private static func log(_ dice: inout Dice) -> [UInt8] {
        let all = pieces.map(\.1).reduce(0, +)
        var log = ""
        for _ in 0..<400 {
            var left = dice.next(all)
            for (text, weight) in pieces {
                left -= weight
                if left < 0 {
                    log += text
                    break
                }
            }
        }
        return Array(log.utf8)
    }

    private static func told(_ marks: LogMarks, size: Int) -> [String] {
        var told = ["\(marks.lines) lines, \(marks.timedCount) timed"]
        for kind in LogMark.allCases {
            var from = -1
            while let next = marks.mark(kind, from: from, steps: 1) {
                told.append("\(kind) at \(next)")
                from = next
            }
        }
        for offset in stride(from: 0, to: size, by: 5000) { told.append("\(marks.anchor(before: offset))") }
        return told
    }

    /// Whatever stands in a log, and however it is cut into pieces, passing over lines finds the same.
    @Test(arguments: 0..<20) func passingFindsWhatReadingFinds(_ seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 7919 &+ 1)
        let log = Self.log(&dice)
        var (slow, fast) = (LogMarks(), LogMarks())
        slow.feed(log.span.bytes)
        var at = 0
        while at < log.count {
            let part = Array(log[at..<min(log.count, at + 1 + dice.next([10, 1000, 100_000][seed % 3]))])
            fast.feed(part.span.bytes, passing: PassedLines.pass)
            at += part.count
        }
        var (read, passed) = (CypressLog(), CypressLog())
        read.feed(log.span.bytes)
        passed.feed(log.span.bytes, passing: PassedLines.pass)
        #expect(passed.log == read.log && passed.factCount == read.factCount)
        slow.settle()
        fast.settle()
        #expect(Self.told(fast, size: log.count) == Self.told(slow, size: log.count))
    }

    /// A hole is what zeros would be.
    @Test(arguments: [0, 1, 5000, 70_000, 500_000]) func aHoleIsZeros(_ count: Int) {
        var dice = Dice(state: UInt64(count) &+ 77)
        let (log, zeros) = (Self.log(&dice), [UInt8](repeating: 0, count: count))
        for cut in [0, 1, log.count / 2, log.count / 2 + 1, log.count] {
            var (read, jumped) = (LogMarks(), LogMarks())
            for part in [Array(log[..<cut]) + zeros + log[cut...]] { read.feed(part.span.bytes) }
            let (before, after) = (Array(log[..<cut]), Array(log[cut...]))
            jumped.feed(before.span.bytes)
            jumped.feedZeros(count)
            jumped.feed(after.span.bytes)
            read.settle()
            jumped.settle()
            let size = log.count + count
            #expect(jumped.offset == size && Self.told(jumped, size: size) == Self.told(read, size: size))
        }
    }

    /// Bytes that are each in its own set, held against trying each place.
    @Test(arguments: 0..<10) func findsNeighbours(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 31 &+ 9)
        let sets = ["a", "[a-c]", "[0-9]", "[ -`{-~]", "[A-Za-z]", "\\t"]
        for round in 0..<200 {
            let chosen = (0..<1 + dice.next(3)).map { _ in sets[dice.next(sets.count)] }
            let tables = try chosen.flatMap { set in
                guard case .program(let program) = try SearchPattern(LogPattern("(\(set))+Z*", isRegex: true)) else {
                    return [UInt8]()
                }
                return program.neighbours
            }
            let length = tables.count / PatternProgram.table
            let alphabet = Array((round.isMultiple(of: 3) ? "aZ0" : "abyz09Z\t\u{FC}\u{7F}-- ").utf8)
            let bytes = (0..<dice.next(150)).map { _ in alphabet[dice.next(alphabet.count)] }
            let slow = bytes.indices.first { start in
                (0..<length).allSatisfy { index in
                    guard start + index < bytes.count, bytes[start + index] < 0x80 else { return false }
                    let byte = bytes[start + index]
                    return tables[PatternProgram.table * index + Int(byte & 15)] & (1 << (byte >> 4)) != 0
                }
            }
            #expect(length == chosen.count)
            #expect(cp_find_sets(bytes, bytes.count, tables, length) == slow ?? -1, "\(chosen) in \(bytes)")
        }
    }
}
