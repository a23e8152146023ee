import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

@Suite struct CancelTests {
    @Test func asksWithTheSafeAnswerSelected() throws {
        var console = try Lab.console()
        #expect(console.press("c") == [.ask(.processes(try BuildName(Lab.running)))])
        #expect(console.text.contains("Cancel \(Lab.running)") && console.text.contains("▸[ Keep running ]"))
        #expect(console.press("Enter").isEmpty && console.layer == nil)
        #expect(console.message.contains("keeps running"))
    }

    @Test(arguments: ["y", "Tab Enter", "Right Enter", "l Enter", "Left Enter", "Shift-Tab Enter", "j Tab k Enter"])
    func consents(_ keys: String) throws {
        var console = try Lab.console()
        console.press("c")
        let performed = console.press(keys).performed
        #expect(performed.map(\.build.text) == [Lab.running] && performed.map(\.kind) == [.cancel])
        #expect(console.layer == nil)
    }

    /// From the build view and the `:` line too.
    @Test func everyWayAsks() throws {
        for keys in ["c", "Enter c", "Enter Enter c", "s c"] {
            var console = try Lab.console()
            console.press(keys)
            #expect(console.press("y").performed.count == 1, "\(keys)")
        }
        var console = try Lab.console()
        console.press(":")
        console.type("can")
        console.press("Tab Enter")
        #expect(console.press("y").performed.count == 1)
    }

    /// No key but the consent does anything, whatever it is.
    @Test func noOtherKeyConsents() throws {
        var keys: [Key] = (0x20..<0x7F).map { .character(Unicode.Scalar(UInt8($0))) }
        keys += [
            .enter, .tab, .backTab, .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end,
            .pageUp, .pageDown, .alt("y"), .control("y"), .control("c"), .control("m"), .character("Y"),
            .character("é"),
        ]
        keys += (1...12).map { .function($0) }
        for key in keys where key != .character("y") {
            var console = try Lab.console()
            console.press("c")
            #expect(console.update(.view(.input(.key(key)))).performed.isEmpty, "\(key)")
        }
    }

    @Test func nothingButAKeyConsents() throws {
        let button = Point(x: 60, y: 19)
        for message: ViewMessage in [
            .input(.paste("y")), .input(.paste("\ty\n")), .resized(Size(columns: 100, rows: 30)),
            .input(.mouse(MouseEvent(.press, at: Point(x: 1, y: 1)))), .input(.mouse(MouseEvent(.press, at: button))),
            .input(.mouse(MouseEvent(.release, at: button))), .input(.mouse(MouseEvent(.wheelDown, at: button))),
        ] {
            var console = try Lab.console()
            console.press("c")
            #expect(console.update(.view(message)).performed.isEmpty, "\(message)")
        }
    }

    @Test func aPasteAResizeAndAClickElsewhereAreANo() throws {
        for message: ViewMessage in [
            .input(.paste("y")), .resized(Size(columns: 100, rows: 30)),
            .input(.mouse(MouseEvent(.press, at: Point(x: 1, y: 1)))),
        ] {
            var console = try Lab.console()
            console.press("c")
            _ = console.update(.view(message))
            #expect(console.layer == nil && console.press("y").performed.isEmpty, "\(message)")
        }
    }

