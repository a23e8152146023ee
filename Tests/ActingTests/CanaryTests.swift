import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// The webhook's key and passwords are looked for in everything that a watcher and the commands leave behind.
@Suite struct CanaryTests {
    private static let failure = """
          1) 1. Prepare


          0 passing (1s)
          1 failing

          1) ATVM h0
               1. Prepare:
             Error: sh t.sh -vp c4narypass failed, password=c4narypass, see WEBHOOK and SSHPASS=c4narypass
              at Context.eval (steps.ts:3:7)


        """

    @Test(
        arguments: [
            [.status(200, "ok")], [.status(404, "{\"id\":\"no\",\"message\":\"no hook c4narykey\"}")],
            [.status(302, "", headers: "Location: http://127.0.0.1:1/hooks/c4narykey\r\n")],
            [.status(503, "c4narykey"), .status(200, "c4narykey")], [.raw("HTTP/1.1 200 c4narykey\r\n")],
        ] as [[Listener.Answer]])
    func isFoundNowhere(_ answers: [Listener.Answer]) throws {
        let crash = try CrashLab(answers, log: Self.failure, isFailing: true)
        defer { crash.server.stop() }
        // The runner's own log quotes the address; nothing else may.
        let log = readText(crash.lab.folder["tmp/b.log"]) ?? ""
        crash.lab.folder.write(log.replacing("WEBHOOK", with: crash.server.address), to: "tmp/b.log")
        let watched = try crash.watch()
        #expect(watched.status == 0 && watched.output.contains("FAILED"), "\(watched.errors)")
        #expect(crash.server.bodies.first?.contains("h0") == true)
        var texts = crash.server.bodies + [watched.output, watched.errors]
        let program = try #require(builtProgram("atvm-tui"))
        for words in [
            ["builds", "--format", "json"], ["status", "b"], ["status", "b", "--format", "json"],
            ["status", "b", "--format", "junit"], ["snapshot", "--build", "b"], ["config"],
            [
                "start", "--build-name", "c", "--template-command", "sh t.sh -vp c4narypass", "--runner-command",
                "true", "--dry-run",
            ],
            ["cancel", "b"],
        ] {
            let run = try CommandRun(
                [program] + words + ["--root", crash.lab.folder.path], environment: CrashLab.environment)
            texts += [run.output, run.errors]
        }
        for (index, text) in texts.enumerated() { #expect(!text.contains("c4nary"), "text \(index): \(text)") }
        let found = crash.lab.folder.picture().keys.filter {
            $0 != "/etc/atvm-run-watcher.env" && $0 != "/tmp/b.log" && $0 != "/var/lib/atvm-run-watcher/b/request.json"
                && readText(crash.lab.folder.path + $0)?.contains("c4nary") == true
        }
        #expect(found.isEmpty, "\(found)")
    }
}
