import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// What the checks say that call programs: systemd, and the server of the webhook.
@Suite struct DoctorTests {
    private static func context(_ lab: Lab, supervisor: String = "auto") -> DoctorContext {
        DoctorContext(lab.root, environment: [:], supervisor: supervisor)
    }

    // MARK: The environment file

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var mode: mode_t = 0o600
        let standing: Finding.Standing
        let says: String
        let mend: String
        var testDescription: String { name }
    }

    private static let hook = "MATTERMOST_ATVM_WEBHOOK=http://127.0.0.1:1/hooks/c4narykey\n"

    @Test(arguments: [
        Row(name: "empty", text: "", standing: .wrong, says: "missing or empty", mend: "EDITOR"),
        Row(name: "no value", text: "MATTERMOST_ATVM_WEBHOOK=\n", standing: .wrong, says: "missing", mend: "EDITOR"),
        Row(
            name: "no host", text: "MATTERMOST_ATVM_WEBHOOK=https:///hooks/c4narykey\n", standing: .wrong,
            says: "names no host", mend: "EDITOR"),
        Row(
            name: "no https", text: "MATTERMOST_ATVM_WEBHOOK=c4narykey\n", standing: .wrong,
            says: "no https address", mend: "EDITOR"),
        Row(
            name: "http to elsewhere", text: "MATTERMOST_ATVM_WEBHOOK=http://192.0.2.1/hooks/c4narykey\n",
            standing: .warning, says: "can read its key", mend: "EDITOR"),
        Row(name: "no channel", text: hook, standing: .warning, says: "CHANNEL is not set", mend: "EDITOR"),
        Row(name: "open", text: hook, mode: 0o644, standing: .wrong, says: "(mode 0644)", mend: "chmod 0600 "),
        Row(name: "not text", text: "\u{0}", standing: .wrong, says: "missing or empty", mend: "EDITOR"),
        Row(
            name: "quoted, with CR LF and blanks",
            text: "MATTERMOST_ATVM_WEBHOOK=\"http://127.0.0.1:1/hooks/c4narykey\"  \r\nMATTERMOST_ATVM_CHANNEL=a\r\n",
            standing: .ok, says: "mode 0600, values not shown", mend: ""),
    ])
    func environmentFile(_ row: Row) throws {
        let lab = try Lab()
        chmod(lab.folder.write(row.text, to: "etc/atvm-run-watcher.env"), row.mode)
        // Only the file matters here: the address of a documentation network would be waited for.
        let findings =
            row.name == "http to elsewhere"
            ? PostingChecks.environment(Self.context(lab)).0 : PostingChecks.group.check(Self.context(lab))
        let finding = try #require(
            findings.first { $0.standing == row.standing && $0.subject == "environment file" }, "\(findings)")
        #expect(finding.text.contains(row.says), "\(finding.text)")
        #expect((finding.mend ?? "").contains(row.mend))
        for finding in findings {
            #expect(!finding.text.contains("c4narykey"))
            #expect(!(finding.mend ?? "").contains("c4narykey"))
        }
    }

    @Test func aMissingEnvironmentFileCanBeMade() throws {
        let lab = try Lab()
        let findings = PostingChecks.group.check(Self.context(lab))
        #expect(findings.map(\.standing) == [.missing, .unchecked])
        #expect(findings.first?.mend?.hasPrefix("install -m 0600 /dev/null ") == true)
    }

    /// A FIFO would be waited for, a link followed.
    @Test func plantedEnvironmentFilesAreNotOpened() throws {
        let lab = try Lab()
        mkfifo(lab.root.environment, 0o600)
        #expect(PostingChecks.group.check(Self.context(lab)).first?.standing == .wrong)
        unlink(lab.root.environment)
        lab.folder.write(Self.hook, to: "secret")
        lab.folder.link("secret", at: "etc/atvm-run-watcher.env")
        #expect(PostingChecks.group.check(Self.context(lab)).first?.standing == .wrong)
    }

    // MARK: The webhook

    /// Only the headers of the front page are asked for: nothing of the hook is told, and nothing can be posted.
    @Test func asksTheServerWithoutPosting() throws {
        let server = try Listener([.status(404, "")])
        defer { server.stop() }
        let finding = try Self.probe(server.address)
        #expect(finding.standing == .ok, "\(finding)")
        #expect(finding.text.contains("404"))
        #expect(server.heads.count == 1)
        #expect(server.heads.first?.hasPrefix("HEAD / HTTP/1.1\r\n") == true)
        #expect(server.heads.first?.contains("c4narykey") == false)
        #expect(server.bodies == [""])
    }

    @Test func tellsOfAServerThatIsBroken() throws {
        let server = try Listener([.status(502, "")])
        defer { server.stop() }
        #expect(try Self.probe(server.address).standing == .warning)
    }

    @Test func tellsOfNoServer() throws {
        let server = try Listener([.status(200, "ok")])
        let address = server.address
        server.stop()
        // The port is closed by the listener's thread.
        #expect(eventually { (try? Self.probe(address))?.text.contains("cannot be reached") == true })
        #expect(try Self.probe(address).standing == .wrong)
    }

    @Test func waitsNoLongerThanTenSeconds() throws {
        let server = try Listener([.silence])
        defer { server.stop() }
        let start = WallClock.steady()
        let finding = try Self.probe(server.address)
        #expect(finding.standing == .wrong)
        #expect(finding.text.contains("no answer in time"), "\(finding.text)")
        #expect(WallClock.steady() - start < .seconds(30))
    }

    @Test(arguments: [
        ("https://chat.example/hooks/abc", "https://chat.example/"),
        ("https://user:pass@chat.example:8065/hooks/abc", "https://chat.example:8065/"),
        ("http://127.0.0.1:80?x#y", "http://127.0.0.1:80/"), ("https://[::1]:1/h", "https://[::1]:1/"),
    ])
    func namesTheServerAlone(_ address: String, _ origin: String) {
        #expect(WebhookProbe.origin(of: address) == origin)
    }

    private static func probe(_ address: String) throws -> Finding {
        let text = "MATTERMOST_ATVM_WEBHOOK=\(address)\nMATTERMOST_ATVM_CHANNEL=a\n"
        return WebhookProbe.finding(try WebhookSettings(environment: Array(text.utf8)), environment: "/etc/e")
    }

    // MARK: systemd

    struct Answer: CustomTestStringConvertible, Sendable {
        let name: String
        /// Shell lines; `$1` is the verb.
        let script: String
        let standings: [Finding.Standing]
        let says: String
        var testDescription: String { name }
    }

    private static let running = "test \"$1\" = is-system-running && { echo running; exit 0; }\n"

    @Test(arguments: [
        Answer(
            name: "all is well", script: running + "echo LoadState=loaded; echo NeedDaemonReload=no",
            standings: [.ok, .ok, .ok, .ok, .ok], says: "running and answering"),
        Answer(
            name: "not loaded again", script: running + "echo LoadState=loaded; echo NeedDaemonReload=yes",
            standings: [.ok, .wrong, .wrong, .wrong, .wrong], says: "an earlier text"),
        Answer(
            name: "masked", script: running + "echo LoadState=masked",
            standings: [.ok, .wrong, .wrong, .wrong, .wrong],
            says: "it is masked"),
        Answer(
            name: "not found", script: running + "echo LoadState=not-found",
            standings: [.ok, .missing, .missing, .missing, .missing],
            says: "does not know it"),
        Answer(
            name: "bad", script: running + "echo LoadState=bad-setting; echo LoadError=x '\u{1B}[2J'",
            standings: [.ok, .wrong, .wrong, .wrong, .wrong], says: "bad-setting: x ␛[2J"),
        Answer(
            name: "dies", script: running + "exit 1", standings: [.ok, .wrong, .wrong, .wrong, .wrong],
            says: "does not tell"),
        Answer(
            name: "degraded",
            script: "test \"$1\" = is-system-running && { echo degraded; exit 1; }\n"
                + "echo LoadState=loaded", standings: [.warning, .ok, .ok, .ok, .ok], says: "have failed"),
        Answer(name: "no bus", script: "echo Failed to connect to bus; exit 1", standings: [.wrong], says: "to bus"),
        Answer(name: "says nothing", script: "exit 1", standings: [.wrong], says: "says nothing"),
        Answer(name: "hangs", script: "exec sleep 600", standings: [.wrong], says: "within 10 s"),
    ])
    func systemd(_ answer: Answer) throws {
        let lab = try Lab()
        let program = lab.folder.write("#!/bin/sh\n\(answer.script)\n", to: "systemctl")
        chmod(program, 0o755)
        let findings = SystemdChecks.look(Self.context(lab), systemctl: program, isRunning: true)
            .filter { $0.subject != "clock" }
        #expect(findings.map(\.standing) == answer.standings, "\(findings)")
        #expect(findings.contains { $0.text.contains(answer.says) }, "\(findings)")
    }

    @Test(arguments: [("auto", .missing), ("systemd", .missing), ("direct", .warning)] as [(String, Finding.Standing)])
    func withoutSystemd(_ supervisor: String, _ standing: Finding.Standing) throws {
        let context = Self.context(try Lab(), supervisor: supervisor)
        #expect(
            SystemdChecks.look(context, systemctl: "systemctl", isRunning: false).map(\.standing) == [standing])
    }

    // MARK: Builds

    @Test func namesBuildsThatWaitForAnOperator() throws {
        let lab = try Lab()
        let folder = "var/lib/atvm-run-watcher"
        for (build, phase) in [("a", "unknown"), ("b", "sending"), ("c", "gave-up"), ("d", "prepared")] {
            let post = PostFile(build: build, subRun: nil, launch: "l", phase: phase, digest: "d")
            lab.folder.write(post.text, to: "\(folder)/\(build)/post.json")
        }
        let request = RequestFile(
            build: "e", launch: "l", startedAt: WallClock.now() + .seconds(-600), startedBy: "aw", runner: ["true"])
        lab.folder.write(request.text, to: "\(folder)/e/request.json")
        let findings = BuildChecks.group.check(Self.context(lab))
        #expect(findings.map(\.standing) == [.warning, .warning, .warning, .warning])
        #expect(Set(findings.map(\.subject)) == ["a", "b", "c", "e"])
        #expect(findings.first { $0.subject == "a" }?.text.hasPrefix("delivery unknown of a") == true)
        #expect(findings.first { $0.subject == "e" }?.text.contains("aw began to start it at") == true)
        #expect(findings.first { $0.subject == "e" }?.mend?.hasPrefix("atvm-tui cancel e --root ") == true)
    }

    @Test func manyBuildsAreCounted() throws {
        let lab = try Lab()
        for number in 0..<9 {
            let post = PostFile(build: "b\(number)", subRun: nil, launch: "l", phase: "unknown", digest: "d")
            lab.folder.write(post.text, to: "var/lib/atvm-run-watcher/b\(number)/post.json")
        }
        let findings = BuildChecks.group.check(Self.context(lab))
        #expect(findings.count == 6)
        #expect(findings.last?.text.hasPrefix("and 4 more") == true)
    }
}
