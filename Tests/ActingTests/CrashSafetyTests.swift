import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// A watcher killed at every single system call of a kind, and started again: nothing is posted twice, nothing is claimed
/// that is not so, no file is half.
@Suite struct CrashSafetyTests {
    private static let strace = "/usr/bin/strace"

    private static var canRun: Bool { access(strace, X_OK) == 0 && builtProgram("atvm-tui") != nil }

    @Test(
        .enabled(if: Self.canRun, "strace or the built program is not there"),
        arguments: ["rename", "fsync", "connect"])
    func everyKill(_ call: String) throws {
        for number in 1...40 {
            let lab = try Lab()
            let server = try Listener([.status(200, "ok")])
            defer { server.stop() }
            try prepare(lab, server)
            let killed = try run(
                lab,
                [
                    Self.strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                    "inject=\(call):signal=KILL:when=\(number)",
                ])
            let wasKilled = killed.status != 0
            let again = try run(lab, [])
            #expect(again.status == 0, "\(call) \(number): \(again.errors)")
            check(lab, server, "\(call) \(number)")
            if !wasKilled { return }
        }
        Issue.record("it never ran through")
    }

    /// A build that has just ended: its report is frozen, nothing has been sent.
    private func prepare(_ lab: Lab, _ server: Listener) throws {
        try lab.writeRequest(["true"])
        lab.folder.write("MATTERMOST_ATVM_WEBHOOK=\(server.address)\n", to: "etc/atvm-run-watcher.env")
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o600)
        var file = StateFile(build: "b", record: RecordedState(state: .completed))
        file.record.endedAt = WallClock.now()
        file.record.updatedAt = file.record.endedAt
        lab.folder.write(file.text, to: "var/lib/atvm-run-watcher/b/state.json")
        _ = try PostBox(
            freezing: Array("{\"text\":\"x\"}".utf8), of: lab.build, subRun: nil, launch: "l1", lab.root)
    }

    private func run(_ lab: Lab, _ tracer: [String]) throws -> CommandRun {
        let program = try #require(builtProgram("atvm-tui"))
        return try CommandRun(
            tracer + [
                program, "watcher", "run", "--build-name", "b", "--root", lab.folder.path, "--supervisor", "direct",
            ], environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8"])
    }

    private func check(_ lab: Lab, _ server: Listener, _ place: String) {
        let folder = lab.root.stateFolder(of: lab.build)
        let hasMarker = FileSignature(linkAt: lab.root.postedMarker(of: lab.build)) != nil
        let accepted = server.bodies.count { $0 == "{\"text\":\"x\"}" }
        #expect(accepted <= 1, "\(place): posted twice")
        #expect(!hasMarker || accepted == 1, "\(place): a marker without a post")
        let file = (try? SafeFile.read(lab.root.stateFile(of: lab.build), limit: 1 << 20)).flatMap {
            try? StateFile($0)
        }
        #expect(file?.record.state == .completed, "\(place): the state is lost")
        // Posted, or said to be unknown: never silently lost.
        #expect(file?.record.delivery == (hasMarker ? .posted : .unknown), "\(place)")
        let strays = ((try? filesIn(folder)) ?? []).filter { $0.hasPrefix(".writing-") }
        #expect(strays.isEmpty, "\(place): \(strays)")
    }
}
