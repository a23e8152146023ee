import Acting
import ArgumentParser
import CPosix
import Glibc
import Observing
import Plans
import Runs

/// Shows a prep to its end: with keys where there is a terminal, as plain output elsewhere.
enum PrepFollowing {
    /// - Returns: what to exit with: the script's own status.
    static func follow(_ id: PrepID, _ root: Root, mayAnswer: Bool = true) throws -> Int32 {
        let client = try ActingRun.run("prep") { () throws(ActingError) in
            try PrepClient(id, root: root, person: .current)
        }
        let event = cp_event_create()
        guard event >= 0, cp_signals_install(event) == 0 else { throw ExitCode.failure }
        // What was asked for during the start has rung another bell.
        cp_event_ring(event)
        if mayAnswer, PrepCommand.Run.isAtTerminal, let terminal = KeyTerminal.take() {
            var view = AttachedTerminal(client, terminal, event)
            return try view.run()
        }
        return try print(client, event)
    }

    /// Without a terminal: output only. A question stays open for whoever attaches with one.
    private static func print(_ client: PrepClient, _ event: Int32) throws -> Int32 {
        var text = TranscriptText()
        var told = 0
        while true {
            for found in client.receive() {
                switch found {
                case .output(_, let bytes): try StandardStreams.print(text.take(bytes))
                case .reply: break
                case .state(let state):
                    if let question = state.question, question.number > told {
                        told = question.number
                        StandardStreams.complain(
                            "atvm-tui prep: the script asks: \(question.shown)\n"
                                + "atvm-tui prep: it waits; answer it at a terminal with 'atvm-tui prep attach \(client.id)'"
                        )
                    }
                    if let outcome = state.outcome {
                        try StandardStreams.print(text.end())
                        StandardStreams.complain("atvm-tui prep: \(client.id) \(outcome.text)")
                        return outcome.exitStatus
                    }
                }
            }
            var descriptors = [event, client.descriptor]
            var ready: [UInt8] = [0, 0]
            let wanted = [1, UInt8(CP_READABLE | (client.wantsToWrite ? CP_WRITABLE : 0))]
            _ = cp_wait_for(&descriptors, wanted, &ready, 2, client.patience)
            cp_event_drain(event)
            let asked = cp_signals_take()
            for bit in [CP_INT, CP_TERM, CP_HUP, CP_QUIT] where asked & UInt32(bit) != 0 {
                StandardStreams.complain(
                    "atvm-tui prep: \(client.id) goes on; 'atvm-tui prep attach \(client.id)' shows it again")
                cp_die_by(UInt32(bit))
            }
        }
    }
}

/// A prep on the operator's terminal.
private struct AttachedTerminal: ~Copyable {
    private let client: PrepClient
    private var terminal: KeyTerminal
    private let event: Int32
    private var text = TranscriptText()
    private var keys = AttachKeys()
    private var state = PrepState()
    /// Until a question is on the screen, no key belongs to it.
    private var ignoresKeys = false
    private var isAtLineStart = true
    /// A line that has not ended. It may become a question, and then it is shown when keys can answer it.
    private var unfinished = ""
    private var unfinishedSince: Int64 = 0
    /// How long such a line waits, in milliseconds: longer where it looks like a question.
    private static let unfinishedTime: (plain: Int64, prompt: Int64) = (500, 10_000)

    init(_ client: PrepClient, _ terminal: consuming KeyTerminal, _ event: Int32) {
        (self.client, self.event) = (client, event)
        self.terminal = terminal
    }

    mutating func run() throws -> Int32 {
        show(
            AttachKeys.begin
                + ">> prep \(client.id); Ctrl-D leaves and lets it go on, Ctrl-C asks before it interrupts\n")
        resize()
        while true {
            // What cannot be shown yet is left where it is: the keeper waits for nobody.
            let events = terminal.isFull ? [] : client.receive()
            for event in events { take(event) }
            if let outcome = state.outcome, client.isFinished { return leave(outcome.exitStatus, outcome.text) }
            if !unfinished.isEmpty, cp_monotonic_ms() >= unfinishedUntil { showUnfinished() }
            terminal.flush()
            if ignoresKeys, !terminal.isBusy {
                terminal.forgetKeys()
                ignoresKeys = false
            }
            if let status = wait() { return status }
        }
    }

