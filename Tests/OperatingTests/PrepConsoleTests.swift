import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

@Suite struct PrepConsoleTests {
    @Test func noCommandOfTheFormIsALetter() {
        #expect(PrepFormKeymap.table.clashes.isEmpty && PrepViewKeymap.table.clashes.isEmpty)
        #expect(PrepViewKeymap.table.bindings.allSatisfy { !$0.sequences.isEmpty })
        for row in PrepFormKeymap.table.bindings {
            for case .character(let scalar) in row.sequences.flatMap(\.keys) { Issue.record("\(scalar)") }
        }
    }

    // MARK: Form and approval

    /// What is approved is the very plan that stood in the preview.
    @Test func theTypedNameApproves() throws {
        var lab = try PrepLab()
        lab.fill()
        let previewed = try #require(lab.form?.plan)
        #expect(previewed.request.mode == .unregister && previewed.request.lun == PrepLab.lun)
        lab.press("Ctrl-G '\(PrepLab.lun)' Enter")
        #expect(lab.starts.map(\.plan) == [previewed] && lab.console.layer == nil)
    }

    @Test(arguments: [
        "Enter", "y Enter", "'yes' Enter", "Esc", "Ctrl-C", "'Gold' Enter", "'\(PrepLab.lun)x' Enter",
        "'automatedtest-vmbootimg-gold' Enter", "'\(PrepLab.lun)' Esc", "'\(PrepLab.lun)' Backspace Enter",
    ])
    func anythingElseIsNo(_ keys: String) throws {
        var lab = try PrepLab()
        lab.fill()
        lab.press("Ctrl-G " + keys)
        #expect(lab.starts.isEmpty && lab.refusals == 1)
        #expect(lab.form?.question == nil && lab.form != nil)
    }

    @Test func resizePasteAndMouseAreNo() throws {
        let click = MouseEvent(.press, at: Point(x: 40, y: 12))
        for message in [
            ViewMessage.input(.paste(PrepLab.lun)), .input(.mouse(click)), .resized(Size(columns: 90, rows: 30)),
        ] {
            var lab = try PrepLab()
            lab.fill()
            lab.press("Ctrl-G '\(PrepLab.lun)'")
            lab.tell(.view(message))
            #expect(lab.refusals == 1 && lab.form?.question == nil)
            lab.press("Enter")
            #expect(lab.starts.isEmpty)
        }
    }

    /// Keys that came before the dialog was drawn are no part of an answer.
    @Test func whatWasTypedBeforeIsNoAnswer() throws {
        var lab = try PrepLab()
        lab.fill()
        lab.press("Ctrl-G '\(PrepLab.lun)' Enter", isShown: false)
        #expect(lab.starts.isEmpty && lab.console.wantsFreshKeys)
        lab.tell(.view(.tick(now: Lab.now, lookedAt: Lab.now, isStale: false)))
        #expect(!lab.console.wantsFreshKeys)
        lab.press("Enter")
        #expect(lab.starts.isEmpty && lab.refusals == 1)
    }

    @Test(arguments: [("Enter", 0), ("Esc", 0), ("n", 0), ("Right Enter", 1), ("y", 1)])
    func registerAsksYesOrNo(_ keys: String, _ starts: Int) throws {
        var lab = try PrepLab()
        lab.fill("register")
        lab.press("Ctrl-G " + keys)
        #expect(lab.starts.count == starts && lab.refusals == 1 - starts)
    }

    @Test func aChangedPlanCannotBeApproved() throws {
        var lab = try PrepLab()
        lab.fill()
        lab.press("Ctrl-G")
        var ground = PrepLab.ground()
        ground.surroundings?.scriptDigest = Digest(of: Array("another".utf8))
        lab.tell(.ground(ground))
        lab.press("'\(PrepLab.lun)' Enter")
        #expect(lab.starts.isEmpty)
    }

