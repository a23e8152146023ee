import Runs
import Screen
import Testing

@testable import Viewing

/// What can be copied or written, by where one is.
@Suite struct TakeawayTests {
    @Test(arguments: [
        ("", "report command"), ("Enter", "report failure excerpt command"), ("Enter g", "report command"),
        ("Enter Enter", "failure excerpt report command"), ("s", "report command"),
        ("E", "failure excerpt report"), ("L", "report command"),
    ])
    func byPlace(_ keys: String, _ kinds: String) throws {
        var browser = try Lab.browser()
        browser.press(keys)
        #expect(browser.takeaways.map(\.kind.rawValue).joined(separator: " ").hasPrefix(kinds), "\(keys)")
    }

    @Test func aFailureTellsItsBuild() throws {
        var browser = try FailuresTests.browser()
        let taken = try #require(browser.takeaway(.failure))
        #expect(taken.text.contains("\n  build: e2e-lab-fc\n"))
        #expect(taken.text.contains("\n  known cause: CMC-13: "))
        #expect(taken.fileName == "e2e-lab-fc-failure.txt")
        browser.press("l j")
        let one = try #require(browser.takeaway(.failure))
        #expect(one.fileName == "e2e-lab-fc-ubuntu24.04-failure.txt")
        #expect(try #require(browser.takeaway(.excerpt)).text.hasPrefix("AssertionError: Timed out"))
    }

    @Test func aHostsNameIsOnlyAName() throws {
        var snapshot = try FailuresTests.snapshot()
        snapshot.builds[0].hosts = [Lab.host("../a b;$(x)\u{1B}/é", .failed, step: 7)]
        var browser = try Lab.browser(80, 24, snapshot)
        browser.press("/")
        browser.type("lab")
        browser.press("Enter e")
        #expect(try #require(browser.takeaway(.failure)).fileName == "e2e-lab-fc-.._a_b___x____-failure.txt")
    }

    @Test func linesOfALog() throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        _ = browser.update(.log(Lab.window(request: request.number)))
        let taken = try #require(browser.takeaway(.excerpt))
        #expect(taken.text.split(separator: "\n", omittingEmptySubsequences: false).count == 21)
        #expect(taken.fileName == "e2e-redhat9.6-ubuntu24.04-w2k25-fc-log-excerpt.txt")
    }

    @Test(arguments: [(1, "1 line of the log"), (2, "2 lines of the log")])
    func linesAreCounted(_ count: Int, _ what: String) throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("L").readLog)
        var window = Lab.window(request: request.number)
        window.lines = Array(window.lines.prefix(count))
        _ = browser.update(.log(window))
        #expect(try #require(browser.takeaway(.excerpt)).what == what)
    }
}
