/// What the keys of an operator mean who is attached to a prep: an answer, an act that is confirmed first, or nothing.
///
/// Pure. A question has an answer only from keys that came while it was on the screen, and only with Enter.
package struct AttachKeys: Equatable, Sendable {
    package enum Effect: Equatable, Sendable {
        /// Safe text for the terminal.
        case show(String)
        case answer(question: Int, [UInt8])
        case act(PrepAct)
        /// Leave the prep running and go.
        case detach
        /// A question that had to wait is on the screen: keys that have come by now were not meant for it.
        case forgetKeys
    }

    private enum Mode: Equatable, Sendable {
        case watching
        case answering(PrepQuestion)
        /// The rest of a line that was begun for an earlier question; with its Enter it is gone.
        case dropping(PrepQuestion)
        case confirming(PrepAct)
    }

    private enum Escape: Equatable, Sendable {
        case none
        case begun
        /// Inside a sequence, with what came of it.
        case sequence([UInt8])
        /// One more byte belongs to it.
        case single
    }

    private var mode = Mode.watching
    private var question: PrepQuestion?
    private var isPaused = false
    private var line: [UInt8] = []
    private var isEmptyAllowed = false
    /// The question whose line was begun and has had no Enter yet, though the question is gone.
    private var begun: Int?
    /// Whether the open question came while something else was on the screen.
    private var isWaiting = false
    private var isPasting = false
    private var escape = Escape.none

    package init() {}

    /// What the terminal must be told at the beginning and at the end: a paste is marked as one.
    package static let begin = "\u{1B}[?2004h"
    package static let end = "\u{1B}[?2004l"

    /// The standing of the prep has changed. Keys that came before must have been thrown away by then.
    package mutating func take(_ state: PrepState) -> [Effect] {
        isPaused = state.isPaused
        guard state.question != question || state.outcome != nil else { return [] }
        question = state.outcome == nil ? state.question : nil
        if state.outcome == nil, isConfirming {
            // What is typed belongs to the confirmation, and is never the answer to a question that nobody has seen.
            isWaiting = question != nil
            return []
        }
        if case .answering(let last) = mode, !line.isEmpty { begun = last.number }
        (line, isEmptyAllowed, isWaiting) = ([], false, false)
        guard let question else {
            defer { mode = .watching }
            return mode == .watching || isConfirming ? [] : [.show("\n")]
        }
        if let begun {
            mode = .dropping(question)
            return [.show(Self.dropped(begun, question))]
        }
        mode = .answering(question)
        return [.show(Self.prompt(question))]
    }

    /// Whether an act waits for its `yes`, so that keys are not for a question.
    package var isConfirming: Bool { if case .confirming = mode { true } else { false } }

    package mutating func take(_ keys: some Sequence<UInt8>) -> [Effect] {
        var effects: [Effect] = []
        for key in keys {
            guard let key = plain(key) else { continue }
            effects += take(key)
            // What follows in one piece was typed, or pasted, before anything that comes of it could be seen.
            if effects.contains(where: { if case .show = $0 { false } else { true } }) { break }
        }
        return effects
    }

    // MARK: Keys

    private mutating func take(_ key: UInt8) -> [Effect] {
        switch (key, mode) {
        case (0x03, _): return confirm(.interrupt)
        case (0x1C, _): return confirm(.quit)
        case (0x1A, _): return confirm(isPaused ? .resume : .pause)
        case (0x04, .confirming): return goBack()
        case (0x04, _): return line.isEmpty ? [.detach] : []
        case (0x0A, .answering(let question)), (0x0D, .answering(let question)): return answer(question)
        case (0x0A, .confirming(let act)), (0x0D, .confirming(let act)):
            let isMeant = line == Array("yes".utf8)
            let back = goBack()
            return isMeant ? [.act(act)] + back : back
        case (0x0A, .dropping), (0x0D, .dropping), (0x15, .dropping):
            begun = nil
            return goBack()
        case (_, .dropping): return []
        case (0x0A, .watching), (0x0D, .watching), (0x15, .watching):
            begun = nil
            return []
        case (_, .watching): return []
        case (0x15, _): return erase(line.count)
        case (0x7F, _), (0x08, _): return erase(1)
        case (0x20...0x7E, _):
            guard line.count < QuestionWatch.answerLimit else { return [.show("\u{7}")] }
            line.append(key)
            isEmptyAllowed = false
            return isShown ? [.show(String(UnicodeScalar(key)))] : []
        default: return [.show("\u{7}")]
        }
    }

    private mutating func answer(_ question: PrepQuestion) -> [Effect] {
        if line.isEmpty, !isEmptyAllowed {
            isEmptyAllowed = true
            return [.show("(nothing typed; Enter once more answers with an empty line) ")]
        }
        defer { (line, isEmptyAllowed, mode) = ([], false, .watching) }
        return [.show("\n"), .answer(question: question.number, line)]
    }

    /// The answer was not passed on: the question, if it is still open, may be answered again.
    package mutating func answerFailed() -> [Effect] {
        guard mode == .watching, let question else { return [] }
        mode = .answering(question)
        return [.show(Self.prompt(question))]
    }

    private mutating func confirm(_ act: PrepAct) -> [Effect] {
        guard !isPasting else { return [] }
        (mode, line, isEmptyAllowed, begun) = (.confirming(act), [], false, nil)
        return [.show("\n>> Really \(act.words)? Type yes and Enter; anything else is No: ")]
    }

    private mutating func goBack() -> [Effect] {
        (line, isEmptyAllowed) = ([], false)
        guard let question else {
            mode = .watching
            return [.show("\n")]
        }
        mode = .answering(question)
        defer { isWaiting = false }
        return [.show("\n" + Self.prompt(question))] + (isWaiting ? [.forgetKeys] : [])
    }

    private mutating func erase(_ count: Int) -> [Effect] {
        let count = min(count, line.count)
        line.removeLast(count)
        return isShown && count > 0 ? [.show(String(repeating: "\u{8} \u{8}", count: count))] : []
    }

    private var isShown: Bool { if case .answering(let question) = mode { !question.isHidden } else { true } }

    private static func dropped(_ begun: Int, _ question: PrepQuestion) -> String {
        "\n>> What was typed for question \(begun) is dropped, it was not passed on. Question \(question.number) of the "
            + "script: \(question.shown)\n>> Enter, then your answer: "
    }

    private static func prompt(_ question: PrepQuestion) -> String {
        "\n>> Question \(question.number) of the script: \(question.shown)\n"
            + ">> Your answer\(question.isHidden ? " (not shown)" : ""), then Enter: "
    }

    // MARK: Sequences

    /// The key itself; `nil` for a part of a sequence, which is never an answer, and for line ends of a paste.
    private mutating func plain(_ key: UInt8) -> UInt8? {
        switch escape {
        case .none:
            if key == 0x1B {
                escape = .begun
                return nil
            }
            if isPasting, key < 0x20 || key == 0x7F { return nil }
            return key
        case .begun:
            switch key {
            case UInt8(ascii: "["): escape = .sequence([])
            case UInt8(ascii: "O"): escape = .single
            case 0x1B: escape = .begun
            default: escape = .none
            }
            return nil
        case .single:
            escape = .none
            return nil
        case .sequence(let begun):
            guard (0x40...0x7E).contains(key) || begun.count > 32 else {
                escape = .sequence(begun + [key])
                return nil
            }
            escape = .none
            if key == UInt8(ascii: "~") {
                if begun == Array("200".utf8) { isPasting = true }
                if begun == Array("201".utf8) { isPasting = false }
            }
            // X10 mouse reports carry three more bytes, but are never asked for.
            return nil
        }
    }
}
