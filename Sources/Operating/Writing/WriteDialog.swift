import Runs
package import Screen
package import Viewing

/// Asks what is written into which file. The whole path stands below what is typed.
package struct WriteDialog: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        case none, leave
        case write(FileOrder)
    }

    private let choices: [Takeaway]
    private var choice = 0
    private var editor: LineEditor
    /// Whether the name is the operator's own, so that another choice does not replace it.
    private var isTyped = false
    private let place: WritePath
    /// What became of the last try.
    private(set) var objection: String?
    /// It is being written.
    private(set) var isWriting = false

    /// - Parameter kind: what to begin with; the first choice where it is not there.
    package init?(_ choices: [Takeaway], _ kind: Takeaway.Kind?, _ place: WritePath) {
        guard let first = choices.first else { return nil }
        self.choices = choices
        self.place = place
        choice = choices.firstIndex { $0.kind == kind } ?? 0
        editor = LineEditor(text: "./" + first.fileName)
        propose()
    }

    private var chosen: Takeaway { choices[min(choice, choices.count - 1)] }

    private mutating func propose() { if !isTyped { editor.setText("./" + chosen.fileName) } }

    package mutating func take(_ outcome: FileOutcome) {
        isWriting = false
        switch outcome {
        case .written: objection = nil
        case .taken(let proposal):
            objection = "something stands there already, and stays as it is; this name is free:"
            editor.setText(proposal)
            isTyped = true
        case .failed(let why): objection = why
        }
    }

    // MARK: Keys

    package mutating func take(_ key: Key) -> Answer {
        if key == .escape || key == .control("c") { return .leave }
        guard !isWriting else { return .none }
        switch key {
        case .tab, .backTab:
            choice = (choice + (key == .tab ? 1 : choices.count - 1)) % choices.count
            objection = nil
            propose()
        case .enter:
            switch place.resolve(editor.text) {
            case .failure(let why): objection = why.text
            case .success(let path):
                (isWriting, objection) = (true, nil)
                return .write(FileOrder(chosen, path: path))
            }
        default:
            let before = editor.text
            _ = editor.handle(key)
            if editor.text != before { (isTyped, objection) = (true, nil) }
        }
        return .none
    }

    package mutating func paste(_ text: String) {
        editor.paste(text)
        isTyped = true
    }

    // MARK: Drawing

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let width = TextDialog.textWidth(in: Size(columns: canvas.width, rows: canvas.height))
        let (lines, field) = lines(context, width)
        let content = Size(columns: width, rows: min(lines.count, max(3, canvas.height - 4)))
        let window = Dialog("Write to a file").draw(on: canvas, content: content, glyphs: context.glyphs)
        // Where it does not fit, the field is what must be seen.
        let offset = max(0, min(field - 1, lines.count - window.height))
        for (y, line) in lines.dropFirst(offset).prefix(window.height).enumerated() {
            window.write(line.cutEnd(window.width, context.glyphs), x: 0, y: y)
        }
        let y = field - offset
        guard y < window.height else { return }
        editor.draw(prompt: "> ", on: window.row(y), glyphs: context.glyphs)
    }

    /// The lines, and which of them is the field.
    private func lines(_ context: ViewContext, _ width: Int) -> (lines: [StyledText], field: Int) {
        var lines: [StyledText] = []
        var kinds: StyledText = []
        for (index, takeaway) in choices.enumerated() {
            let isChosen = index == choice
            kinds.append(Span(isChosen ? "\(context.glyphs[.current]) " : "  ", .accent))
            kinds.append(Span(takeaway.kind.rawValue, isChosen ? .strong : .faint))
            kinds.append(Span("  "))
        }
        lines.append(kinds)
        lines += wrapped("\(chosen.what), \(chosen.text.utf8.count) bytes", width, .plain)
        lines.append([])
        if let objection {
            lines += wrapped("\(context.glyphs[.attention]) \(SafeText.visible(objection))", width, .warning)
        }
        let field = lines.count
        lines.append([])
        if case .success(let path) = place.resolve(editor.text) {
            lines += wrapped(SafeText.visible(path), width, .faint)
        } else {
            lines.append([])
        }
        if let fate = place.fate { lines += wrapped("\(context.glyphs[.attention]) \(fate)", width, .warning) }
        lines.append([])
        lines += wrapped(
            isWriting ? "being written…" : "Enter writes a new file; Tab chooses what; Esc leaves", width, .faint)
        return (lines, field)
    }
}
