import Formats
import Glibc
import Observing
import Plans

/// `installed.json`: what the last installation has put in place.
struct InstalledFiles {
    private let digests: [String: String]

    init(_ root: Root) {
        let bytes = (try? SafeFile.read(root.installed, limit: 256 * 1024)) ?? []
        var digests: [String: String] = [:]
        for field in (try? JSONValue(json: bytes))?["files"]?.object?.fields ?? [] {
            digests[field.name] = field.value.string
        }
        self.digests = digests
    }

    func digest(of path: String) -> Digest? { digests[path].flatMap { Digest(text: $0) } }

    /// - Parameter shipped: the digests of the package's own files. Others are the operators', and never become ours.
    static func record(of items: [InstallItem], shipped: Set<Digest>) -> String {
        var files: JSONObject = [:]
        for item in items where item.owner != .configuration {
            guard let digest = item.digest, item.owner != .operators || shipped.contains(digest) else { continue }
            files[item.path] = .string(digest.text)
        }
        return JSONValue.object(["schema": .integer(1), "files": .object(files)]).prettyText
    }
}
