import Formats
import Observing

/// One look at all processes. Each is told apart from another that gets its number later.
enum ProcessScan {
    struct Entry {
        var process: ProcessIdentity
        var parent: Int
        var session: Int
        /// Whether it only waits for its parent to take its end.
        var hasEnded: Bool
    }

    static func all() -> [Entry] {
        guard let boot = ProcessTable.bootID() else { return [] }
        return AtomicFile.names(in: "/proc").compactMap { Int($0).flatMap { entry($0, boot) } }
    }

    private static func entry(_ pid: Int, _ boot: String) -> Entry? {
        // The program's name stands in parentheses and may hold anything.
        guard let bytes = try? SafeFile.readUnsized("/proc/\(pid)/stat", limit: 4096),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 20)
        func number(_ index: Int) -> Int? { Int(String(decoding: fields[index], as: UTF8.self)) }
        guard fields.count > 19, let parent = number(1), let session = number(3), let ticks = number(19) else {
            return nil
        }
        let letter = fields[0].first
        return Entry(
            process: ProcessIdentity(pid: pid, startTicks: ticks, bootID: boot), parent: parent, session: session,
            hasEnded: letter == UInt8(ascii: "Z") || letter == UInt8(ascii: "X"))
    }

    /// The processes below some others, as far as their parents lead there; without those that have ended.
    static func below(_ ancestors: Set<Int>, _ all: [Entry] = all()) -> [ProcessIdentity] {
        let children = Dictionary(grouping: all, by: \.parent)
        var found: [ProcessIdentity] = []
        var seen = ancestors
        var next = Array(ancestors)
        while let pid = next.popLast() {
            // Children of one that has ended still hang below it for a moment.
            for child in children[pid] ?? [] where seen.insert(child.process.pid).inserted {
                next.append(child.process.pid)
                if !child.hasEnded { found.append(child.process) }
            }
        }
        return found
    }
}
