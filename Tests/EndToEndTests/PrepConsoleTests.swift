import Glibc
import Screen
import TestKit
import Testing

/// Preps from the built console, with real keepers and a script of the test's own.
@Suite struct PrepConsoleTests {
    private let stage: PrepStage

    private static let script = """
        import os, sys, time
        print('Client id is 17', flush=True)
        while not os.path.exists('go'): time.sleep(0.05)
        answer = input('Power off all VMs? [y/n] ')
        open('answers', 'a').write(answer + ';')
        open('words', 'w').write(repr(sys.argv[1:]))
        print('Power off VM a', flush=True)
        sys.exit(0 if answer == 'y' else 3)
        """

    init() throws {
        stage = try PrepStage(Self.script)
        stage.lab.folder.makeFolder("etc/atvm-tui")
        stage.lab.folder.write("supervisor = \"direct\"\npoll = \"0.1s\"\n", to: "etc/atvm-tui/config.toml")
    }

    private func console(_ words: String..., size: Size = Size(columns: 120, rows: 40)) throws -> PseudoTerminal {
        var console = try PseudoTerminal(
            [Lab.program()] + words, size: size,
            environment: Lab.clean.merging([
                "ATVM_ROOT": stage.lab.folder.path, "ATVM_VCENTER_USERNAME": "ops",
            ]) { $1 })
        try console.waitFor("No builds")
        return console
    }

    /// From the form to the dialog.
    private func plan(_ console: inout PseudoTerminal) throws {
        console.write("P")
        try console.waitFor("what the script is asked to do")
        console.write("unregister\rGold\r")
        try console.waitFor("this is what would run")
        console.write("\t\t\t\t\t" + PrepStage.password)
        try console.waitFor("*************")
        console.write("\u{7}")
        try console.waitFor("Type the LUN's full name")
    }

    @Test func fromTheFormToTheOutcome() throws {
        defer { withExtendedLifetime(stage) {} }
        var first = try console()
        try plan(&first)
        first.write("y\r")
        try first.waitFor("not approved, so nothing was run")
        #expect(stage.note("answers") == nil)
        first.write("\u{7}")
        try first.waitFor("Type the LUN's full name")
        first.write(PrepStage.lun + "\r")
        try first.waitFor("Client id is 17")
        try first.waitFor("PREP runs")
        // Typed before there is a question.
        first.write("y")
        // A second console, and one that may only look.
        var second = try console(size: Size(columns: 80, rows: 24))
        try second.waitFor("PREP runs")
        second.write("H")
        try second.waitFor("HOW IT STANDS")
        second.write("\r")
        try second.waitFor("Client id is 17")
        var looking = try console("--read-only")
        stage.lab.folder.write("", to: "root/atvm_prep/go")
        try first.waitFor("THE SCRIPT ASKS")
        try second.waitFor("THE SCRIPT ASKS")
        try looking.waitFor("PREP asks")
        looking.write("P")
        try looking.waitFor("not permitted")
        // It reads all of it, and answers nothing.
        looking.write("H")
        try looking.waitFor("asks: Power off all VMs? [y/n]")
        looking.write("P")
        try looking.waitFor("not permitted")
        looking.write("\r")
        try looking.waitFor("transcript")
        try looking.waitFor("Power off all VMs? [y/n]")
        looking.write("y\rq")
        try looking.waitFor("HOW IT STANDS")
        looking.write("qA")
        try looking.waitFor("approved at a terminal")
        looking.write("qQ")
        #expect(try looking.waitForExit() == 0)
        // Leaving ends nothing.
        first.write("\u{1B}")
        try first.waitFor("goes on: H leads to it again")
        first.write("Q")
        #expect(try first.waitForExit() == 0)
        second.write("y\r")
        try second.waitFor("done")
        try second.waitFor("Power off VM a")
        #expect(stage.note("answers") == "y;")
        #expect(stage.note("words")?.contains("'-vp', '\(PrepStage.password)'") == true)
        second.write("qH")
        try second.waitFor("HOW IT STANDS")
        second.write("qQ")
        #expect(try second.waitForExit() == 0)
        let all = stage.audit + (try stage.transcript()) + first.screen.lines.joined()
        #expect(all.contains("prep answer") && !all.contains(PrepStage.password))
    }

    /// The console is killed during the question; the next one finds it and answers.
    @Test func aKilledConsoleLosesNothing() throws {
        defer { withExtendedLifetime(stage) {} }
        var first = try console()
        try plan(&first)
        first.write(PrepStage.lun + "\r")
        stage.lab.folder.write("", to: "root/atvm_prep/go")
        try first.waitFor("THE SCRIPT ASKS")
        first.write("y")
        first.signal(SIGKILL)
        _ = try first.waitForExit()
        var second = try console()
        try second.waitFor("PREP asks")
        second.write("H")
        try second.waitFor("HOW IT STANDS")
        second.write("\r")
        try second.waitFor("THE SCRIPT ASKS")
        #expect(stage.note("answers") == nil)
        second.write("n\r")
        try second.waitFor("failed with exit status 3")
        #expect(stage.note("answers") == "n;")
        second.write("qQ")
        #expect(try second.waitForExit() == 0)
    }

    /// A keeper that is killed leaves a state that nobody knows.
    @Test func aKilledKeeper() throws {
        defer { withExtendedLifetime(stage) {} }
        var first = try console()
        try plan(&first)
        first.write(PrepStage.lun + "\r")
        try first.waitFor("Client id is 17")
        let keeper = try #require(try stage.recorded("keeper_pid"))
        #expect(kill(pid_t(keeper), SIGKILL) == 0)
        try first.waitFor("interrupted, state of the storage not known")
        first.write("qQ")
        #expect(try first.waitForExit() == 0)
    }
}
