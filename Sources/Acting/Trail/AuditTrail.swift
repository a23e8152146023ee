import CPosix
import Formats
import Glibc
import Observing
package import Plans
import Runs

/// The audit trail: one JSON line for everything that people have done, or were refused. Only ever appended to.
package struct AuditTrail: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Appends a line and brings it to disk.
    /// - Throws: why it could not be written; then the action must not happen.
    package func append(_ line: AuditLine) throws(ActingError) {
        if let slash = path.lastIndex(of: "/") { try AtomicFile.makeFolder(String(path[..<slash])) }
        let descriptor = cp_open_file(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw problem() }
        defer { close(descriptor) }
        guard let file = FileSignature(descriptor: descriptor), file.isRegular, file.links == 1,
            file.owner == geteuid()
        else { throw .cannotWrite("\(path) is no plain file of our own: nothing is done without its audit line") }
        guard fchmod(descriptor, 0o600) == 0 else { throw problem() }
        // One write, so that lines of several processes never mix.
        let bytes = Array(Self.text(of: line).utf8)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count, fsync(descriptor) == 0 else { throw problem() }
    }

    private func problem() -> ActingError {
        let reason = String(cString: strerror(errno))
        return .cannotWrite("cannot write the audit trail \(path): \(reason); nothing is done without its line")
    }

    private static func text(of line: AuditLine) -> String {
        JSONValue.object([
            "at": .string(line.at.rfc3339WithMilliseconds), "moment": .string(line.moment.rawValue),
            "operator": .string(line.person.login), "from": JSONValue(line.person.peer),
            "action": .string(line.action), "build": .string(line.build),
            "commands": .array(line.commands.map(JSONValue.string)), "digest": JSONValue(line.digest),
            "outcome": JSONValue(line.outcome),
        ]).compactText + "\n"
    }
}
