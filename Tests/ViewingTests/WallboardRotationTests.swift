import Runs
import Screen
import Testing
import Viewing

/// Which build the board shows when; at 80x24 there is one on a page.
@Suite struct WallboardRotationTests {
    private let calm = "systemos-sles15sp7-fc"
    private let failing = "e2e-redhat9.6-ubuntu24.04-w2k25-fc"
    private let hanging = "systemos-w2k22-fc"
    private let done = "reboot-redhat8.10-fc"

    private func board(chosen: [BuildName] = []) throws -> Wallboard {
        let builds = [
            try BoardBuilds.completed(), try BoardBuilds.calm(), try BoardBuilds.running(), try BoardBuilds.hung(),
        ]
        return BoardBuilds.board(builds, chosen: chosen)
    }

    private func shown(_ board: Wallboard) -> [String] {
        let text = board.text()
        return [calm, failing, hanging, done].filter(text.contains)
    }

    @Test func turnsThroughAllAndComesRoundAgain() throws {
        var board = try board()
        var seen: [[String]] = []
        for page in 0...4 {
            board.pass(15 * page)
            seen.append(shown(board))
        }
        // What hangs, what has failed, what runs, what is over.
        #expect(seen == [[hanging], [failing], [calm], [done], [hanging]])
    }

    @Test(arguments: [(14, "page 1/4"), (15, "page 2/4"), (29, "page 2/4"), (30, "page 3/4")])
    func turnsAtItsTime(_ seconds: Int, _ page: String) throws {
        var board = try board()
        for second in 1...seconds { board.pass(second) }
        #expect(board.text().contains(page))
    }

    @Test func aClockThatIsSetBackHoldsNothingUp() throws {
        var board = try board()
        board.pass(-3600)
        board.pass(-3600 + 15)
        #expect(shown(board) == [failing])
    }

    @Test func aBuildThatGoesIsDropped() throws {
        var board = try board()
        board.pass(15)
        #expect(shown(board) == [failing])
        let left = [try BoardBuilds.completed(), try BoardBuilds.calm(), try BoardBuilds.hung()]
        _ = board.update(.snapshot(BoardBuilds.snapshot(left)))
        #expect(shown(board) == [calm])
        #expect(board.text().contains("page 2/3"))
    }

    @Test func aBuildThatGoesFromBeforeMovesNothing() throws {
        var board = try board()
        for page in 1...2 { board.pass(15 * page) }
        let left = [try BoardBuilds.completed(), try BoardBuilds.calm(), try BoardBuilds.hung()]
        _ = board.update(.snapshot(BoardBuilds.snapshot(left)))
        #expect(shown(board) == [calm])
    }

    @Test func whenAllGoItSaysSoAndRecovers() throws {
        var board = try board()
        board.pass(30)
        _ = board.update(.snapshot(BoardBuilds.snapshot([])))
        #expect(board.text().contains("Looked at:"))
        _ = board.update(.snapshot(BoardBuilds.snapshot([try BoardBuilds.calm()])))
        #expect(shown(board) == [calm])
    }

    @Test func whatComesToNeedAPersonComesNext() throws {
        var board = try board()
        board.pass(15)
        board.pass(30)
        #expect(shown(board) == [calm])
        var failed = try BoardBuilds.completed()
        failed.state = .failed
        let builds = [failed, try BoardBuilds.calm(), try BoardBuilds.running(), try BoardBuilds.hung()]
        _ = board.update(.snapshot(BoardBuilds.snapshot(builds)))
        #expect(shown(board) == [calm], "the page stands until its time is over")
        board.pass(45)
        #expect(shown(board) == [hanging])
        board.pass(60)
        #expect(shown(board) == [failing])
        board.pass(75)
        #expect(shown(board) == [done])
    }

    @Test func showsOnlyTheChosen() throws {
        let board = try board(chosen: [try BuildName(done)])
        #expect(shown(board) == [done])
        #expect(!board.text().contains("page"))
    }

    @Test func showsTheLatestOfWhatIsOver() throws {
        let old = try (1...9).map {
            try BoardBuilds.completed("reboot-old\($0)-fc", began: .seconds(3600 * (10 + $0)))
        }
        let board = BoardBuilds.board(old)
        #expect(board.text().contains("reboot-old1-fc"))
        #expect(board.text().contains("page 1/6"))
    }

    @Test func movesByACellWithEachTurn() throws {
        var board = BoardBuilds.board([try BoardBuilds.calm()])
        let size = Size(columns: 80, rows: 24)
        var corners: Set<Point> = []
        for turn in 0..<4 {
            board.pass(15 * turn)
            let frame = board.view(in: size)
            let first = frame.cells.firstIndex { $0.role == .bandRunning } ?? 0
            corners.insert(Point(x: first % 80, y: first / 80))
        }
        #expect(corners == [Point(x: 0, y: 0), Point(x: 1, y: 0), Point(x: 1, y: 1), Point(x: 0, y: 1)])
    }

    @Test func aResizeKeepsTheBuild() throws {
        var board = try board()
        for page in 1...2 { board.pass(15 * page) }
        #expect(shown(board) == [calm])
        let large = Size(columns: 200, rows: 60)
        _ = board.update(.resized(large))
        #expect(board.text(large).contains(calm))
        _ = board.update(.resized(Size(columns: 80, rows: 24)))
        #expect(shown(board) == [calm])
    }
}
