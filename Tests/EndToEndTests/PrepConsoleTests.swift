import Glibc
import Screen
import TestKit
import Testing

/// Preps from the built console, with real keepers and a script of the test's own.
@Suite struct PrepConsoleTests {
    private let stage: PrepStage
    private let patience = PrepStage.patience

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
        try console.waitFor("No builds", milliseconds: patience)
        return console
    }

    /// From the form to the dialog.
    private func plan(_ console: inout PseudoTerminal) throws {
        console.write("P")
        try console.waitFor("what the script is asked to do", milliseconds: patience)
        console.write("unregister\rGold\r")
        try console.waitFor("this is what would run", milliseconds: patience)
        console.write("\t\t\t\t\t" + PrepStage.password)
        try console.waitFor("*************", milliseconds: patience)
        console.write("\u{7}")
        try console.waitFor("Type the LUN's full name", milliseconds: patience)
    }

    @Test func fromTheFormToTheOutcome() throws {
        defer { withExtendedLifetime(stage) {} }
        var first = try console()
        try plan(&first)
        first.write("y\r")
        try first.waitFor("not approved, so nothing was run", milliseconds: patience)
        #expect(stage.note("answers") == nil)
        first.write("\u{7}")
        try first.waitFor("Type the LUN's full name", milliseconds: patience)
        first.write(PrepStage.lun + "\r")
        try first.waitFor("Client id is 17", milliseconds: patience)
        try first.waitFor("PREP runs", milliseconds: patience)
        // Typed before there is a question.
        first.write("y")
        // A second console, and one that may only look.
        var second = try console(size: Size(columns: 80, rows: 24))
        try second.waitFor("PREP runs", milliseconds: patience)
        second.write("H")
        try second.waitFor("HOW IT STANDS", milliseconds: patience)
        second.write("\r")
        try second.waitFor("Client id is 17", milliseconds: patience)
        var looking = try console("--read-only")
        stage.lab.folder.write("", to: "root/atvm_prep/go")
        try first.waitFor("THE SCRIPT ASKS", milliseconds: patience)
        try second.waitFor("THE SCRIPT ASKS", milliseconds: patience)
        try looking.waitFor("PREP asks", milliseconds: patience)
        for key in ["P", "H"] {
            looking.write(key)
            try looking.waitFor("not permitted", milliseconds: patience)
        }
        looking.write("Q")
        #expect(try looking.waitForExit(milliseconds: patience) == 0)
        // Leaving ends nothing.
        first.write("\u{1B}")
        try first.waitFor("goes on: H leads to it again", milliseconds: patience)
        first.write("Q")
        #expect(try first.waitForExit(milliseconds: patience) == 0)
        second.write("y\r")
        try second.waitFor("done", milliseconds: patience)
        try second.waitFor("Power off VM a", milliseconds: patience)
        #expect(stage.note("answers") == "y;")
        #expect(stage.note("words")?.contains("'-vp', '\(PrepStage.password)'") == true)
        second.write("qH")
        try second.waitFor("HOW IT STANDS", milliseconds: patience)
        second.write("qQ")
        #expect(try second.waitForExit(milliseconds: patience) == 0)
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
        try first.waitFor("THE SCRIPT ASKS", milliseconds: patience)
        first.write("y")
        first.signal(SIGKILL)
        _ = try first.waitForExit(milliseconds: patience)
        var second = try console()
        try second.waitFor("PREP asks", milliseconds: patience)
        second.write("H")
        try second.waitFor("HOW IT STANDS", milliseconds: patience)
        second.write("\r")
        try second.waitFor("THE SCRIPT ASKS", milliseconds: patience)
        #expect(stage.note("answers") == nil)
        second.write("n\r")
        try second.waitFor("failed with exit status 3", milliseconds: patience)
        #expect(stage.note("answers") == "n;")
        second.write("qQ")
        #expect(try second.waitForExit(milliseconds: patience) == 0)
    }

    /// A keeper that is killed leaves a state that nobody knows.
    @Test func aKilledKeeper() throws {
        defer { withExtendedLifetime(stage) {} }
        var first = try console()
        try plan(&first)
        first.write(PrepStage.lun + "\r")
        try first.waitFor("Client id is 17", milliseconds: patience)
        let keeper = try #require(try stage.recorded("keeper_pid"))
        #expect(kill(pid_t(keeper), SIGKILL) == 0)
        try first.waitFor("interrupted, state of the storage not known", milliseconds: patience)
        first.write("qQ")
        #expect(try first.waitForExit(milliseconds: patience) == 0)
    }
}
