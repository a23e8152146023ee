import Glibc
import Runs
import Simulation
import TestKit
import Testing

@testable import Observing

@Suite struct RunnerReaderTests {
    private let root: TemporaryRoot
    private let silence = Timestamp(seconds: 1_795_183_402)

    init() throws { root = try TemporaryRoot() }

    private func evidence(_ record: String?) throws -> RunnerEvidence {
        if let record { root.write(record, to: "var/lib/atvm-run-watcher/b/runner.json") }
        return RunnerReader(root: Root(root.path)).evidence(for: try BuildName("b"), silentSince: silence)
    }

    private func record(_ process: ProcessIdentity, more: String = "") -> String {
        """
        {"schema":1,"supervisor":"direct","pid":\(process.pid),"start_ticks":\(process.startTicks),
         "boot_id":"\(process.bootID)","started_at":"2026-11-20T14:00:00Z"\(more)}
        """
    }

    @Test func noRecord() throws { #expect(try evidence(nil) == .unknown) }

    @Test func ownProcessLives() throws { #expect(try evidence(record(.current)) == .alive) }

    @Test func aNumberGivenToAnotherProcessIsGone() throws {
        var other = ProcessIdentity.current
        other.startTicks += 1
        #expect(try evidence(record(other)) == .gone(since: silence, how: nil))
    }

    @Test func anEarlierBootIsGone() throws {
        var other = ProcessIdentity.current
        other.bootID = "00000000-0000-0000-0000-000000000000"
        #expect(try evidence(record(other)) == .gone(since: silence, how: nil))
    }

    @Test func noSuchProcess() throws {
        var other = ProcessIdentity.current
        other.pid = 1 << 30
        #expect(try evidence(record(other)) == .gone(since: silence, how: nil))
    }

    /// A process that has ended, but that nobody has waited for, does not run any more.
    @Test func aZombieIsGone() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(arguments[0]) }
        #expect(posix_spawn(&pid, "/bin/true", nil, nil, &arguments, nil) == 0)
        let child = ProcessIdentity.running(Int(pid))
        var info = siginfo_t()
        waitid(P_PID, id_t(pid), &info, Int32(WEXITED) | Int32(WNOWAIT))
        #expect(try evidence(record(child)) == .gone(since: silence, how: nil))
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    @Test(
        arguments: [
            (",\"ended_at\":\"2026-11-20T15:00:00Z\",\"result\":\"exit-code\",\"status\":3", "exit status 3"),
            (",\"ended_at\":\"2026-11-20T15:00:00Z\",\"result\":\"signal\",\"status\":9", "killed by signal 9"),
            (",\"ended_at\":\"2026-11-20T15:00:00Z\"", nil),
        ] as [(String, String?)])
    func endedRecords(_ more: String, _ how: String?) throws {
        let end = try #require(Timestamp(rfc3339: "2026-11-20T15:00:00Z"))
        // However alive the process is: the supervisor has seen it end.
        #expect(try evidence(record(.current, more: more)) == .gone(since: end, how: how))
    }

    @Test(arguments: ["", "{", "[]", "{\"pid\":-1}", "{\"pid\":\"1\",\"start_ticks\":1}", "{\"pid\":1}", "\u{0}"])
    func garbageProvesNothing(_ text: String) throws { #expect(try evidence(text) == .unknown) }

    @Test(arguments: [
        ("e2e-a_b.c", "e2e\\x2da_b.c"), ("a+b", "a\\x2bb"), ("a:b", "a:b"), (".a", "\\x2ea"), ("a/b", "a-b"),
        ("é", "\\xc3\\xa9"),
    ])
    func unitNames(_ text: String, _ escaped: String) { #expect(UnitName.escaped(text) == escaped) }
}
