import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// The list of failures: equal ones in one row, all about the selected one below it.
@Suite struct FailuresTests {
    /// A build in which three hosts have failed alike within ten minutes, and one otherwise.
    static func snapshot() throws -> Snapshot {
        var snapshot = try Lab.snapshot()
        let cause = KnownCause(
            rule: "CMC-13", cause: "the session did not reach the wanted state in time",
            advice: "look at the session's state and events", retry: .maybe, line: "expected 'Tracking' to equal …")
        var hosts = ["ubuntu24.04", "redhat9.6", "w2k25"].enumerated().map { index, name in
            var host = Lab.host(name, .failed, step: 7, seconds: Int64(1500 + index * 10))
            host.endedAt = Lab.before(Int64(4000 - index * 60))
            host.failures[0].cause = cause
            host.cause = cause
            return host
        }
        hosts[0].artifacts = ["/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter/ubuntu24.04.xml"]
        var mark = FailureMark(host: "w2k25", subRun: nil)
        mark.claim = FailureMark.Stamp(by: "alice", at: Lab.before(60))
        hosts[2].mark = mark
        var other = Lab.host("oracle9", .failed, step: 12)
        other.mark = FailureMark(host: "oracle9", subRun: nil)
        other.mark?.waiver = FailureMark.Stamp(by: "bob", at: Lab.before(60))
        other.mark?.comment = "known firmware fault"
        let failed = try Lab.build("e2e-lab-fc", .failed, started: 8000, ended: 3000, hosts + [other])
        snapshot.builds.insert(failed, at: 0)
        return snapshot
    }

    static func browser(_ size: Size = Size(columns: 80, rows: 24)) throws -> Browser {
        var browser = try Lab.browser(size.columns, size.rows, try snapshot())
        browser.press("/")
        browser.type("lab")
        browser.press("Enter e")
        return browser
    }

    static let sizes = ScreenPictures.sizes + [Size(columns: 200, rows: 60)]

    @Test(arguments: sizes)
    func screens(_ size: Size) throws {
        var browser = try Self.browser(size)
        expectGolden(browser.lines, "failures-\(size.columns)x\(size.rows)")
        browser.press("l j")
        expectGolden(browser.lines, "failures-unfolded-\(size.columns)x\(size.rows)")
        var all = try Lab.browser(size.columns, size.rows, try Self.snapshot())
        all.press("E")
        expectGolden(all.lines, "failures-all-\(size.columns)x\(size.rows)")
    }

    /// A host is found in the group that it stands in, or alone; one that passed is not there.
    @Test func aHostIsSelectedByItsName() throws {
        var browser = try Self.browser()
        let build = try #require(browser.failures.groups.first?.first.build)
        let selected1 = browser.selectFailure(of: HostSnapshot(name: "redhat9.6", status: .failed), in: build)
        #expect(selected1)
        #expect(browser.failures.selected?.members.map(\.name) == ["redhat9.6"])
        #expect(browser.lines.contains { $0.hasPrefix("▌") && $0.contains("redhat9.6") }, "\(browser.lines)")
        let selected2 = browser.selectFailure(of: HostSnapshot(name: "oracle9", status: .failed), in: build)
        #expect(selected2)
        #expect(browser.failures.selected?.members.map(\.name) == ["oracle9"])
        let selected3 = browser.selectFailure(of: HostSnapshot(name: "nobody", status: .failed), in: build)
        #expect(!selected3)
    }

    @Test func equalFailuresAreOneRow() throws {
        let browser = try Self.browser()
        #expect(browser.failures.groups.map(\.members.count) == [3, 1])
        #expect(browser.lines.contains { $0.contains("3 hosts") && $0.contains("7. ") })
    }

    @Test func enterLeadsToTheLine() throws {
        var browser = try Self.browser()
        let request = try #require(browser.press("Enter").readLog)
        #expect(request.part == .lines(from: 4200, moved: -3))
        browser.press("q")
        #expect(browser.place == .failures(try BuildName("e2e-lab-fc")))
    }

    @Test func keysLeadToHostAndTakeThingsAlong() throws {
        var browser = try Self.browser()
        guard case .copy(let text, _)? = browser.press("y").first else { throw Missing() }
        #expect(text.hasPrefix("3 hosts: 7. "))
        #expect(text.contains("known cause: CMC-13: the session did not") && text.contains("w2k25: alice looks at it"))
        guard case .copy(let paths, let what)? = browser.press("a").first else { throw Missing() }
        #expect(what == "the path of 1 artifact")
        #expect(paths.hasSuffix("ubuntu24.04.xml\n"))
        browser.press("l j o")
        #expect(browser.place == .host(try BuildName("e2e-lab-fc"), HostID(try #require(browser.currentHost))))
    }

