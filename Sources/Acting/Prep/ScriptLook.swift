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
        return doing(inCall: String(decoding: bytes, as: UTF8.self)) { isTerminal($0, of: pid) }
    }

    /// - Parameter text: what `/proc/PID/syscall` says: the call's number and its arguments.
    static func doing(inCall text: String, isTerminal: (Int) -> Bool) -> QuestionWatch.Doing {
        let words = text.split(separator: " ").map { String($0).trimmingBlanks() }
        guard let call = words.first.flatMap({ Int($0) }), words.count > 1 else { return .busy }
        func argument(_ number: Int) -> Int? {
            words.count > number ? Int(words[number].dropFirst(2), radix: 16) : nil
        }
        if call == readCall {
            guard let descriptor = argument(1) else { return .unknown }
            return isTerminal(descriptor) ? .reading : .busy
        }
        // A wait for no descriptor at all is a sleep.
        if selectCalls.contains(call) { return argument(1) == 0 ? .busy : .polling }
        if pollCalls.contains(call) { return argument(2) == 0 ? .busy : .polling }
        return epollCalls.contains(call) ? .polling : .busy
    }

    private static func isTerminal(_ descriptor: Int, of pid: Int) -> Bool {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = max(0, readlink("/proc/\(pid)/fd/\(descriptor)", &buffer, buffer.count - 1))
        let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path == "/dev/tty" || path.hasPrefix("/dev/pts/")
    }

    // The numbers of read, and of poll, select, epoll and their variants.
    #if arch(arm64)
        static let readCall = 63
        static let selectCalls: Set<Int> = [72]
        static let pollCalls: Set<Int> = [73]
        static let epollCalls: Set<Int> = [22, 441]
    #else
        static let readCall = 0
        static let selectCalls: Set<Int> = [23, 270]
        static let pollCalls: Set<Int> = [7, 271]
        static let epollCalls: Set<Int> = [232, 281, 441]
    #endif
}
