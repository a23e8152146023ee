import Glibc
import Observing
import Runs

/// The processes of a demo's controller: those that work in its folder or were told to work on it, and have no terminal.
/// A shell that somebody has opened in the folder is none of them.
struct DemoProcesses {
    /// Without a slash at the end.
    let root: String

    /// Ends them all: politely at first.
    func end() {
        let kindly = WallClock.steady() + .seconds(3)
        let finally = kindly + .seconds(3)
        var asked: Set<Int> = []
        while WallClock.steady() < finally {
            let all = all
            if all.isEmpty { return }
            let isOver = WallClock.steady() >= kindly
            // Whoever starts another one while it ends is met at the next turn.
            for pid in all where isOver || asked.insert(pid).inserted { kill(pid_t(pid), isOver ? SIGKILL : SIGTERM) }
            usleep(20_000)
        }
    }

    private var all: [Int] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [Int] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let pid = Int(name), pid != Int(getpid()), isOurs(pid) { found.append(pid) }
        }
        return found
    }

    private func isOurs(_ pid: Int) -> Bool {
        guard let stat = try? SafeFile.readUnsized("/proc/\(pid)/stat", limit: 4096),
            let end = stat.lastIndex(of: UInt8(ascii: ")"))
        else { return false }
        // The state, the parent, the group, the session, the terminal.
        let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 4, fields[0] != "Z", fields[4] == "0" else { return false }
        return works(pid) || wasTold(pid)
    }

    private func works(_ pid: Int) -> Bool {
        guard let folder = LinkTarget.of("/proc/\(pid)/cwd") else { return false }
        return folder == root || folder.hasPrefix(root + "/")
    }

    private func wasTold(_ pid: Int) -> Bool {
        guard let words = try? SafeFile.readUnsized("/proc/\(pid)/cmdline", limit: 64 * 1024) else { return false }
        let wanted = Array(root.utf8)
        return words.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}

/// Where a symbolic link leads.
enum LinkTarget {
    static func of(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
