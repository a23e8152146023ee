import Glibc
import TestKit
import Testing

@testable import Observing

@Suite struct SafeFileTests {
    private let root: TemporaryRoot

    init() throws { root = try TemporaryRoot() }

    private func error(reading name: String, limit: Int = 100) -> SafeFileError? {
        do throws(SafeFileError) {
            _ = try SafeFile.read(root[name], limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsAFile() throws {
        root.write("hello", to: "plain")
        #expect(try SafeFile.read(root["plain"], limit: 5) == Array("hello".utf8))
        root.write("", to: "empty")
        #expect(try SafeFile.read(root["empty"], limit: 5).isEmpty)
    }

    @Test func refusesWhatIsTooLarge() {
        root.write("hello!", to: "plain")
        #expect(error(reading: "plain", limit: 5) == .tooLarge(root["plain"], bytes: 6, limit: 5))
    }

    /// What others may have planted at a name that we read (reliability case L1). None of it may wait.
    @Test func refusesWhatMayBePlanted() throws {
        root.write("secret", to: "secret")
        symlink(root["secret"], root["link"])
        symlink(root["nowhere"], root["dangling"])
        root.write("twice", to: "one")
        link(root["one"], root["two"])
        mkfifo(root["fifo"], 0o644)
        root.makeFolder("folder")
        #expect(error(reading: "link") == .link(root["link"]))
        #expect(error(reading: "dangling") == .link(root["dangling"]))
        #expect(error(reading: "one") == .hardLink(root["one"]))
        #expect(error(reading: "two") == .hardLink(root["two"]))
        #expect(error(reading: "fifo") == .notRegular(root["fifo"]))
        #expect(error(reading: "folder") == .notRegular(root["folder"]))
        #expect(error(reading: "nothing") == .missing(root["nothing"]))
        #expect(error(reading: "secret/below") == .missing(root["secret/below"]))
    }

    @Test func refusesADevice() {
        #expect(throws: SafeFileError.notRegular("/dev/zero")) { try SafeFile.read("/dev/zero", limit: 10) }
    }

    @Test func refusesASocket() {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = root["socket"]
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        #expect(bound == 0)
        #expect(error(reading: "socket") == .notRegular(path))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func refusesAForeignFile() {
        root.write("planted", to: "foreign")
        chown(root["foreign"], 1000, 1000)
        #expect(error(reading: "foreign") == .foreign(root["foreign"], owner: 1000))
    }

    @Test func errorsAreOneLine() {
        let all: [SafeFileError] = [
            .missing("p"), .link("p"), .notRegular("p"), .hardLink("p"), .foreign("p", owner: 7),
            .tooLarge("p", bytes: 2, limit: 1), .failed("p", code: EACCES),
        ]
        for error in all { #expect(error.description.hasPrefix("p") && !error.description.contains("\n")) }
        #expect(all.filter(\.isMissing).count == 1)
    }
}
