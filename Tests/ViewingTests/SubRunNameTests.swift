import Runs
import Screen
import Testing

@testable import Viewing

/// Hosts of one name in two sub-runs are told apart where rows stand below each other.
@Suite struct SubRunNameTests {
    private func browser(_ size: Size) throws -> Browser {
        var build = try Lab.categorized()
        build.hosts = ["lin", "win"].map { key in
            var host = HostSnapshot(name: "w2k25", status: .failed, detail: "step 1. Verifying set up: \(key) broke")
            host.subRun = SubRunKey(key)
            var step = StepSnapshot(number: 1, title: "Verifying set up", status: .failed)
            step.attempts = 1
            host.steps = [step]
            return host
        }
        build.counts = HostCounts(build.hosts.map(\.status))
        var snapshot = try Lab.snapshot()
        snapshot.builds = [build]
        return try Lab.browser(size.columns, size.rows, snapshot)
    }

    @Test(arguments: ["Enter m", "e"], [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24)])
    func namesStandWithTheirSubRun(_ keys: String, _ size: Size) throws {
        var browser = try browser(size)
        browser.press(keys)
        let text = browser.lines.joined(separator: "\n")
        #expect(text.contains("w2k25 (lin)") && text.contains("w2k25 (win)"), "\(text)")
    }

    @Test func aMatrixOfABuildThatIsOverWaitsForNothing() throws {
        var build = try Lab.categorized()
        build.flow = .unknown
        build.state = .terminated
        build.endedAt = Lab.now
        for index in build.hosts.indices { build.hosts[index].steps = [] }
        var snapshot = try Lab.snapshot()
        snapshot.builds = [build]
        var browser = try Lab.browser(80, 24, snapshot)
        browser.press("Enter m")
        #expect(
            browser.lines.joined(separator: "\n").contains("nothing tells of a single step"),
            "\(browser.lines.joined(separator: "\n"))")
    }
}
