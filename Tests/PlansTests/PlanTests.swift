import Plans
import Runs
import Testing

@Suite struct PlanTests {
    private func plan(_ command: String = "python3 ./cmc-templates.py -vp secret1") throws -> StartPlan {
        var fields = StartRequest.Fields()
        fields.build = "b"
        fields.template = "cmc-e2e"
        fields.templateCommand = command
        fields.runnerCommand = "python3 ./run-sorry-cypress.py"
        let places = StartPlan.Places(
            automation: "/auto", runLog: "/tmp/b.log", launchLog: "/tmp/b.launch.log", stateFolder: "/state/b",
            watcherStart: "start the watcher", runnerStart: "start the runner")
        return StartPlan(try StartRequest(fields), places: places)
    }

    @Test func showsCommandsInTheirOrderWithoutSecrets() throws {
        let plan = try plan()
        #expect(
            plan.commands.map(\.line) == [
                "python3 ./cmc-templates.py -vp ********", "start the watcher", "start the runner",
                "python3 ./run-sorry-cypress.py",
            ])
        #expect(!plan.text.contains("secret1"))
        #expect(plan.text.contains("/tmp/b.launch.log"))
    }

    @Test func theDigestTellsPlansApart() throws {
        let one = try plan("python3 a 'b c'")
        #expect(try one.digest == plan("python3 a 'b c'").digest)
        #expect(try one.digest != plan("python3 a b c").digest)
        // What is masked when shown still counts.
        #expect(try plan("x -vp one").digest != plan("x -vp two").digest)
    }

    @Test func digestIsSHA256() {
        #expect(
            Digest(of: Array("abc".utf8)).text
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [(Answer.yes, true), (.no, false), (.typed("b"), false), (.typed("yes"), false)])
    func onlyYesApproves(_ answer: Answer, _ isApproved: Bool) throws {
        #expect((try plan().approve(answer) != nil) == isApproved)
    }

    private struct Typed: Plan {
        var title = "", steps: [String] = [], commands: [PlannedCommand] = [], files: [String] = [], digestText = ""
        var consent: Consent { .typed("ATVM-Gold") }
    }

    @Test(arguments: [
        (Answer.typed("ATVM-Gold"), true), (.typed("ATVM-Go\u{200B}ld"), false), (.typed("atvm-gold"), false),
        (.typed(""), false), (.yes, false), (.no, false),
    ])
    func onlyTheFullTextApproves(_ answer: Answer, _ isApproved: Bool) {
        #expect((Typed().approve(answer) != nil) == isApproved)
    }

    /// Compared byte for byte: two spellings of one letter are two names.
    @Test func lookAlikesAreOthers() {
        struct Umlaut: Plan {
            var title = "", steps: [String] = [], commands: [PlannedCommand] = [], files: [String] = [], digestText = ""
            var consent: Consent { .typed("\u{E9}") }
        }
        #expect(Umlaut().approve(.typed("e\u{301}")) == nil)
    }
}
