import Glibc
package import Observing
package import Plans
import Runs

/// The prep script as it stood there when it was read: its digest is that of exactly these bytes.
package struct PrepScript: Sendable {
    package static let byteLimit = 4 * 1024 * 1024

    package let bytes: [UInt8]
    package let digest: Digest
    /// What is doubtful about the file.
    package let warnings: [String]

    /// - Throws: why the script cannot be used.
    package init(_ root: Root) throws(PrepScriptProblem) {
        let path = root.prep
        do throws(SafeFileError) {
            bytes = try SafeFile.read(path, limit: Self.byteLimit)
        } catch {
            throw PrepScriptProblem(error)
        }
        guard !bytes.isEmpty else { throw PrepScriptProblem(.unusable, "\(path) is empty") }
        digest = Digest(of: bytes)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "/"
        var warnings: [String] = []
        for place in [path, folder] where FileSignature(linkAt: place).map({ $0.mode & 0o022 != 0 }) ?? false {
            warnings.append("\(PrepText.shown(place)) can be written by others than its owner; chmod go-w it")
        }
        self.warnings = warnings
    }
}

/// Why the prep script cannot be used.
package struct PrepScriptProblem: Error, Equatable, CustomStringConvertible {
    package enum Kind: Sendable { case missing, notPermitted, unusable }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, SafeText.visible(description)) }

    fileprivate init(_ error: SafeFileError) {
        let kind: Kind =
            switch error {
            case .missing: .missing
            case .failed(_, let code) where code == EACCES || code == EPERM: .notPermitted
            default: .unusable
            }
        self.init(kind, "\(error)")
    }
}
