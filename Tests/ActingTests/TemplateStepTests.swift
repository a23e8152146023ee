import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import Screen
import TestKit
import Testing

@testable import Acting

/// The template step when it misbehaves: nothing is started, nothing of it is left.
@Suite struct TemplateStepTests {
    private let control: ControlLab
    private var lab: Lab { control.lab }
    private var mark: String { control.mark }

    init() throws { control = try ControlLab() }

    private func failure(_ template: String, _ interruption: Interruption = .never) throws -> String {
        let supervisor = RecordingSupervisor()
        guard let approved = try lab.plan(template: template, for: supervisor).approve(.yes) else { return "" }
        defer { #expect(supervisor.asked.isEmpty, "something was started") }
        do {
            return try lab.performer(supervisor).perform(approved, interruption: interruption)
        } catch { return "\(error)" }
    }

    @Test func aKilledOneSaysSo() throws {
        #expect(try failure("sh -c 'echo here; kill -9 $$'").contains("was killed by signal 9"))
        #expect(FileSignature(linkAt: control.folder[control.state]) == nil)
    }

    /// Also children that have left the session and will not hear.
    @Test func anInterruptedOneLeavesNothing() throws {
        let interruption = Interruption.onRequest()
        let command =
            "trap '' TERM INT; setsid sh -c \\\"trap '' TERM; sleep \(mark); sleep 1\\\" & sleep \(mark); sleep 1"
        try Barrier.run(
            [],
            [
                {
                    let why = (try? failure("sh -c \"\(command)\"", interruption)) ?? ""
                    #expect(why.contains("interrupted; nothing was started"), "\(why)")
                },
                {
                    #expect(eventually { control.sleepers == 2 })
                    interruption.ask()
                },
            ])
        #expect(control.processes.isEmpty, "\(control.processes)")
        #expect(FileSignature(linkAt: control.folder[control.state]) == nil, "there is no such build after all")
        #expect(lab.audit.last?["outcome"]?.string?.contains("interrupted") == true)
    }

    @Test func childrenThatLeftTheSessionEnd() throws {
        _ = try lab.start(template: "sh -c 'setsid sleep \(mark) & exit 0'", RecordingSupervisor())
        #expect(control.processes.isEmpty, "\(control.processes)")
    }

    /// What it writes goes to its log, and of that only the end is ever read.
    @Test func muchOutputCostsNoMemory() throws {
        let why = try failure("sh -c 'head -c 300000000 /dev/zero; echo; echo the last line; exit 4'")
        #expect(why.contains("exit status 4") && why.contains("the last line"))
        #expect(why.utf8.count < 100_000, "\(why.utf8.count)")
        let log = FileSignature(linkAt: lab.root.launchLog(of: lab.build))
        #expect(log.map { $0.size > 300_000_000 } == true, "the log is kept whole")
    }

    @Test func whatItPrintsIsShownSafe() throws {
        let why = try failure("sh -c 'printf \"a\\033]52;c;x\\007b\\n\\302\\233c\\n\"; exit 1'")
        #expect(!why.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) })
        #expect(why.contains("a␛]52;c;x␇b"))
    }

    @Test(.enabled(if: ControlLab.hasProgram, "the built program is not there"), arguments: [2, 15, 1] as [Int32])
    func aSignalEndsTheProgramAndItsTemplateStep(_ number: Int32) throws {
        let program = try #require(builtProgram("atvm-tui"))
        var environment = ControlLab.environment
        environment["ATVM_ROOT"] = control.folder.path
        environment["TERM"] = "xterm"
        var terminal = try PseudoTerminal(
            [program] + control.start("true", template: "sh -c 'sleep \(mark)'"), size: Size(columns: 120, rows: 20),
            environment: environment)
        #expect(eventually { control.sleepers > 0 })
        // Ctrl-C is a key: the terminal makes the signal of it.
        if number == SIGINT { terminal.write("\u{3}") } else { terminal.signal(number) }
        #expect(try terminal.waitForExit(milliseconds: 30_000) == 128 + number)
        #expect(eventually { control.processes.isEmpty }, "\(control.processes)")
        #expect(FileSignature(linkAt: control.folder[control.state]) == nil)
        #expect(lab.audit.count == 2)
    }

    /// Its starter was killed: it is found, refuses another start, and ends with a cancellation.
    @Test(.enabled(if: ControlLab.hasStrace, "strace or the built program is not there"))
    func anOrphanIsFound() throws {
        let program = try #require(builtProgram("atvm-tui"))
        var environment = ControlLab.environment
        environment["ATVM_ROOT"] = control.folder.path
        environment["TERM"] = "xterm"
        var terminal = try PseudoTerminal(
            [program] + control.start("true", template: "sh -c 'sleep \(mark); sleep 1'"),
            size: Size(columns: 120, rows: 20), environment: environment)
        #expect(eventually { control.sleepers > 0 })
        terminal.signal(SIGKILL)
        _ = try terminal.waitForExit(milliseconds: 30_000)
        let second = try control.run(control.start("true"))
        #expect(second.status == 1 && second.errors.contains("earlier start"), "\(second.errors)")
        #expect(try control.run(["cancel", "b"]).status == 0)
        #expect(eventually { control.processes.isEmpty }, "\(control.processes)")
    }
}
