import Glibc
import Runs
import Screen
import TestKit
import Testing

/// Preps at terminals: questions, several viewers, and what happens when one of all these is killed.
@Suite(.serialized) struct PrepAttachTests {
    private static let asking = """
        import sys
        print('Working', flush=True)
        answer = input('Go on? [y/n]: ')
        open('answers', 'a').write(answer + ';')
        print('Answered', answer)
        sys.exit(0 if answer == 'y' else 2)
        """

    @Test func aQuestionWaitsForItsAnswer() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        // Long before the question can be on the screen.
        view.write("y\ry\r")
        try view.waitFor(">> Question 1 of the script: Go on? [y/n]:")
        view.readUntilQuiet(milliseconds: 500)
        #expect(try stage.note("answers") == nil && stage.list().contains("asks: Go on? [y/n]:"))
        view.write("n\r")
        #expect(try view.waitForExit() == 2)
        #expect(stage.note("answers") == "n;" && view.modesAreRestored)
        #expect(stage.audit.contains("question 1, Go on? [y/n]:: 'n'"))
    }

    /// Every way in which a script can wait for its terminal; and what only looks like it.
    @Test(arguments: [
        ("import readline; got = input('rl? ')", "rl?"),
        ("import getpass; got = getpass.getpass('Secret: ')", "Secret: "),
        ("print('Name'); got = input()", "(it waits for input without asking anything)"),
        (
            "import subprocess; got = subprocess.check_output(['sh', '-c', 'printf Sub: >&2; read x; printf $x']).decode()",
            "Sub:"
        ),
        ("import time; print('Waiting: ', end='', flush=True); time.sleep(4); got = input('\\nNow: ')", "Now:"),
    ])
    func asksInAnyWay(_ script: String, _ question: String) throws {
        let stage = try PrepStage(script + "\nopen('answers', 'w').write(got)")
        var view = try stage.start()
        try view.waitFor(
            ">> Question 1 of the script: \(question.trimmingBlanks())")
        view.write("c4nary\r")
        #expect(try view.waitForExit() == 0)
        #expect(stage.note("answers") == "c4nary")
        let shown = String(decoding: view.bytes, as: UTF8.self)
        #expect(shown.contains("c4nary") != script.contains("getpass") && !shown.contains("Question 2"))
        #expect(try stage.audit.contains("c4nary") != script.contains("getpass") && !stage.transcript().isEmpty)
    }

    @Test func aStartIsToldOfThePrep() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        func errors(_ family: String) throws -> String {
            try stage.run([
                "start", "--build-name", "b", "--template", "cmc-e2e", "--template-command", "true", "--runner-command",
                "true", "--config-family", family, "--dry-run",
            ]).errors
        }
        #expect(try errors("gold").contains("! prep unregister of \(PrepStage.lun) for CDS1-ESX165 is running"))
        #expect(try errors("gold2").isEmpty)
        view.write("y\r")
        #expect(try view.waitForExit() == 0)
        #expect(try errors("gold").isEmpty)
    }

    @Test func theConnectionIsCutAndComesBack() throws {
        let stage = try PrepStage(Self.asking)
        do {
            var view = try stage.start()
            try view.waitFor(">> Question 1")
            view.hangUp()
        }
        do {
            // And once more, hard.
            var view = try stage.attach()
            try view.waitFor(">> Question 1")
            view.signal(SIGKILL)
            _ = try view.waitForExit()
        }
        #expect(stage.note("answers") == nil)
        var view = try stage.attach()
        try view.waitFor("Working")
        try view.waitFor(">> Question 1")
        view.write("y\r")
        #expect(try view.waitForExit() == 0)
        #expect(try stage.note("answers") == "y;" && stage.list().contains("done"))
    }

    @Test func twoOperatorsAnswerAtOnce() throws {
        let stage = try PrepStage(Self.asking + "\n")
        var one = try stage.start()
        var two = try stage.attach()
        try one.waitFor(">> Question 1")
        try two.waitFor(">> Question 1")
        one.write("y\r")
        two.write("y\r")
        #expect(try one.waitForExit() == 0)
        #expect(try two.waitForExit() == 0)
        #expect(stage.note("answers") == "y;")
        #expect(stage.audit.components("\"action\":\"prep answer\"") == 1)
        #expect(try stage.transcript().components("Answered y") == 1)
    }

    @Test func theKeeperIsKilled() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        let id = try #require(try stage.folder().split(separator: "/").last)
        kill(pid_t(try #require(try stage.recorded("keeper_pid"))), SIGKILL)
        #expect(try view.waitForExit() == 1)
        try view.waitFor("interrupted, state of the storage not known")
        // Whoever may only read writes down nothing, not even that.
        #expect(try stage.run(["prep", "attach", String(id)], ["ATVM_READ_ONLY": "true"]).status == 1)
        #expect(!stage.audit.contains("interrupted, state"))
        #expect(try stage.list().contains("interrupted, state of the storage not known"))
        #expect(stage.audit.components("interrupted, state of the storage not known") == 1)
        // Its client is free again as soon as its script has gone.
        #expect(try eventually { try stage.run(["prep", "register", "--lun", "Gold", "--print"]).status == 0 })
        #expect(stage.note("answers") == nil)
    }

    /// As with a full disk: the end is not lost, only late.
    @Test func anEndThatCannotBeWrittenIsTriedAgain() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        let path = try stage.folder() + "/prep.json"
        let keeper = try #require(try stage.recorded("keeper_pid"))
        #expect(rename(path, path + ".aside") == 0 && mkdir(path, 0o700) == 0)
        view.write("y\r")
        #expect(try view.waitForExit() == 0)
        // Longer than it waits for viewers.
        view.readUntilQuiet(milliseconds: 7000)
        #expect(kill(pid_t(keeper), 0) == 0)
        rmdir(path)
        rename(path + ".aside", path)
        #expect(try eventually { try stage.list().contains("done") && kill(pid_t(keeper), 0) != 0 })
    }

    @Test func oneAtATimeForClientAndLun() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        let client = try stage.run(["prep", "maintenance", "--lun", "Gold2", "--print"])
        #expect(client.status == 1 && client.errors.contains("same client CDS1-ESX165"), "\(client.errors)")
        let lun = try stage.run(["prep", "maintenance", "--lun", "Gold", "--client", "CDS1-ESX166", "--print"])
        #expect(
            lun.status == 1 && lun.errors.contains("same LUN") && lun.errors.contains("started by"), "\(lun.errors)")
        #expect(
            try stage.run(["prep", "maintenance", "--lun", "Gold2", "--client", "CDS1-ESX166", "--print"]).status == 0)
        view.write("y\r")
        #expect(try view.waitForExit() == 0)
        #expect(try stage.run(["prep", "maintenance", "--lun", "Gold2", "--print"]).status == 0)
    }

    @Test func ctrlCAsksFirst() throws {
        let stage = try PrepStage(
            "import time\ntry:\n print('Working', flush=True)\n time.sleep(600)\nexcept KeyboardInterrupt:\n exit(130)")
        var view = try stage.start()
        try view.waitFor("Working")
        view.write("\u{3}")
        try view.waitFor("Really interrupt the script")
        view.write("y\r")
        view.readUntilQuiet(milliseconds: 300)
        #expect(!stage.audit.contains("prep interrupt"))
        view.write("\u{3}yes\r")
        #expect(try view.waitForExit() == 130)
        #expect(stage.audit.contains("\"action\":\"prep interrupt\""))
    }

    @Test func ctrlDLeavesItRunning() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        view.write("\u{4}")
        #expect(try view.waitForExit() == 0)
        #expect(try view.modesAreRestored && stage.list().contains("asks:"))
        var again = try stage.attach()
        try again.waitFor(">> Question 1")
        again.write("y\r")
        #expect(try again.waitForExit() == 0)
    }

    /// The plan was shown; then the script changes under it.
    @Test func aChangeAfterThePlanWasShown() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.terminal(["prep", "unregister", "--lun", "Gold"])
        try view.waitFor("Type the full name")
        stage.write("open('ran', 'w')")
        view.write(PrepStage.lun + "\r")
        #expect(try view.waitForExit() == 77)
        #expect(stage.note("ran") == nil && stage.note("answers") == nil)
    }

    /// A viewer that has stopped holds up neither the script nor anybody else, and catches up later.
    @Test func aStoppedViewerHoldsUpNobody() throws {
        let stage = try PrepStage(
            """
            import os, sys, time
            while not os.path.exists('go'): time.sleep(0.05)
            line = 'x' * 99 + '\\n'
            for _ in range(40_000): sys.stdout.write(line)
            sys.stdout.flush()
            status = open(f'/proc/{os.getppid()}/status').read()
            open('memory', 'w').write([l for l in status.split('\\n') if 'VmHWM' in l][0].split()[1])
            print('The end')
            """)
        var view = try stage.start()
        view.signal(SIGSTOP)
        stage.lab.folder.write("", to: "root/atvm_prep/go")
        #expect(try eventually { try stage.list().contains("done") })
        #expect(try stage.transcript().utf8.count == 40_000 * 101 + 9)
        #expect((stage.note("memory").flatMap { Int($0) } ?? .max) < 80 * 1024)
        view.signal(SIGCONT)
        #expect(try view.waitForExit() == 0)
        try view.waitFor("The end")
    }

    /// Some hundred real key sequences at the script's question, none of them an answer.
    @Test func anyKeysAtTheQuestion() throws {
        let stage = try PrepStage(Self.asking)
        var view = try stage.start()
        try view.waitFor(">> Question 1")
        let pieces = [
            "y", "\u{1B}[A", "\u{1B}", "\u{1B}[200~y\r\u{1B}[201~", "\u{3}\r", "\u{1C}no\r", "\u{1A}\r", "\u{15}", "q",
            "\u{7F}",
            "\u{1B}[<0;3;4M", "ü", "\u{3}y\r",
        ]
        var random = SystemRandomNumberGenerator()
        for index in 0..<200 {
            // Whatever was begun is taken back, so that no Enter of the next piece finds a line.
            view.write((pieces.randomElement(using: &random) ?? "") + "\u{1B}[201~\u{15}")
            if index % 20 == 0 { view.resize(Size(columns: 60 + index, rows: 20 + index % 17)) }
            view.readUntilQuiet(milliseconds: 5)
        }
        #expect(
            stage.note("answers") == nil && !stage.audit.contains("prep answer")
                && !stage.audit.contains("prep interrupt"))
        view.write("y\r")
        #expect(try view.waitForExit() == 0)
        #expect(stage.note("answers") == "y;")
    }

    /// Real key sequences at the approval: nothing starts.
    @Test(arguments: [
        "\r", "y\r", "yes\r", "\u{1B}\r", "\u{3}", "\u{4}", "\u{1C}", "\u{1A}", "Gold\r",
        "\u{1B}[200~\(PrepStage.lun)\r\u{1B}[201~\r",
        "\(PrepStage.lun)x\r", " \(PrepStage.lun)\r", "\(PrepStage.lun)", "\u{1B}[<0;1;1M\r",
    ])
    func anyKeysAtTheApproval(_ keys: String) throws {
        let stage = try PrepStage("open('ran', 'w')")
        var view = try stage.terminal(["prep", "unregister", "--lun", "Gold"])
        try view.waitFor("Type the full name")
        view.write(keys)
        view.readUntilQuiet(milliseconds: 200)
        if !keys.hasSuffix("\r") { view.signal(SIGHUP) }
        #expect(try view.waitForExit() == 77)
        #expect(stage.note("ran") == nil && stage.audit.contains("\"moment\":\"refused\""))
    }

    @Test func attachWithoutAPrep() throws {
        let stage = try PrepStage("pass")
        #expect(try stage.run(["prep", "attach"]).status == 66)
        #expect(try stage.run(["prep", "attach", "20260101-000000-abcdef"]).status == 1)
        #expect(try stage.run(["prep", "attach", "../x"]).status == 64)
        #expect(try stage.list() == "no prep has run here\n")
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(_ text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
