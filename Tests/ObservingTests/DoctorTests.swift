import CPosix
import Glibc
import TestKit
import Testing

@testable import Observing

/// What the checks say of a controller that lacks one thing.
@Suite struct DoctorTests {
    @Test func aWholeControllerHasNoFault() throws {
        let controller = try Controller()
        #expect(controller.faults.isEmpty)
        #expect(controller.findings.filter { $0.standing == .warning }.isEmpty, "\(controller.findings)")
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let subject: String
        let standing: Finding.Standing
        /// Parts of the text and of the command.
        let text: String
        let mend: String
        let spoil: @Sendable (TemporaryRoot) -> Void

        init(
            _ name: String, _ subject: String, _ standing: Finding.Standing, _ text: String, mend: String = "",
            _ spoil: @escaping @Sendable (TemporaryRoot) -> Void
        ) {
            (self.name, self.subject, self.standing, self.text) = (name, subject, standing, text)
            (self.mend, self.spoil) = (mend, spoil)
        }

        var testDescription: String { name }
    }

    private static let automation = "root/cdc-e2e-cyp-12.17.4"
    private static let unit = "etc/systemd/system/atvm-runner@.service"

    static let rows: [Row] = [
        // Folders.
        Row("no automation", "automation root", .missing, "is not there") { $0.delete(automation) },
        Row("a file for it", "automation root", .wrong, "is no folder", mend: "ls -ld ") {
            $0.delete(automation)
            $0.write("", to: automation)
        },
        Row("no template script", "template script", .missing, "/root/cdc-e2e-cyp-12.17.4/cmc-templates.py") {
            $0.delete(automation + "/cmc-templates.py")
        },
        Row("a FIFO for it", "template script", .wrong, "is no plain file") {
            $0.delete(automation + "/cmc-templates.py")
            mkfifo($0[automation + "/cmc-templates.py"], 0o600)
        },
        Row("no runner script", "runner script", .missing, "run-sorry-cypress.py") {
            $0.delete(automation + "/run-sorry-cypress.py")
        },
        Row("no reporter folder", "reporter folder", .missing, "is not there", mend: "mkdir -p ") {
            $0.delete(automation + "/cypress")
        },
        Row("no package", "package root", .missing, "is not there", mend: "atvm-tui install --root ") {
            $0.delete("opt")
        },
        Row("no inventory", "inventory", .warning, "kernels are unknown", mend: "atvm-tui install") {
            $0.delete("opt/atvm-watcher-service/vm-inventory.md")
        },
        Row("an inventory without tables", "inventory", .warning, "no table with a host column") {
            $0.write("nothing\n", to: "opt/atvm-watcher-service/vm-inventory.md")
        },
        Row("a FIFO as inventory", "inventory", .wrong, "is not a regular file") {
            $0.delete("opt/atvm-watcher-service/vm-inventory.md")
            mkfifo($0["opt/atvm-watcher-service/vm-inventory.md"], 0o600)
        },
        Row("no state root", "state root", .missing, "the first start makes it", mend: "install -d -m 0755 ") {
            $0.delete("var/lib/atvm-run-watcher")
        },
        Row("an open state root", "state root", .wrong, "can be written by others (mode 0777)", mend: "chmod go-w ") {
            chmod($0["var/lib/atvm-run-watcher"], 0o777)
        },
        Row("a link as state root", "state root", .wrong, "no folder of its own") {
            $0.move("var/lib/atvm-run-watcher", to: "var/lib/other")
            $0.link("var/lib/other", at: "var/lib/atvm-run-watcher")
        },
        Row("an audit trail to be read", "audit trail", .warning, "(mode 0644)", mend: "chmod 0600 ") {
            $0.write("{}\n", to: "var/log/atvm-tui/audit.jsonl")
        },
        Row("a linked audit trail", "audit trail", .wrong, "is no plain file") {
            $0.link("tmp", at: "var/log/atvm-tui/audit.jsonl")
        },
        Row("a boot unit that is not enabled", "atvm-run-watchers.service", .wrong, "not enabled", mend: "install") {
            $0.delete("etc/systemd/system/multi-user.target.wants")
        },
        Row("an old install", "old install", .warning, "left over", mend: "atvm-tui install") {
            $0.makeFolder("root/atvm-watcher-service")
        },

        // The log folder.
        Row("no sticky bit", "log folder", .wrong, "no sticky bit (mode 0777)", mend: "chmod 1777 ") {
            chmod($0["tmp"], 0o777)
        },
        Row("no log folder", "log folder", .missing, "runs have no log", mend: "install -d -m 1777 ") {
            $0.delete("tmp")
        },
        Row("a planted link", "logs", .warning, "/tmp/a.log is a symbolic link", mend: "rm -i ") {
            $0.link("etc", at: "tmp/a.log")
        },
        Row("a planted FIFO", "logs", .warning, "/tmp/a.log is a FIFO") { mkfifo($0["tmp/a.log"], 0o666) },
        Row("a planted folder", "logs", .warning, "/tmp/a.launch.log is a folder") {
            $0.makeFolder("tmp/a.launch.log")
        },
        Row("a planted hard link", "logs", .warning, "has 2 names") {
            $0.write("", to: "tmp/b")
            Glibc.link($0["tmp/b"], $0["tmp/a.log"])
        },
        Row("links are followed", "fs.protected_symlinks", .warning, "0: ", mend: "sysctl -w fs.protected_symlinks=1") {
            $0.write("0\n", to: "kernel/fs/protected_symlinks")
        },
        Row("a kernel that does not tell", "fs.protected_fifos", .unchecked, "does not tell") {
            $0.delete("kernel/fs/protected_fifos")
        },
        Row("few watches", "fs.inotify.max_user_watches", .warning, "100; below", mend: "sysctl -w fs.inotify") {
            $0.write("100\n", to: "kernel/fs/inotify/max_user_watches")
        },

        // Units.
        Row("no unit", "atvm-runner@.service", .missing, "is not there", mend: "atvm-tui install") {
            $0.delete(unit)
        },
        Row("a masked unit", "atvm-runner@.service", .wrong, "is masked", mend: "&& atvm-tui install") {
            $0.delete(unit)
            symlink("/dev/null", $0[unit])
        },
        Row("a linked unit", "atvm-runner@.service", .wrong, "is a symbolic link", mend: "rm ") {
            $0.delete(unit)
            $0.link("etc", at: unit)
        },
        Row("an empty unit", "atvm-runner@.service", .wrong, "masks the unit") { $0.write("", to: unit) },
        Row("a unit of nothing", "atvm-runner@.service", .wrong, "has no ExecStart=") {
            $0.write("[Service]\n", to: unit)
        },
        Row("a unit of another program", "atvm-runner@.service", .wrong, "executes /opt/none, which is no program") {
            $0.write("[Service]\nExecStart=-/opt/none exec\n", to: unit)
        },
        Row("an edited unit", "atvm-runner@.service", .warning, "not what this version ships") {
            $0.append("# mine\n", to: unit)
        },
        Row("a drop-in", "atvm-runner@.service", .warning, "the drop-in /etc/systemd/system", mend: "rm -i ") {
            $0.write("[Service]\n", to: unit + ".d/x.conf")
        },
    ]

