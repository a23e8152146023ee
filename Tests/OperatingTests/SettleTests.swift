import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

@Suite struct SettleTests {
    private let build = "reboot-sles15sp7-fc"

    /// The dialog of a build with two open posts.
    private func open() throws -> OperatorConsole {
        var console = try Lab.console(80, 30)
        #expect(console.press("j d") == [.ask(.posts(try BuildName(build)))])
        _ = console.update(.answer(.posts(try BuildName(build), try Lab.posts(build))))
        console.wasShown()
        return console
    }

    @Test func showsWhatIsKnown() throws {
        let text = try open().text
        for part in ["sub-run", "nobody knows", "no answer within 30 s", "2 requests", "1234 bytes", "COMPLETED"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(text.contains("▸[ Leave it ]"))
    }

    @Test(arguments: [
        ("Tab Enter", SettlePlan.Decision.postAgain, 0), ("Tab Tab Enter", .markPosted, 0),
        ("j Tab Enter", .postAgain, 1), ("Down Right Right Enter", .markPosted, 1),
        ("Tab j k Tab Enter", .postAgain, 0),
    ])
    func settles(_ keys: String, _ decision: SettlePlan.Decision, _ index: Int) throws {
        var console = try open()
        let performed = console.press(keys).performed
        let key = try Lab.posts(build)[index].subRun
        let wanted = SettlePlan(try BuildName(build), subRun: key, decision).approve(.yes).map(ApprovedAction.settle)
        #expect(performed == [wanted].compactMap(\.self))
    }

    @Test func nothingElseSettles() throws {
        for keys in ["Enter", "Esc", "q", "n", "y", "p", "m", "Tab y", "Tab Tab y", "Tab Tab Tab Enter", "Tab j Enter"]
        {
            var console = try open()
            #expect(console.press(keys).performed.isEmpty, "\(keys)")
        }
        for message: ViewMessage in [
            .input(.paste("\t\n")), .resized(Size(columns: 90, rows: 30)),
            .input(.mouse(MouseEvent(.press, at: Point(x: 1, y: 1)))),
        ] {
            var console = try open()
            console.press("Tab")
            #expect(console.update(.view(message)).performed.isEmpty && console.layer == nil)
        }
    }

    @Test func beforeThePostsAreReadNothingIsSettled() throws {
        var console = try Lab.console()
        console.press("j d")
        #expect(console.press("Tab Enter").performed.isEmpty)
    }

    /// A post that took the place of another is not settled by keys that were meant for that one.
    @Test func aPostThatNobodyHasSeenIsNotSettled() throws {
        var console = try open()
        _ = console.update(.answer(.posts(try BuildName(build), [try Lab.posts(build)[1]])))
        for key: Key in [.tab, .enter] {
            #expect(console.update(.view(.input(.key(key)))).performed.isEmpty)
        }
        console.wasShown()
        #expect(console.press("Enter").performed.count == 1)
    }

    @Test func whatIsNotThereAnyMoreIsNotPostedAgain() throws {
        var console = try Lab.console()
        console.press("j d")
        var posts = try Lab.posts(build)
        (posts[0].size, posts[0].head) = (nil, [])
        _ = console.update(.answer(.posts(try BuildName(build), posts)))
        #expect(console.press("Tab Enter").performed.isEmpty && console.layer != nil)
        #expect(console.text.contains("It cannot be"))
        #expect(console.press("Tab Enter").performed.count == 1)
    }

    @Test func whatIsSettledMeanwhileIsRefused() throws {
        var console = try open()
        var snapshot = try Lab.snapshot()
        snapshot.builds[1].delivery = .posted
        _ = console.update(.view(.snapshot(snapshot)))
        #expect(console.text.contains("nothing to settle any more"))
        #expect(console.press("Tab Enter").performed.isEmpty)
    }

    @Test func greyedWhereNothingIsOpen() throws {
        var console = try Lab.console()
        #expect(console.press("d").isEmpty && console.message.contains("no post of it is open"))
    }
}
