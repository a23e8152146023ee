package import Formats
import Glibc
import Runs

/// The processes of this machine, as `/proc` shows them.
package enum ProcessTable {
    package static func bootID() -> String? {
        (try? SafeFile.readUnsized("/proc/sys/kernel/random/boot_id", limit: 256))
            .map { String(decoding: $0, as: UTF8.self).trimmingBlanks() }
    }

    /// When a process started, in clock ticks since boot. `nil` when there is none, or when it has ended and only waits
    /// for its parent.
    package static func startTicks(of pid: Int) -> Int? {
        guard let fields = fields(of: pid), fields.count > 19, fields[0] != "Z" else { return nil }
        return Int(fields[19])
    }

    /// The process that has this number now.
    package static func identity(of pid: Int) -> ProcessIdentity? {
        guard let ticks = startTicks(of: pid), let boot = bootID() else { return nil }
        return ProcessIdentity(pid: pid, startTicks: ticks, bootID: boot)
    }

    /// Whether exactly this process still runs: a number alone may have been given to another one since.
    package static func isAlive(_ process: ProcessIdentity) -> Bool {
        process.bootID == bootID() && startTicks(of: process.pid) == process.startTicks
    }

    /// All processes below this one, whatever session they have gone to, as far as their parents still lead here.
    package static func descendants(of ancestor: Int) -> [Int] {
        var children: [Int: [Int]] = [:]
        try? FolderList.forEachEntry(of: "/proc") { entry in
            // Ended ones count too: their children still hang below them for a moment.
            guard let pid = Int(entry.name), let fields = fields(of: pid), fields.count > 1, let parent = Int(fields[1])
            else { return }
            children[parent, default: []].append(pid)
        }
        var found: [Int] = []
        var next = children[ancestor] ?? []
        while let pid = next.popLast() {
            found.append(pid)
            next += children[pid] ?? []
        }
        return found
    }

    /// All processes of the session that this one leads, or has led.
    package static func session(of leader: Int) -> [Int] {
        var found: [Int] = []
        try? FolderList.forEachEntry(of: "/proc") { entry in
            guard let pid = Int(entry.name), let fields = fields(of: pid), fields.count > 3, fields[0] != "Z",
                Int(fields[3]) == leader
            else { return }
            found.append(pid)
        }
        return found
    }

    /// All processes whose program, working folder or arguments lie in a folder.
    package static func using(_ folder: String) -> [Int] {
        var found: [Int] = []
        try? FolderList.forEachEntry(of: "/proc") { entry in
            guard let pid = Int(entry.name), pid != Int(getpid()) else { return }
            let links = ["exe", "cwd"].map { name in
                var buffer = [CChar](repeating: 0, count: 4096)
                let count = max(0, readlink("/proc/\(pid)/\(name)", &buffer, buffer.count - 1))
                return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
            let arguments = (try? SafeFile.readUnsized("/proc/\(pid)/cmdline", limit: 64 * 1024)) ?? []
            let words = arguments.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if (links + words).contains(where: { $0 == folder || $0.hasPrefix(folder + "/") }) { found.append(pid) }
        }
        return found
    }

    /// The fields of a stat line behind the program's name, which may hold anything; the first is the state.
    private static func fields(of pid: Int) -> [String]? {
        guard let bytes = try? SafeFile.readUnsized("/proc/\(pid)/stat", limit: 4096),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        return bytes[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }
}