    /// A click on the button moves there; Enter then is a yes.
    @Test func aClickMovesToTheButton() throws {
        var console = try Lab.console()
        console.press("c")
        let row = try #require(console.lines.firstIndex { $0.contains("[ Cancel the run ]") })
        let column = try #require(console.lines[row].firstRange(of: "[ Cancel the run ]"))
        let x = console.lines[row].distance(from: console.lines[row].startIndex, to: column.lowerBound)
        #expect(
            console.update(.view(.input(.mouse(MouseEvent(.press, at: Point(x: x + 2, y: row)))))).performed.isEmpty)
        #expect(console.text.contains("▸[ Cancel the run ]"))
        #expect(console.press("Enter").performed.count == 1)
    }

    /// Keys that were typed before the question stood on the screen are no answer to it.
    @Test func whatWasTypedAheadIsNoAnswer() throws {
        var console = try Lab.console()
        for key: Key in [.character("c"), .character("y"), .tab, .enter] {
            #expect(console.update(.view(.input(.key(key)))).performed.isEmpty)
        }
        console.wasShown()
        #expect(console.press("y").performed.count == 1)
    }

    /// On a screen that is too small for it nobody has seen the question.
    @Test func anUnseenQuestionTakesNoConsent() throws {
        var console = try Lab.console(50, 10)
        #expect(console.press("c y").performed.isEmpty && console.press("Tab Enter").performed.isEmpty)
    }

    @Test func whatEndsMeanwhileIsRefused() throws {
        for state in [BuildState.completed, .failed, .cancelled, .terminated] {
            var console = try Lab.console()
            console.press("c Tab")
            var snapshot = try Lab.snapshot()
            snapshot.builds[0].state = state
            _ = console.update(.view(.snapshot(snapshot)))
            #expect(console.text.contains("nothing to cancel any more: it has ended (\(state.rawValue))"))
            #expect(console.press("y").isEmpty && console.press("Tab Enter").performed.isEmpty)
        }
    }

    @Test func aLaterLaunchIsNotWhatWasShown() throws {
        var console = try Lab.console()
        console.press("c")
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].launch.startedAt = Lab.before(3)
        _ = console.update(.view(.snapshot(snapshot)))
        #expect(console.text.contains("started anew meanwhile"))
        #expect(console.press("y Tab Enter").performed.isEmpty)
    }

    @Test func aBuildThatIsGoneIsNotCancelled() throws {
        var console = try Lab.console()
        console.press("c")
        var snapshot = try Lab.snapshot()
        snapshot.builds.removeFirst()
        _ = console.update(.view(.snapshot(snapshot)))
        #expect(console.text.contains("the build is gone") && console.press("y").performed.isEmpty)
    }

    @Test func theScreenBelowLivesOn() throws {
        var console = try Lab.console()
        console.press("c")
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].hosts[1].step = 11
        _ = console.update(.view(.snapshot(snapshot)))
        #expect(console.text.contains("step 11 of 22"))
        #expect(console.press("y").performed.count == 1)
    }

    @Test func greyedKeysSayWhy() throws {
        var console = try Lab.console()
        #expect(console.press("G c").isEmpty && console.layer == nil)
        #expect(console.message.contains("it has ended (COMPLETED)"))
        var large = try Lab.console(200, 80)
        large.press("G ?")
        #expect(large.text.contains("(it has ended"))
    }

    // MARK: While it runs

    @Test func oneActionForABuildAtATime() throws {
        var console = try Lab.console()
        console.press("c y")
        #expect(console.press("c").isEmpty && console.message.contains("cancel of it is running"))
        let build = try BuildName(Lab.running)
        _ = console.update(.performed(Performed(.cancel, of: build, .done("cancelled \(Lab.running)"))))
        #expect(console.message.contains("cancelled \(Lab.running)"))
        #expect(console.press("c").count == 1)
    }

    @Test func leavingWaitsForWhatRuns() throws {
        var console = try Lab.console()
        console.press("c y")
        #expect(!console.press("q").contains(.view(.quit)))
        #expect(console.text.contains("Something is still running"))
        #expect(console.press("Enter").isEmpty && console.layer == nil)
        console.press("Q")
        #expect(console.press("y").isEmpty)
        let build = try BuildName(Lab.running)
        let effects = console.update(.performed(Performed(.cancel, of: build, .failed("no", lines: []))))
        #expect(effects == [.view(.quit)])
    }

    @Test func aFailureIsTold() throws {
        var console = try Lab.console()
        console.press("c y")
        let build = try BuildName(Lab.running)
        _ = console.update(.performed(Performed(.cancel, of: build, .failed("the unit hangs", lines: []))))
        #expect(console.message.contains("cancel of \(Lab.running): the unit hangs"))
    }
}
