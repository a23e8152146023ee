import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// The real watcher from the verdict to the marker, in the circumstances of a bad day.
@Suite struct WholeWatcherTests {
    private static let rounds = getenv("ATVM_EVERY_CALL") == nil ? 20 : 100

    /// One by its unit and one by hand: the second names the first, and there is one post.
    @Test func twoAtOncePostOnce() throws {
        for round in 0..<Self.rounds {
            let crash = try CrashLab()
            defer { crash.server.stop() }
            let program = try #require(builtProgram("atvm-tui"))
            let words = ([program] + crash.words).map { "'\($0)'" }.joined(separator: " ")
            let both = try CommandRun(
                [
                    "/usr/bin/timeout", "50", "/bin/sh", "-c",
                    "\(words) & a=$!; \(words) & b=$!; wait $a; a=$?; wait $b; echo $a $?",
                ],
                environment: CrashLab.environment, milliseconds: 60_000)
            #expect(crash.faults().isEmpty, "round \(round): \(crash.faults())")
            #expect(both.status != 124, "neither ended: \(crash.state?.text ?? "")")
            #expect(crash.server.bodies.count == 1)
            // Where one came only after the other's end, both are well.
            let ends = both.output.split(separator: "\n").last ?? ""
            #expect(ends == "0 0" || both.errors.contains("process "), "round \(round): \(ends), \(both.errors)")
        }
    }

    /// Locale, time zone, home and path of whoever starts it change no byte.
    @Test func anyEnvironmentGivesTheSameBytes() throws {
        let environments: [[String: String]] = [
            [:], ["LC_ALL": "C", "TZ": "UTC"], ["LANG": "de_DE.UTF-8", "HOME": "/nowhere", "PATH": "/nowhere"],
            ["LANG": "tr_TR.ISO-8859-9", "TZ": "UTC", "POSIXLY_CORRECT": "1", "http_proxy": "http://127.0.0.1:1"],
        ]
        var bodies: Set<String> = []
        for environment in environments {
            let crash = try CrashLab(log: "  ATVM h0\n    ✓ 1. Prüfen ⏳ (900ms)\n")
            defer { crash.server.stop() }
            let run = try crash.watch([], environment: environment)
            #expect(run.status == 0 && crash.faults().isEmpty, "\(run.errors) \(crash.faults())")
            // Only the moment differs.
            bodies.formUnion(crash.server.bodies.map { $0.filter { !$0.isNumber } })
        }
        #expect(bodies.count == 1)
    }

    /// The server is away for the first sub-run while the second one ends.
    @Test func subRunsWaitForEachOther() throws {
        let crash = try CrashLab([.status(503, ""), .status(502, ""), .status(500, ""), .status(200, "ok")], parts: 12)
        defer { crash.server.stop() }
        let run = try crash.watch()
        #expect(run.status == 0, "\(run.errors)")
        let keys = (1...12).map { SubRunKey("run-\($0)") }
        #expect(keys.map(crash.accepted) == [4] + Array(repeating: 1, count: 11))
        let frozen = keys.map { readText(crash.lab.root.postFolder(of: crash.lab.build, subRun: $0) + "/post.body") }
        #expect(crash.server.bodies.dropFirst(3).map { $0 } == frozen.compactMap(\.self), "in their order")
        #expect(crash.state?.record.delivery == .posted && crash.state?.record.state == .completed)
    }

    /// What a killed watcher has left in the order of the runs, not of their names.
    @Test func anotherWatcherKeepsTheOrder() throws {
        let crash = try CrashLab(parts: 11)
        defer { crash.server.stop() }
        crash.useWebhook("http://127.0.0.1:1/hooks/x")
        let program = try #require(builtProgram("atvm-tui"))
        let words = ([program] + crash.words).map { "'\($0)'" }.joined(separator: " ")
        // All are frozen and the first is being tried; then it is killed.
        let record = crash.lab.root.postFolder(of: crash.lab.build, subRun: SubRunKey("run-11")) + "/post.json"
        _ = try CommandRun(
            ["/bin/sh", "-c", "\(words) & p=$!; while ! test -e '\(record)'; do sleep 0.02; done; kill -9 $p"],
            environment: CrashLab.environment, milliseconds: 60_000)
        // One that was killed while it could not reach the server may leave that post unknown; the others are sent.
        crash.useWebhook(crash.server.address)
        #expect(try crash.watch().status == 0)
        let bodies = (1...11).map {
            readText(crash.lab.root.postFolder(of: crash.lab.build, subRun: SubRunKey("run-\($0)")) + "/post.body")
                ?? ""
        }
        #expect(crash.server.bodies.count >= 10)
        #expect(bodies.filter(crash.server.bodies.contains) == crash.server.bodies)
    }

