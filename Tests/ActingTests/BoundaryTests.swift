import CPosix
import Formats
import Glibc
import Observing
import Runs
import Screen
import TestKit
import Testing

@testable import Acting

/// What the built program refuses at its door, and what it touches outside its root: nothing.
@Suite(.enabled(if: ControlLab.hasProgram, "the built program is not there")) struct BoundaryTests {
    private let control: ControlLab

    init() throws { control = try ControlLab() }

    // MARK: Names

    /// Each with what the message must name.
    static let names = [
        ("../x", "'/'"), ("a/b", "'/'"), (".x", "'.x'"), ("", "empty"),
        (String(repeating: "a", count: 201), "201 bytes"),
        ("a b", "' '"), ("a\nb", "'␊'"), ("a\tb", "' '"), ("%n", "'%'"), ("a@b", "'@'"), ("*", "'*'"), ("[a]", "'['"),
        ("a\\b", "'\\'"), ("é", "'é'"), ("\u{435}2e", "'\u{435}'"), ("a\u{202E}b", "<U+202E>"), ("a..b", "'..'"),
        (String(repeating: "-", count: 1) + "x", "-x"), ("a" + String(repeating: "-", count: 60), "266 bytes"),
    ]

    @Test(.enabled(if: ControlLab.hasStrace, "strace is not there"), arguments: names)
    func aBadNameIsRefusedBeforeAnything(_ name: String, _ wanted: String) throws {
        let before = control.folder.picture()
        let flags = ["--template", "t", "--template-command", "true", "--runner-command", "true"]
        // With a blank between them an option's value must not begin with a hyphen.
        let option = name.hasPrefix("-") ? ["--build-name=\(name)"] : ["--build-name", name]
        for words in [["cancel", "--", name], ["start"] + option + flags, ["runner", "exec"] + option] {
            let trace = try TemporaryRoot()
            let run = try control.run(
                words,
                tracer: [
                    ControlLab.strace, "-f", "-qq", "-o", trace["trace"], "-e",
                    "trace=openat,open,creat,mkdir,mkdirat,execve,rename,renameat,renameat2,unlink,symlink",
                ])
            #expect(run.status == 64, "\(words): \(run.status)")
            #expect(run.errors.contains(wanted), "\(words): \(run.errors)")
            #expect(!run.errors.unicodeScalars.contains { SafeText.isUnsafe($0) && $0 != "\n" }, "\(run.errors)")
            let lines = (readText(trace["trace"]) ?? "").split(separator: "\n")
            #expect(lines.count { $0.contains("execve(") } == 1, "\(words): something was started")
            let changes = lines.filter { line in
                ["mkdir", "rename", "unlink", "symlink", "creat("].contains { line.contains($0) }
                    || (line.contains("O_WRONLY") || line.contains("O_RDWR") || line.contains("O_CREAT"))
                        && !line.contains("\"/dev/")
            }
            #expect(changes.isEmpty, "\(words): \(changes)")
        }
        #expect(control.folder.picture() == before)
    }

    // MARK: Planted files

    static let kinds = ["link", "fifo", "device", "folder", "socket", "foreign"]

    @Test(
        .enabled(if: geteuid() == 0, "only root can plant files of others"), arguments: kinds,
        ["b.log", "b.launch.log"])
    func aPlantedLogIsRefusedAtOnce(_ kind: String, _ name: String) throws {
        control.folder.write("c4nary", to: "etc/secret")
        plant(kind, control.folder["tmp/\(name)"])
        let refused = try control.run(control.start("true", template: "touch \(control.folder["touched"])"))
        #expect(refused.status == 1 && refused.errors.contains("/tmp/\(name)"), "\(refused.errors)")
        #expect(readText(control.folder["touched"]) == nil)
        #expect(FileSignature(linkAt: control.folder[control.state]) == nil)
        var outputs = [refused]
        if name == "b.log" {
            // A runner that is started all the same does not write there either.
            try control.lab.writeRequest(["echo", "written"])
            let exec = try control.run(["runner", "exec", "--build-name", "b"])
            #expect(exec.status == 1 && exec.errors.contains("/tmp/b.log"), "\(exec.errors)")
            outputs.append(exec)
        }
        for words in [["status", "b"], ["builds"], ["snapshot", "--view", "console", "--size", "100x30"]] {
            outputs.append(try control.run(words))
        }
        for run in outputs { #expect(!(run.output + run.errors).contains("c4nary"), "\(run.output)\(run.errors)") }
        #expect(readText(control.folder["etc/secret"]) == "c4nary")
    }

    private func plant(_ kind: String, _ path: String) {
        switch kind {
        case "link": symlink(control.folder["etc/secret"], path)
        case "fifo": mkfifo(path, 0o666)
        // The device that never ends.
        case "device": mknod(path, S_IFCHR | 0o666, makeDevice(1, 5))
        case "folder": mkdir(path, 0o755)
        case "socket": mknod(path, S_IFSOCK | 0o666, 0)
        default: control.folder.write("c4nary", to: String(path.dropFirst(control.folder.path.utf8.count + 1)))
        }
        lchown(path, 1000, 1000)
    }

    private func makeDevice(_ major: UInt64, _ minor: UInt64) -> dev_t { dev_t(major << 8 | minor) }

    // MARK: Modes

    @Test(arguments: ["000", "022", "077"]) func modesAreAsPromisedWhateverTheMask(_ mask: String) throws {
        let program = try #require(builtProgram("atvm-tui"))
        var environment = ControlLab.environment
        environment["ATVM_ROOT"] = control.folder.path
        let run = try CommandRun(
            ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh", program]
                + control.start("sh -c 'echo begun; sleep 0.2'"),
            environment: environment, milliseconds: 60_000)
        #expect(run.status == 0, "\(run.errors)")
        #expect(eventually { control.text("state.json").contains("\"TERMINATED\"") })
        let wanted: [String: UInt32] = [
            control.state: 0o755, "var/log/atvm-tui": 0o755, "var/log/atvm-tui/audit.jsonl": 0o600,
            "tmp/b.log": 0o644, "tmp/b.launch.log": 0o644, control.state + "/request.json": 0o600,
            control.state + "/state.json": 0o644, control.state + "/runner.json": 0o644,
            control.state + "/watcher.json": 0o644,
            // Whoever may read a lock may hold it.
            control.state + "/operation.lock": 0o600, control.state + "/watcher.lock": 0o600,
            control.state + "/service.log": 0o600,
        ]
        for (name, bits) in wanted {
            #expect(mode(control.folder[name]) == bits, "\(name): \(String(mode(control.folder[name]), radix: 8))")
        }
    }

    // MARK: The root

    @Test(.enabled(if: ControlLab.hasStrace, "strace is not there"))
    func nothingOutsideTheRootIsTouched() throws {
        let words: [[String]] = [
            control.start("sh -c 'echo begun; sleep 2'"), ["builds"], ["status", "b"], ["config"],
            ["snapshot", "--view", "console", "--size", "80x24"],
            ["snapshot", "--view", "wallboard", "--size", "80x24"],
            ["wait", "b", "--timeout", "1s"], ["cancel", "b"], ["watcher", "cancel", "--build-name", "b"],
        ]
        for command in words {
            let trace = try TemporaryRoot()
            let run = try control.run(command, tracer: Self.tracer(trace))
            #expect(run.status != 64 && run.status < 128, "\(command): \(run.status) \(run.errors)")
            try expectInside(trace, "\(command.prefix(3))")
        }
        for command in [["console"], ["wallboard"]] {
            let trace = try TemporaryRoot()
            var environment = ControlLab.environment
            environment["ATVM_ROOT"] = control.folder.path
            environment["TERM"] = "xterm-256color"
            var terminal = try PseudoTerminal(
                Self.tracer(trace) + [try #require(builtProgram("atvm-tui"))] + command, environment: environment)
            try terminal.waitFor("b", milliseconds: 30_000)
            terminal.write("q")
            _ = try terminal.waitForExit(milliseconds: 30_000)
            try expectInside(trace, "\(command)")
        }
    }

    private static func tracer(_ trace: TemporaryRoot) -> [String] {
        [
            ControlLab.strace, "-f", "-qq", "-s", "400", "-o", trace["trace"], "-e",
            "trace=openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,symlink,truncate",
        ]
    }

    /// What a process of ours may read of the machine: its libraries and settings of the C library, its processes.
    private static let system = [
        "/lib/", "/lib64/", "/usr/lib", "/opt/swift/", "/etc/ld.so", "/etc/nsswitch.conf", "/etc/passwd",
        "/etc/localtime",
        "/usr/share/zoneinfo", "/usr/share/terminfo", "/lib/terminfo", "/etc/terminfo", "/usr/share/locale",
        "/usr/share/i18n", "/proc", "/sys/fs/cgroup", "/sys/devices/system/cpu", "/sys/kernel/mm", "/dev/null",
        "/dev/tty",
        "/dev/pts/", "/usr/bin/", "/bin/",
    ]

    private func expectInside(_ trace: TemporaryRoot, _ name: String) throws {
        let program = try #require(builtProgram("atvm-tui"))
        let built = String(program.prefix(program.count - "/atvm-tui".count))
        let lines = (readText(trace["trace"]) ?? "").split(separator: "\n")
        #expect(lines.count > 5, "\(name) was not traced")
        for line in lines where line.contains("\"/") && !line.contains("ENOENT") {
            let path = String(line.drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" })
            if path == control.folder.path || path.hasPrefix(control.folder.path + "/") { continue }
            let isRead = line.contains("O_RDONLY") && !line.contains("O_CREAT")
            let isSilent = path == "/dev/null" || path == "/dev/tty" || path.hasPrefix("/dev/pts/")
            let isSystem = Self.system.contains { path.hasPrefix($0) } || path.hasPrefix(built)
            // inotify and the folder of the root itself are looked at from its parent; data is not.
            #expect(isSystem && (isRead || isSilent), "\(name): \(line)")
        }
    }
}
