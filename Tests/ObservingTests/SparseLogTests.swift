import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

/// Logs with holes: what is left in front when a log was cut under a program that writes on from where it was.
@Suite struct SparseLogTests {
    private let root: TemporaryRoot
    private let source: LogSource
    private static let small: LogGrain = {
        var grain = LogGrain()
        (grain.slice, grain.block, grain.longLine) = (4096, 16 * 1024, 16 * 1024)
        return grain
    }()

    init() throws {
        root = try TemporaryRoot()
        source = .run(try BuildName("b"))
    }

    private static let front = "(first)\n  ✓ 1. one\n"
    private static let back = "beyond\nthe Needle here\nlast\n"

    /// - Parameter isReal: zeros are written in the place of the hole.
    private func write(hole: Int, isReal: Bool = false) {
        root.write(
            isReal ? Array(Self.front.utf8) + Array(repeating: 0, count: hole) : Array(Self.front.utf8), to: "tmp/b.log"
        )
        if !isReal { root.truncate("tmp/b.log", to: Self.front.utf8.count + hole) }
        root.append(Self.back, to: "tmp/b.log")
    }

    private func window(_ part: LogRequest.Part, _ grain: LogGrain, rules: [LogRule] = []) -> LogWindow? {
        var request = LogRequest(number: 1, source: source, part: part, rows: 5)
        request.rules = rules
        return LogDesk(root: Root(root.path), mailbox: Mailbox(), grain: grain) { _ in }.window(for: request)
    }

    private static let patterns = [
        LogPattern("Needle"), LogPattern("nowhere"), LogPattern("e+d", isRegex: true),
        LogPattern("^[^x]*beyond$", isRegex: true), LogPattern("[^x][^x][^x]beyond", isRegex: true),
        LogPattern("^([^x][^x][^x])*beyond$", isRegex: true), LogPattern("[^a-z]{20}", isRegex: true),
        LogPattern("(one|two)[^x]+\\bbeyond", isRegex: true),
    ]

    /// A search finds the same with a hole and with the zeros that it stands for.
    @Test(arguments: Self.patterns) func aHoleIsSearchedLikeZeros(_ pattern: LogPattern) throws {
        for hole in [100_000, 100_001, 300_002] {
            var found: [Bool: [LogWindow?]] = [:]
            for isReal in [false, true] {
                write(hole: hole, isReal: isReal)
                let size = Self.front.utf8.count + hole + Self.back.utf8.count
                found[isReal] = [
                    window(.search(pattern, from: 0, isForward: true), Self.small),
                    window(.search(pattern, from: size, isForward: false), Self.small),
                    window(.end, Self.small, rules: [LogRule(.only, pattern)]),
                    window(.end, Self.small, rules: [LogRule(.without, pattern)]),
                ]
            }
            #expect(found[false] == found[true], "a hole of \(hole)")
        }
    }

    /// Whoever read it through would be at it for hours.
    @Test func terabytesOfNothingAreJumpedOver() throws {
        let hole = 1 << 40
        write(hole: hole)
        let beyond = Self.front.utf8.count + hole
        let needle = beyond + "beyond\n".utf8.count
        for pattern in ["Needle", "[A-O]eedle"] {
            let part = LogRequest.Part.search(
                LogPattern(pattern, isRegex: pattern.hasPrefix("[")), from: 0, isForward: true)
            #expect(window(part, LogGrain())?.hit == needle)
        }
        let end = window(.end, LogGrain())
        #expect(end?.lines.map(\.text).suffix(2) == ["the Needle here", "last"])
        let indexer = LogIndexer(root: Root(root.path), mailbox: Mailbox()) { _ in }
        let request = LogIndexRequest(number: 1, source: source, rows: 3, shown: needle..<needle + 1)
        let report = try #require(indexer.report(on: request))
        #expect(report.covered == report.fileSize && report.fileSize == beyond + Self.back.utf8.count)
        #expect(report.firstLine == 4)
    }

    @Test func linesAreCountedAcrossAHole() throws {
        write(hole: 50 << 30)
        let counter = LogCounter(root: Root(root.path), mailbox: Mailbox()) { _ in }
        let tally = counter.tally(for: LogTallyRequest(number: 1, source: source, search: LogPattern("e")))
        // A hole and what stands behind it is one line.
        #expect(tally?.hits == 3 && tally?.shown == 5)
    }
}
