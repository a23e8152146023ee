import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// Every screen at the sizes that matter, compared with pictures.
@Suite struct ScreenPictures {
    static let sizes = [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

    /// What leads to a screen from the list of builds.
    static let ways = [
        ("builds", ""), ("build", "Enter"), ("host-failed", "Enter Enter"), ("host-running", "Enter j Enter"),
        ("host-passed", "Enter k Enter"), ("report", "s"), ("categorized", "j Enter"), ("help", "?"),
        ("messages", "Y M"),
        ("command-line", ":"), ("filter", "/ w 2 k"),
    ]

    @Test(arguments: sizes, ways)
    func screens(_ size: Size, _ way: (name: String, keys: String)) throws {
        var browser = try Lab.browser(size.columns, size.rows)
        browser.press(way.keys)
        expectGolden(browser.lines, "\(way.name)-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes)
    func log(_ size: Size) throws {
        var browser = try Lab.browser(size.columns, size.rows)
        let effects = browser.press("L")
        let request = try #require(effects.readLog)
        _ = browser.update(.log(Lab.window(request: request.number, lines: request.rows)))
        expectGolden(browser.lines, "log-\(size.columns)x\(size.rows)")
    }

    /// What operators have written down about a failure stands beside its host where the list has room for more than names.
    @Test func marksInTheListOfBuilds() throws {
        var snapshot = try Lab.snapshot()
        var mark = FailureMark(host: "w2k19", subRun: nil)
        mark.claim = FailureMark.Stamp(by: "alice", at: Lab.now)
        snapshot.builds[3].hosts[0].mark = mark
        #expect(try Lab.browser(200, 24, snapshot).lines.contains { $0.contains("w2k19 (alice looks at it) step 12") })
        mark.waiver = mark.claim
        snapshot.builds[3].hosts[0].mark = mark
        #expect(try Lab.browser(200, 24, snapshot).lines.contains { $0.contains("w2k19 (waived) step 12") })
    }

    /// With numbers, and with the map where there is room for it.
    @Test(arguments: sizes + [Size(columns: 200, rows: 60)], [GlyphSet.unicode, .ascii])
    func indexedLog(_ size: Size, _ glyphs: GlyphSet) throws {
        var browser = try Lab.browser(size.columns, size.rows, glyphs: glyphs)
        let request = try #require(browser.press("L").readLog)
        _ = browser.update(.log(Lab.window(request: request.number, lines: request.rows)))
        var report = Lab.report(try #require(browser.log))
        report.map = (0..<request.rows).map { row in
            var cell = LogIndexReport.MapRow()
            if row == 0 { cell.runs = 1 }
            if row.isMultiple(of: 4) { cell.hosts = 1 }
            if row == 5 { cell.failures = 2 }
            return cell
        }
        _ = browser.update(.logIndex(report))
        browser.press("#")
        let frame = browser.view(in: size)
        let lines = glyphs.isASCII ? frame.inASCII.plainText : frame.plainText
        expectGolden(lines, "log-indexed\(glyphs.isASCII ? "-ascii" : "")-\(size.columns)x\(size.rows)")
    }

    @Test func buildOnAWideScreen() throws {
        var browser = try Lab.browser(200, 60)
        let effects = browser.press("Enter")
        if let request = effects.readLog { _ = browser.update(.log(Lab.window(request: request.number, lines: 60))) }
        expectGolden(browser.lines, "build-200x60")
    }

    @Test func asciiAlone() throws {
        for (name, keys) in Self.ways {
            var browser = try Lab.browser(120, 40, glyphs: .ascii)
            browser.press(keys)
            let frame = browser.view(in: Size(columns: 120, rows: 40)).inASCII
            #expect(frame.plainText.joined().utf8.allSatisfy { $0 < 0x80 }, "\(name)")
            if name == "build" { expectGolden(frame.plainText, "build-ascii-120x40") }
        }
    }

    @Test func nothingToShow() throws {
        var empty = Snapshot(controller: "atvm-cypress-vm-1", takenAt: Lab.now)
        empty.places = ["/var/lib/atvm-run-watcher  (states)"]
        expectGolden(try Lab.browser(80, 24, empty).lines, "reading-80x24")
        empty.isComplete = true
        empty.problems = ["cannot list /tmp: Permission denied"]
        expectGolden(try Lab.browser(80, 24, empty).lines, "empty-80x24")
    }

    @Test func problemsAndStaleData() throws {
        var snapshot = try Lab.snapshot()
        snapshot.problems = [
            "the disk of /tmp is full: 12 KiB are left", "cannot list /var/lib/atvm-run-watcher: Permission denied",
        ]
        var browser = try Lab.browser(80, 24, snapshot)
        _ = browser.update(.tick(now: Lab.now + .seconds(90), lookedAt: Lab.now, isStale: true))
        expectGolden(browser.lines, "problems-80x24")
    }

    @Test func tooSmall() throws {
        #expect(
            try Lab.browser().view(in: Size(columns: 59, rows: 15)).plainText.first
                == "atvm-tui needs 60x15; this is 59x15")
        #expect(
            try Lab.browser().view(in: Size(columns: 60, rows: 14)).plainText.first
                == "atvm-tui needs 60x15; this is 60x14")
        #expect(try Lab.browser().view(in: Size(columns: 60, rows: 15)).plainText.first?.contains("needs") == false)
    }

    /// Whatever other programs have named, nothing of it may act on a terminal.
    @Test(arguments: ["", "Enter", "Enter Enter", "s", "Enter L", "?", "M", "/ x", "m"])
    func hostileText(_ keys: String) throws {
        let poison = "\u{1B}]0;evil\u{7}\u{9B}2J\u{202E}\u{200B}\n\t\u{E0041}"
        var snapshot = Snapshot(controller: poison, takenAt: Lab.now)
        var host = Lab.host("h", .failed, step: 7)
        host.failures[0].failure = Failure(path: [poison], message: poison, stack: [poison])
        var build = try Lab.build("b", .failed, started: 10, ended: 5, [host])
        build.launch.template = poison
        build.problems = [poison]
        build.runURL = poison
        snapshot.builds = [build]
        snapshot.problems = [poison]
        snapshot.isComplete = true
        for columns in [60, 120, 200] {
            var browser = try Lab.browser(columns, 50, snapshot)
            browser.press(keys)
            let unsafe = browser.lines.joined().unicodeScalars.filter(SafeText.isUnsafe)
            #expect(unsafe.isEmpty, "\(columns): \(unsafe.map { String($0.value, radix: 16) })")
        }
    }
}

extension [ViewEffect] {
    /// The last log request among them.
    var readLog: LogRequest? {
        compactMap { effect in
            if case .readLog(let request) = effect { request } else { nil }
        }.last
    }
}
