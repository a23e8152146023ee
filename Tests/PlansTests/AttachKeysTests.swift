import Plans
import TestKit
import Testing

/// What keys mean to a prep: nothing but an answer to the question on the screen, or an act that is confirmed.
@Suite struct AttachKeysTests {
    private static func state(_ question: PrepQuestion? = nil, isPaused: Bool = false) -> PrepState {
        var state = PrepState()
        (state.isStarted, state.question, state.isPaused) = (true, question, isPaused)
        return state
    }

    /// What comes of keys beside text on the screen.
    private static func acts(_ keys: String, asking: Bool = true, hidden: Bool = false) -> [AttachKeys.Effect] {
        var machine = AttachKeys()
        if asking { _ = machine.take(state(PrepQuestion(4, "Sure?", at: 0, isHidden: hidden))) }
        return beside(machine.take(keys.utf8))
    }

    private static func beside(_ effects: [AttachKeys.Effect]) -> [AttachKeys.Effect] {
        effects.filter { if case .show = $0 { false } else { true } }
    }

    @Test(arguments: [
        ("y\n", "y"), ("y\r", "y"), ("no\u{7F}\u{7F}yes\n", "yes"), ("abc\u{15}y\n", "y"), ("\n\n", ""),
        ("\u{1B}[Ay\n", "y"), ("\u{1B}OPy\n", "y"), ("\u{1B}[200~y\u{1B}[201~\n", "y"), ("y\nn\n", "y"),
        ("\u{3}no\ny\n", "y"), ("\u{3}\u{4}y\n", "y"),
    ])
    func answers(_ keys: String, _ answer: String) {
        #expect(Self.acts(keys) == [.answer(question: 4, Array(answer.utf8))])
        #expect(Self.acts(keys, asking: false).isEmpty)
    }

    @Test(arguments: [
        "", "y", "\n", "\u{1B}", "\u{1B}[200~y\n\n\n\u{1B}[201~", "\u{1B}[200~y\n", "\u{3}\n", "\u{3}y\n", "\u{3}YES\n",
        "\u{1C}\n", "\u{1A}no\n", "\u{3}yes", "\u{1B}[M !!", "\u{3}\u{1B}[200~yes\n\u{1B}[201~",
    ])
    func anythingElseDoesNothing(_ keys: String) {
        #expect(Self.acts(keys).isEmpty && Self.acts(keys, asking: false).isEmpty)
    }

    @Test func actsAreConfirmed() {
        for asking in [true, false] {
            #expect(Self.acts("\u{3}yes\n", asking: asking) == [.act(.interrupt)])
            #expect(Self.acts("\u{1C}yes\r", asking: asking) == [.act(.quit)])
            #expect(Self.acts("\u{1A}yes\n", asking: asking) == [.act(.pause)])
            #expect(Self.acts("\u{4}", asking: asking) == [.detach])
            #expect(Self.acts("y\u{4}", asking: asking) == (asking ? [] : [.detach]))
        }
        var paused = AttachKeys()
        _ = paused.take(Self.state(isPaused: true))
        #expect(paused.take("\u{1A}yes\n".utf8).contains(.act(.resume)))
    }

    @Test func whatIsHiddenIsNotShown() {
        var machine = AttachKeys()
        _ = machine.take(Self.state(PrepQuestion(1, "Password:", at: 0, isHidden: true)))
        #expect(machine.take("s3cret".utf8).isEmpty)
        #expect(machine.take("\n".utf8) == [.show("\n"), .answer(question: 1, Array("s3cret".utf8))])
    }

    /// A question that comes while an answer to another is being typed takes nothing of it over.
    @Test func anotherQuestionBeginsAnew() {
        var machine = AttachKeys()
        _ = machine.take(Self.state(PrepQuestion(1, "One?", at: 0)))
        _ = machine.take(Self.state(PrepQuestion(2, "Two?", at: 9)))
        #expect(machine.take("n\n".utf8).contains(.answer(question: 2, [0x6E])))
        #expect(machine.take("y\n".utf8).isEmpty)
    }

    /// The rest of a line that was begun for another question is dropped with it, and that is said.
    @Test(arguments: [false, true]) func aLineBegunForAnotherQuestionIsDropped(_ isGoneBetween: Bool) {
        for rest in ["s\n", "\r", "\u{15}", "\u{3}no\n"] {
            var machine = AttachKeys()
            _ = machine.take(Self.state(PrepQuestion(1, "One?", at: 0)))
            _ = machine.take("ye".utf8)
            if isGoneBetween { _ = machine.take(Self.state()) }
            let said = machine.take(Self.state(PrepQuestion(2, "Two?", at: 9)))
            #expect("\(said)".contains("typed for question 1 is dropped") && "\(said)".contains("Two?"))
            #expect(Self.beside(machine.take(rest.utf8)).isEmpty)
            #expect(machine.take("n\n".utf8).contains(.answer(question: 2, [0x6E])))
        }
        var machine = AttachKeys()
        _ = machine.take(Self.state(PrepQuestion(1, "One?", at: 0)))
        _ = machine.take("ye".utf8)
        _ = machine.take(Self.state())
        _ = machine.take("s\n".utf8)
        _ = machine.take(Self.state(PrepQuestion(2, "Two?", at: 9)))
        #expect(machine.take("n\n".utf8).contains(.answer(question: 2, [0x6E])))
    }

