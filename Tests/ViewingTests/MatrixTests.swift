import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

@Suite struct MatrixTests {
    /// Hosts of a flow of 33 steps: some over, some slow, one at each other standing.
    static func snapshot(hosts: Int = 8, steps: Int = 33, state: BuildState = .running) throws -> Snapshot {
        let names = [
            "redhat9.6", "ubuntu24.04", "w2k25", "sles15sp7", "oracle9.4", "a-host-with-a-very-long-name-2", "debian12",
            "rocky9.4",
        ]
        let titles = (1...steps).map { "Verify the data of volume \($0) before and after the cutover of the session" }
        var all: [HostSnapshot] = []
        for index in 0..<hosts {
            let isLater = index >= names.count
            let name = isLater ? "host\(index)" : names[index]
            let status: HostStatus =
                isLater
                ? .waiting
                : [.passed, .failed, .running, .passed, .passed, .passed, .waiting, .skipped(reason: nil)][index]
            let last = status == .failed ? 7 : status == .running ? 10 : status == .passed ? steps + 1 : 0
            var host = HostSnapshot(name: name, status: status)
            host.stepStartedAt = status == .running ? Lab.before(1200) : nil
            (host.logOffset, host.step) = (status == .waiting ? nil : index * 10_000, last)
            host.steps = titles.enumerated().map { at, title in
                var step = StepSnapshot(number: at + 1, title: title, status: .waiting)
                if at + 1 < last {
                    (step.status, step.duration) = (.passed, .seconds((at + 1) * 7 + index))
                    step.logOffset = index * 10_000 + at * 100
                }
                if index == 3, at == 4 { step.duration = .seconds(900) }
                if index == 5, at == 20 { (step.status, step.duration) = (.unknown, nil) }
                if at + 1 == last { step.status = status == .failed ? .failed : .running }
                if at + 1 > last, status == .failed { step.status = .skipped }
                if status == .skipped(reason: nil) { step.status = .skipped }
                return step
            }
            if status == .failed {
                let failure = Failure(path: ["7. x"], message: "AssertionError: Timed out\nmore", stack: [])
                host.failures = [HostFailure(step: 7, title: titles[6], failure: failure, logOffset: 14_242)]
                host.failureOffset = 14_242
            }
            all.append(host)
        }
        var build = try Lab.build("e2e-many-hosts-fc", state, started: 7200, all)
        build.flow = Flow(.learned, template: nil, steps: titles)
        build.usual = UsualTimes(steps: (1...steps).map { .seconds($0 * 8) }, host: nil)
        var snapshot = Snapshot(controller: "atvm-cypress-vm-1", takenAt: Lab.now)
        snapshot.builds = [build]
        snapshot.isComplete = true
        return snapshot
    }

    static func browser(
        _ columns: Int = 80, _ rows: Int = 24, _ snapshot: Snapshot? = nil, glyphs: GlyphSet = .unicode
    ) throws -> Browser { try Lab.browser(columns, rows, snapshot ?? Self.snapshot(), glyphs: glyphs) }

    // MARK: Pictures

    @Test(arguments: ScreenPictures.sizes + [Size(columns: 200, rows: 60)])
    func pictures(_ size: Size) throws {
        var browser = try Self.browser(size.columns, size.rows)
        browser.press("m")
        expectGolden(browser.lines, "matrix-\(size.columns)x\(size.rows)")
    }

    @Test func moreThanFitsOnTheScreen() throws {
        var browser = try Self.browser(60, 15, Self.snapshot(hosts: 200, steps: 90))
        browser.press("m G" + String(repeating: " l", count: 70))
        expectGolden(browser.lines, "matrix-large-60x15")
    }

    @Test func asciiAlone() throws {
        var browser = try Self.browser(80, 24, glyphs: .ascii)
        browser.press("m h h")
        let frame = browser.view(in: browser.size).inASCII
        #expect(frame.plainText.joined().utf8.allSatisfy { $0 < 0x80 })
        expectGolden(frame.plainText, "matrix-ascii-80x24")
    }

    @Test(arguments: [GlyphSet.unicode, .ascii])
    func everyStandingHasACharacterOfItsOwn(_ glyphs: GlyphSet) {
        let texts = Set(MatrixCell.Mark.allCases.map { $0.text(glyphs) })
        #expect(texts.count == MatrixCell.Mark.allCases.count)
        #expect(texts.allSatisfy { TextWidth.columns($0) == 1 })
    }

