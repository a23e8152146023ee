/// How a prep ended.
package enum PrepOutcome: Equatable, Sendable {
    case exited(Int)
    case signal(Int)
    /// The script never ran; the text says why.
    case notStarted(String)
    /// Its keeper was killed, or the machine went down: nobody saw the end.
    case interrupted

    /// In words.
    package var text: String {
        switch self {
        case .exited(0): "done"
        case .exited(let status): "failed with exit status \(status)"
        case .signal(let number): "ended by signal \(number)"
        case .notStarted(let why): "not started: \(why)"
        case .interrupted: "interrupted, state of the storage not known"
        }
    }

    /// What a command that waited for it exits with: the script's own status.
    package var exitStatus: Int32 {
        switch self {
        case .exited(let status): Int32(truncatingIfNeeded: status)
        case .signal(let number): Int32(truncatingIfNeeded: 128 &+ number)
        case .notStarted, .interrupted: 1
        }
    }
}

/// A question of the script that waits for an operator.
package struct PrepQuestion: Equatable, Sendable {
    /// Counted from 1 within its prep. An answer names it, so that it can answer nothing else.
    package var number: Int
    /// The line that asks, safe to show; empty when the script waits without having asked.
    package var text: String
    /// Where the output ended when it was asked, in bytes of the transcript.
    package var offset: Int
    /// Whether what is typed is not to be shown, as with a password.
    package var isHidden: Bool

    package init(_ number: Int, _ text: String, at offset: Int, isHidden: Bool = false) {
        (self.number, self.text, self.offset, self.isHidden) = (number, text, offset, isHidden)
    }

    /// The text, or words in its place.
    package var shown: String { text.isEmpty ? "(it waits for input without asking anything)" : text }
}

/// What an operator may do to a running script besides answering it; each only when confirmed.
package enum PrepAct: Int, CaseIterable, Sendable {
    case interrupt = 1
    case quit
    case pause
    case resume

    package var words: String {
        switch self {
        case .interrupt: "interrupt the script (Ctrl-C, SIGINT)"
        case .quit: "end the script at once (Ctrl-\\, SIGQUIT)"
        case .pause: "hold the script where it is (Ctrl-Z, SIGSTOP)"
        case .resume: "let the script go on (SIGCONT)"
        }
    }
}
