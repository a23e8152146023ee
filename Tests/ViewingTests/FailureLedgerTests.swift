import Runs
import Screen
import Testing

@testable import Viewing

/// The failed hosts of many builds, kept from snapshot to snapshot.
@Suite struct FailureLedgerTests {
    /// Builds of which every third has a failed host, the newest first.
    private func builds(_ count: Int) throws -> [BuildSnapshot] {
        try (0..<count).map { index in
            let hosts = [Lab.host("w2k25", index % 3 == 0 ? .failed : .passed, step: 7), Lab.host("oracle9", .passed)]
            return try Lab.build("b-\(index)", .completed, started: Int64(1000 + index), ended: Int64(index), hosts)
        }
    }

    private func names(_ ledger: FailureLedger) -> [String] { ledger.failed.map { "\($0.build) \($0.name)" } }

    /// What it holds after a change is what one that begins anew would hold.
    private func expectLikeNew(_ ledger: FailureLedger, _ builds: [BuildSnapshot]) {
        var other = FailureLedger()
        #expect(other.take(builds) == .failures)
        #expect(ledger.failed == other.failed)
    }

    @Test func whatIsTheSameIsNothing() throws {
        var ledger = FailureLedger()
        let builds = try builds(9)
        #expect(ledger.take(builds) == .failures)
        #expect(names(ledger) == ["b-0 w2k25", "b-3 w2k25", "b-6 w2k25"])
        #expect(ledger.take(builds) == .nothing)
        // Made anew, but equal.
        #expect(ledger.take(try self.builds(9)) == .nothing)
        var running = builds
        running[1].hosts[1].detail = "another step"
        #expect(ledger.take(running) == .nothing)
    }

    @Test func moreOrLessIsKnown() throws {
        var ledger = FailureLedger()
        var builds = try builds(9)
        _ = ledger.take(builds)
        builds[3].hosts[0].artifacts = ["/r/w2k25.xml"]
        guard case .details(let changed) = ledger.take(builds) else { throw Missing() }
        #expect(changed.map(\.build.text) == ["b-3"] && changed.first?.artifacts == ["/r/w2k25.xml"])
        expectLikeNew(ledger, builds)
    }

    @Test(arguments: ["fails", "passes", "otherwise", "cause", "gone", "new", "order", "flow"])
    func others(_ change: String) throws {
        var ledger = FailureLedger()
        var builds = try builds(9)
        _ = ledger.take(builds)
        switch change {
        case "fails": builds[1].hosts[1] = Lab.host("oracle9", .failed, step: 3)
        case "passes": builds[3].hosts[0] = Lab.host("w2k25", .passed)
        case "otherwise": builds[3].hosts[0] = Lab.host("w2k25", .failed, step: 12)
        case "cause":
            builds[3].hosts[0].cause = KnownCause(rule: "R", cause: "", advice: "", retry: .maybe, line: "")
        case "gone": builds.remove(at: 3)
        case "new":
            builds.insert(
                try Lab.build("b-x", .failed, started: 10, ended: 1, [Lab.host("new", .failed, step: 2)]), at: 4)
        case "order": builds.swapAt(0, 6)
        default:
            builds[3].hosts[0] = HostSnapshot(name: "w2k25", status: .failed)
            builds[3].hosts[0].step = 2
            _ = ledger.take(builds)
            builds[3].flow = Flow(.learned, template: nil, steps: ["one", "two"])
        }
        for index in builds.indices { builds[index].counts = HostCounts(builds[index].hosts.map(\.status)) }
        #expect(ledger.take(builds) == .failures, "\(change)")
        expectLikeNew(ledger, builds)
        #expect(ledger.take(builds) == .nothing)
    }

    /// The list shows after each of many random changes what one that was opened just now shows.
    @Test func theListIsNeverBehind() throws {
        var random = SystemRandomNumberGenerator()
        var snapshot = try Lab.snapshot()
        snapshot.builds = try builds(12)
        var browser = try Lab.browser(120, 40, snapshot)
        browser.press("E l")
        for _ in 0..<200 {
            let index = Int.random(in: 0..<snapshot.builds.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: snapshot.builds[index].hosts[0] = Lab.host("w2k25", .failed, step: Int.random(in: 1...3))
            case 1: snapshot.builds[index].hosts[0] = Lab.host("w2k25", .passed)
            case 2: snapshot.builds[index].hosts[0].artifacts = ["/r/\(Int.random(in: 0...9)).xml"]
            default: snapshot.builds[index].hosts[0].failures = []
            }
            snapshot.builds[index].counts = HostCounts(snapshot.builds[index].hosts.map(\.status))
            _ = browser.update(.snapshot(snapshot))
            var other = FailuresPlace()
            other.take(
                nil, ViewContext(snapshot: snapshot, now: Lab.now, clock: Lab.clock, glyphs: .unicode), reorder: true)
            let mine = Dictionary(uniqueKeysWithValues: browser.failures.groups.map { ($0.key, $0.members) })
            #expect(mine == Dictionary(uniqueKeysWithValues: other.groups.map { ($0.key, $0.members) }))
            #expect(browser.failures.list.ids.count == Array(browser.failures.rows(browser.context)).count)
            #expect(browser.failures.list.ids.isEmpty || browser.failures.selected != nil)
        }
    }

    @Test func oneBuildIsOneBuild() throws {
        var snapshot = try Lab.snapshot()
        snapshot.builds = try builds(1)
        let lines = try Lab.browser(120, 40, snapshot).lines
        #expect(lines.contains { $0.contains(" 1 build") } && !lines.contains { $0.contains("1 builds") }, "\(lines)")
    }

    /// The failures of all of so many builds, in each of which one host has failed in the same way.
    private func browser(_ count: Int, host: (Int) -> String) throws -> Browser {
        var snapshot = try Lab.snapshot()
        snapshot.builds = try (0..<count).map { index in
            try Lab.build(
                "b-\(index)", .failed, started: Int64(1000 + index), ended: Int64(index),
                [Lab.host(host(index), .failed, step: 7)])
        }
        var browser = try Lab.browser(120, 40, snapshot)
        browser.press("E")
        return browser
    }

    @Test func aHostOfManyBuildsIsOneHost() throws {
        let lines = try browser(11) { _ in "redhat9.6" }.lines
        #expect(lines.contains { $0.contains("redhat9.6 +") && $0.contains("11 builds") }, "\(lines)")
        #expect(lines.contains { $0.contains("redhat9.6 in 11 builds  7. ") })
        #expect(lines.contains { $0.contains("1 host, 1 kind of failure") })
    }

    @Test func aGroupOfThousandsIsToldInBrief() throws {
        var browser = try browser(300) { "w\($0)x" }
        #expect(browser.lines.contains { $0.contains("300 hosts +") && $0.contains("300 builds") })
        browser.press("J J J J J J")
        #expect(browser.lines.contains { $0.contains("and 260 more") })
        #expect(try #require(browser.takeaway(.failure)).text.contains("w299x"))
    }

    private struct Missing: Error {}
}
