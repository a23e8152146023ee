import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

/// Files beside the run log that the log view opens: reports, transcripts, the prep script's own log.
@Suite struct LogSourceTests {
    private let folder: TemporaryRoot
    private let root: Root
    private static let reporter = "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"

    init() throws {
        folder = try TemporaryRoot()
        root = Root(folder.path)
    }

    private func window(_ source: LogSource) -> LogWindow? {
        LogDesk(root: root, mailbox: Mailbox()) { _ in }.window(
            for: LogRequest(number: 1, source: source, part: .lines(from: 0, moved: 0), rows: 10))
    }

    private func report(_ path: String) throws -> LogWindow? {
        window(.artifact(try BuildName("b"), path: "/\(Self.reporter)/\(path)"))
    }

    @Test func reportsAreReadBelowTheRoot() throws {
        folder.write("<testsuites>\n<testsuite name=\"a\"/>\n</testsuites>\n", to: "\(Self.reporter)/2026/h.xml")
        #expect(try report("2026/h.xml")?.lines.map(\.text).first == "<testsuites>")
    }

    /// mochawesome writes a whole run into one line.
    @Test func aReportOfOneLongLine() throws {
        let tests = (0..<20_000).map { "{\"title\":\"step \($0)\",\"pass\":true}" }.joined(separator: ",")
        folder.write("{\"results\":[\(tests)]}", to: "\(Self.reporter)/h.json")
        let lines = try #require(try report("h.json")?.lines)
        #expect(lines.count == 1 && lines[0].text.hasPrefix("{\"results\":[{\"title\":\"step 0\""))
    }

    @Test func nothingElseIsReadAsAReport() throws {
        folder.write("secret\n", to: "etc/secret.xml")
        folder.write("secret\n", to: "\(Self.reporter)/real/h.xml")
        folder.link("etc/secret.xml", at: "\(Self.reporter)/link.xml")
        folder.link("\(Self.reporter)/real", at: "\(Self.reporter)/folder")
        folder.link("etc", at: "\(Self.reporter)/etc")
        mkfifo(folder["\(Self.reporter)/fifo.xml"], 0o644)
        for path in [
            "link.xml", "folder/h.xml", "etc/secret.xml", "fifo.xml", "../../../../etc/secret.xml",
            "real/../real/h.xml",
        ] {
            let window = try #require(try report(path))
            #expect(window.lines.isEmpty && window.problem != nil, "\(path)")
        }
        for path in ["/etc/secret.xml", "etc/secret.xml", "", "/"] {
            let window = try #require(window(.artifact(try BuildName("b"), path: path)))
            #expect(window.lines.isEmpty && window.problem != nil, "\(path)")
        }
        #expect(try report("folder/h.xml")?.problem?.contains("symbolic link") == true)
        #expect(try report("nothing.xml")?.problem?.hasPrefix("there is no /root/cdc-e2e") == true)
    }

    /// Operators may have moved the whole folder to another disk.
    @Test func theReportersFolderItselfMayBeALink() throws {
        folder.write("<a/>\n", to: "disk2/reports/h.xml")
        folder.makeFolder("root/cdc-e2e-cyp-12.17.4/cypress")
        folder.link("disk2/reports", at: Self.reporter)
        #expect(try report("h.xml")?.lines.count == 1)
    }

    @Test func transcriptsAndTheScriptsOwnLog() throws {
        let id = try #require(PrepID("20261120-140322-00002a"))
        folder.write("Connecting\n", to: "var/lib/atvm-tui/prep/\(id)/transcript")
        folder.write("INFO one\nINFO two\n", to: "root/atvm_prep/log/atvm_prep.log")
        #expect(window(.prepLog)?.lines.map(\.text) == ["INFO one", "INFO two"])
        let path = root.path(of: .prep(id))
        folder.write("Connecting\n", to: String(path.dropFirst(folder.path.count + 1)))
        #expect(window(.prep(id))?.lines.map(\.text) == ["Connecting"])
    }

    @Test func theirIndexIsReadToo() throws {
        folder.write("a\nb\nc\n", to: "\(Self.reporter)/h.xml")
        let source = LogSource.artifact(try BuildName("b"), path: "/\(Self.reporter)/h.xml")
        let indexer = LogIndexer(root: root, mailbox: Mailbox()) { _ in }
        let request = LogIndexRequest(number: 1, source: source, question: .line(3), rows: 10, shown: 0..<6)
        #expect(indexer.report(on: request)?.answer == .found(4))
    }
}
