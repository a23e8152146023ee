import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// Reports that do not fit into one message, by the real watcher to a server that counts as Mattermost does (P6).
@Suite struct BigReportTests {
    private static let limit = 16_383
    private static let good = Counts(tests: 1, passing: 1)

    /// The text that the server would show; one post only while it has no more scalars than the limit.
    private func text(_ body: String) -> String { (try? JSONValue(json: body))?["text"]?.string ?? "" }

    private func log(hosts: Int, failing: Int = 0, message: String = "") -> String {
        let names = (0..<hosts).map { "h\($0).cy.ts" }
        var log = SampleLog().startingRun(specs: names)
        var rows: [(String, Counts)] = []
        for (index, name) in names.enumerated() {
            let isFailing = index < failing
            let counts = isFailing ? Counts(tests: 1, failing: 1) : Self.good
            log = log.startingSpec(name, index + 1, of: hosts).adding(
                isFailing
                    ? "  ATVM h\(index)\n    1) 1. Prepare\n\n\n  0 passing (1s)\n  1 failing\n\n  1) ATVM h\(index)\n"
                        + "       1. Prepare:\n     \(message)\n      at Context.eval (steps.ts:3:7)\n\n\n"
                    : "  ATVM h\(index)\n    ✓ 1. Prepare (900ms)\n\n\n  1 passing (1s)\n\n")
            log = log.endingSpec(name, counts)
            rows.append((name, counts))
        }
        return log.endingRun(rows).text
    }

    private func expectOnePost(_ crash: CrashLab, _ text: String) {
        #expect(crash.server.bodies.count == 1)
        #expect(text.unicodeScalars.count <= Self.limit)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("```") } % 2 == 0)
        #expect(crash.hasMarker(nil))
    }

    /// One scalar more than a message takes; emoji are one each, whatever they are in UTF-16.
    @Test func tooLongByOne() throws {
        let message = "Error: " + String(repeating: "🙂é ", count: 300)
        let crash = try CrashLab()
        defer { crash.server.stop() }
        crash.lab.folder.write(log(hosts: 20, failing: 20, message: message), to: "tmp/b.log")
        #expect(try crash.watch().status == 0)
        let cut = text(crash.server.bodies[0])
        expectOnePost(crash, cut)
        #expect(cut.contains("shortened to fit one message") && cut.unicodeScalars.count > Self.limit - 2000)

        // The whole report's own length as the limit leaves it alone; one less cuts it.
        for less in [0, 1] {
            let other = try CrashLab()
            defer { other.server.stop() }
            other.lab.folder.write(log(hosts: 3, failing: 3, message: "Error: 🙂 it broke"), to: "tmp/b.log")
            let settings = readText(other.lab.folder["etc/atvm-tui/config.toml"]) ?? ""
            let whole = try CrashLab()
            defer { whole.server.stop() }
            whole.lab.folder.write(log(hosts: 3, failing: 3, message: "Error: 🙂 it broke"), to: "tmp/b.log")
            #expect(try whole.watch().status == 0)
            let length = text(whole.server.bodies[0]).unicodeScalars.count
            other.lab.folder.write(
                settings.replacing("[mattermost]\n", with: "[mattermost]\nlimit = \(length - less)\n"),
                to: "etc/atvm-tui/config.toml")
            #expect(try other.watch().status == 0)
            let posted = text(other.server.bodies[0])
            #expect(posted.contains("shortened to fit one message") == (less == 1), "\(posted.unicodeScalars.count)")
            #expect(posted.unicodeScalars.count <= length - less)
        }
    }

    @Test func aThousandHosts() throws {
        let crash = try CrashLab()
        defer { crash.server.stop() }
        crash.lab.folder.write(log(hosts: 1000, failing: 3, message: "Error: it broke"), to: "tmp/b.log")
        #expect(try crash.watch().status == 0)
        let posted = text(crash.server.bodies[0])
        expectOnePost(crash, posted)
        #expect(posted.contains("| finished | 1000 |") && posted.contains("| failed | 3 |"))
        #expect(posted.contains("| h0 |") && posted.contains("| h2 |") && posted.contains("| 997 hosts |"))
        #expect(posted.contains("it broke"))
    }

    /// Lines of text, and lines of nothing.
    @Test(arguments: ["    a line of a very long failure\n", "\n"]) func aFailureOfAMillionLines(_ line: String)
        throws
    {
        let crash = try CrashLab([.silence])
        defer { crash.server.stop() }
        let message = "Error: it broke\n" + String(repeating: line, count: 1_000_000)
        crash.lab.folder.write(log(hosts: 2, failing: 1, message: message), to: "tmp/b.log")
        let watcher = try RunningProgram([try #require(builtProgram("atvm-tui"))] + crash.words)
        #expect(eventually { !crash.server.bodies.isEmpty || watcher.hasEnded })
        let peak = try #require(watcher.figure("VmHWM"), "\(watcher.output)")
        #expect(peak < 80 * 1024, "\(peak) KiB")
        let posted = text(crash.server.bodies.first ?? "")
        #expect(posted.contains("it broke") && posted.unicodeScalars.count <= Self.limit)
        #expect(posted.utf8.count < 20_000)
    }
}