    /// - Returns: what to exit with, when this is over.
    private mutating func wait() -> Int32? {
        let descriptors = [event, STDIN_FILENO, terminal.isFull ? -1 : client.descriptor, terminal.descriptor]
        var ready: [UInt8] = [0, 0, 0, 0]
        let wanted: [UInt8] = [
            1, 1, UInt8(CP_READABLE | (client.wantsToWrite ? CP_WRITABLE : 0)),
            terminal.isBusy ? UInt8(CP_WRITABLE) : 0,
        ]
        _ = cp_wait_for(descriptors, wanted, &ready, 4, patience)
        cp_event_drain(event)
        let asked = cp_signals_take()
        if asked & UInt32(CP_WINCH) != 0 { resize() }
        for bit in [CP_TERM, CP_HUP, CP_QUIT] where asked & UInt32(bit) != 0 {
            return leave(128 + Self.number(of: bit), "goes on; 'atvm-tui prep attach \(client.id)' shows it again")
        }
        // A Ctrl-C from before the terminal gave single keys means what it means now.
        if asked & UInt32(CP_INT) != 0 { return perform(keys.take([0x03])) }
        guard ready[1] != 0 else { return nil }
        guard let typed = terminal.keys() else { return leave(129, "goes on") }
        return ignoresKeys ? nil : perform(keys.take(typed))
    }

    /// - Returns: what to exit with, when this is over.
    private mutating func perform(_ effects: [AttachKeys.Effect]) -> Int32? {
        for effect in effects {
            switch effect {
            case .show(let text): show(text)
            case .answer(let number, let bytes): client.send(.answer(question: number, bytes))
            case .act(let act): client.send(.act(act))
            case .forgetKeys:
                terminal.forgetKeys()
                ignoresKeys = terminal.isBusy
            case .detach: return leave(0, "goes on; 'atvm-tui prep attach \(client.id)' shows it again")
            }
        }
        return nil
    }

    /// How long nothing may happen before this goes on.
    private var patience: Int32 {
        if terminal.isFull { return -1 }
        guard !unfinished.isEmpty else { return client.patience }
        let left = Int32(clamping: max(0, unfinishedUntil - cp_monotonic_ms()))
        return client.patience < 0 ? left : min(left, client.patience)
    }

    private mutating func take(_ event: PrepEvent) {
        switch event {
        case .output(_, let bytes):
            let text = unfinished + text.take(bytes)
            let end = text.lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
            if unfinished.isEmpty || end != text.startIndex { unfinishedSince = cp_monotonic_ms() }
            show(String(text[..<end]))
            unfinished = String(text[end...])
            if unfinished.utf8.count > 4096 { showUnfinished() }
        case .reply(let isDone, let why):
            guard !isDone else { return }
            terminal.forgetKeys()
            say(why)
            for case .show(let text) in keys.answerFailed() { show(text) }
            ignoresKeys = terminal.isBusy
        case .state(let new):
            if new.question != state.question || new.outcome != nil { unfinished += text.end() }
            let asks = new.question != nil && new.question != state.question
            // Keys that came before cannot have been meant for it.
            if asks, !keys.isConfirming { terminal.forgetKeys() }
            if asks || new.outcome != nil { showUnfinished() }
            if !new.note.isEmpty, new.note != state.note, new.outcome == nil { say(SafeText.visible(new.note)) }
            state = new
            for case .show(let text) in keys.take(new) { show(text) }
            if asks, !keys.isConfirming { ignoresKeys = terminal.isBusy }
        }
    }

    private var unfinishedUntil: Int64 {
        let isPrompt = QuestionWatch.looksLikePrompt(unfinished.trimmingBlanks())
        return unfinishedSince + (isPrompt ? Self.unfinishedTime.prompt : Self.unfinishedTime.plain)
    }

    private mutating func showUnfinished() {
        show(unfinished)
        unfinished = ""
    }

    private mutating func resize() {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard cp_terminal_size(STDOUT_FILENO, &columns, &rows) else { return }
        client.send(.resize(columns: Int(columns), rows: Int(rows)))
    }

    private mutating func say(_ line: String) { show((isAtLineStart ? "" : "\n") + ">> \(line)\n") }

    private mutating func show(_ text: String) {
        guard let last = text.utf8.last else { return }
        isAtLineStart = last == UInt8(ascii: "\n")
        terminal.show(text)
    }

    private mutating func leave(_ status: Int32, _ words: String) -> Int32 {
        say("prep \(client.id) \(words)")
        show(AttachKeys.end)
        // A terminal that has stopped is not waited for.
        terminal.flush(milliseconds: 2000)
        return status
    }

    private static func number(of bit: Int) -> Int32 {
        switch bit {
        case CP_TERM: SIGTERM
        case CP_HUP: SIGHUP
        case CP_QUIT: SIGQUIT
        default: SIGINT
        }
    }
}
