import Plans
import Runs
package import Screen
package import Viewing

/// How the launch form is drawn: fields, what would run, and the keys.
extension LaunchForm {
    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let glyphs = context.glyphs
        let layout = FormLayout(size, isPreviewWhole: isPreviewWhole)
        canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1).fill()
        drawTitle(glyphs, on: canvas.row(1))
        if !isPreviewWhole { form.draw(on: canvas.window(layout.form), glyphs: glyphs) }
        let isReady = plan != nil
        drawPreview(
            isReady ? "this will run" : "not ready: this would run so far", isReady ? .heading : .warning, glyphs,
            on: canvas.window(layout.preview), isBeside: layout.preview.x > 0)
        let hint = canvas.row(layout.hintRow)
        if let focused = form.focused, !isPreviewWhole {
            hint.write(TextWidth.cutEnd(focused.hint, canvas.width - 3, glyphs), x: 2, y: 0, .faint)
        }
        drawFooter(on: canvas.row(layout.footerRow))
        if question != nil || isPreviewWhole { canvas.hideCursor() }
        switch question {
        case .confirm(let dialog): dialog.draw(context, on: canvas)
        case .leave(let leaving):
            leaving.draw(
                "The form holds what you have typed. Kept for later, it stands here again with S.", on: canvas,
                glyphs: glyphs)
        case nil: break
        }
    }

    private func drawTitle(_ glyphs: GlyphSet, on row: Canvas) {
        let title = last.map { "launch \($0.build) again" } ?? "launch a build"
        let x = row.write("builds \(glyphs[.current]) ", x: 1, y: 0, .faint)
        row.write(TextWidth.cutMiddle(title, max(4, row.width - x - 2), glyphs), x: x, y: 0, .strong)
    }

    private func drawFooter(on row: Canvas) {
        row.fill(role: .bar)
        var items = [("Tab", "next"), ("Space", "choose")]
        if form.isListOpen { items = [("Enter", "take"), ("Esc", "close")] }
        items += LaunchKeymap.table.footerItems([.launch, .leave, .preview]).map { ($0.key, $0.label) }
        if form.focus.isProposed, sources[form.focus] ?? .composed != .composed {
            items.insert(contentsOf: LaunchKeymap.table.footerItems([.follow]).map { ($0.key, $0.label) }, at: 2)
        }
        row.write(KeyFooter.text(items, columns: row.width - 2), x: 1, y: 0)
    }

    // MARK: Preview

    /// What would run, in lines of a width: commands first, as they are what changes while one types.
    func previewLines(width: Int) -> [StyledText] {
        let width = max(10, width - 1)
        guard let plan else {
            var lines: [StyledText] = []
            for field in [LaunchField.templateCommand, .runnerCommand] where !form.value(field).text.isEmpty {
                lines += Self.hanging(SecretMask.masked(text: form.value(field).text), width, .strong)
            }
            return lines + wrapped(unready, width, .warning)
        }
        var lines: [StyledText] = []
        for command in plan.commands {
            if let folder = command.folder { lines += wrapped("in \(folder)", width, .faint) }
            lines += Self.hanging(command.line, width, .strong)
        }
        lines += [[Span("Files", .heading)]] + plan.files.flatMap { Self.hanging($0, width, .plain) }
        return lines + wrapped("digest \(plan.digest)", width, .faint)
    }

    /// Lines of which all but the first stand two columns further in: where one command ends and the next begins is seen.
    private static func hanging(_ text: String, _ width: Int, _ role: Role) -> [StyledText] {
        TextWidth.wrap(text, max(1, width - 2)).enumerated().map { [Span($0 == 0 ? $1 : "  " + $1, role)] }
    }

    /// Which fields are not right yet.
    private var unready: String {
        let wrong = form.fields.filter { $0.remarks.contains { $0.kind == .problem } && !missing.contains($0.id) }
        var parts: [String] = []
        if !missing.isEmpty { parts.append("still missing: \(missing.map(\.label).joined(separator: ", "))") }
        if !wrong.isEmpty { parts.append("look at \(wrong.map(\.label).joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }
}
