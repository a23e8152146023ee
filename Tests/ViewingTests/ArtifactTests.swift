import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// Reports of hosts and failures, read in the log view.
@Suite struct ArtifactTests {
    private static let folder = "/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"

    /// A browser on a build of which one host has two reports, another one and a third none.
    private func browser(_ columns: Int = 80, _ rows: Int = 24) throws -> Browser {
        var snapshot = try FailuresTests.snapshot()
        snapshot.builds[0].hosts[1].artifacts = ["\(Self.folder)/redhat9.6.xml", "\(Self.folder)/json/redhat9.6.json"]
        var browser = try Lab.browser(columns, rows, snapshot)
        browser.press("/")
        browser.type("lab")
        browser.press("Enter Enter g")
        return browser
    }

    @Test func oneReportOpensAtOnceAtItsStart() throws {
        var browser = try browser()
        browser.press("Enter")
        let request = try #require(browser.press("v").readLog)
        let build = try BuildName("e2e-lab-fc")
        #expect(request.source == .artifact(build, path: "\(Self.folder)/ubuntu24.04.xml"))
        #expect(request.part == .lines(from: 0, moved: 0))
        #expect(browser.lines[1].contains("ubuntu24.04.xml"))
        browser.press("q")
        #expect(browser.place == .host(build, HostID(try #require(browser.currentHost))))
    }

    @Test func severalAreChosenFrom() throws {
        var browser = try browser()
        browser.press("j")
        #expect(browser.press("v").isEmpty)
        #expect(browser.lines.contains { $0.contains("Open a report") })
        browser.press("j j")
        let request = try #require(browser.press("Enter").readLog)
        #expect(request.source == .artifact(try BuildName("e2e-lab-fc"), path: "\(Self.folder)/json/redhat9.6.json"))
        browser.press("q v Esc")
        #expect(browser.place == .build(try BuildName("e2e-lab-fc")))
        #expect(browser.layer == nil)
    }

    @Test func aFailureHasThoseOfAllItsHosts() throws {
        var browser = try browser()
        browser.press("e")
        #expect(browser.targetArtifacts.map(\.host) == ["ubuntu24.04", "redhat9.6", "redhat9.6"])
        browser.press("v G Enter")
        #expect(browser.reads(.artifact(try BuildName("e2e-lab-fc"), path: "\(Self.folder)/json/redhat9.6.json")))
        browser.press("q")
        #expect(browser.place == .failures(try BuildName("e2e-lab-fc")))
    }

    /// A file that vanishes while it is read is called what it is.
    @Test func aFileThatVanishes() throws {
        let build = try BuildName("e2e-lab-fc")
        let path = "\(Self.folder)/ubuntu24.04.xml"
        try vanish(.artifact(build, path: path), "the report is gone: ")
        try vanish(.launch(build), "the launch log is gone: ")
        try vanish(.prepLog, "the script's log is gone: ")
    }

    private func vanish(_ source: LogSource, _ text: String) throws {
        var browser = try browser()
        let request = try #require(browser.openLog(source).readLog)
        _ = browser.update(.log(Lab.window(request: request.number)))
        var report = Lab.report(try #require(browser.log))
        _ = browser.update(.logIndex(report))
        report.isMissing = true
        _ = browser.update(.logIndex(report))
        #expect(browser.messageText?.hasPrefix(text) == true, "\(browser.messageText ?? "")")
    }

    /// It may come, or go, between the look that showed it and the first look of its index.
    @Test func aFileThatComesOrGoesBetweenTwoLooks() throws {
        let source = LogSource.launch(try BuildName("e2e-lab-fc"))
        var browser = try browser()
        var request = try #require(browser.openLog(source).readLog)
        var missing = LogWindow(request: request.number)
        (missing.isMissing, missing.problem) = (true, "there is no /tmp/b.launch.log")
        _ = browser.update(.log(missing))
        var report = LogIndexReport(request: try #require(browser.log).indexRequest, source: source)
        request = try #require(browser.update(.logIndex(report)).readLog)
        var empty = LogWindow(request: request.number)
        empty.file = LogFileID(device: 1, inode: 2)
        _ = browser.update(.log(empty))
        #expect(browser.lines.contains { $0.contains("the log is empty") })
        report.request = try #require(browser.log).indexRequest
        #expect(browser.update(.logIndex(report)).readLog == nil)
        report.isMissing = true
        request = try #require(browser.update(.logIndex(report)).readLog)
        missing.request = request.number
        _ = browser.update(.log(missing))
        report.request = try #require(browser.log).indexRequest
        #expect(browser.update(.logIndex(report)).readLog == nil)
        #expect(browser.lines.contains { $0.contains("there is no /tmp/b.launch.log") })

        browser = try self.browser()
        request = try #require(browser.openLog(source).readLog)
        _ = browser.update(.log(Lab.window(request: request.number)))
        report.request = try #require(browser.log).indexRequest
        _ = browser.update(.logIndex(report))
        #expect(browser.messageText?.hasPrefix("the launch log is gone: ") == true)
        // What comes of its build's own log is another thing.
        _ = browser.update(.snapshot(try FailuresTests.snapshot()))
        #expect(browser.log?.isGone == true)
    }

    @Test func whereThereIsNoneItIsSaid() throws {
        var browser = try browser()
        browser.press("G v")
        #expect(
            browser.messageText == "no report of it is there: none was written in this launch, or it was taken away")
        browser.press("q v")
        #expect(browser.messageText == "only with hosts and failures")
    }

    @Test(arguments: ScreenPictures.sizes)
    func screens(_ size: Size) throws {
        var browser = try browser(size.columns, size.rows)
        browser.press("e v j")
        expectGolden(browser.lines, "artifacts-\(size.columns)x\(size.rows)")
    }

    /// A log that belongs to no build lies over whatever is on the screen, and leaves it as it was.
    @Test func logsOfNoBuild() throws {
        var browser = try browser()
        browser.press("j")
        let selected = browser.build.list.selection
        let id = try #require(PrepID("20261120-140322-00002a"))
        let request = try #require(browser.openLog(.prep(id)).readLog)
        #expect(request.part == .end)
        _ = browser.update(.log(Lab.window(request: request.number)))
        #expect(browser.lines[1].contains("transcript"))
        for (key, reason) in [("m", false), ("L", true), ("O", true), ("s", true), ("e", true), ("Y", true)] {
            browser.press(key)
            #expect((browser.messageText == "this log belongs to no build") == reason, "\(key)")
        }
        var snapshot = try FailuresTests.snapshot()
        snapshot.builds[0].hosts[2].status = .passed
        _ = browser.update(.snapshot(snapshot))
        #expect(!browser.press("q").contains { if case .attend = $0 { true } else { false } })
        #expect(browser.place == .build(try BuildName("e2e-lab-fc")))
        #expect(browser.build.list.selection == selected)
        #expect(browser.lines.contains { $0.contains("w2k25") && $0.contains("PASS") })
    }
}
