import Glibc
import Runs

/// Why something could not be written into a simulated controller's folder.
package struct SimulationError: Error, Equatable, CustomStringConvertible {
    /// What was tried, such as `write`.
    package var action: String
    package var path: String
    /// The system's error number.
    package var code: Int32

    package init(action: String, path: String, code: Int32) {
        (self.action, self.path, self.code) = (action, path, code)
    }

    package var description: String { "cannot \(action) \(path): \(String(cString: strerror(code)))" }
}

/// Writes files below one folder; never outside of it, because it is only given paths of this module's making.
///
/// Modes are set after creation and so do not depend on the caller's umask: folders 0755, files 0644 unless said otherwise.
struct FolderWriter: Sendable {
    /// Without a slash at the end.
    let root: String

    init(root: String) {
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// Makes a folder and those above it, up to the root.
    func makeFolder(_ path: String) throws(SimulationError) {
        var made = root
        try makeOneFolder(made)
        for part in path.split(separator: "/") {
            made += "/\(part)"
            try makeOneFolder(made)
        }
    }

    private func makeOneFolder(_ path: String) throws(SimulationError) {
        if mkdir(path, 0o755) == 0 {
            guard chmod(path, 0o755) == 0 else {
                throw SimulationError(action: "set the mode of", path: path, code: errno)
            }
        } else if errno != EEXIST {
            throw SimulationError(action: "make the folder", path: path, code: errno)
        }
    }

    /// Appends to a file, which is made if need be.
    /// - Parameter modified: the file's time afterwards; `nil` leaves it at now.
    func append(_ text: String, to path: String, modified: Timestamp? = nil) throws(SimulationError) {
        try write(text, to: "\(root)/\(path)", flags: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, modified: modified)
    }

    /// Replaces a file whole: written beside it, then renamed, so that no reader meets half of it.
    func replace(
        _ path: String, with text: String, mode: mode_t = 0o644, modified: Timestamp? = nil
    ) throws(SimulationError) {
        let target = "\(root)/\(path)"
        let aside = "\(target).new"
        try write(text, to: aside, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode: mode, modified: modified)
        guard rename(aside, target) == 0 else { throw SimulationError(action: "replace", path: target, code: errno) }
    }

    private func write(
        _ text: String, to path: String, flags: Int32, mode: mode_t = 0o644, modified: Timestamp?
    ) throws(SimulationError) {
        let descriptor = open(path, flags, mode)
        guard descriptor >= 0 else { throw SimulationError(action: "open", path: path, code: errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0, Self.write(text, to: descriptor) else {
            throw SimulationError(action: "write", path: path, code: errno)
        }
        guard let modified else { return }
        let time = timespec(
            tv_sec: Int(modified.wholeSeconds),
            tv_nsec: Int(modified.milliseconds - modified.wholeSeconds * 1000) * 1_000_000)
        guard futimens(descriptor, [time, time]) == 0 else {
            throw SimulationError(action: "set the time of", path: path, code: errno)
        }
    }

    /// Whether the whole text was taken; `errno` says why not.
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[done...])
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}
