import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

@Suite struct DetachedTests {
    /// What a console has started is nobody's child here: it leaves no zombie, and outlives the console.
    @Test func aDetachedProcessIsNotOurs() throws {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let (pid, handle) = try ChildProcess.startDetached(
            ["/bin/sleep", "60"], environment: ChildEnvironment.bare, output: null)
        defer { kill(pid, SIGKILL) }
        defer { close(handle) }
        #expect(ProcessTable.identity(of: Int(pid)) != nil)
        #expect(!ProcessTable.descendants(of: Int(getpid())).contains(Int(pid)))
        #expect(ProcessTable.session(of: Int(pid)) == [Int(pid)])
    }

    @Test func aDetachedProcessThatCannotStartIsTold() {
        #expect(throws: ActingError.self) {
            try ChildProcess.startDetached(["/no/such/program"], environment: [], output: 1)
        }
    }

    @Test func aStartEndsInItsTemplateStepWhenAsked() throws {
        let lab = try Lab()
        let supervisor = RecordingSupervisor()
        let request = Interruption.onRequest()
        request.ask()
        let approved = try #require(try lab.plan(template: "sleep 60", for: supervisor).approve(.yes))
        do {
            _ = try lab.performer(supervisor).perform(approved, interruption: request)
            Issue.record("it was started")
        } catch {
            #expect("\(error)".contains("interrupted"))
        }
        #expect(supervisor.asked.isEmpty)
    }
}

@Suite struct AuditTailTests {
    private let lab: Lab

    init() throws { lab = try Lab() }

    @Test func readsWhatWasWritten() throws {
        _ = try lab.start(RecordingSupervisor())
        let excerpt = AuditTail.read(lab.root)
        #expect(excerpt.entries.map(\.moment) == ["intent", "outcome"] && !excerpt.isCut && excerpt.problem == nil)
        #expect(excerpt.entries.allSatisfy { $0.person == "tester from 10.0.0.1" && $0.build == "b" && $0.at != nil })
    }

    @Test func noFileIsAnEmptyTrail() { #expect(AuditTail.read(lab.root) == AuditExcerpt()) }

    /// Whatever stands in the file, it is shown, safe, and never in part taken for something else.
    @Test func foreignLinesAreShown() {
        lab.folder.write(
            "{\"action\":\"a\",\"build\":\"\u{1B}[2J\"}\n\nnot json \u{7}\n{\"action\":\"cut",
            to: "var/log/atvm-tui/audit.jsonl")
        let entries = AuditTail.read(lab.root).entries
        #expect(entries.map { $0.raw == nil } == [true, false, false])
        let texts = entries.flatMap { [$0.build, $0.raw ?? ""] }.joined()
        #expect(!texts.unicodeScalars.contains(where: SafeText.isUnsafe))
    }

    @Test func aHugeFileIsReadAtItsEnd() {
        let line =
            "{\"action\":\"start\",\"build\":\"b\",\"moment\":\"outcome\",\"outcome\":\"\(String(repeating: "x", count: 900))\"}\n"
        lab.folder.write(String(repeating: line, count: 3000), to: "var/log/atvm-tui/audit.jsonl")
        let excerpt = AuditTail.read(lab.root)
        #expect(excerpt.isCut && excerpt.entries.count > 900 && excerpt.entries.count < 1200)
        #expect(excerpt.entries.allSatisfy { $0.raw == nil })
        #expect(excerpt.entries.last?.offset == 2999 * line.utf8.count)
    }

    @Test func aPlantedTrailIsNotRead() {
        lab.folder.write("{}", to: "etc/secret")
        lab.folder.makeFolder("var/log/atvm-tui")
        lab.folder.link("etc/secret", at: "var/log/atvm-tui/audit.jsonl")
        #expect(AuditTail.read(lab.root).problem?.contains("symbolic link") == true)
    }
}