    @Test(arguments: [1, 5, 22, 33, 60, 300])
    func stepsStandWithinTheScreen(_ steps: Int) {
        for columns in 60...250 {
            let layout = MatrixLayout(Size(columns: columns, rows: 20), steps: steps)
            #expect(layout.x(ofStep: layout.shownSteps - 1) < columns - 1, "\(columns)")
            #expect(layout.nameWidth >= 10)
            for index in 0..<layout.shownSteps { #expect(layout.step(atX: layout.x(ofStep: index)) == index) }
            if steps == 33 { #expect(layout.shownSteps == 33, "\(columns)") }
        }
    }

    // MARK: Keys

    struct Row: Sendable {
        var keys: String
        var host: String
        var step: Int
        init(_ keys: String, _ host: String, _ step: Int) { (self.keys, self.host, self.step) = (keys, host, step) }
    }

    @Test(arguments: [
        Row("m", "ubuntu24.04", 7), Row("m l", "ubuntu24.04", 8), Row("m h", "ubuntu24.04", 6),
        Row("m j", "w2k25", 7), Row("m j j l l", "sles15sp7", 9), Row("m g", "redhat9.6", 7),
        Row("m G", "rocky9.4", 7), Row("m" + String(repeating: " h", count: 40), "ubuntu24.04", 1),
        Row("m" + String(repeating: " l", count: 40), "ubuntu24.04", 33),
        Row("Enter j m", "w2k25", 10), Row("Enter j Enter k m", "w2k25", 9),
        Row("m j Enter q", "w2k25", 7), Row("m G ]f", "ubuntu24.04", 7), Row("m j Enter j m", "w2k25", 8),
        Row("m / d e b Enter", "debian12", 7), Row("m > I", "ubuntu24.04", 7),
    ])
    func moves(_ row: Row) throws {
        var browser = try Self.browser()
        browser.press(row.keys)
        guard case .matrix = browser.place else {
            Issue.record("not in the matrix after \(row.keys)")
            return
        }
        #expect(browser.build.list.selection?.name == row.host, "\(row.keys)")
        #expect(browser.matrix.step == row.step, "\(row.keys)")
    }

    @Test func leadsOnAndBack() throws {
        var browser = try Self.browser()
        browser.press("m j h Enter")
        #expect(browser.currentHost?.name == "w2k25")
        #expect(browser.host.step == 6)
        #expect(browser.lines.joined().contains("volume 6"))
        browser.press("m q")
        #expect(browser.place == .builds)
        browser.press("m m")
        #expect(browser.messageText == "this is the matrix")
    }

    /// Where the log is opened: nil is its end.
    @Test(
        arguments: [
            ("m", 14_242), ("m h", 10_500), ("m l", 14_242), ("m j", 20_600), ("m j l l l", nil), ("m G k", nil),
        ] as [(String, Int?)])
    func opensTheLogThere(_ keys: String, _ offset: Int?) throws {
        var browser = try Self.browser()
        browser.press(keys)
        let request = try #require(browser.press("L").readLog)
        #expect(request.part == offset.map { .lines(from: $0, moved: -3) } ?? .end)
    }

    @Test func rowsKeepTheirIdentity() throws {
        var browser = try Self.browser()
        browser.press("m j")
        var changed = try Self.snapshot()
        changed.builds[0].hosts.reverse()
        _ = browser.update(.snapshot(changed))
        #expect(browser.build.list.selection?.name == "w2k25")
        #expect(browser.lines.contains { $0.hasPrefix("▌") && $0.contains("w2k25") })
    }

    @Test func theMouse() throws {
        var browser = try Self.browser(120, 40)
        browser.press("m")
        let layout = browser.matrixLayout
        func click(_ x: Int, _ y: Int) { _ = browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: x, y: y))))) }
        click(layout.x(ofStep: 4), 2 + layout.top + 3)
        #expect(browser.build.list.selection?.name == "sles15sp7")
        #expect(browser.matrix.step == 5)
        #expect(browser.lines.joined().contains("passed, slow in 15m 00s   median of"))
        click(layout.x(ofStep: 11), 2 + layout.top - 1)
        #expect(browser.matrix.step == 12)
        click(3, 2 + layout.top + 3)
        #expect(browser.currentHost?.name == "sles15sp7")
        #expect(browser.host.step == 12)
    }

    @Test func aRunThatEndedSaysWhereItStopped() throws {
        var browser = try Self.browser(80, 24, Self.snapshot(state: .terminated))
        browser.press("Enter j m")
        #expect(browser.lines.joined().contains("■ the run ended in this step"))
    }

    @Test func emptyTables() throws {
        var snapshot = try Self.snapshot(hosts: 0)
        var browser = try Self.browser(80, 24, snapshot)
        browser.press("m j l Enter L q")
        #expect(browser.lines.joined().contains("no host is known yet"))
        snapshot = try Self.snapshot(hosts: 2)
        snapshot.builds[0].flow = .unknown
        for index in 0..<2 { snapshot.builds[0].hosts[index].steps = [] }
        browser = try Self.browser(80, 24, snapshot)
        browser.press("m")
        #expect(browser.lines.joined().contains("no step is known"))
        browser.press("Enter")
        #expect(browser.currentHost != nil)
    }
}
