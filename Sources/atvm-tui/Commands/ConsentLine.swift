import ArgumentParser
import CPosix
import Glibc
import Plans

/// Asks at the terminal whether a plan may run.
enum ConsentLine {
    /// Shows the plan whole and takes one line. Keys that came before are thrown away; a paste is marked as one by the
    /// terminal, and then is no consent.
    static func ask(_ plan: PrepPlan) throws -> Answer {
        let prompt = ConsentPrompt(plan.consent)
        // In one piece: what is typed once any of it can be seen was typed in sight of the plan.
        cp_terminal_forget_keys(STDIN_FILENO)
        // Before there is anything to answer: a signal at the question must be a No that is written down, not a death.
        let typed = TypedLine()
        try StandardStreams.print(AttachKeys.begin + plan.text + "\n" + prompt.question)
        let line = typed.read()
        // A terminal that has gone takes nothing any more; its No counts all the same.
        try? StandardStreams.print(AttachKeys.end + (line == nil ? "\n" : ""))
        return line.map { prompt.answer(to: $0) } ?? .no
    }
}

/// One line of the terminal, which edits it itself.
struct TypedLine {
    private let event: Int32

    /// From here on signals end the reading, not the process.
    init() {
        let event = cp_event_create()
        self.event = event >= 0 && cp_signals_install(event) == 0 ? event : -1
    }

    /// - Parameter keys: these end it as well, where the terminal makes no signals of them.
    /// - Returns: the bytes with their line feed; `nil` when a signal or the end of the terminal came first.
    func read(limit: Int = 4096, endingAt keys: Set<UInt8> = []) -> [UInt8]? {
        guard event >= 0 else { return nil }
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n"), line.count < limit {
            var ready: [UInt8] = [0, 0]
            _ = cp_wait([event, STDIN_FILENO], &ready, 2, -1)
            cp_event_drain(event)
            let asked = cp_signals_take()
            if asked & UInt32(CP_INT | CP_TERM | CP_HUP | CP_QUIT | CP_TSTP) != 0 { return nil }
            guard ready[1] != 0 else { continue }
            var byte: UInt8 = 0
            let count = Glibc.read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count == 1, !keys.contains(byte) else { return nil }
            line.append(byte)
        }
        return line
    }
}

/// Asks for vCenter's password without showing it.
enum MaskedField {
    static func password() throws -> Secret {
        guard PrepCommand.Run.isAtTerminal else {
            StandardStreams.complain("atvm-tui prep: --ask-password needs a terminal")
            throw ExitCode(EX_NOPERM)
        }
        _ = cp_forbid_dumps()
        var bytes: [UInt8] = []
        do {
            guard let terminal = KeyTerminal.take() else { throw ExitCode(EX_NOPERM) }
            let typed = TypedLine()
            try StandardStreams.print("vCenter's password (not shown): ")
            terminal.forgetKeys()
            for key in typed.read(endingAt: [0x03, 0x04]) ?? [] {
                switch key {
                case 0x7F, 0x08: while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
                case 0x15: bytes = []
                default: bytes.append(key)
                }
            }
        }
        try StandardStreams.print("\n")
        defer { bytes.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) } }
        guard bytes.last == UInt8(ascii: "\n"), bytes.count > 1,
            bytes.dropLast().allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let text = String(validating: bytes.dropLast(), as: UTF8.self)
        else {
            StandardStreams.complain("atvm-tui prep: no password was typed, so nothing was run")
            throw ExitCode(EX_NOPERM)
        }
        return Secret(text)
    }
}
