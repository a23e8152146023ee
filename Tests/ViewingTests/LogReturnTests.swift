import Runs
import Screen
import Testing

@testable import Viewing

/// Coming back to a log that was left.
@Suite struct LogReturnTests {
    private static func log(_ count: Int = 300) -> FakeLog { FakeLog((1...count).map { "line \($0)" }) }

    @Test(arguments: ["", "w", "Right", "#"]) func aHeldViewIsHeldAgain(_ keys: String) throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("PgUp PgUp k \(keys)")
        let (body, header) = (reader.body, reader.header)
        reader.press("q L")
        #expect(reader.body == body)
        #expect(reader.header == header)
        #expect(reader.place?.isFollowing == false)
        // What has come meanwhile is told.
        reader.press("q")
        reader.grow(["new", "newer"])
        reader.press("L")
        #expect(reader.body == body)
        #expect(reader.header.contains("2 new lines"), "\(reader.header)")
    }

    /// Who goes out again before the log has been shown loses nothing.
    @Test func aPlaceThatWasNotShownAgainIsKept() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("PgUp PgUp k")
        let body = reader.body
        reader.press("q")
        reader.isAnswering = false
        reader.press("L q")
        reader.isAnswering = true
        reader.press("L")
        #expect(reader.body == body)
    }

    /// Of a log that was cut it is said that nobody knows where things stand in it.
    @Test func placesThatAreLostAreSaidToBe() throws {
        var reader = try LogReader(Self.log(), keys: "Enter")
        var snapshot = reader.browser.context.snapshot
        for index in snapshot.builds.indices { snapshot.builds[index].losePlaces() }
        reader.take(reader.browser.update(.snapshot(snapshot)))
        reader.press("L")
        #expect(reader.message == "the log was cut: where this stands is unknown; ]h and ]f look for it")
        #expect(reader.place?.isFollowing == true)
    }

    /// What was read so far may be of a run that many have followed.
    @Test func whileItIsBeingReadNoPlaceIsTrusted() throws {
        var reader = try LogReader(Self.log(), keys: "Enter")
        var snapshot = reader.browser.context.snapshot
        for index in snapshot.builds.indices {
            snapshot.builds[index].isBeingRead = true
            for host in snapshot.builds[index].hosts.indices {
                snapshot.builds[index].hosts[host].status = .failed
                snapshot.builds[index].hosts[host].failureOffset = 7
            }
        }
        reader.take(reader.browser.update(.snapshot(snapshot)))
        reader.press("L")
        #expect(reader.place?.isFollowing == true)
        #expect(reader.message?.hasPrefix("the log is still being read: this is its end") == true)
    }

    @Test func aFollowingViewFollowsAgain() throws {
        var reader = try LogReader(Self.log())
        reader.press("g G q")
        reader.grow(["new"])
        reader.press("L")
        #expect(reader.place?.isFollowing == true)
        #expect(reader.body.last == " new")
    }

    /// The search is there, too, and goes on from its hit.
    @Test func aSearchGoesOn() throws {
        var reader = try LogReader(Self.log(), 120, 24)
        reader.press("g /")
        reader.type("line 15")
        reader.press("Enter n q L")
        #expect(reader.header.contains("hit 2 of 11"), "\(reader.header)")
        #expect(reader.look(of: "line 150")?.role == .matchCurrent)
        reader.press("n")
        #expect(reader.header.contains("hit 3 of 11"), "\(reader.header)")
    }

    /// A log by itself, and a line that was opened in it.
    @Test func eachLogHasItsPlace() throws {
        var reader = try LogReader(Self.log())
        reader.press("g j j O")
        reader.press("g j j j j q")
        #expect(reader.body.first == " line 3")
        reader.press("q O")
        #expect(reader.body.first == " line 5")
        reader.press("q L")
        #expect(reader.body.first == " line 3")
    }

    /// From another host one wants to be at its failure, from the same one where one was.
    @Test func anotherPlaceIsAnother() throws {
        var browser = try Lab.browser()
        let request = try #require(browser.press("Enter L").readLog)
        #expect(request.part == .lines(from: 4200, moved: -3))
        _ = browser.update(.log(Lab.window(request: request.number)))
        #expect(browser.press("q L").readLog?.part == .lines(from: 1000, moved: 0))
        #expect(browser.press("q j L").readLog?.part == .end)
        #expect(browser.press("q k k L").readLog?.part == .lines(from: 1000, moved: -3))
    }

    /// The same file, longer, with the same line at that place, but of another run: names are used again.
    @Test func anotherRunIsAnother() throws {
        var reader = try LogReader(Self.log())
        func launch(at seconds: Int64, hosts: Int64) {
            var snapshot = reader.browser.context.snapshot
            for index in snapshot.builds.indices {
                snapshot.builds[index].launch.startedAt = Timestamp(seconds: seconds)
                // What hosts say of it may come bit by bit.
                snapshot.builds[index].startedAt = Timestamp(seconds: hosts)
            }
            reader.take(reader.browser.update(.snapshot(snapshot)))
        }
        launch(at: 1000, hosts: 1000)
        reader.press("g q")
        reader.grow(["more"])
        launch(at: 1000, hosts: 900)
        reader.press("L")
        #expect(reader.place?.isFollowing == false)
        reader.press("q")
        launch(at: 2000, hosts: 2000)
        reader.press("L")
        #expect(reader.place?.isFollowing == true)
        #expect(reader.message == "the log was cut or replaced since it was left")
    }

    /// Another file, a shorter one, or another text at that place: it is opened as if nobody had been there.
    @Test(arguments: [0, 1, 2]) func anotherLogIsAnother(_ change: Int) throws {
        var reader = try LogReader(Self.log())
        reader.press("PgUp PgUp q")
        switch change {
        case 0: reader.log = Self.log(100)
        case 1: reader.log = FakeLog((1...300).map { "part \($0)" } + ["more"])
        default: reader.log.file = LogFileID(device: 1, inode: 2)
        }
        reader.press("L")
        #expect(reader.place?.isFollowing == true)
        #expect(reader.body.last == " " + (reader.log.lines.last?.text ?? ""))
        #expect(reader.message == "the log was cut or replaced since it was left")
    }
}
