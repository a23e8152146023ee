import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct LogFollowerTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    private func read(
        _ follower: LogFollower, goesOn: Bool = false, budget: Int = 1 << 20, chunk: Int = 64
    ) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 1)
        defer { buffer.deallocate() }
        repeat {
            _ = try follower.readMore(arrival: nil, goesOn: goesOn, budget: budget, buffer: buffer)
        } while follower.hasMore
    }

    private static let run = LabText.runHeader(["a", "b"]) + LabText.specHeader("a", 1, of: 2)

    private static func steps(_ log: RunLog) -> [String] { (log.runs.last?.specs ?? []).flatMap(\.steps).map(\.title) }

    private static func titles(_ numbers: ClosedRange<Int>) -> [String] {
        numbers.map { "\($0). \(LabText.title($0))" }
    }

    @Test func growsStepByStep() throws {
        let follower = try LogFollower(root.write(Self.run, to: "log"))
        try read(follower)
        #expect(follower.runLog.runs.first?.specNames == ["a.cy.ts", "b.cy.ts"])
        for number in 1...5 {
            root.append(LabText.passed(number), to: "log")
            try read(follower)
            #expect(Self.steps(follower.runLog) == Self.titles(1...number))
        }
        #expect(!follower.wasCut)
        #expect(follower.share == 1)
    }

    @Test func aLineWithoutItsEndWaits() throws {
        let follower = try LogFollower(root.write(Self.run + "    ✓ 1. Verif", to: "log"))
        try read(follower)
        #expect(Self.steps(follower.runLog).isEmpty)
        root.append("ying set up (12ms)\n", to: "log")
        try read(follower)
        #expect(Self.steps(follower.runLog) == Self.titles(1...1))
    }

    @Test func aTurnReadsNoMoreThanItsBudget() throws {
        let follower = try LogFollower(
            root.write(Self.run + String(repeating: "noise\n", count: 1000), to: "log"))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { buffer.deallocate() }
        #expect(try follower.readMore(arrival: nil, budget: 128, buffer: buffer))
        #expect(follower.hasMore)
        #expect(follower.share < 0.1)
    }

    /// The name is used again: the new launch truncates the log, and nothing of the old one counts.
    @Test(arguments: [false, true])
    func aNewLaunchStartsAnew(byDeleting isDeleted: Bool) throws {
        let follower = try LogFollower(root.write(Self.run + LabText.passed(1) + LabText.passed(2), to: "log"))
        try read(follower)
        if isDeleted { root.delete("log") } else { root.truncate("log", to: 0) }
        try read(follower)
        root.write(LabText.runHeader(["c"]) + LabText.specHeader("c", 1, of: 1), to: "log")
        try read(follower)
        #expect(follower.runLog.runs.count == 1)
        #expect(follower.runLog.runs.last?.specNames == ["c.cy.ts"])
        #expect(Self.steps(follower.runLog).isEmpty)
        #expect(!follower.wasCut)
    }

    /// The log was cut in the middle of a run: what comes goes on where the old content stopped.
    @Test func copytruncateInTheMiddleOfARun() throws {
        let follower = try LogFollower(root.write(Self.run + LabText.passed(1) + LabText.passed(2), to: "log"))
        try read(follower)
        root.truncate("log", to: 0)
        root.append(LabText.passed(3), to: "log")
        try read(follower)
        #expect(Self.steps(follower.runLog) == Self.titles(1...3))
        #expect(follower.wasCut)
    }

    /// Where the launch is known to be the same, a run that follows the cut is that launch's next one.
    @Test func cutBetweenTwoRunsOfOneLaunch() throws {
        let follower = try LogFollower(root.write(Self.run + LabText.passed(1), to: "log"))
        try read(follower)
        root.truncate("log", to: 0)
        try read(follower, goesOn: true)
        root.append(LabText.runHeader(["c"]) + LabText.specHeader("c", 1, of: 1) + LabText.passed(1), to: "log")
        try read(follower, goesOn: true)
        #expect(follower.runLog.runs.count == 2)
        #expect(follower.wasCut)
    }

    @Test func cutToHalfIsReadAnew() throws {
        let text = Self.run + LabText.passed(1) + LabText.passed(2)
        let follower = try LogFollower(root.write(text, to: "log"))
        try read(follower)
        root.truncate("log", to: (Self.run + LabText.passed(1)).utf8.count)
        root.append(LabText.passed(5), to: "log")
        root.append(LabText.passed(6), to: "log")
        root.truncate("log", to: (Self.run + LabText.passed(1)).utf8.count)
        try read(follower)
        #expect(Self.steps(follower.runLog) == Self.titles(1...1))
    }

    /// Rotation by renaming while the writer goes on into the old file: no step is lost and none comes twice.
    @Test(arguments: 0..<24)
    func rotationUnderAWriter(_ cut: Int) throws {
        var random = SeededNumbers(seed: UInt64(cut) + 1)
        let follower = try LogFollower(root.write(Self.run, to: "log"))
        var file = "log"
        for number in 1...22 {
            // The writer keeps its file open: it writes into the renamed one until it opens the new one.
            let line = LabText.passed(number)
            if number == 1 + cut % 20 {
                root.move("log", to: "log.1")
                file = "log.1"
                if random.next() % 2 == 0 { try read(follower) }
                root.append(line, to: file)
                root.write("", to: "log")
                file = "log"
            } else {
                root.append(line, to: file)
            }
            if random.next() % 3 == 0 { try read(follower, chunk: Int(random.next() % 100) + 1) }
        }
        try read(follower)
        #expect(Self.steps(follower.runLog) == Self.titles(1...22))
        #expect(follower.wasCut)
    }

    /// A rotation may part a line in two.
    @Test func rotationWithinALine() throws {
        let follower = try LogFollower(root.write(Self.run + "    ✓ 1. Verif", to: "log"))
        try read(follower)
        root.move("log", to: "log.1")
        root.write("ying set up (12ms)\n" + LabText.passed(2), to: "log")
        try read(follower)
        #expect(Self.steps(follower.runLog) == Self.titles(1...2))
    }
}
