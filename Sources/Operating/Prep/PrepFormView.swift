import Plans
import Runs
package import Screen
package import Viewing

/// How the prep form is drawn: fields, the plan as far as it is known, and the keys.
extension PrepForm {
    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let glyphs = context.glyphs
        let layout = FormLayout(size, isPreviewWhole: isPreviewWhole)
        canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1).fill()
        let title = canvas.row(1)
        let x = title.write("builds \(glyphs[.current]) ", x: 1, y: 0, .faint)
        title.write("prep", x: x, y: 0, .strong)
        if !isPreviewWhole { form.draw(on: canvas.window(layout.form), glyphs: glyphs) }
        drawPreview(
            plan == nil ? "no plan yet" : "this is what would run", plan == nil ? .warning : .heading, glyphs,
            on: canvas.window(layout.preview), isBeside: layout.preview.x > 0)
        if let notice {
            let text = "\(glyphs[.attention]) \(notice)"
            canvas.row(layout.hintRow).write(TextWidth.cutEnd(text, canvas.width - 3, glyphs), x: 2, y: 0, .warning)
        } else if let focused = form.focused, !isPreviewWhole {
            canvas.row(layout.hintRow).write(
                TextWidth.cutEnd(focused.hint, canvas.width - 3, glyphs), x: 2, y: 0, .faint)
        }
        let row = canvas.row(layout.footerRow)
        row.fill(role: .bar)
        var items = [("Tab", "next"), ("Space", "choose")]
        if form.isListOpen { items = [("Enter", "take"), ("Esc", "close")] }
        items += PrepFormKeymap.table.footerItems([.ask, .leave, .preview]).map { ($0.key, $0.label) }
        row.write(KeyFooter.text(items, columns: row.width - 2), x: 1, y: 0)
        if question != nil || isPreviewWhole { canvas.hideCursor() }
        switch question {
        case .consent(let consent): consent.draw(context, on: canvas)
        case .leave(let leaving):
            leaving.draw(
                "The form holds what you have typed. Kept for later, it stands here again with P; "
                    + "a password is forgotten either way.", on: canvas, glyphs: glyphs)
        case nil: break
        }
    }

    func previewLines(width: Int) -> [StyledText] {
        let width = max(10, width - 1)
        guard let plan else {
            let wrong = form.fields.filter { $0.remarks.contains { $0.kind == .problem } }.map(\.label)
            let text = wrong.isEmpty ? "choose a mode and a LUN" : "look at \(wrong.joined(separator: ", "))"
            return wrapped(text, width, .warning)
        }
        return PrepPlanText.lines(plan, width)
    }
}
