import CPosix
import Glibc

/// The operator's terminal while keys are taken from it one by one. It is as before when this ends.
struct KeyTerminal: ~Copyable {
    private let modes: [UInt8]
    /// Another opening of the same terminal: that it never waits is not seen by whoever shares it.
    private let output: Int32
    private var outgoing: [UInt8] = []

    private init(modes: [UInt8], output: Int32) { (self.modes, self.output) = (modes, output) }

    /// The terminal of this process, from now on; `nil` where standard input and output are none.
    static func take() -> KeyTerminal? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = cp_pty_modes(STDIN_FILENO, &buffer, 256)
        guard count > 0, isatty(STDOUT_FILENO) == 1 else { return nil }
        let output = open("/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard output >= 0 else { return nil }
        guard cp_terminal_take_keys(STDIN_FILENO) == 0 else {
            close(output)
            return nil
        }
        return KeyTerminal(modes: Array(buffer.prefix(Int(count))), output: output)
    }

    deinit {
        _ = cp_terminal_restore(STDIN_FILENO, modes, Int32(modes.count))
        close(output)
    }

    /// What to wait for when `isBusy`.
    var descriptor: Int32 { output }
    /// Whether something is not on the screen yet.
    var isBusy: Bool { !outgoing.isEmpty }
    /// Whether so much is not on the screen that no more should come.
    var isFull: Bool { outgoing.count > 64 * 1024 }

    mutating func show(_ text: String) {
        outgoing += Array(text.utf8)
        flush()
    }

    /// Writes what the terminal takes now.
    mutating func flush() {
        while !outgoing.isEmpty {
            let count = outgoing.withUnsafeBytes { write(output, $0.baseAddress, min($0.count, 4096)) }
            guard count > 0 else {
                // Gone: nobody looks any more.
                if errno != EAGAIN, errno != EINTR { outgoing = [] }
                return
            }
            outgoing.removeFirst(count)
        }
    }

    /// Writes everything, for at most so long.
    mutating func flush(milliseconds: Int64) {
        let end = cp_monotonic_ms() + milliseconds
        while isBusy, cp_monotonic_ms() < end {
            var (descriptor, wanted, ready) = (output, UInt8(CP_WRITABLE), UInt8(0))
            _ = cp_wait_for(&descriptor, &wanted, &ready, 1, 100)
            flush()
        }
    }

    /// What was typed since; `nil` when the terminal is gone.
    func keys() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    func forgetKeys() { cp_terminal_forget_keys(STDIN_FILENO) }
}
