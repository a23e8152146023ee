import Runs
import Testing

@Suite struct UsualTimesTests {
    private static func host(_ status: HostStatus, _ seconds: Int?, steps: [Int?] = []) -> HostSnapshot {
        var host = HostSnapshot(name: "h", status: status)
        host.duration = seconds.map { .seconds($0) }
        host.steps = steps.enumerated().map { index, seconds in
            var step = StepSnapshot(number: index + 1, title: "s", status: seconds == nil ? .failed : .passed)
            step.duration = seconds.map { .seconds($0) }
            return step
        }
        return host
    }

    @Test func mediansOfWhatPassed() {
        let times = UsualTimes(of: [
            Self.host(.passed, 100, steps: [1, 10]), Self.host(.passed, 300, steps: [3, 30]),
            Self.host(.failed, 5, steps: [5, nil, 7]), Self.host(.running, nil, steps: [100]),
        ])
        #expect(times.host == .seconds(200))
        #expect(times.steps == [.seconds(4), .seconds(20), .seconds(7)])
        #expect(times.step(0) == nil)
        #expect(times.step(4) == nil)
        #expect(UsualTimes(of: [] as [HostSnapshot]) == .none)
    }

    @Test(
        arguments: [
            // Host a runs step 2 of 22 since 10 s; each step usually takes 10 s, a host 220 s.
            ("run a b|spec a|pass 1", 30, 30 + 0 + 20 * 10 + 220),
            ("run a b|spec a|pass 1", 15, 15 + 5 + 20 * 10 + 220),
            ("run a|spec a|pass 1", 15, 15 + 5 + 20 * 10), ("run a of 2|spec a|pass 1", 15, nil),
            ("run a|spec a", 15, nil), ("run a b|spec a|box 22|spec b|pass 21", 12, 12 + 8),
        ] as [(String, Int64, Int64?)])
    func expectedEnd(_ log: String, _ now: Int64, _ end: Int64?) throws {
        var story = Story()
        story.log(log, changed: 10, live: true)
        let usual = UsualTimes(steps: Array(repeating: .seconds(10), count: 22), host: .seconds(220))
        let build = try story.build(at: now, usual: { _ in usual })
        #expect(build.expectedEnd == end.map(Story.time))
    }

    @Test func noGuessWithoutFigures() throws {
        var story = Story()
        story.log("run a|spec a|pass 1", changed: 10, live: true)
        var steps: [Duration?] = Array(repeating: .seconds(10), count: 22)
        steps[21] = nil
        let usual = UsualTimes(steps: steps, host: .seconds(1))
        #expect(try story.build(at: 20, usual: { _ in usual }).expectedEnd == nil)
    }
}
