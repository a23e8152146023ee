import Runs
import Testing

@testable import Viewing

@Suite struct EndedBuildTests {
    /// A build that hung is over: the host that it hung at takes no longer with every second.
    @Test(arguments: ["", "Enter"]) func hostsTakeNoLongerThanTheirBuild(_ keys: String) throws {
        var host = HostSnapshot(name: "debian11", status: .running)
        host.startedAt = Lab.before(8000)
        var snapshot = try Lab.snapshot()
        snapshot.builds = [try Lab.build("e2e-hung-fc", .hung, started: 8000, ended: 3000, [host])]
        var browser = try Lab.browser(120, 40, snapshot)
        browser.press("Enter")
        browser.press(keys)
        let text = DurationText.full(.seconds(5000))
        #expect(
            browser.lines.contains {
                $0.contains("debian11") && $0.contains(text) || $0.contains("RUN") && $0.contains(text)
            })
        _ = browser.update(.tick(now: Lab.before(-600), lookedAt: Lab.before(-600), isStale: false))
        #expect(browser.lines.contains { $0.contains("RUN") && $0.contains(text) }, "\(browser.lines)")
        _ = browser.update(.tick(now: Lab.before(-600), lookedAt: Lab.before(-600), isStale: false))
        #expect(browser.lines.contains { $0.contains("RUN") && $0.contains(text) }, "\(browser.lines)")
    }
}