    /// The password stands in no model, no picture, and in no text of an effect.
    @Test func thePasswordIsNowhere() throws {
        var lab = try PrepLab(120, 40)
        lab.fill()
        lab.press("Tab Tab Tab Tab Tab 'hunter2' Backspace '3'")
        #expect(lab.form?.passwordCount == 7)
        #expect(lab.form?.plan?.request.credentials.passwordSource == .field)
        #expect(lab.text.contains("*******") && !lab.text.contains("hunter"))
        var edits: [SecretEdit] = []
        for case .secret(let edit) in lab.orders { edits.append(edit) }
        #expect(edits == "hunter2".map { .type(String($0)) } + [.erase, .type("3")])
        var dumped = ""
        dump(lab.console, to: &dumped)
        #expect(!dumped.contains("hunter"))
        #expect(!"\(edits)".contains("h\""))
        lab.press("Esc Tab Enter")
        #expect(lab.orders.last == .secret(.forget))
        lab.press("P")
        #expect(lab.form?.passwordCount == 0)
    }

    @Test func problemsStandAtTheirField() throws {
        var lab = try PrepLab()
        lab.press("P")
        var ground = PrepLab.ground()
        (ground.surroundings, ground.obstacle) = (nil, "there is no python3 here")
        lab.tell(.ground(ground))
        #expect(lab.form?.form[.mode]?.remarks.map(\.text) == ["there is no python3 here"])
        lab.press("'unregister' Enter '-x' Enter")
        #expect(lab.form?.form[.lun]?.remarks.first?.text.contains("looks like an option") == true)
        lab.press("Ctrl-G")
        #expect(lab.starts.isEmpty && lab.form?.question == nil)
    }

    // MARK: The list

    /// The empty list names the key; what stands against it is said where it was pressed.
    @Test func theListLeadsToANewPrep() throws {
        var lab = try PrepLab()
        lab.press("H")
        #expect(lab.text.contains("P plans one"))
        lab.press("P")
        #expect(lab.form != nil && lab.orders.last == .ground)
        var starting = try PrepLab()
        starting.fill()
        starting.press("Ctrl-G '\(PrepLab.lun)' Enter H P")
        #expect(starting.form == nil && starting.text.contains("a prep is being started"))
        starting.press("j")
        #expect(!starting.text.contains("a prep is being started"))
    }

    /// What is typed behind a `:` is never keys; other letters say that they do nothing.
    @Test(arguments: ["H", "A"])
    func theCommandLineOpensOverAList(_ list: String) throws {
        var lab = try PrepLab()
        lab.press("\(list) : h c")
        #expect(lab.text.contains(":hc") && !lab.text.contains("HOW IT STANDS"), "\(lab.text)")
        lab.press("Esc \(list) ?")
        #expect(lab.text.contains("keys of this screen"), "\(lab.text)")
    }

    @Test func aKeyThatDoesNothingInTheListSaysSo() throws {
        var lab = try PrepLab()
        lab.press("H x")
        #expect(lab.text.contains("that key does nothing in this list"))
    }

    @Test func theListIsRefreshed() throws {
        var lab = try PrepLab()
        lab.press("H F5")
        #expect(lab.effects.last == .view(.refresh) && lab.text.contains("looking at everything again"))
    }

