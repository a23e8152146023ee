import Glibc
import Observing
import TestKit
import Testing

@testable import Acting

/// Files of an operator's own: only new ones, for the operator alone.
@Suite struct NewFileTests {
    private let folder: TemporaryRoot

    init() throws { folder = try TemporaryRoot() }

    private func write(_ text: String = "text\n", to path: String, within root: Root? = nil) throws -> NewFile.Outcome {
        try NewFile.write(text, to: path, name: "b-report.md", within: root ?? Root(folder.path))
    }

    @Test func writesANewFileForOneself() throws {
        let old = umask(0)
        defer { umask(old) }
        #expect(try write(to: folder["a.md"]) == .written(path: folder["a.md"], bytes: 5))
        #expect(readText(folder["a.md"]) == "text\n")
        #expect(FileSignature(linkAt: folder["a.md"]).map { $0.mode & 0o7777 } == 0o600)
    }

    @Test func aLongText() throws {
        let text = String(repeating: "0123456789\n", count: 200_000)
        #expect(try write(text, to: folder["a.md"]) == .written(path: folder["a.md"], bytes: 2_200_000))
        #expect(readText(folder["a.md"]) == text)
    }

    /// What stands there stays as it is, and another name is proposed.
    @Test func overwritesNothing() throws {
        folder.write("old", to: "a.md")
        folder.write("old", to: "a-2.md")
        symlink(folder["nowhere"], folder["dangling.md"])
        folder.write("secret", to: "secret")
        folder.link("secret", at: "link")
        mkfifo(folder["fifo"], 0o600)
        #expect(try write(to: folder["a.md"]) == .taken(proposal: folder["a-3.md"]))
        #expect(try write(to: folder["dangling.md"]) == .taken(proposal: folder["dangling-2.md"]))
        #expect(try write(to: folder["link"]) == .taken(proposal: folder["link-2"]))
        #expect(try write(to: folder["fifo"]) == .taken(proposal: folder["fifo-2"]))
        #expect(readText(folder["a.md"]) == "old" && readText(folder["secret"]) == "secret")
        #expect(FileSignature(linkAt: folder["nowhere"]) == nil)
    }

    /// Who names a folder means the file in it.
    @Test func inAFolder() throws {
        folder.makeFolder("notes")
        #expect(try write(to: folder["notes"]) == .taken(proposal: folder["notes/b-report.md"]))
        #expect(try write(to: folder["notes/../x"]) == .written(path: folder["x"], bytes: 5))
    }

    private func problem(_ path: String, within root: Root? = nil) -> String? {
        do {
            _ = try write(to: path, within: root)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func saysWhatPeopleUnderstand() {
        #expect(problem(folder["none/a.md"]) == "there is no folder \(folder["none"]); make it first")
        #expect(problem(folder.path + "/.") != nil)
        #expect(problem("a.md") != nil)
        #expect(problem(folder[String(repeating: "x", count: 256)]) == "a file's name holds at most 255 bytes")
        folder.write("", to: "file")
        #expect(problem(folder["file/a.md"])?.contains("Not a directory") == true)
    }

    /// Below a folder that stands for a controller nothing is written beside it, nor through a link out of it.
    @Test func nothingOutsideTheRoot() throws {
        let root = Root(folder.makeFolder("controller"))
        folder.makeFolder("elsewhere")
        folder.link("elsewhere", at: "controller/out")
        for path in ["elsewhere/a.md", "controller/../a.md", "controller/out/a.md", "controller2/a.md"] {
            #expect(problem(folder[path], within: root) != nil, "\(path)")
        }
        #expect(
            try write(to: folder["controller/a.md"], within: root)
                == .written(path: folder["controller/a.md"], bytes: 5))
        #expect(FileSignature(linkAt: folder["elsewhere/a.md"]) == nil)
    }
}
