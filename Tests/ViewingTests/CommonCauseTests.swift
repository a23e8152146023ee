import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// What hosts of several builds have in common, above the list of builds.
@Suite struct CommonCauseTests {
    /// Two builds of whose hosts two each have failed by one rule, and a third by another.
    static func snapshot(hoursAgo: Int64 = 1) throws -> Snapshot {
        var snapshot = try Lab.snapshot()
        let cause = KnownCause(
            rule: "CMC-01", cause: "a disk of the session is in use elsewhere", advice: "free it", retry: .maybe,
            line: "disk is busy")
        for (index, name) in ["e2e-one-fc", "e2e-two-fc"].enumerated() {
            let hosts = ["w2k25", "oracle9"].map { host in
                var host = Lab.host("\(host)-\(index)", .failed, step: 7)
                host.endedAt = Lab.before(hoursAgo * 3600 + Int64(index * 100))
                host.cause = cause
                host.failures[0].cause = cause
                return host
            }
            snapshot.builds.append(
                try Lab.build(
                    name, .failed, started: hoursAgo * 3600 + 4000, ended: hoursAgo * 3600, hosts))
        }
        return snapshot
    }

    @Test(arguments: ScreenPictures.sizes)
    func screens(_ size: Size) throws {
        var browser = try Lab.browser(size.columns, size.rows, try Self.snapshot())
        expectGolden(browser.lines, "builds-common-\(size.columns)x\(size.rows)")
        browser.press("G")
        #expect(browser.lines.contains { $0.contains("e2e-nothing-here-fc") }, "the last row is to be seen")
        browser.press("E")
        #expect(browser.lines.contains { $0.contains("common cause: 4 hosts within") })
    }

    /// How many more there are stands in front, where no long line pushes it off the screen.
    @Test func moreCausesThanThereIsRoomForAreCounted() throws {
        var snapshot = try Self.snapshot()
        for (rule, hours) in [("CMC-02", Int64(3)), ("CMC-03", 5)] {
            let hosts = (0..<4).map { index in
                var host = Lab.host("a-host-with-a-long-name-\(index)", .failed, step: 7)
                host.endedAt = Lab.before(hours * 3600)
                host.failures[0].cause = KnownCause(
                    rule: rule, cause: "a long cause of many words, so that the line is full", advice: "",
                    retry: .maybe,
                    line: "")
                host.cause = host.failures[0].cause
                return host
            }
            snapshot.builds.append(
                try Lab.build(
                    "e2e-\(rule.lowercased())", .failed, started: hours * 3600 + 9, ended: hours * 3600, hosts))
        }
        var browser = try Lab.browser(80, 24, snapshot)
        browser.press("E")
        #expect(browser.lines.contains { $0.contains("(+2 more) common cause: ") }, "\(browser.lines)")
    }

    @Test func aClickMeetsTheRowItPointsAt() throws {
        var browser = try Lab.browser(120, 40, try Self.snapshot())
        let y = try #require(browser.lines.firstIndex { $0.contains("reboot-w2k25-iscsi") })
        _ = browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 20, y: y)))))
        #expect(browser.builds.list.selection?.text == "reboot-w2k25-iscsi")
    }

    /// What is over for a day, or of one build alone, is no news for the list.
    @Test func noneWithoutReason() throws {
        #expect(!(try Lab.browser(80, 24, try Self.snapshot()).context.common.isEmpty))
        #expect(try Lab.browser(80, 24, try Self.snapshot(hoursAgo: 25)).context.common.isEmpty)
        var one = try Self.snapshot()
        one.builds.removeLast()
        #expect(try Lab.browser(80, 24, one).context.common.isEmpty)
        let plain = try Lab.browser(80, 24)
        #expect(plain.lines[2].contains("STATE"))
    }
}
