import Runs
import TestKit
import Testing

@testable import Formats
@testable import Observing

/// Logs with more marks than the index keeps.
@Suite struct ManyMarksTests {
    private static let run = "\(String(repeating: "=", count: 100))\n\n  (Run Starting)\n\n" + "output of a test\n\n"

    private static func answer(_ question: LogIndexRequest.Question, runs: Int) throws -> LogIndexReport.Answer {
        let root = try TemporaryRoot(isInMemory: true)
        root.write(String(repeating: run, count: runs), to: "tmp/b.log")
        let index = LogIndex(.run(try BuildName("b")), in: Root(root.path))
        _ = index.refresh()
        while index.readOn() {}
        return index.answer(question)
    }

    /// Backwards from anywhere the one before is found, and never one that lies far off.
    @Test(arguments: [8_000, 9_000, 20_000]) func theOneBefore(_ runs: Int) throws {
        let length = Self.run.utf8.count
        for number in [2, 7_000, 8_192, 8_193, 8_194, 8_999, runs] where number <= runs {
            let start = (number - 1) * length + 102
            #expect(try Self.answer(.mark(.run, from: start, steps: -1), runs: runs) == .found(start - length))
        }
        let end = runs * length
        #expect(try Self.answer(.mark(.run, from: end, steps: -1), runs: runs) == .found(end - length + 102))
        #expect(try Self.answer(.mark(.run, from: 50, steps: -1), runs: runs) == .nothing)
    }

    /// Where none is near, or very many are asked for, it is said that there are too many.
    @Test func whatIsNotNear() throws {
        let end = 20_000 * Self.run.utf8.count
        #expect(try Self.answer(.mark(.run, from: end, steps: -19_000), runs: 20_000) == .notIndexed(.run))
        #expect(
            try Self.answer(.mark(.run, from: end, steps: -3), runs: 20_000)
                == .found(end - 3 * Self.run.utf8.count + 102))
    }

    /// A link that is put in the place of a log is seen to be there.
    @Test func aLinkTakesItsPlace() throws {
        let root = try TemporaryRoot()
        root.write("one\n", to: "tmp/b.launch.log")
        let index = LogIndex(.launch(try BuildName("b")), in: Root(root.path))
        #expect(index.refresh() && !index.refresh())
        root.delete("tmp/b.launch.log")
        #expect(index.refresh() && !index.refresh())
        root.link("elsewhere", at: "tmp/b.launch.log")
        #expect(index.refresh() && !index.refresh())
    }
}
