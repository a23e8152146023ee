import Plans
import Testing

@testable import Acting

/// What a script waits for, by the call that it is in.
@Suite struct ScriptLookTests {
    private static let select = ScriptLook.selectCalls.sorted()
    private static let poll = ScriptLook.pollCalls.sorted()

    private static func doing(_ call: Int, _ arguments: String) -> QuestionWatch.Doing {
        ScriptLook.doing(inCall: "\(call) \(arguments) 0x0 0x7ffc 0x7f00\n") { $0 == 0 }
    }

    @Test func aReadIsAQuestionOfItsTerminal() {
        #expect(Self.doing(ScriptLook.readCall, "0x0 0x55 0x2000") == .reading)
        #expect(Self.doing(ScriptLook.readCall, "0x3 0x55 0x2000") == .busy)
        #expect(Self.doing(ScriptLook.readCall, "?") == .unknown)
    }

    /// `select.select([], [], [], 60)` and `poll(None)` without a descriptor only sleep.
    @Test func aWaitForNothingIsASleep() {
        for call in Self.select {
            #expect(Self.doing(call, "0x0 0x0 0x0") == .busy && Self.doing(call, "0x1 0x7ffc 0x0") == .polling)
        }
        for call in Self.poll {
            #expect(Self.doing(call, "0x7ffc 0x0 0x3e8") == .busy && Self.doing(call, "0x7ffc 0x1 0x3e8") == .polling)
        }
        for call in ScriptLook.epollCalls { #expect(Self.doing(call, "0x0 0x0 0x0") == .polling) }
    }

    @Test(arguments: ["running\n", "-1 0x7ffc 0x7f00\n", "", "x y"]) func anythingElseIsWork(_ text: String) {
        #expect(ScriptLook.doing(inCall: text) { _ in true } == .busy)
    }
}
