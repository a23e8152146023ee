import Runs
import Testing

@testable import Observing

/// How often what grows is looked at.
@Suite struct LookPaceTests {
    private static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_000_000 + milliseconds) }

    /// News at these moments, and how long the next look waits then, in milliseconds.
    @Test(
        arguments: [
            ([], 0, 0), ([0], 0, 0), ([0, 1], 1, 0),
            // Three at once are the most.
            ([0, 1, 2], 2, 138), ([0, 1, 2], 100, 40), ([0, 1, 2], 140, 0),
            // What comes slower waits never.
            ([0, 140, 280, 420, 560], 560, 0), ([0, 1000, 2000], 2000, 0),
            // Silence is no credit for more than three.
            ([0, 1, 2, 60_000, 60_001, 60_002], 60_002, 138),
        ] as [([Int64], Int64, Int64)])
    func pauses(_ news: [Int64], _ now: Int64, _ pause: Int64) {
        var pace = LookPace()
        for moment in news { pace.note(at: Self.at(moment)) }
        #expect(pace.pause(at: Self.at(now)) == .milliseconds(pause))
    }

    /// Whoever writes without end is looked at seven times a second.
    @Test func aFlood() {
        var pace = LookPace()
        var looks = 0
        for moment in Int64(0)..<10_000 where pace.pause(at: Self.at(moment)) == .zero {
            pace.note(at: Self.at(moment))
            looks += 1
        }
        #expect(looks == 10_000 / 140 + LookPace.burst)
    }
}
