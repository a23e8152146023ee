import CPosix
import TestKit
import Testing

@testable import Observing

@Suite struct FolderWatchTests {
    private let root: TemporaryRoot
    private let watch = FolderWatch()

    init() throws { root = try TemporaryRoot() }

    /// The watches that something happens to within a moment.
    private func events(milliseconds: Int32 = 2000) -> FolderWatch.Events {
        var descriptor = watch.descriptor
        var ready: UInt8 = 0
        _ = cp_wait(&descriptor, &ready, 1, milliseconds)
        return watch.takeEvents()
    }

    @Test func tellsWhichFolder() throws {
        let one = try #require(watch.watchFolder(root.makeFolder("one")))
        let two = try #require(watch.watchFolder(root.makeFolder("two")))
        #expect(events(milliseconds: 0) == FolderWatch.Events())
        root.write("x", to: "two/file")
        #expect(events().tokens == [two])
        root.move("two/file", to: "one/file")
        #expect(events().tokens == [one, two])
        root.delete("one/file")
        #expect(events().tokens == [one])
    }

    /// In a folder that others use too, what is written into files does not matter.
    @Test func entriesAlone() throws {
        let folder = try #require(watch.watchEntries(root.makeFolder("tmp")))
        root.write("x", to: "tmp/file")
        #expect(events().tokens == [folder])
        root.append("y", to: "tmp/file")
        #expect(events(milliseconds: 0).tokens.isEmpty)
    }

    @Test func bytesOfAFile() throws {
        let file = try #require(watch.watchFile(root.write("x", to: "log")))
        root.append("y", to: "log")
        #expect(events().tokens == [file])
        // Adding the watch again gives the same one; a new file another.
        #expect(watch.watchFile(root["log"]) == file)
        root.delete("log")
        #expect(events().ended == [file])
        root.write("z", to: "log")
        #expect(watch.watchFile(root["log"]) != file)
    }

    @Test func endsWithItsFolder() throws {
        let folder = try #require(watch.watchFolder(root.makeFolder("one")))
        root.delete("one")
        #expect(events().ended == [folder])
    }

    @Test func whatIsNotThereCannotBeWatched() {
        #expect(watch.watchFolder(root["none"]) == nil)
        #expect(watch.watchFolder(root.write("x", to: "file")) == nil)
        #expect(watch.problem == nil)
    }
}