    /// A question that opens while an act is confirmed waits for the end of the confirmation; its keys are no answer.
    @Test func aConfirmationIsFinishedFirst() {
        for first in [nil, PrepQuestion(1, "One?", at: 0)] {
            for (rest, act) in [("s\n", [AttachKeys.Effect.act(.interrupt)]), ("\n", []), ("\u{4}", [])] {
                var machine = AttachKeys()
                _ = machine.take(Self.state(first))
                _ = machine.take("\u{3}ye".utf8)
                #expect(machine.take(Self.state(PrepQuestion(2, "Two?", at: 9))).isEmpty && machine.isConfirming)
                let effects = machine.take((rest + "y\n").utf8)
                #expect(Self.beside(effects) == (act.isEmpty ? [.forgetKeys] : act + [.forgetKeys]))
                #expect("\(effects)".contains("Question 2 of the script: Two?"))
                #expect(machine.take("n\n".utf8).contains(.answer(question: 2, [0x6E])))
            }
        }
        var ended = AttachKeys()
        _ = ended.take("\u{3}ye".utf8)
        var state = Self.state()
        state.outcome = .exited(0)
        _ = ended.take(state)
        #expect(Self.beside(ended.take("s\n".utf8)).isEmpty)
    }

    // MARK: Any keys at all

    private static let pieces: [[UInt8]] =
        [
            "y", "n", "yes", "\n", "\r", "\u{3}", "\u{4}", "\u{1A}", "\u{1C}", "\u{1B}", "\u{1B}[A", "\u{1B}OP",
            "\u{1B}[200~",
            "\u{1B}[201~", "\u{1B}[<0;3;4M", "\u{7F}", "\u{15}", " ", "ü", "\0", "AutomatedTest-VMBootImg-Gold", "q",
            "\u{1B}[1;5C",
        ].map { Array($0.utf8) } + [[0xFF], [0x80]]

    /// 10,000 random stories of questions, keys and pastes. An answer names the question that is open, comes of keys
    /// since it was on the screen, and of an Enter that was typed; an act follows a typed `yes`.
    @Test func noKeysAnswerWhatIsNotAsked() {
        var random = SeededNumbers(seed: 4711)
        for _ in 0..<10_000 {
            var machine = AttachKeys()
            var watch = QuestionWatch(at: 0)
            var (now, end): (Int64, Int) = (0, 0)
            var (typed, all): ([UInt8], [UInt8]) = ([], [])
            for _ in 0..<Int.random(in: 1...25, using: &random) {
                switch Int.random(in: 0..<10, using: &random) {
                case 0:
                    (now, end) = (now + 10, end + 5)
                    watch.take(Array("Go? ".utf8), endingAt: end, at: now)
                    _ = machine.take(Self.state(watch.open))
                case 1, 2:
                    now += 5000
                    if watch.look(.reading, hidden: Bool.random(using: &random), at: now) != nil { typed = [] }
                    _ = machine.take(Self.state(watch.open))
                default:
                    let keys = Self.pieces.randomElement(using: &random) ?? []
                    typed += keys
                    all += keys
                    for effect in machine.take(keys) {
                        switch effect {
                        case .show, .detach, .forgetKeys: break
                        // A question may have come while it was confirmed.
                        case .act: #expect(String(decoding: all, as: UTF8.self).contains("yes"))
                        case .answer(let number, let answer):
                            #expect(number == watch.open?.number && watch.objection(to: answer, of: number) == nil)
                            #expect(keys.contains(0x0A) || keys.contains(0x0D))
                            #expect(answer.isEmpty || typed.contains(answer.last ?? 0))
                            watch.close(at: now)
                            _ = machine.take(Self.state(nil))
                        }
                    }
                }
            }
        }
    }

    /// 10,000 random lines at the approval of a plan: only the full name runs it.
    @Test func noLineApprovesButTheName() throws {
        let plan = try PrepLab.plan(try PrepLab.request(.unregister))
        let prompt = ConsentPrompt(plan.consent)
        var random = SeededNumbers(seed: 815)
        for _ in 0..<10_000 {
            var line: [UInt8] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                line += Self.pieces.randomElement(using: &random) ?? []
            }
            if Bool.random(using: &random) { line += [0x0A] }
            let isName = line == Array((PrepLab.gold + "\n").utf8)
            #expect((plan.approve(prompt.answer(to: line)) != nil) == isName, "\(line)")
        }
    }
}