    @Test(arguments: rows)
    func says(_ row: Row) throws {
        let controller = try Controller()
        row.spoil(controller.folder)
        let found = controller.findings.filter { $0.subject == row.subject && $0.standing == row.standing }
        let finding = try #require(found.first, "\(controller.findings.filter { $0.subject == row.subject })")
        #expect(finding.text.contains(row.text), "\(finding.text)")
        #expect((finding.mend ?? "").contains(row.mend), "\(finding.mend ?? "-")")
        if row.standing == .ok || row.standing == .warning || row.standing == .unchecked {
            #expect(controller.faults.isEmpty)
        }
    }

    /// Nothing is opened for writing, made or removed.
    @Test func changesNothing() throws {
        let controller = try Controller()
        let before = controller.folder.picture()
        _ = controller.findings
        #expect(controller.folder.picture() == before)
    }

    @Test(
        arguments: [
            ("ExecStart=/opt/a run\n", "/opt/a"), ("ExecStart = -+/opt/a\n", "/opt/a"),
            ("ExecStart=\"/opt/a\" b\n", "/opt/a"),
            ("ExecStartPre=/x\nExecStart=\nExecStart=/opt/a\n", "/opt/a"), ("ExecStart=a\n", nil), ("", nil),
        ] as [(String, String?)])
    func readsThePrograms(_ text: String, _ program: String?) {
        #expect(UnitFileChecks.program(of: text) == program)
    }

    @Test(
        arguments: [
            (50, 50, .ok), (5, 50, .ok), (4, 50, .warning), (50, 4, .warning), (0, 50, .wrong), (50, 0, .wrong),
        ] as [(UInt64, UInt64, Finding.Standing)])
    func weighsRoom(_ free: UInt64, _ nodes: UInt64, _ standing: Finding.Standing) {
        let room = RoomChecks.Room(free: free << 30, all: 100 << 30, freeNodes: nodes * 1000, allNodes: 100_000)
        #expect(RoomChecks.finding("disk", room, "/", "/").standing == standing)
    }