    /// Beside the word that it has failed stands when that was, not when it began.
    @Test func anEndedPrepIsAsOldAsItsEnd() throws {
        var lab = try PrepLab()
        try lab.follow("working\r\n", outcome: .exited(1))
        #expect(lab.text.contains("failed with exit status 1  ended 4s ago, by aw from 192.168.3.7"), "\(lab.text)")
        // The keeper's word comes before the record is looked at.
        var early = try PrepLab()
        try early.follow("working\r\n")
        #expect(early.text.contains("running  by aw from 192.168.3.7, began 10m ago"), "\(early.text)")
        var state = PrepState()
        (state.isStarted, state.outcome) = (true, .exited(1))
        early.tell(.event(try PrepLab.id(), .state(state)))
        #expect(
            early.text.contains("failed with exit status 1  by aw") && !early.text.contains(" ago"), "\(early.text)")
    }

    // MARK: Questions

    @Test func anAnswerNeedsItsQuestionOnTheScreen() throws {
        var lab = try PrepLab()
        try lab.follow("working\r\n")
        lab.press("'y' Enter")
        #expect(lab.sent.isEmpty)
        var state = PrepState()
        (state.isStarted, state.question) = (true, PrepLab.question)
        lab.tell(.event(try PrepLab.id(), .state(state)), isShown: false)
        #expect(lab.console.wantsFreshKeys)
        lab.press("'y' Enter", isShown: false)
        #expect(lab.sent.isEmpty && lab.view?.typed.isEmpty == true)
        lab.tell(.view(.tick(now: Lab.now, lookedAt: Lab.now, isStale: false)))
        lab.press("'y'")
        #expect(lab.sent.isEmpty)
        lab.press("Enter")
        #expect(lab.sent == [.answer(question: 1, Array("y".utf8))])
        // Answered: the next keys are for nobody.
        lab.press("'y' Enter Enter")
        #expect(lab.sent.count == 1)
    }

    @Test func anEmptyAnswerIsAskedForTwice() throws {
        var lab = try PrepLab()
        try lab.follow("", PrepLab.question)
        lab.press("Enter")
        #expect(lab.sent.isEmpty)
        lab.press("Enter")
        #expect(lab.sent == [.answer(question: 1, [])])
    }

    @Test func interruptingTakesATypedYes() throws {
        for (keys, count) in [("y Enter", 0), ("Enter", 0), ("'yes' Esc Enter", 0), ("'yes' Enter", 1)] {
            var lab = try PrepLab()
            try lab.follow("working\r\n")
            lab.press("Ctrl-C " + keys)
            #expect(lab.sent == Array(repeating: .act(.interrupt), count: count), "\(keys)")
        }
    }

    @Test func leavingEndsNothing() throws {
        var lab = try PrepLab()
        try lab.follow("", PrepLab.question)
        #expect(lab.lines[0].contains("PREP asks"))
        lab.press("Esc")
        #expect(lab.console.layer == nil && lab.sent.isEmpty && lab.orders.last == .detach)
        #expect(lab.lines[0].contains("PREP asks"))
    }

    @Test func stagesFollowTheLog() throws {
        var lab = try PrepLab()
        try lab.follow("Client id of x is 17\r\nPower off VM a\r\nUnregister VM a\r\nPower off VM b")
        #expect(lab.view?.progress?.current.map { lab.view?.progress?.stages[$0].title } == "unregister VMs")
    }

    // MARK: Chance

    /// Keys, pastes, clicks and sizes at random: nothing starts and nothing is answered, as the names are never typed and
    /// what is typed at a question was not asked for.
    @Test func chanceApprovesNothing() throws {
        var random = SystemRandomNumberGenerator()
        let keys: [Key] =
            [
                .enter, .escape, .tab, .backTab, .backspace, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
                .control("c"), .control("g"), .control("u"), .control("z"), .control("t"),
            ] + "yYnqesGoldPH ".unicodeScalars.map(Key.character)
        var base = try PrepLab()
        base.fill()
        base.press("Ctrl-G")
        var other = try PrepLab()
        try other.follow("working\r\n")
        for round in 0..<10_000 {
            var lab = round % 2 == 0 ? base : other
            let isShown = round % 2 == 0
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                switch Int.random(in: 0..<20, using: &random) {
                case 0: lab.tell(.view(.input(.paste(PrepLab.lun))), isShown: isShown)
                case 1:
                    let at = Point(x: .random(in: 0..<80, using: &random), y: .random(in: 0..<24, using: &random))
                    lab.tell(.view(.input(.mouse(MouseEvent(.press, at: at)))), isShown: isShown)
                case 2:
                    lab.tell(
                        .view(.resized(Size(columns: 80, rows: .random(in: 15...40, using: &random)))),
                        isShown: isShown)
                case 3 where round % 2 == 1:
                    var state = PrepState()
                    (state.isStarted, state.question) = (true, PrepLab.question)
                    lab.tell(.event(try PrepLab.id(), .state(state)), isShown: false)
                default:
                    lab.tell(.view(.input(.key(keys.randomElement(using: &random) ?? .enter))), isShown: isShown)
                }
            }
            let answers = lab.sent.filter { if case .answer = $0 { true } else { false } }
            guard lab.starts.allSatisfy({ $0.plan.consent == .yesOrNo }), isShown || answers.isEmpty else {
                Issue.record("round \(round): \(lab.starts.count) starts, \(answers.count) answers")
                return
            }
        }
    }
}
