import Glibc
import Runs
import TestKit
import Testing

/// `atvm-tui prep` from outside: what it prints, with what status, and what it leaves behind.
@Suite struct PrepTests {
    private let lab: Lab
    private let approvals = "var/lib/atvm-tui/prep/approvals"

    init() throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher", "root/cdc-e2e-cyp-12.17.4"] { lab.folder.makeFolder(folder) }
        lab.folder.write("print('prepared')\n", to: "root/atvm_prep/atvm_prep.py")
    }

    @Test func printsThePlanWithItsDigest() throws {
        let run = try lab.run(
            "prep", "automated-testing", "--lun", "Gold", "--print",
            environment: ["ATVM_VCENTER_USERNAME": "ops", "ATVM_VCENTER_PASSWORD": "hunter2secret"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("atvm_prep.py -A -n AutomatedTest-VMBootImg-Gold -c CDS1-ESX165 -e 192.168.1.165"))
        #expect(run.output.contains("-vu ops -vp ********\n") && !run.output.contains("hunter2secret"))
        let names = try filesIn(lab.folder[approvals])
        #expect(names.count == 1 && run.output.contains("  \(names[0].dropLast(5))\n"))
        #expect(readText(lab.folder["\(approvals)/\(names[0])"])?.contains("hunter2secret") == false)
    }

    /// The session changes nothing, what the script would see does.
    @Test func theDigestOutlivesTheSession() throws {
        for variables in [["SSH_TTY": "/dev/pts/1"], ["SSH_TTY": "/dev/pts/2", "TMUX": "x"], ["PROXY": "x"]] {
            #expect(try lab.run("prep", "unregister", "--lun", "Gold", "--print", environment: variables).status == 0)
        }
        #expect(try filesIn(lab.folder[approvals]).count == 2)
    }

    @Test(arguments: [
        (["register"], "--lun: is missing"), (["register", "--lun", "Gold "], "begins or ends with a blank"),
        (["register", "--lun=-A"], "looks like an option"), (["register", "--lun", "-A"], "--lun"),
        (["register", "--lun", "G\u{43E}ld"], "<U+043E>"), (["register", "--lun", "Gold\u{202E}"], "<U+202E>"),
        (["register", "--lun", "Gold\u{A0}"], "<U+00A0>"), (["register", "--lun", "Gold\u{200B}"], "<U+200B>"),
        (["register", "--lun", "Gold", "--snapshot", ""], "--snapshot: is empty"),
        (["destroy", "--lun", "Gold"], "automated-testing"), (["--lun", "Gold"], "<mode>"),
        (
            ["register", "--lun", "Gold", "--client", "CDS1-ESX165", "--esx", "192.168.1.166"],
            "CDS1-ESX166 <-> 192.168.1.166"
        ),
    ])
    func aWrongUseTouchesNothing(_ words: [String], _ reason: String) throws {
        let before = lab.folder.picture()
        var all = Lab.clean
        all["ATVM_ROOT"] = lab.folder.path
        let run = try CommandRun([Lab.program(), "prep"] + words + ["--print"], environment: all)
        #expect(run.status == 64 && run.errors.contains(reason), "\(run.status): \(run.errors)")
        #expect(run.output.isEmpty && lab.folder.picture() == before)
    }

    @Test func withoutAnApprovalNothingRuns() throws {
        let before = lab.folder.picture()
        let run = try lab.run("prep", "maintenance", "--lun", "Gold")
        #expect(run.status == 77 && run.errors.contains("--print") && lab.folder.picture() == before)
    }

    @Test func tellsWhatItCannotUse() throws {
        func status(_ environment: [String: String] = [:]) throws -> Int32 {
            try lab.run("prep", "register", "--lun", "Gold", "--print", environment: environment).status
        }
        #expect(try status(["ATVM_PREP_LUNS": "Gold"]) == 78)
        #expect(try status(["ATVM_PREP_CLIENTS": "C = 1.2.3"]) == 78)
        #expect(try status(["ATVM_READ_ONLY": "true"]) == 77)
        #expect(try status(["ATVM_VCENTER_USERNAME": "a\u{200B}b"]) == 64)
        lab.folder.write("ATVM_VCENTER_PASSWORD=x\n", to: "etc/atvm-tui/prep.env")
        #expect(try status() == 78)
        lab.folder.delete("etc/atvm-tui/prep.env")
        lab.folder.write("", to: "var/lib/atvm-tui")
        #expect(try status() == 73)
        lab.folder.delete("var/lib/atvm-tui")
        lab.folder.delete("root/atvm_prep/atvm_prep.py")
        #expect(try status() == 66)
        mkfifo(lab.folder["root/atvm_prep/atvm_prep.py"], 0o600)
        #expect(try status() == 65)
    }

    @Test func listsComeFromTheConfiguration() throws {
        lab.folder.write(
            "[prep]\nluns = { Silver = \"Full-Silver\", \"two words\" = \"Full-Two\" }\n"
                + "clients = { C1 = \"10.0.0.1\", C2 = \"10.0.0.2\" }\n", to: "etc/atvm-tui/config.toml")
        let run = try lab.run("prep", "rollback", "--lun", "TWO words", "--client", "C2", "--print")
        #expect(run.status == 0 && run.output.contains("-rvgd -n Full-Two -c C2 -e 10.0.0.2 "), "\(run.errors)")
        #expect(try lab.run("config").output.contains("Silver = Full-Silver"))
    }

    @Test func namesTheBuildsThatRunOnTheLun() throws {
        lab.folder.write("supervisor = \"direct\"\n", to: "etc/atvm-tui/config.toml")
        let started = try lab.run(
            "start", "--build-name", "e2e-a", "--template", "cmc-e2e", "--template-command", "true",
            "--runner-command", "sleep 60", "--config-family", "gold")
        #expect(started.status == 0, "\(started.errors)")
        let (same, other) = (
            try lab.run("prep", "maintenance", "--lun", "Gold", "--print"),
            try lab.run("prep", "maintenance", "--lun", "Gold2", "--print")
        )
        #expect(same.output.contains("! build e2e-a is running and uses the same config family: gold\n"))
        #expect(other.status == 0 && !other.output.contains("e2e-a"))
        #expect(try lab.run("cancel", "e2e-a").status == 0)
    }
}
