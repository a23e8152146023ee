import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// While a post is under way, somebody holds the address; nobody else may get it from them.
@Suite struct SecretHoldingTests {
    private static let stranger: UInt32 = 1000
    private static let asStranger = ["/usr/bin/setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "--"]

    /// Only of a process that is not root's can be seen that its files in /proc have been taken from its user.
    private static var canBeStranger: Bool {
        guard geteuid() == 0, let program = builtProgram("atvm-tui") else { return false }
        return (try? CommandRun(asStranger + [program, "--version"]).status) == 0
    }

    /// A watcher whose server has the report and never answers.
    private func posting(_ crash: CrashLab, before words: [String] = []) throws -> RunningProgram {
        let program = try #require(builtProgram("atvm-tui"))
        let watcher = try RunningProgram(words + [program] + crash.words, in: crash.lab.folder.path)
        #expect(eventually { !crash.server.bodies.isEmpty || watcher.hasEnded })
        #expect(!watcher.hasEnded, "\(watcher.output)")
        return watcher
    }

    private static func processes() -> [String] { ((try? filesIn("/proc")) ?? []).filter { Int($0) != nil } }

    private func curls(of watcher: RunningProgram) -> [String] {
        Self.processes().filter { readText("/proc/\($0)/stat")?.contains(") S \(watcher.pid) ") == true }
    }

    /// No command line and no environment of any process of the machine.
    @Test func noProcessShowsTheKey() throws {
        let crash = try CrashLab([.silence])
        defer { crash.server.stop() }
        // Other tests have keys of their own in their command lines.
        let key = "c4nary\(UInt64.random(in: .min ... .max))"
        crash.useWebhook("http://127.0.0.1:\(crash.server.port)/hooks/\(key)")
        let watcher = try posting(crash)
        #expect(crash.server.heads.first?.contains(key) == true, "the key was used")
        #expect(!curls(of: watcher).isEmpty)
        for process in Self.processes() {
            for file in ["cmdline", "environ"] {
                #expect(readText("/proc/\(process)/\(file)")?.contains(key) != true, "\(process): \(file)")
            }
        }
    }

    /// Killed as by a fault of its own, a watcher leaves no memory behind, and curl may not either.
    @Test func nothingIsDumped() throws {
        let crash = try CrashLab([.silence])
        defer { crash.server.stop() }
        crash.lab.folder.makeFolder("cores")
        let unlimited = [
            "/bin/sh", "-c", "cd '\(crash.lab.folder["cores"])' && ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh",
        ]
        let watcher = try posting(crash, before: unlimited)
        let children = curls(of: watcher)
        #expect(!children.isEmpty)
        for pid in children + ["\(watcher.pid)"] {
            let limits = (readText("/proc/\(pid)/limits") ?? "").split(separator: "\n")
            let cores = limits.first { $0.hasPrefix("Max core file size") }?.split(separator: " ").map(String.init)
            // One byte: the only limit that also counts where dumps are piped into a program.
            #expect(cores?[4...5] == ["1", "1"], "\(pid): \(cores ?? [])")
        }
        for pid in [watcher.pid] + children.compactMap({ pid_t($0) }) { kill(pid, SIGSEGV) }
        #expect(eventually { watcher.hasEnded })
        #expect(watcher.status == 128 + SIGSEGV)
        #expect(try filesIn(crash.lab.folder["cores"]).isEmpty)
        #expect(!watcher.output.contains("c4nary"))
    }

    @Test(.enabled(if: canBeStranger, "no other user can be had here: /proc was not looked at"))
    func theFilesInProcAreRoots() throws {
        let crash = try CrashLab([.silence])
        defer { crash.server.stop() }
        let owned = try CommandRun(["/bin/chown", "-R", "1000:1000", crash.lab.folder.path])
        #expect(owned.status == 0)
        let watcher = try posting(crash, before: Self.asStranger)
        for file in ["environ", "mem", "maps", "fd"] {
            #expect(FileSignature(linkAt: "/proc/\(watcher.pid)/\(file)")?.owner == 0, "\(file)")
        }
        // Its own user may not look into it either.
        let look = try CommandRun(Self.asStranger + ["/bin/cat", "/proc/\(watcher.pid)/environ"])
        #expect(look.status != 0 && look.output.isEmpty)
    }
}
