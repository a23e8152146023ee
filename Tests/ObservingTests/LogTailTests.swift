import TestKit
import Testing

@testable import Observing

@Suite struct LogTailTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    /// What has come since the last look, and what it says of the file on the way.
    private func drain(_ tail: inout LogTail) throws -> (changes: [LogTail.Change], text: String) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 7, alignment: 1)
        defer { buffer.deallocate() }
        var changes: [LogTail.Change] = []
        var text: [UInt8] = []
        while true {
            let change = try tail.look()
            if change == .none || change == .removed {
                if change == .removed { changes.append(change) }
                return (changes, String(decoding: text, as: UTF8.self))
            }
            if change == .grown { text += buffer[..<tail.read(into: buffer)] } else { changes.append(change) }
        }
    }

    @Test func followsAppends() throws {
        var tail = try LogTail(root.write("one\n", to: "log"))
        #expect(try drain(&tail).text == "one\n")
        #expect(try drain(&tail) == ([], ""))
        root.append("two\nthree and more than a buffer\n", to: "log")
        #expect(try drain(&tail).text == "two\nthree and more than a buffer\n")
    }

    @Test func truncatedToNothing() throws {
        var tail = try LogTail(root.write("one\n", to: "log"))
        _ = try drain(&tail)
        root.truncate("log", to: 0)
        #expect(try drain(&tail) == ([.truncated], ""))
        root.append("two\n", to: "log")
        #expect(try drain(&tail) == ([], "two\n"))
    }

    @Test func truncatedToHalf() throws {
        var tail = try LogTail(root.write("12345678", to: "log"))
        _ = try drain(&tail)
        root.truncate("log", to: 4)
        #expect(try drain(&tail) == ([.truncated], "1234"))
    }

    @Test func renamedAndMadeAgain() throws {
        var tail = try LogTail(root.write("one\n", to: "log"))
        _ = try drain(&tail)
        root.append("last of the old\n", to: "log")
        root.move("log", to: "log.1")
        root.write("first of the new\n", to: "log")
        #expect(try drain(&tail) == ([.rotated], "last of the old\nfirst of the new\n"))
    }

    @Test func deletedAndMadeAgain() throws {
        var tail = try LogTail(root.write("one\n", to: "log"))
        _ = try drain(&tail)
        root.append("rest\n", to: "log")
        root.delete("log")
        root.write("new\n", to: "log")
        #expect(try drain(&tail) == ([.recreated], "rest\nnew\n"))
    }

    @Test func removedAndBackAgain() throws {
        var tail = try LogTail(root.write("one\n", to: "log"))
        root.delete("log")
        #expect(try drain(&tail) == ([.removed], "one\n"))
        root.write("two\n", to: "log")
        #expect(try drain(&tail) == ([.recreated], "two\n"))
    }

    @Test func aLinkInItsPlaceIsRefused() throws {
        root.write("secret\n", to: "secret")
        var tail = try LogTail(root.write("one\n", to: "log"))
        _ = try drain(&tail)
        root.delete("log")
        root.link("secret", at: "log")
        #expect(throws: SafeFileError.link(root["log"])) { _ = try tail.look() }
    }
}

private func == (
    one: (changes: [LogTail.Change], text: String), other: ([LogTail.Change], String)
) -> Bool { one.changes == other.0 && one.text == other.1 }
