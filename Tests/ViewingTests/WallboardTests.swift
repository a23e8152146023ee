import Runs
import Screen
import TestKit
import Testing
import Viewing

@Suite struct WallboardTests {
    private static let all: [BuildSnapshot] = {
        let builds = [
            try? BoardBuilds.completed(), try? BoardBuilds.running(), try? BoardBuilds.hung(), try? BoardBuilds.calm(),
        ]
        return builds.compactMap(\.self)
    }()

    // MARK: Pictures

    @Test(arguments: [
        Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
        Size(columns: 200, rows: 60),
    ])
    func running(_ size: Size) throws {
        let board = BoardBuilds.board([try BoardBuilds.running()], size)
        expectGolden(board.view(in: size).plainText, "wallboard-running-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)])
    func severalBuilds(_ size: Size) {
        let board = BoardBuilds.board(Self.all, size)
        expectGolden(board.view(in: size).plainText, "wallboard-several-\(size.columns)x\(size.rows)")
    }

    @Test func inASCII() throws {
        let size = Size(columns: 80, rows: 24)
        let board = BoardBuilds.board([try BoardBuilds.running()], size, glyphs: .ascii)
        let picture = board.view(in: size).plainText
        #expect(picture.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
        expectGolden(picture, "wallboard-ascii-80x24")
    }

    @Test func stale() throws {
        var board = BoardBuilds.board([try BoardBuilds.running()])
        board.pass(90, lookedAt: 4, isStale: true)
        let frame = board.view(in: Size(columns: 80, rows: 24))
        expectGolden(frame.plainText, "wallboard-stale-80x24")
        // No band says any more that something runs, or is well.
        let roles = Set(frame.cells.map(\.role))
        #expect(roles.contains(.bandWarning))
        #expect(roles.isDisjoint(with: [.bandRunning, .bandGood]))
    }

    @Test func empty() {
        let size = Size(columns: 80, rows: 24)
        expectGolden(BoardBuilds.board([], size).view(in: size).plainText, "wallboard-empty-80x24")
    }

    @Test func tellsWhenNoneOfTheChosenIsThere() throws {
        let board = BoardBuilds.board([try BoardBuilds.calm()], chosen: [try BuildName("e2e-gone-fc")])
        #expect(board.text().contains("e2e-gone-fc"))
        #expect(board.text().contains("/var/lib/atvm-run-watcher"))
        #expect(!board.text().contains("systemos-sles15sp7-fc"))
    }

    /// A chosen build that is not there, or goes, is named; before everything was read nobody knows.
    @Test(arguments: [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24)])
    func namesTheChosenThatAreNotThere(_ size: Size) throws {
        let names = try ["systemos-sles15sp7-fc", "e2e-gone-fc"].map { try BuildName($0) }
        let (here, gone) = (try BoardBuilds.calm(names[0].text), try BoardBuilds.calm(names[1].text))
        var board = BoardBuilds.board([here, gone], size, chosen: names)
        #expect(!board.text(size).contains("not here"))
        _ = board.update(.snapshot(BoardBuilds.snapshot([here])))
        #expect(board.text(size).contains("⚠ not here: e2e-gone-fc"))
        // One line is what a small board has for all that is wrong.
        _ = board.update(.preps(PrepSign(running: 1, asking: 1)))
        #expect(board.text(size).contains("(+1 more) a PREP asks"))
        var early = BoardBuilds.snapshot([here])
        early.isComplete = false
        _ = board.update(.snapshot(early))
        #expect(!board.text(size).contains("not here"))
        _ = board.update(.snapshot(BoardBuilds.snapshot([here, gone])))
        #expect(!board.text(size).contains("not here"))
    }

    @Test(arguments: [Size(columns: 59, rows: 15), Size(columns: 60, rows: 14), Size(columns: 1, rows: 1)])
    func tooSmall(_ size: Size) throws {
        let board = BoardBuilds.board([try BoardBuilds.running()], size)
        let lines = board.view(in: size).plainText.filter { !$0.isEmpty }
        #expect(lines.count == 1)
    }

    /// Nothing may trap, whatever the size, and nothing that needs a person may fall off the picture.
    @Test(arguments: [60, 61, 79, 97, 133, 200, 400], [15, 16, 19, 24, 31, 54, 60, 100])
    func everySize(columns: Int, rows: Int) throws {
        let size = Size(columns: columns, rows: rows)
        let board = BoardBuilds.board([try BoardBuilds.running()], size)
        let text = board.text(size)
        for wanted in [
            "RUNNING", "e2e-redhat9.6-ubuntu24.04-w2k25-fc", "1h 12m 44s", "2 / 3 hosts",
            "ubuntu24.04 – 7 Create migration session", "w2k25  10/22 Verify data", "14:03:22", "data 0 s old",
        ] {
            #expect(text.contains(wanted), "\(wanted) at \(columns)x\(rows)")
        }
    }

    // MARK: What needs a person

    @Test func namesHungHosts() throws {
        let text = BoardBuilds.board([try BoardBuilds.hung()]).text()
        #expect(text.contains("w2k22 – 8 Tracking Changes"))
        #expect(text.contains("silent for 1h 34m"))
        #expect(!text.contains("debian12"))
    }

    /// A recorded state knows the number of the step alone; the flow knows its title.
    @Test func takesTheTitleFromTheFlow() throws {
        var build = try BoardBuilds.build("e2e-ubuntu22.04-fc", .failed, "1 of 1 hosts failed", began: .seconds(60))
        build.flow = Flow(.template, template: "x", steps: ["One", "Two"])
        build.hosts = [BoardBuilds.host("ubuntu22.04", .failed, step: 2)]
        #expect(BoardBuilds.board([build]).text().contains("ubuntu22.04 – 2 Two"))
    }

    @Test func saysHowManyAreLeftOut() throws {
        var build = try BoardBuilds.running()
        build.hosts = (1...30).map { BoardBuilds.host("host\($0)", .failed, step: 7, "Create migration session") }
        build.counts = HostCounts(build.hosts.map(\.status))
        let size = Size(columns: 60, rows: 15)
        let text = BoardBuilds.board([build], size).text(size)
        #expect(text.contains("✖ host1 – 7"))
        let named = (1...30).count { text.contains("✖ host\($0) – 7") }
        // The reason stands there too while no host runs.
        #expect(text.contains("and \(31 - named) more"))
    }

    @Test func controlCharactersStayText() throws {
        var build = try BoardBuilds.running()
        build.hosts[1].stepTitle = "\u{1B}]52;c;x\u{7}\u{202E}"
        build.launch.template = "\u{1B}[6n"
        #expect(!BoardBuilds.board([build]).text().unicodeScalars.contains { $0.value == 0x1B || $0 == "\u{202E}" })
    }

    /// What operators have written down stands beside the failure, before what a narrow board cuts, and in the count.
    @Test(arguments: [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
    func claimsAndWaivers(_ size: Size) throws {
        var build = try BoardBuilds.build("exact600-fc", .failed, "3 of 3 hosts failed", began: .seconds(60))
        build.hosts = ["aa1", "aa2", "aa3"].map { BoardBuilds.host($0, .failed, step: 7, "Create migration session") }
        build.counts = HostCounts(build.hosts.map(\.status))
        var waived = FailureMark(host: "aa2", subRun: nil)
        (waived.waiver, waived.comment) = (FailureMark.Stamp(by: "bob", at: BoardBuilds.now), "known firmware fault")
        var claimed = FailureMark(host: "aa1", subRun: nil)
        claimed.claim = FailureMark.Stamp(by: "alice\u{1B}", at: BoardBuilds.now)
        (build.hosts[0].mark, build.hosts[1].mark) = (claimed, waived)
        let lines = BoardBuilds.board([build], size).view(in: size).plainText
        for wanted in [
            "✖ 3 failed, 1 waived", "✖ aa1 (alice␛ looks at it) – 7 Create migration session",
            "✖ aa2 (waived) – 7 Create migration session  by bob", "✖ aa3 – 7 Create migration session",
        ] {
            #expect(lines.contains { $0.contains(wanted) }, "\(wanted)\n\(lines.joined(separator: "\n"))")
        }
        // What still needs somebody comes first.
        let order = lines.compactMap { line in ["aa1", "aa2", "aa3"].first { line.contains("✖ \($0)") } }
        #expect(order == ["aa1", "aa3", "aa2"])
        for index in build.hosts.indices { build.hosts[index].mark = waived }
        #expect(BoardBuilds.board([build], size).text(size).contains("✖ 3 failed, waived"))
    }

    // MARK: Keys

    @Test(arguments: [Key.character("q"), .character("Q"), .escape, .control("c")])
    func ends(_ key: Key) {
        var board = BoardBuilds.board([])
        #expect(board.update(.input(.key(key))) == [.quit])
    }

    @Test(arguments: [Key.enter, .character("r"), .character("s"), .character(":"), .character("?"), .tab, .down])
    func takesNoOtherKey(_ key: Key) throws {
        var board = BoardBuilds.board([try BoardBuilds.running()])
        let before = board.text()
        #expect(board.update(.input(.key(key))).isEmpty)
        #expect(board.text() == before)
    }

    // MARK: Time

    @Test func ticksOnlyWhereSomethingChanges() throws {
        #expect(BoardBuilds.board([try BoardBuilds.running()]).ticksEverySecond)
        #expect(!BoardBuilds.board([try BoardBuilds.completed()]).ticksEverySecond)
        #expect(!BoardBuilds.board([]).ticksEverySecond)
        let two = [try BoardBuilds.completed(), try BoardBuilds.completed("reboot-oracle9.4-fc")]
        #expect(BoardBuilds.board(two).ticksEverySecond)
        let large = Size(columns: 200, rows: 60)
        #expect(!BoardBuilds.board(two, large).ticksEverySecond, "both stand on one page there")
    }

    /// Between two minutes a standing picture must stay true: it names the moment, not an age.
    @Test func aStandingPictureNamesTheMoment() throws {
        let text = BoardBuilds.board([try BoardBuilds.completed()]).text()
        #expect(text.contains("data 14:03:22   Fri 14:03"))
        #expect(!text.contains("s old"))
    }

    @Test func tellsTheAgeOfTheData() throws {
        var board = BoardBuilds.board([try BoardBuilds.running()])
        board.pass(14, lookedAt: 10)
        #expect(board.text().contains("data 4 s old   Fri 14:03:36"))
    }
}
