import Runs
import Testing

@Suite struct StepPacesTests {
    private static func host(_ seconds: Int?, _ status: StepSnapshot.Status = .passed) -> HostSnapshot {
        var host = HostSnapshot(name: "h", status: .running)
        var step = StepSnapshot(number: 1, title: "s", status: status)
        step.duration = seconds.map { .seconds($0) }
        host.steps = [step]
        return host
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var own: Int
        var others: [Int]
        var isSlow: Bool
        var testDescription: String { name }

        init(_ name: String, _ own: Int, _ others: [Int], isSlow: Bool) {
            (self.name, self.own, self.others, self.isSlow) = (name, own, others, isSlow)
        }
    }

    @Test(arguments: [
        Row("twice the median is not more than twice", 200, [100, 100, 100], isSlow: false),
        Row("one past it", 201, [100, 100, 100], isSlow: true),
        Row("two others prove nothing", 1000, [100, 100], isSlow: false),
        Row("nobody else", 1000, [], isSlow: false),
        Row("30 s longer is not more", 40, [10, 10, 10], isSlow: false),
        Row("one past 30 s", 41, [10, 10, 10], isSlow: true),
        Row("one slow other does not hide it", 300, [100, 100, 4000], isSlow: true),
        Row("an even number of others", 301, [100, 100, 200, 4000], isSlow: true),
        Row("their median is between the middle two", 300, [100, 100, 200, 4000], isSlow: false),
        Row("two of five are both slow", 400, [100, 100, 100, 400], isSlow: true),
    ])
    func slowAgainstTheOthers(_ row: Row) {
        // Wherever the host stands among them, and whether it has passed the step or runs it.
        for place in 0...row.others.count {
            var hosts = row.others.map { Self.host($0) }
            hosts.insert(Self.host(row.own), at: place)
            let others = StepPaces(of: hosts).others(of: hosts[place].steps[0])
            #expect(others.count == row.others.count)
            #expect(others.isSlow(.seconds(row.own)) == row.isSlow)
        }
        let running = Self.host(nil, .running)
        let others = StepPaces(of: row.others.map { Self.host($0) } + [running]).others(of: running.steps[0])
        #expect(others.isSlow(.seconds(row.own)) == row.isSlow)
    }

    @Test func onlyPassedStepsWithATimeCount() {
        let hosts = [Self.host(1, .failed), Self.host(nil), Self.host(2, .skipped), Self.host(9)]
        let paces = StepPaces(of: hosts)
        #expect(paces.others(of: hosts[0].steps[0]) == OtherHosts(count: 1, median: .seconds(9)))
        #expect(paces.others(of: hosts[3].steps[0]) == OtherHosts(count: 0, median: nil))
        #expect(paces.others(of: StepSnapshot(number: 7, title: "s", status: .passed)).median == nil)
        #expect(paces.others(of: StepSnapshot(number: 0, title: "s", status: .passed)).count == 0)
    }
}
