import Formats
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct TimelineStoreTests {
    private let folder: TemporaryRoot
    private let store = TimelineStore()

    init() throws { folder = try TemporaryRoot() }

    private func line(_ second: Int64, _ title: String = "x") -> String {
        var stamp = TimelineFile.Stamp(at: Timestamp(seconds: second), event: .step, run: 1)
        (stamp.index, stamp.title) = (1, title)
        return TimelineFile.line(for: stamp)
    }

    private func read() throws -> [Int64] {
        store.read(folder["t"], try #require(FileSignature(linkAt: folder["t"])))
        return store.stamps.map { $0.at.milliseconds / 1000 }
    }

    /// What has been read is made unreadable; a store that went over it again would lose it.
    @Test func onlyWhatHasBeenAppendedIsRead() throws {
        let first = (0..<100).map { line($0) }.joined()
        folder.write(first, to: "t")
        #expect(try read() == Array(0..<100))
        folder.write(String(repeating: "?", count: first.utf8.count - 1) + "\n", to: "t")
        for second in Int64(100)..<110 {
            folder.append(line(second), to: "t")
            #expect(try read() == Array(0...second))
        }
        #expect(store.beginnings == 0)
    }

    @Test func aLineThatIsStillBeingWrittenWaits() throws {
        folder.write(line(1) + String(line(2).prefix(20)), to: "t")
        #expect(try read() == [1])
        folder.append(String(line(2).dropFirst(20)), to: "t")
        #expect(try read() == [1, 2])
    }

    @Test func anotherFileBeginsAnew() throws {
        folder.write(line(1) + line(2), to: "t")
        #expect(try read() == [1, 2])
        folder.write(line(3), to: "new")
        folder.move("new", to: "t")
        #expect(try read() == [3])
        #expect(store.beginnings == 1)
    }

    /// A stamp may be there before the line that it tells of has been read.
    @Test func stampsThatAreEarlyWait() throws {
        folder.write(line(5, "1. Prepare") + line(6, "2. Migrate"), to: "t")
        _ = try read()
        let sample = SampleLog.twoHosts.text
        let place = try #require(sample.firstRange(of: "[task]"))
        folder.write(String(sample[..<place.lowerBound]), to: "log")
        let follower = try LogFollower(folder["log"])
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        func steps() throws -> [Int64?] {
            _ = try follower.readMore(arrival: nil, budget: 1 << 20, buffer: buffer)
            follower.stamp(from: store)
            return follower.runLog.runs[0].specs[0].steps.prefix(2).map { $0.endedAt.map { $0.milliseconds / 1000 } }
        }
        #expect(try steps() == [5])
        folder.append(String(sample[place.lowerBound...]), to: "log")
        #expect(try steps() == [5, 6])
    }
}
