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
        descriptor = try Self.take(path, kind)
        let line: JSONObject = [
            "action": .string(action), "operator": .string(person.text), "pid": .integer(Int(getpid())),
            "since": .string(WallClock.now().rfc3339),
        ]
        // Whoever may read a file may hold its lock, and with it every cancellation and every post. Files of an earlier
        // version are closed too.
        fchmod(descriptor, 0o600)
        // Only for whoever finds it taken: the lock holds without it.
        _ = ftruncate(descriptor, 0)
        _ = AtomicFile.writeAll(Array((JSONValue.object(line).compactText + "\n").utf8), to: descriptor)
    }

    private static func take(_ path: String, _ kind: Kind) throws(ActingError) -> Int32 {
        var attempts = 0
        while true {
            let descriptor = cp_open_file(path, O_RDWR | O_CREAT, 0o600)
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
            if kind == .state { throw .refused("the state is being written") }
            if let holder = holder(path) { throw .refused(holder) }
            // Its holder has just come and is not named yet, or has just gone, and then it is free.
            attempts += 1
            guard attempts < 200 else { throw .refused("another operation on this build is running") }
            ProcessTree.pause(.milliseconds(2))
        }
    }

    /// Who holds the lock, in words; `nil` while nobody is named, or somebody who was killed.
    private static func holder(_ path: String) -> String? {
        guard let bytes = try? SafeFile.read(path, limit: 4096), let json = try? JSONValue(json: bytes),
            let person = json["operator"]?.string, let action = json["action"]?.string,
            let since = json["since"]?.string, let pid = json["pid"]?.integer, ProcessTable.identity(of: pid) != nil
        else { return nil }
        return SafeText.visible("\(action) by \(person) is running since \(since), process \(pid)")
    }

    /// Removes the lock's file too: for a build that does not exist after all.
    package func discard() { unlink(path) }

    deinit {
        // Nobody is named who does not hold it.
        _ = ftruncate(descriptor, 0)
        close(descriptor)
    }
}

extension BuildLock {
    /// Takes a lock that its holder gives back soon.
    /// - Throws: `.refused`, naming the holder, when it does not within the time.
    static func wait(
        _ kind: Kind, in folder: String, for action: String, by person: Person, atMost limit: Duration
    ) throws(ActingError) -> BuildLock {
        let end = WallClock.steady() + limit
        while true {
            do throws(ActingError) {
                return try BuildLock(kind, in: folder, for: action, by: person)
            } catch {
                guard case .refused = error, WallClock.steady() < end else { throw error }
                ProcessTree.pause(.milliseconds(5))
            }
        }
    }
}

/// The lock between looking at a build's markers and writing what follows; it is held for moments only.
enum StateLock {
    static func wait(_ folder: String, by person: Person) throws(ActingError) -> BuildLock {
        try BuildLock.wait(.state, in: folder, for: "writing the state", by: person, atMost: .seconds(10))
    }
}

/// The lock of a build's watcher, for those who must not have one begin meanwhile. One that has just written down its own
/// end gives it back at once.
enum WatcherLock {
    static func wait(_ folder: String, for action: String, by person: Person) throws(ActingError) -> BuildLock {
        try BuildLock.wait(.watcher, in: folder, for: action, by: person, atMost: .seconds(3))
    }
}
