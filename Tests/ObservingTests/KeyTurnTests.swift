import Testing

@testable import Observing

/// When background readers stand aside for keys.
struct KeyTurnTests {
    enum Event: Sendable { case begin, owe, pay, shown }

    @Test(
        arguments: [
            ([], false),
            ([.begin], true),
            ([.begin, .shown], false),
            ([.shown, .begin], true),
            ([.begin, .owe, .shown], true),
            ([.begin, .owe, .pay], true),
            ([.begin, .owe, .pay, .shown], false),
            ([.begin, .owe, .shown, .pay, .shown], false),
            ([.owe], false),
            ([.begin, .shown, .begin], true),
        ] as [([Event], Bool)])
    func theBackgroundStandsAsideUntilTheKeyIsAnswered(_ events: [Event], _ isOn: Bool) {
        let turn = KeyTurn(longest: 3_600_000)
        for event in events {
            switch event {
            case .begin: turn.begin()
            case .owe: turn.owe()
            case .pay: turn.pay()
            case .shown: if turn.isPaid { turn.end() }
            }
        }
        #expect(turn.isOn == isOn)
    }

    @Test func anAnswerThatTakesTooLongHoldsNothingUp() {
        let turn = KeyTurn(longest: 1)
        turn.begin()
        turn.owe()
        // Comes back by itself, although nothing has been paid.
        turn.standAside()
        #expect(!turn.isOn)
    }
}
