import Acting
import CPosix
import Glibc
import Runs
import TestKit
import Testing

/// The systemd supervisor with a systemctl that says what a row wants it to say.
@Suite struct SystemdSupervisorTests {
    private let folder: TemporaryRoot
    private let build: BuildName

    init() throws {
        folder = try TemporaryRoot()
        build = try BuildName("e2e-a+b.1")
    }

    private func supervisor(_ script: String) -> SystemdSupervisor {
        let path = folder.write("#!/bin/sh\n\(script)\n", to: "systemctl")
        chmod(path, 0o755)
        return SystemdSupervisor(systemctl: path, startTime: .seconds(2), stopTime: .seconds(2))
    }

    private func problem(_ script: String) -> String {
        do throws(ActingError) {
            try supervisor(script).check(.runner, of: build)
            return ""
        } catch {
            guard case .unavailable(let text) = error else { return "another error: \(error)" }
            return text
        }
    }

    private static func shows(_ load: String, reload: String = "no", start: String = "runner exec") -> String {
        "printf 'ExecStart={ path=/x ; argv[]=/x/atvm-tui \(start) --build-name b ; }\\nLoadState=\(load)\\n"
            + "ActiveState=inactive\\nNeedDaemonReload=\(reload)\\n'"
    }

    @Test(arguments: [
        (shows("loaded"), ""), (shows("masked"), "is masked"), (shows("not-found"), "is not installed"),
        (shows("bad-setting"), "cannot be used (bad-setting)"),
        (shows("loaded", reload: "yes"), "has been changed since systemd read it"),
        (shows("loaded", start: "run-atvm-runner.sh"), "is not ours"),
        ("exit 0", "gives no answer"), ("echo 'Failed to connect to bus' >&2; exit 1", "Failed to connect to bus"),
        ("echo 'Échec: \u{1b}[31m' >&2; exit 1", "systemd does not answer: Échec"),
    ])
    func tellsWhatIsWrongWithAUnit(_ script: String, _ wanted: String) {
        let told = problem(script)
        #expect(wanted.isEmpty ? told.isEmpty : told.contains(wanted), "\(told)")
        #expect(!told.unicodeScalars.contains("\u{1b}"))
    }

    @Test func waitsNoLongerThanTenSeconds() {
        let began = cp_monotonic_ms()
        #expect(problem("exec sleep 600").contains("took longer than 10 s"))
        #expect(cp_monotonic_ms() - began < 30_000)
    }

    @Test func tellsThatThereIsNoSystemctl() {
        let supervisor = SystemdSupervisor(systemctl: "no-such-systemctl")
        #expect(throws: ActingError.unavailable("there is no systemctl here")) {
            try supervisor.check(.watcher, of: build)
        }
    }

    @Test func namesUnitsInFull() throws {
        let supervisor = supervisor("echo \"$@\" >>\(folder["calls"]); \(Self.shows("loaded"))")
        try supervisor.start(.runner, of: build)
        try supervisor.stop(.watcher, of: build)
        let calls = (readText(folder["calls"]) ?? "").split(separator: "\n").map(String.init)
        #expect(calls.contains("start --no-ask-password atvm-runner@e2e\\x2da\\x2bb.1.service"))
        #expect(calls.contains("stop --no-block --no-ask-password atvm-run-watcher@e2e\\x2da\\x2bb.1.service"))
    }

    @Test func saysWhyAUnitDidNotStart() {
        let supervisor = supervisor("[ \"$1\" = start ] && { echo 'Job failed.' >&2; exit 1; }; exit 0")
        #expect(throws: ActingError.self) { try supervisor.start(.runner, of: build) }
    }
}
