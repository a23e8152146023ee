import Acting
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@Suite struct TrailTests {
    private let lab: Lab

    init() throws { lab = try Lab() }

    @Test(arguments: [0o000, 0o022, 0o077] as [mode_t])
    func modesAreExactWhateverTheMask(_ mask: mode_t) throws {
        let before = umask(mask)
        defer { umask(before) }
        try AtomicFile.makeFolder(lab.folder["deep/er"])
        try AtomicFile.write("a", to: lab.folder["deep/er/open"], mode: 0o644)
        try AtomicFile.write("b", to: lab.folder["deep/er/secret"], mode: 0o600)
        #expect(mode(lab.folder["deep/er"]) == 0o755)
        #expect(mode(lab.folder["deep/er/open"]) == 0o644)
        #expect(mode(lab.folder["deep/er/secret"]) == 0o600)
    }

    @Test func aLinkIsReplacedNotFollowed() throws {
        lab.folder.write("secret", to: "target")
        symlink(lab.folder["target"], lab.folder["file"])
        try AtomicFile.write("new", to: lab.folder["file"], mode: 0o644)
        #expect(readText(lab.folder["target"]) == "secret" && readText(lab.folder["file"]) == "new")
    }

    @Test func strayTemporariesAreSwept() throws {
        lab.folder.write("half", to: "s/.writing-state.json.999999999")
        lab.folder.write("whole", to: "s/state.json")
        AtomicFile.sweep(lab.folder["s"])
        #expect(readText(lab.folder["s/.writing-state.json.999999999"]) == nil)
        #expect(readText(lab.folder["s/state.json"]) == "whole")
    }

    @Test func aFullOrMissingPlaceIsAnError() throws {
        lab.folder.write("a file", to: "file")
        #expect(throws: ActingError.self) { try AtomicFile.write("x", to: lab.folder["file/inside"], mode: 0o644) }
        #expect(throws: ActingError.self) { try AtomicFile.makeFolder(lab.folder["file/inside"]) }
    }

    // MARK: Locks

    @Test func theSecondIsToldOfTheFirst() throws {
        let first = try BuildLock(.operation, in: lab.folder.path, for: "start of b", by: lab.person)
        do {
            _ = try BuildLock(.operation, in: lab.folder.path, for: "cancel of b", by: Person(login: "other"))
            Issue.record("both have it")
        } catch {
            #expect("\(error)".contains("start of b by tester from 10.0.0.1"))
            #expect("\(error)".contains("process \(getpid())"))
        }
        // Another kind is another lock.
        _ = try BuildLock(.state, in: lab.folder.path, for: "state", by: lab.person)
        first.discard()
        _ = try BuildLock(.operation, in: lab.folder.path, for: "cancel of b", by: lab.person)
    }

    // MARK: Audit

    private var line: AuditLine {
        AuditLine(at: WallClock.now(), .intent, lab.person, action: "start", build: "b", outcome: "a\nb\u{1B}")
    }

    @Test func linesAreAppended() throws {
        let trail = AuditTrail(path: lab.root.audit)
        try trail.append(line)
        try trail.append(line)
        #expect(lab.audit.count == 2 && lab.audit[0]["operator"]?.string == "tester")
        #expect(mode(lab.root.audit) == 0o600 && mode(lab.folder["var/log/atvm-tui"]) == 0o755)
    }

    @Test(arguments: ["link", "hard link", "folder", "fifo"])
    func refusesWhatIsNoPlainFile(_ kind: String) throws {
        lab.folder.write("", to: "elsewhere")
        lab.folder.makeFolder("var/log/atvm-tui")
        switch kind {
        case "link": symlink(lab.folder["elsewhere"], lab.root.audit)
        case "hard link": link(lab.folder["elsewhere"], lab.root.audit)
        case "folder": mkdir(lab.root.audit, 0o755)
        default: mkfifo(lab.root.audit, 0o600)
        }
        #expect(throws: ActingError.self) { try AuditTrail(path: lab.root.audit).append(line) }
        #expect(readText(lab.folder["elsewhere"]) == "")
    }
}