    @Test func aDiskWithoutALimitOfFilesHasRoom() {
        let room = RoomChecks.Room(free: 1 << 30, all: 2 << 30, freeNodes: 0, allNodes: 0)
        #expect(RoomChecks.finding("disk", room, "/", "/").standing == .ok)
    }

    @Test(
        arguments: [
            (["LANG": "C.UTF-8", "TERM": "xterm"], .ok, .ok), (["LC_ALL": "C", "LANG": "C.UTF-8"], .warning, .warning),
            (["LANG": "de_DE.utf8", "TERM": "../etc"], .ok, .warning), ([:], .warning, .warning),
            (["LC_ALL": "", "LANG": "de_DE", "TERM": "none"], .warning, .warning),
        ] as [([String: String], Finding.Standing, Finding.Standing)])
    func looksAtTheTerminal(_ environment: [String: String], _ locale: Finding.Standing, _ terminal: Finding.Standing)
        throws
    {
        let folder = try TemporaryRoot()
        folder.write("x", to: "terminals/78/xterm")
        let context = DoctorContext(
            Root(folder.path), environment: environment, terminals: [folder["nowhere"], folder["terminals"]])
        #expect(TerminalChecks.group.check(context).map(\.standing) == [locale, terminal])
    }

    /// Nobody but root may look into root's folders: that is said, and nothing counts as missing.
    @Test(.enabled(if: geteuid() == 0)) func namesWhatMayNotBeSeen() throws {
        let finding = DoctorContext(Root("/"), environment: [:], user: 1000).hidden("x", "/root/y")
        #expect(finding.standing == .hidden)
        #expect(!finding.isFault)
        #expect(finding.mend == "sudo atvm-tui doctor")
    }

    @Test func nothingOfANameIsAControl() throws {
        let controller = try Controller()
        controller.folder.write("[Service]\n", to: Self.unit + ".d/\u{1B}[2J.conf")
        let finding = try #require(controller.findings.first { $0.text.contains("drop-in") })
        #expect(!finding.text.unicodeScalars.contains { $0.value < 0x20 })
        #expect(!(finding.mend ?? "").unicodeScalars.contains { $0.value < 0x20 })
    }
}

/// A controller that has everything.
private struct Controller {
    let folder: TemporaryRoot

    init() throws {
        folder = try TemporaryRoot()
        for path in [
            "tmp", "var/lib/atvm-run-watcher", "var/log/atvm-tui", "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter",
        ] {
            folder.makeFolder(path)
        }
        chmod(folder["tmp"], 0o1777)
        for name in ["cmc-templates.py", "run-sorry-cypress.py"] {
            folder.write("#\n", to: "root/cdc-e2e-cyp-12.17.4/\(name)")
        }
        chmod(folder.write("#!/bin/sh\n", to: "opt/atvm-watcher-service/atvm-tui"), 0o755)
        folder.write("| Host | Kernel |\n|---|---|\n| a | 5.14 |\n", to: "opt/atvm-watcher-service/vm-inventory.md")
        for unit in Self.units { folder.write(unit.text ?? "", to: "etc/systemd/system/\(unit.name)") }
        folder.write("", to: "etc/systemd/system/multi-user.target.wants/atvm-run-watchers.service")
        for name in ["protected_symlinks", "protected_hardlinks", "protected_fifos", "protected_regular"] {
            folder.write("1\n", to: "kernel/fs/\(name)")
        }
        folder.write("65536\n", to: "kernel/fs/inotify/max_user_watches")
        folder.write("512\n", to: "kernel/fs/inotify/max_user_instances")
    }

    private static let units = UnitExpectation.names.map {
        $0.saying("[Service]\nExecStart=/opt/atvm-watcher-service/atvm-tui x\n")
    }

    var findings: [Finding] {
        let context = DoctorContext(
            Root(folder.path), environment: [:], units: Self.units, kernel: folder["kernel"], terminals: [])
        let groups = [FolderChecks.group, LogFolderChecks.group, UnitFileChecks.group, RoomChecks.group]
        // The room on the disks is that of whoever runs the tests.
        return groups.flatMap { $0.check(context) }.filter { !$0.subject.hasPrefix("disk") }
    }

    var faults: [Finding] { findings.filter(\.isFault) }
}
