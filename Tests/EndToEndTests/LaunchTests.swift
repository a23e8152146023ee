import CPosix
import Glibc
import Runs
import Screen
import TestKit
import Testing

/// Builds launched through the form of the built console, with real processes.
@Suite struct LaunchTests {
    private let lab: Lab
    private let folder = "root/cdc-e2e-cyp-12.17.4"
    private let build = "e2e-w2k25"

    init() throws {
        lab = try Lab.empty()
        for name in ["tmp", "var/lib/atvm-run-watcher", "etc/atvm-tui"] { lab.folder.makeFolder(name) }
        lab.folder.write(
            "| Host | Kernel |\n|---|---|\n| w2k25 | 10.0 |\n", to: "opt/atvm-watcher-service/vm-inventory.md")
        lab.folder.write(
            """
            supervisor = "direct"
            poll = "0.1s"
            [launch]
            template_command = "sh ./template.sh --template_name {template} [--hosts {hosts}]"
            runner_command = "sh ./runner.sh {build_name}"
            """, to: "etc/atvm-tui/config.toml")
        lab.folder.write("echo started $1; exec sleep 300\n", to: "\(folder)/runner.sh")
    }

    private func template(_ text: String) { lab.folder.write(text, to: "\(folder)/template.sh") }

    /// Fills the form and says yes to the plan.
    private func launch(_ size: Size = Size(columns: 80, rows: 24)) throws -> PseudoTerminal {
        var console = try lab.console(size: size)
        try console.waitFor("No builds")
        console.write("S")
        try console.waitFor("Template")
        console.write("e2e\tw2k")
        try console.waitFor("w2k25  10.0")
        console.write("\tgold\t")
        try console.waitFor("this will run")
        try console.waitFor("sh ./template.sh --template_name cmc-e2e --hosts w2k25")
        console.write("\u{7}")
        try console.waitFor("[ Start it ]")
        console.write("y")
        return console
    }

    private func leave(_ console: inout PseudoTerminal) throws {
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 60, rows: 15)])
    func aBuildIsLaunchedAndSeen(_ size: Size) throws {
        defer { withExtendedLifetime(lab) {} }
        template("echo \"$@\" > words; echo generating; while [ ! -e go ]; do sleep 0.1; done\n")
        var console = try launch(size)
        defer { _ = try? lab.run("cancel", build) }
        try console.waitFor("generating")
        lab.folder.write("", to: "\(folder)/go")
        try console.waitFor("RUNNING")
        #expect(readText(lab.folder["\(folder)/words"]) == "--template_name cmc-e2e --hosts w2k25\n")
        #expect(readText(lab.folder["tmp/\(build).launch.log"]) == "generating\n")
        #expect(readText(lab.folder["var/lib/atvm-run-watcher/\(build)/request.json"])?.contains("runner.sh") == true)
        #expect(readText(lab.folder["var/log/atvm-tui/audit.jsonl"])?.contains("\"intent\"") == true)
        try leave(&console)
    }

    @Test func aFailingTemplateStepShowsItsLastLines() throws {
        defer { withExtendedLifetime(lab) {} }
        template("echo ERROR: no host section >&2; exit 3\n")
        var console = try launch()
        try console.waitFor("ERROR: no host section")
        try console.waitFor("exit status 3")
        console.write("\r")
        // The form again, with everything that was typed.
        try console.waitFor("this will run")
        try console.waitFor("sh ./template.sh --template_name cmc-e2e --hosts w2k25")
        #expect(readText(lab.folder["tmp/\(build).log"]) == nil)
        console.write("\u{1B}")
        try console.waitFor("Leave the form?")
        console.write("\u{1B}[D\r")
        try console.waitFor("S launch")
        try leave(&console)
    }

    @Test func theTemplateStepIsInterruptedOnlyWhenAsked() throws {
        defer { withExtendedLifetime(lab) {} }
        template("echo working; exec sleep 300\n")
        var console = try launch()
        try console.waitFor("working")
        console.write("\u{3}")
        try console.waitFor("Interrupt the template step?")
        console.write("\r")
        try console.wait(for: "no question") { lines in
            !lines.contains { $0.contains("Interrupt the template step?") }
        }
        console.write("x")
        try console.waitFor("Interrupt the template step?")
        console.write("y")
        try console.waitFor("was interrupted")
        console.write("q")
        try console.waitFor("S launch")
        try leave(&console)
    }

    @Test func aBadPatternIsToldWithItsKey() throws {
        lab.folder.write("[launch]\nrunner_command = \"run {bild}\"\n", to: "etc/atvm-tui/config.toml")
        let run = try lab.run("config")
        #expect(run.status == 78 && run.errors.contains("launch.runner_command: there is no blank {bild}"))
    }
}
