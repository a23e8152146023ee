import CPosix
import Glibc
import Observing
import Runs

/// Opens logs in a folder that everybody may write to.
enum RunLogFile {
    /// Why the log at `path` may not be written anew; `nil` when nothing stands there, or a file of our own.
    static func objection(_ path: String, shown: String) -> String? {
        guard let there = FileSignature(linkAt: path) else { return nil }
        if there.isLink { return "\(shown) is a symbolic link; somebody may have planted it. Look at it and remove it" }
        guard there.isRegular else { return "\(shown) is no plain file; look at it and remove it" }
        if there.links > 1 { return "\(shown) has \(there.links) names; somebody may have planted it. Remove it" }
        if there.owner != geteuid() {
            return "\(shown) belongs to another user; somebody may have planted it. Remove it"
        }
        return nil
    }

    /// A new, empty log in place of an old one of our own.
    /// - Returns: a descriptor that appends.
    static func create(_ path: String, shown: String) throws(ActingError) -> Int32 {
        if let objection = objection(path, shown: shown) { throw .refused(objection) }
        // A new file, not a shorter one: whoever follows the old one sees that another run has begun.
        unlink(path)
        let descriptor = cp_open_file(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST || errno == ELOOP { throw .refused("\(shown) was put there just now by somebody else") }
            throw .cannotWrite("cannot write \(shown): \(String(cString: strerror(errno)))")
        }
        fchmod(descriptor, 0o644)
        return descriptor
    }

    /// The last lines of a log, safe to show.
    static func lastLines(_ path: String, _ count: Int) -> [String] {
        guard let (descriptor, signature) = try? SafeFile.open(path) else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let got = pread(descriptor, &bytes, bytes.count, off_t(max(0, signature.size - bytes.count)))
        let text = String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
        let lines = text.textLines.map { $0.trimmingTrailingBlanks() }.filter { !$0.isEmpty }
        return lines.suffix(count).map { SafeText.visible(SecretMask.masked(text: $0)) }
    }
}
