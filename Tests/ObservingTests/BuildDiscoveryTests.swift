import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct BuildDiscoveryTests {
    private let root: TemporaryRoot
    private let state = "var/lib/atvm-run-watcher"

    init() throws {
        root = try TemporaryRoot()
        root.makeFolder("tmp")
        root.makeFolder(state)
    }

    private func find() -> BuildDiscovery.Found {
        var discovery = BuildDiscovery(root: Root(root.path))
        return discovery.find { _ in false }
    }

    @Test func newestFirst() {
        root.write("{}", to: "\(state)/old/state.json", modified: 1_000_000)
        root.write("{}", to: "\(state)/new/state.json", modified: 3_000_000)
        root.write("x", to: "tmp/old.log", modified: 1_500_000)
        root.write("{}", to: "\(state)/middle/state.json", modified: 2_000_000)
        #expect(find().names.map(\.text) == ["new", "middle", "old"])
        // A log that is younger than the state counts.
        root.setTime(of: "tmp/old.log", 4_000_000)
        #expect(find().names.map(\.text) == ["old", "new", "middle"])
    }

    /// A start makes folder and lock before its template step; only what comes after is a launch.
    @Test func aLockAloneIsNoBuild() {
        root.write("", to: "\(state)/starting/operation.lock")
        root.write("", to: "\(state)/started/operation.lock")
        root.write("{}", to: "\(state)/started/request.json")
        root.makeFolder("\(state)/empty")
        #expect(Set(find().names.map(\.text)) == ["started", "empty"])
    }

    @Test func logsWithoutAStateOnlyIfTheyShowARun() {
        root.write(LabText.runHeader(["a"]), to: "tmp/run.log")
        root.write("apt-get update\n", to: "tmp/apt.log")
        root.write("", to: "tmp/empty.log")
        root.write(LabText.runHeader(["a"]), to: "tmp/run.launch.log")
        root.write(LabText.runHeader(["a"]), to: "tmp/run.txt")
        root.makeFolder("tmp/folder.log")
        root.link("run.log", at: "tmp/link.log")
        mkfifo(root["tmp/fifo.log"], 0o644)
        let found = find()
        #expect(found.names.map(\.text) == ["run"])
        #expect(found.problems.isEmpty)
    }

    /// A log that shows nothing yet may show a run later.
    @Test func aLogIsLookedAtAgainWhenItGrows() {
        var discovery = BuildDiscovery(root: Root(root.path))
        root.write("starting\n", to: "tmp/run.log")
        #expect(discovery.find { _ in false }.names.isEmpty)
        root.append(LabText.runHeader(["a"]), to: "tmp/run.log")
        #expect(discovery.find { _ in false }.names.map(\.text) == ["run"])
    }

    @Test func illegalNamesAreNotedOnce() {
        root.makeFolder("\(state)/a\u{1B}[2Jb")
        root.makeFolder("\(state)/-x")
        root.makeFolder("\(state)/fine")
        root.write("", to: "\(state)/a plain file")
        root.write(LabText.runHeader(["a"]), to: "tmp/un named.log")
        let found = find()
        #expect(found.names.map(\.text) == ["fine"])
        #expect(
            found.problems == [
                "/var/lib/atvm-run-watcher: skipped 2 folder(s) whose name is no build name, such as '-x'"
            ])
    }

    @Test func foldersThatAreMissingAreNoProblem() {
        root.delete("tmp")
        root.delete("var")
        #expect(find().problems.isEmpty)
    }

    @Test func foldersThatAreFilesAreOne() {
        root.delete(state)
        root.write("", to: state)
        // ENOTDIR reads as missing: nothing has been made there yet, as far as a list of builds is concerned.
        #expect(find().names.isEmpty)
    }
}