    @Test func nothingOfACancelledBuildIsSent() throws {
        let crash = try CrashLab(parts: 2)
        defer { crash.server.stop() }
        for key in SubRunKey.keys(forGroups: ["run-1"]) {
            _ = try PostBox(freezing: [1], of: crash.lab.build, subRun: key, launch: "l1", crash.lab.root)
        }
        crash.lab.folder.write("{}", to: "var/lib/atvm-run-watcher/b/cancelled.marker")
        let run = try crash.watch()
        #expect(run.status == 0 && run.output.contains("CANCELLED"), "\(run.errors)")
        #expect(crash.server.bodies.isEmpty)
    }

    // MARK: A disk that is full, or read-only

    private static var canMount: Bool {
        (try? CommandRun(["/usr/bin/unshare", "-m", "/bin/mount", "-t", "tmpfs", "none", "/mnt"]).status) == 0
    }

    /// Before the intent: nothing is sent, it is told, and it is sent once there is room.
    @Test(
        .enabled(if: Self.canMount, "nothing can be mounted here: a full disk was not tried"))
    func aDiskWithoutRoomHoldsThePost() throws {
        let crash = try CrashLab()
        defer { crash.server.stop() }
        let done = try disk(
            crash, before: true)
        #expect(done.output.hasPrefix("unmarked\nunsent\n"), "sent without its intent")
        #expect(done.output.contains("COMPLETED"), "\(done.output) \(done.errors)")
        #expect(crash.server.bodies.count == 1 && crash.faults().isEmpty, "\(crash.faults())")
        #expect(crash.hasMarker(nil))
    }

    /// Between the request and the marker: it was sent once, and the marker comes once there is room.
    @Test(
        .enabled(if: Self.canMount, "nothing can be mounted here: a full disk was not tried"))
    func aDiskWithoutRoomHoldsTheMarker() throws {
        let lab = try TemporaryRoot()
        let crash = try CrashLab([.after(lab["taken"], status: 200, "ok")])
        defer { crash.server.stop() }
        let done = try disk(
            crash, before: false, release: lab["taken"])
        #expect(done.output.hasPrefix("unmarked\nsending\n"), "\(done.output)")
        #expect(done.output.contains("COMPLETED"), "\(done.output) \(done.errors)")
        #expect(crash.server.bodies.count == 1 && crash.faults().isEmpty, "\(crash.faults())")
        #expect(crash.hasMarker(nil))
    }

    /// Until nothing is left three times in a row: a file that the watcher is just replacing gives its room back.
    private static let fill = """
        full=0; while test $full -lt 3; do
            test "$(stat -f -c %f .)" = 0 && full=$((full+1)) || full=0
            dd if=/dev/zero of=fill bs=1k oflag=append conv=notrunc 2>/dev/null || true; sleep 0.05
        done
        """
    private static let free = "rm fill"

    /// Runs a watcher whose state folder is a small disk of its own, takes its room and gives it back once that was told.
    private func disk(
        _ crash: CrashLab, before: Bool, release: String = "/dev/null"
    ) throws -> CommandRun {
        let program = try #require(builtProgram("atvm-tui"))
        let words = ([program] + crash.words).map { "'\($0)'" }.joined(separator: " ")
        let root = crash.lab.folder.path
        let script = """
            set -e
            cd \(root)/var/lib/atvm-run-watcher; cp -a b ../kept; mount -t tmpfs -o size=128k none b; cp -a ../kept/. b; cd b
            touch operation.lock watcher.lock state.lock
            \(before ? Self.fill : ":")
            \(words) 2>\(root)/told & pid=$!
            if \(before ? "false" : "true"); then
                while ! grep -q sending post.json 2>/dev/null; do sleep 0.02; done
                \(Self.fill); touch \(release)
            fi
            n=0; while ! grep -q 'cannot write' \(root)/told && test $n -lt 900; do sleep 0.05; n=$((n+1)); done
            sleep 0.5; touch \(root)/checked
            test -e posted.marker && echo marked || echo unmarked; grep -q sending post.json 2>/dev/null && echo sending || echo unsent
            \(Self.free); wait $pid; cat \(root)/told >&2
            cd ..; cp -a b/. ../kept/; umount b; cp -a ../kept/. b
            """
        let run = try CommandRun(
            ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script], environment: CrashLab.environment,
            milliseconds: 120_000)
        #expect(run.errors.contains("cannot write"), "it was not told: \(run.errors)")
        return run
    }
}
