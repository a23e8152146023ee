package import Plans
package import Runs
package import Screen
import Viewing

/// One prep, live or over: how far it has come, what its script writes, and the open question with its answer field.
/// Leaving it ends nothing. Nothing typed before a question was drawn gets into its field.
package struct PrepView: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case stay
        case leave
        case send(PrepInput)
        /// Read this file in the log view.
        case read(LogSource)
    }

    package let id: PrepID
    private(set) var summary: PrepSummary?
    /// `nil` until the keeper, or the record, has told it.
    private(set) var state: PrepState?
    private(set) var progress: PrepProgress?
    /// What the script has written, in safe lines; the last one may go on.
    private(set) var lines: [String] = [""]
    private(set) var hasMore = false
    private var text = TranscriptText()
    /// The byte of the transcript that comes next.
    private var position = 0
    /// The question that stands on the screen.
    private var shownQuestion: Int?
    /// The question that was answered, until the keeper says what has become of it.
    private var answered: Int?
    private(set) var typed: [UInt8] = []
    private var isEmptyAllowed = false
    /// The act that is being confirmed.
    private(set) var confirming: PrepAct?
    private(set) var confirmation: [UInt8] = []
    /// What this console was told last.
    private(set) var note = ""
    /// Lines scrolled back from the end.
    private(set) var back = 0

    /// Older lines stand in the transcript only.
    private static let lineLimit = 20_000
    private static let columnLimit = 4000

    package init(_ id: PrepID, _ summary: PrepSummary?) {
        self.id = id
        take(summary)
    }

    package var question: PrepQuestion? { state?.outcome == nil ? state?.question : nil }
    package var isOver: Bool { state?.outcome != nil }
    /// The question that waits for an answer from here.
    var openQuestion: PrepQuestion? { question.flatMap { $0.number == answered ? nil : $0 } }
    var asksUnseen: Bool { openQuestion.map { $0.number != shownQuestion } ?? false }

    package mutating func wasShown() { shownQuestion = openQuestion?.number }

    // MARK: What comes in

    package mutating func take(_ summary: PrepSummary?) {
        guard let summary else { return }
        self.summary = summary
        if progress == nil, let mode = summary.mode {
            var made = PrepProgress(mode)
            for line in lines { made.take(line) }
            progress = made
        }
    }

    package mutating func take(_ event: PrepEvent) {
        switch event {
        case .output(let offset, let bytes):
            // What another attachment has sent late is known already, or will come.
            guard offset <= position, offset + bytes.count > position else { return }
            append(text.take(Array(bytes.dropFirst(position - offset))))
            position = offset + bytes.count
        case .reply(let isDone, let why):
            guard !isDone else { return }
            // The question, if it is still open, may be answered again once that was to be seen.
            (answered, shownQuestion, note) = (nil, nil, SafeText.visible(why))
        case .state(let new):
            if new.question != state?.question || new.outcome != nil {
                append(text.end())
                (typed, isEmptyAllowed, shownQuestion, answered) = ([], false, nil, nil)
            }
            if !new.note.isEmpty, new.note != state?.note { note = SafeText.visible(new.note) }
            if new.outcome != nil { (confirming, confirmation) = (nil, []) }
            state = new
        }
    }

    package mutating func lose(_ why: String) { note = SafeText.visible(why) }

    private mutating func append(_ text: String) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 {
                progress?.take(lines.last ?? "")
                lines.append("")
                if back > 0 { back += 1 }
            }
            guard let last = lines.indices.last else { continue }
            if lines[last].utf8.count < Self.columnLimit { lines[last] += part }
        }
        if lines.count > Self.lineLimit {
            lines.removeFirst(lines.count - Self.lineLimit * 9 / 10)
            hasMore = true
        }
        if let last = lines.last, !last.isEmpty { progress?.take(last) }
    }

    // MARK: Keys

    package mutating func take(_ key: Key, in size: Size) -> Outcome {
        if let act = confirming { return takeConfirmation(key, act) }
        if let question = openQuestion, Self.isOfAnswer(key) { return takeAnswer(key, question) }
        switch PrepViewKeymap.table.command(for: key) {
        case .interrupt: return confirm(.interrupt)
        case .quit: return confirm(.quit)
        case .hold: return confirm(state?.isPaused == true ? .resume : .pause)
        case .leave: return .leave
        case .transcript: return .read(.prep(id))
        case .log: return .read(.prepLog)
        case .up: return scroll(1)
        case .down: return scroll(-1)
        case .pageUp: return scroll(max(1, size.rows / 2))
        case .pageDown: return scroll(-max(1, size.rows / 2))
        case .top: return scroll(lines.count)
        case .bottom: return scroll(-lines.count)
        case nil: return .stay
        }
    }

    /// Whether a key belongs to the answer while there is a question.
    private static func isOfAnswer(_ key: Key) -> Bool {
        switch key {
        case .character, .enter, .backspace, .control("u"), .left, .right, .home, .end: true
        default: false
        }
    }

    private mutating func takeAnswer(_ key: Key, _ question: PrepQuestion) -> Outcome {
        // Typed for whatever stood there before.
        guard shownQuestion == question.number else { return .stay }
        switch key {
        case .enter:
            if typed.isEmpty, !isEmptyAllowed {
                isEmptyAllowed = true
                note = "nothing typed; Enter once more answers with an empty line"
                return .stay
            }
            defer { (typed, isEmptyAllowed, answered, note) = ([], false, question.number, "") }
            return .send(.answer(question: question.number, typed))
        case .backspace: if !typed.isEmpty { typed.removeLast() }
        case .control("u"): typed = []
        case .character(let scalar): type(scalar)
        default: break
        }
        return .stay
    }

    private mutating func type(_ scalar: Unicode.Scalar) {
        guard (0x20...0x7E).contains(scalar.value), typed.count < QuestionWatch.answerLimit else { return }
        typed.append(UInt8(truncatingIfNeeded: scalar.value))
        isEmptyAllowed = false
    }

    /// Pasted text stands in the field, and is no answer until Enter is typed.
    package mutating func paste(_ text: String) {
        guard confirming == nil, let question = openQuestion, question.number == shownQuestion else { return }
        for scalar in text.unicodeScalars { type(scalar) }
    }

    private mutating func confirm(_ act: PrepAct) -> Outcome {
        guard state != nil, !isOver else {
            if act == .interrupt { return .leave }
            return .stay
        }
        (confirming, confirmation) = (act, [])
        return .stay
    }

    private mutating func takeConfirmation(_ key: Key, _ act: PrepAct) -> Outcome {
        switch key {
        case .enter:
            let isMeant = confirmation == Array("yes".utf8)
            (confirming, confirmation) = (nil, [])
            if !isMeant { note = "not confirmed: the script goes on as before" }
            return isMeant ? .send(.act(act)) : .stay
        case .escape, .control: (confirming, confirmation) = (nil, [])
        case .backspace: if !confirmation.isEmpty { confirmation.removeLast() }
        case .character(let scalar):
            if confirmation.count < 20 { confirmation += Array(String(scalar).utf8) }
        default: break
        }
        return .stay
    }

    private mutating func scroll(_ rows: Int) -> Outcome {
        back = min(max(0, back + rows), max(0, lines.count - 1))
        return .stay
    }

    package mutating func take(_ event: MouseEvent) {
        switch event.action {
        case .wheelUp: _ = scroll(3)
        case .wheelDown: _ = scroll(-3)
        case .press, .release: break
        }
    }
}
