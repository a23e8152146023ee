import Screen
import Viewing

/// Whether a form that holds something is left, and what becomes of it.
struct LeaveQuestion: Equatable, Sendable {
    enum Answer { case none, stay, keep, discard }

    private var buttons = ButtonRow([
        ButtonRow.Button("Stay", isSafe: true), ButtonRow.Button("Keep for later", isSafe: true),
        ButtonRow.Button("Discard", isSafe: false),
    ])

    mutating func take(_ key: Key) -> Answer {
        switch key {
        case .escape, .control("c"): return .stay
        case .enter: return buttons.focus == 0 ? .stay : buttons.focus == 1 ? .keep : .discard
        default:
            _ = buttons.take(key)
            return .none
        }
    }

    /// - Parameter text: what leaving means for this form.
    func draw(_ text: String, on canvas: Canvas, glyphs: GlyphSet) {
        let width = TextDialog.textWidth(in: Size(columns: canvas.width, rows: canvas.height))
        TextDialog("Leave the form?", lines: wrapped(text, width), buttons: buttons)
            .draw(on: canvas, offset: 0, glyphs: glyphs)
    }
}
