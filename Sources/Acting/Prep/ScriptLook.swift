import Glibc
import Observing
import Plans
import Runs

/// Looks what a script does: whether it, or a process that it has started on its terminal, waits for input there.
enum ScriptLook {
    /// - Parameter leader: the process that leads the session of the terminal.
    static func doing(_ leader: Int) -> QuestionWatch.Doing {
        var found = [doing(of: leader)]
        // Nearly always it is the script itself that asks.
        if found[0] != .reading { found += ProcessTable.session(of: leader).filter { $0 != leader }.map(doing(of:)) }
        for answer in [QuestionWatch.Doing.reading, .polling, .unknown] where found.contains(answer) { return answer }
        return .busy
    }

    private static func doing(of pid: Int) -> QuestionWatch.Doing {
        guard let bytes = try? SafeFile.readUnsized("/proc/\(pid)/syscall", limit: 256) else { return .unknown }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map { String($0).trimmingBlanks() }
        guard let call = words.first.flatMap({ Int($0) }), words.count > 1 else { return .busy }
        if call == Int(readCall) {
            guard let descriptor = Int(words[1].dropFirst(2), radix: 16) else { return .unknown }
            return isTerminal(descriptor, of: pid) ? .reading : .busy
        }
        return pollCalls.contains(call) ? .polling : .busy
    }

    private static func isTerminal(_ descriptor: Int, of pid: Int) -> Bool {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = max(0, readlink("/proc/\(pid)/fd/\(descriptor)", &buffer, buffer.count - 1))
        let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path == "/dev/tty" || path.hasPrefix("/dev/pts/")
    }

    // The numbers of read, and of poll, select, epoll and their variants.
    #if arch(arm64)
        private static let readCall = 63
        private static let pollCalls: Set<Int> = [22, 72, 73, 441]
    #else
        private static let readCall = 0
        private static let pollCalls: Set<Int> = [7, 23, 232, 270, 271, 281, 441]
    #endif
}
