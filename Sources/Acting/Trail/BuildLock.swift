import CPosix
import Formats
import Glibc
import Observing
package import Plans
import Runs

/// A lock of a build that one process at a time holds, and that ends with it. Whoever holds it is named in its file.
package struct BuildLock: ~Copyable {
    /// What a lock is for.
    package enum Kind: String, Sendable {
        /// One start, cancel or settlement at a time.
        case operation = "operation.lock"
        /// One watcher at a time.
        case watcher = "watcher.lock"
        /// Between looking at a build's markers and writing what follows from them.
        case state = "state.lock"
        /// One start of a prep at a time.
        case prep = "prep.lock"
        /// One keeper of a prep.
        case keeper = "keeper.lock"
    }

    private let descriptor: Int32
    private let path: String

    /// - Parameters:
    ///   - action: what the lock is taken for, for whoever finds it taken.
    /// - Throws: `.refused`, naming the holder, when it is taken.
    package init(_ kind: Kind, in folder: String, for action: String, by person: Person) throws(ActingError) {
        path = folder + "/" + kind.rawValue
        descriptor = try Self.take(path)
        let line: JSONObject = [
            "action": .string(action), "operator": .string(person.text), "pid": .integer(Int(getpid())),
            "since": .string(WallClock.now().rfc3339),
        ]
        // Only for whoever finds it taken: the lock holds without it.
        _ = ftruncate(descriptor, 0)
        _ = AtomicFile.writeAll(Array((JSONValue.object(line).compactText + "\n").utf8), to: descriptor)
    }

    private static func take(_ path: String) throws(ActingError) -> Int32 {
        while true {
            let descriptor = cp_open_file(path, O_RDWR | O_CREAT, 0o644)
            guard descriptor >= 0 else { throw AtomicFile.problem(path) }
            let code = cp_lock(descriptor)
            if code == 0, let mine = FileSignature(descriptor: descriptor), let there = FileSignature(linkAt: path),
                mine.isSameFile(as: there)
            {
                return descriptor
            }
            close(descriptor)
            // Free, but removed by its last holder in the meantime: once more, with the file that stands there now.
            if code == 0 { continue }
            guard code == EWOULDBLOCK || code == EINTR else {
                errno = code
                throw AtomicFile.problem(path)
            }
            throw .refused(holder(path))
        }
    }

    /// Who holds the lock, in words.
    private static func holder(_ path: String) -> String {
        guard let bytes = try? SafeFile.read(path, limit: 4096), let json = try? JSONValue(json: bytes),
            let person = json["operator"]?.string, let action = json["action"]?.string
        else { return "another operation on this build is running" }
        let since = json["since"]?.string.map { " since \($0)" } ?? ""
        let pid = json["pid"]?.integer.map { ", process \($0)" } ?? ""
        return SafeText.visible("\(action) by \(person) is running\(since)\(pid)")
    }

    /// Removes the lock's file too: for a build that does not exist after all.
    package consuming func discard() { unlink(path) }

    deinit { close(descriptor) }
}