    @Test func filterAndSort() throws {
        var browser = try Self.browser()
        browser.press("/")
        browser.type("oracle")
        browser.press("Enter")
        #expect(browser.failures.groups.map(\.first.name) == ["oracle9"])
        browser.press("/")
        browser.type(" nobody")
        #expect(browser.lines.contains { $0.contains("No failure is let through") })
        browser.press("Esc / Ctrl-U Enter >")
        #expect(browser.failures.groups.map(\.first.name) == ["oracle9", "ubuntu24.04"])
    }

    /// Whether its log will tell more is told of a failure that a record alone knows.
    @Test(arguments: [(true, "no log tells of it; this is what its record says"), (false, "not been read yet")])
    func aRecordAloneIsSaidToBe(_ isGone: Bool, _ text: String) throws {
        var snapshot = try Self.snapshot()
        var row = RecordedHost(name: "w2k25", status: "FAIL")
        row.detail = "step 7. Create migration session: Error: no"
        snapshot.builds[0].hosts = [RecordedRules.host(from: row)]
        snapshot.builds[0].isDetailed = isGone
        var browser = try Lab.browser(80, 24, snapshot)
        browser.press("/")
        browser.type("lab")
        browser.press("Enter e")
        #expect(browser.lines.contains { $0.contains(text) }, "\(browser.lines)")
    }

    /// Of which build a failure is stands beside what it says, on every screen; and sorting by it works there.
    @Test(arguments: ScreenPictures.sizes + [Size(columns: 160, rows: 40), Size(columns: 200, rows: 60)])
    func amongAllBuildsTheBuildIsNamed(_ size: Size) throws {
        var snapshot = try Self.snapshot()
        snapshot.builds = [snapshot.builds[0]]
        var browser = try Lab.browser(size.columns, size.rows, snapshot)
        browser.press("E")
        let row = try #require(browser.lines.first { $0.contains("3 hosts +") })
        #expect(row.contains("e2e-lab-fc") && row.contains("7. ") && row.contains("Asser"), "\(row)")
        let heading = try #require(browser.lines.firstIndex { $0.contains("BUILD") })
        let column = try #require(browser.lines[heading].split(separator: "BUILD").first).count
        _ = browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: column, y: heading)))))
        #expect(browser.lines[heading].contains("BUILD▲"), "\(browser.lines[heading])")
    }

    @Test func amongAllBuildsTheSelectedOneIsReadInFull() throws {
        var browser = try Lab.browser(120, 40, try Self.snapshot())
        #expect(browser.press("E").contains(.attend(try BuildName("e2e-redhat9.6-ubuntu24.04-w2k25-fc"))))
        #expect(browser.press("G").contains { if case .attend = $0 { true } else { false } })
        #expect(browser.press("q") == [.attend(nil)])
    }

    /// Who looks at all failures, or from there at another build, finds the build that was left as it was.
    @Test(arguments: ["E q", "E G o q q", "E G Enter q q", "E G m q q", "E G s q q", "E q E q"])
    func whatWasLeftIsFoundAgain(_ keys: String) throws {
        var browser = try Lab.browser(120, 40, try Self.snapshot())
        let name = try BuildName("e2e-redhat9.6-ubuntu24.04-w2k25-fc")
        browser.press("Enter G k")
        let (place, ids, selected) = (browser.place, browser.build.list.ids, browser.build.list.selection)
        #expect(place == .build(name) && !ids.isEmpty)
        var effects: [ViewEffect] = []
        for key in keys.split(separator: " ") { effects = browser.press(String(key)) }
        #expect(browser.place == place)
        #expect(browser.build.list.ids == ids && browser.build.list.selection == selected)
        #expect(effects.contains(.attend(name)))
    }

    /// A key is about the failure that is selected, not about the build that is selected elsewhere.
    @Test func theMatrixIsOfTheSelectedFailure() throws {
        var browser = try Lab.browser(120, 40, try Self.snapshot())
        browser.press("E G")
        let failed = try #require(browser.failures.selected?.first)
        browser.press("m")
        #expect(browser.place == .matrix(failed.build))
        #expect(browser.build.list.selection == HostID(failed.host))
    }

    @Test func selectionAndOrderOutliveASnapshot() throws {
        var browser = try Self.browser()
        browser.press("j")
        let selected = browser.failures.list.selection
        var snapshot = try Self.snapshot()
        snapshot.builds[0].hosts.swapAt(0, 3)
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.failures.list.selection == selected)
    }

    private struct Missing: Error {}
}
