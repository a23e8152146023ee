import Formats
import Glibc
import TestKit
import Testing

/// The samples of real output that lie beside the package, with what their oracle says of them.
enum Corpus {
    static let absence: Comment = "there is no ../shared/corpus"
    static let folder = packageRoot() + "/../shared/corpus"

    /// One sample and its entry in `oracle.json`.
    struct Entry: Sendable, CustomTestStringConvertible {
        /// Such as `junit/enc-bom-crlf.xml`.
        var name: String
        var truth: JSONValue

        var testDescription: String { name }
        var bytes: [UInt8] { Corpus.bytes(of: "\(Corpus.folder)/\(name)") ?? [] }
    }

    /// Everything that the oracle knows and that is there, by name; empty without a corpus.
    static let entries: [Entry] = {
        guard let bytes = bytes(of: "\(folder)/oracle.json"),
            let oracle = try? JSONValue(json: bytes, limits: JSONLimits(bytes: 16 * 1024 * 1024))
        else { return [] }
        return (oracle["entries"]?.object?.fields ?? []).map { Entry(name: $0.name, truth: $0.value) }
            .filter { access("\(folder)/\($0.name)", R_OK) == 0 }
            .sorted { $0.name < $1.name }
    }()

    static let isThere = !entries.isEmpty

    static func entries(of kinds: String...) -> [Entry] {
        entries.filter { kinds.contains($0.truth["kind"]?.string ?? "") }
    }

    static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer[..<count]
        }
    }
}
