import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct ReportStoreTests {
    private let root: TemporaryRoot
    private let folder = "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"
    private let written = 1_795_183_402
    private let store: ReportStore

    init() throws {
        root = try TemporaryRoot()
        store = ReportStore(root: Root(root.path))
        root.makeFolder(folder)
    }

    private func time(_ seconds: Int) -> Timestamp { Timestamp(seconds: Int64(written + seconds)) }

    private func reports(
        from start: Int? = nil, to end: Int? = nil, at now: Int = 100
    ) -> (files: [String], problems: [String]) {
        var problems: [String] = []
        _ = store.list(at: time(now))
        let found = store.reports(
            from: start.map(time), to: end.map(time), at: time(now), problems: &problems)
        return (found.map { "\($0.path.split(separator: "/").last ?? "") \($0.file.verdict.rawValue)" }, problems)
    }

    @Test func readsAllFolders() {
        root.write(LabText.junit("a"), to: "\(folder)/a.xml", modified: written)
        root.write(LabText.junit("b", failing: true), to: "\(folder)/deep/er/b.xml", modified: written + 1)
        root.write("not one", to: "\(folder)/notes.txt", modified: written)
        root.link("a.xml", at: "\(folder)/link.xml")
        mkfifo(root["\(folder)/fifo.xml"], 0o644)
        #expect(reports().files == ["a.xml PASS", "b.xml FAIL"])
        var folders: [String] = []
        _ = store.list(at: time(100)) { folders.append($0) }
        #expect(folders.count == 3)
        #expect(store.problem == nil)
    }

    /// A file of 10,000 old ones is not even opened.
    @Test(
        arguments: [
            (0, nil, ["a.xml PASS"]), (2, nil, ["a.xml PASS"]), (3, nil, []), (nil, 0, ["a.xml PASS"]),
            (nil, -600, ["a.xml PASS"]),
            (nil, -601, []),
        ] as [(Int?, Int?, [String])])
    func onlyFilesOfTheTime(_ start: Int?, _ end: Int?, _ wanted: [String]) {
        root.write(LabText.junit("a"), to: "\(folder)/a.xml", modified: written)
        #expect(reports(from: start, to: end).files == wanted)
    }

    @Test func aCutFileIsReadAgainOnceItIsWhole() {
        let whole = LabText.junit("a")
        root.write(String(whole.dropLast(30)), to: "\(folder)/a.xml", modified: written)
        // It may still be being written.
        #expect(reports(at: 4) == ([], []))
        #expect(store.rereadAt == time(5))
        root.write(whole, to: "\(folder)/a.xml", modified: written + 1)
        #expect(reports(at: 5).files == ["a.xml PASS"])
        #expect(store.rereadAt == nil)
    }

    @Test func aFileThatStaysCutIsNamed() {
        root.write(String(LabText.junit("a").dropLast(30)), to: "\(folder)/a.xml", modified: written)
        let found = reports(at: 5)
        #expect(found.files == ["a.xml INVALID"])
        #expect(found.problems.count == 1)
        #expect(found.problems.first?.hasPrefix("/\(folder)/a.xml: ") == true)
        #expect(store.rereadAt == nil)
    }

    @Test func problemsAreFew() {
        for number in 1...9 { root.write("<", to: "\(folder)/\(number).xml", modified: written) }
        let problems = reports().problems
        #expect(problems.count == 6)
        #expect(problems.last == "and 4 more reports")
    }

    @Test func plantedFilesAreNamed() {
        root.write(LabText.junit("a"), to: "\(folder)/a.xml", modified: written)
        link(root["\(folder)/a.xml"], root["elsewhere"])
        #expect(reports().problems.first?.contains("hard link") == true)
    }

    @Test func filesComeAndGo() {
        #expect(!store.list(at: time(0)))
        root.write(LabText.junit("a"), to: "\(folder)/a.xml", modified: written)
        #expect(store.list(at: time(0)))
        #expect(!store.list(at: time(0)))
        root.setTime(of: "\(folder)/a.xml", written + 9)
        #expect(store.list(at: time(0)))
        root.delete("\(folder)/a.xml")
        // Gone between listing and reading.
        var problems: [String] = []
        #expect(store.reports(from: nil, to: nil, at: time(100), problems: &problems).isEmpty)
        #expect(problems.isEmpty)
        #expect(store.list(at: time(0)))
        root.delete(folder)
        _ = store.list(at: time(0))
        #expect(store.problem == nil)
    }
}
