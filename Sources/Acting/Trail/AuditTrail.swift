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
        let descriptor = cp_open_file(path, O_RDWR | O_APPEND | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw problem() }
        defer { close(descriptor) }
        guard let file = FileSignature(descriptor: descriptor), file.isRegular, file.links == 1,
            file.owner == geteuid()
        else { throw .cannotWrite("\(path) is no plain file of our own: nothing is done without its audit line") }
        guard fchmod(descriptor, 0o600) == 0 else { throw problem() }
        try lock(descriptor)
        guard let start = FileSignature(descriptor: descriptor)?.size else { throw problem() }
        // A disk that was full may have left half a line; the next one stands on its own all the same.
        var last: [UInt8] = [0]
        let isCut = start > 0 && pread(descriptor, &last, 1, off_t(start - 1)) == 1 && last[0] != UInt8(ascii: "\n")
        let bytes = Array(((isCut ? "\n" : "") + Self.text(of: line)).utf8)
        guard AtomicFile.writeAll(bytes, to: descriptor), fsync(descriptor) == 0 else {
            let error = problem()
            ftruncate(descriptor, off_t(start))
            throw error
        }
    }

    /// Lines of several processes never mix. The lock ends with the descriptor.
    private func lock(_ descriptor: Int32) throws(ActingError) {
        let end = WallClock.steady() + .seconds(10)
        while true {
            let code = cp_lock(descriptor)
            if code == 0 { return }
            guard code == EWOULDBLOCK || code == EINTR, WallClock.steady() < end else {
                errno = code
                throw problem()
            }
            ProcessTree.pause(.milliseconds(2))
        }
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
