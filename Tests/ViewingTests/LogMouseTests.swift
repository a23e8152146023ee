import Runs
import Screen
import Testing

@testable import Viewing

/// What the mouse does in a log.
@Suite struct LogMouseTests {
    /// Three lines a notch; up lets go of the end, down over the end takes it up again.
    @Test(arguments: ["", "w"]) func theWheelScrolls(_ keys: String) throws {
        var reader = try LogReader(FakeLog((1...300).map { "line \($0)" }))
        reader.press(keys)
        let up = ViewMessage.input(.mouse(MouseEvent(.wheelUp, at: Point(x: 5, y: 5))))
        let down = ViewMessage.input(.mouse(MouseEvent(.wheelDown, at: Point(x: 5, y: 5))))
        reader.take(reader.browser.update(up))
        #expect(reader.place?.isFollowing == false)
        #expect(reader.body.last == " line 297")
        reader.take(reader.browser.update(up))
        #expect(reader.body.last == " line 294")
        for _ in 0..<2 { reader.take(reader.browser.update(down)) }
        #expect(reader.body.last == " line 300")
        #expect(reader.place?.isFollowing == false)
        reader.take(reader.browser.update(down))
        #expect(reader.place?.isFollowing == true)
    }

    /// A button that is held and moved ends somewhere else: only where it went down counts.
    @Test func draggingIsAClick() throws {
        var reader = try LogReader(FakeLog((1...300).map { "line \($0)" }), 120, 24)
        reader.press("g")
        for (action, y) in [(MouseEvent.Action.press, 4), (.release, 9), (.release, 40)] {
            reader.take(reader.browser.update(.input(.mouse(MouseEvent(action, at: Point(x: 118, y: 500))))))
            reader.take(reader.browser.update(.input(.mouse(MouseEvent(action, at: Point(x: 5, y: y))))))
        }
        #expect(reader.place?.marked == reader.log.lines[2].offset)
        #expect(reader.place?.top == 0)
        // Below the last line there is nothing to be marked.
        reader.log = FakeLog(["one", "two"])
        reader.press("q L g")
        reader.take(reader.browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 5, y: 12))))))
        #expect(reader.place?.marked == nil)
    }

    @Test func theMapIsClickedOn() throws {
        var browser = try Lab.browser(120, 40)
        let request = try #require(browser.press("L").readLog)
        _ = browser.update(.log(Lab.window(request: request.number, lines: 36)))
        let event = MouseEvent(.press, at: Point(x: 118, y: 20))
        #expect(browser.update(.input(.mouse(event))).readLog?.part == .share(500))
        _ = browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: 10, y: 4)))))
        #expect(browser.log?.marked == 1200)
    }
}
