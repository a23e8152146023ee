import Runs
import Screen
import Testing

@testable import Viewing

/// Following the end of a log, and holding still while it grows.
@Suite struct LogHoldTests {
    @Test func followsAndHolds() throws {
        var browser = try LogKeysTests().reading()
        #expect(browser.log?.isFollowing == true)
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].logSize = 200_000
        // While it follows, growth is read at once.
        #expect(browser.update(.snapshot(snapshot)).readLog?.part == .end)
        browser.press("k")
        #expect(browser.log?.isFollowing == false)
        snapshot.builds[0].logSize = 300_000
        #expect(browser.update(.snapshot(snapshot)).readLog == nil)
        #expect(browser.lines[1].contains("177 kB new"))
        #expect(browser.press("f").readLog?.part == .end)
        #expect(browser.log?.isFollowing == true)
        #expect(browser.press("f") == [])
        #expect(browser.log?.isFollowing == false)
    }

    /// What comes while one holds still at the end is told, and no key passes over it.
    @Test(arguments: ["", "w"]) func holdsStillAtTheEnd(_ keys: String) throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        var end = Lab.window(request: request.number)
        end.fileSize = end.end
        _ = browser.update(.log(end))
        if let again = browser.press(keys).readLog {
            end.request = again.number
            _ = browser.update(.log(end))
        }
        browser.press("f")
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].logSize = end.end
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.lines[1].contains("100% of"))
        snapshot.builds[0].logSize = end.end + 40_000
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.lines[1].contains("40 kB new"), "\(browser.lines[1])")
        #expect(!browser.lines[1].contains("100%"), "\(browser.lines[1])")
        let next = try #require(browser.press("j").readLog)
        #expect(next.part != .end)
        #expect(browser.log?.isFollowing == false)
        end.request = next.number
        end.fileSize += 40_000
        _ = browser.update(.log(end))
        browser.press("j")
        #expect(browser.log?.isFollowing == false)
    }
}
