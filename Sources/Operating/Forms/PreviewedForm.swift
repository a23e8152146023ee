import Runs
import Screen
import Viewing

/// A form beside which stands what its fields would lead to.
protocol PreviewedForm {
    associatedtype Field: Hashable & Sendable

    var form: Form<Field> { get set }
    /// The fields that somebody has been in: only they complain.
    var visited: Set<Field> { get set }
    /// The first line of the preview that is shown.
    var previewOffset: Int { get set }
    var isPreviewWhole: Bool { get set }

    func previewLines(width: Int) -> [StyledText]
}

extension PreviewedForm {
    /// The room of the fields, where the preview does not take it.
    func fieldRoom(in size: Size) -> Size { FormLayout(size, isPreviewWhole: false).form.size }

    mutating func handle(_ key: Key, in size: Size) -> Form<Field>.Outcome {
        let before = form.focus
        let outcome = form.handle(key, in: fieldRoom(in: size))
        if form.focus != before { visited.insert(before) }
        return outcome
    }

    /// A wheel scrolls what it is over, a click goes to a field.
    mutating func handle(_ event: MouseEvent, in size: Size) -> Form<Field>.Outcome {
        let layout = FormLayout(size, isPreviewWhole: isPreviewWhole)
        let isInPreview = layout.preview.contains(event.at)
        switch event.action {
        case .wheelUp where isInPreview: scrollPreview(by: -1, in: size)
        case .wheelDown where isInPreview: scrollPreview(by: 1, in: size)
        case .wheelUp: _ = form.handle(.up, in: layout.form.size)
        case .wheelDown: _ = form.handle(.down, in: layout.form.size)
        case .press where layout.form.contains(event.at):
            visited.insert(form.focus)
            let point = Point(x: event.at.x - layout.form.x, y: event.at.y - layout.form.y)
            return form.click(at: point, in: layout.form.size)
        case .press, .release: break
        }
        return .ignored
    }

    mutating func scrollPreview(by rows: Int, in size: Size) {
        let layout = FormLayout(size, isPreviewWhole: isPreviewWhole)
        let count = previewLines(width: layout.preview.width - 2).count
        previewOffset = min(max(0, previewOffset + rows), max(0, count - layout.previewRows))
    }

    mutating func scrollPreview(byPages pages: Int, in size: Size) {
        scrollPreview(by: pages * FormLayout(size, isPreviewWhole: isPreviewWhole).page, in: size)
    }

    /// To the first field with something wrong.
    mutating func focusProblem() {
        if let wrong = form.fields.first(where: { $0.remarks.contains { $0.kind == .problem } }) {
            form.setFocus(wrong.id)
        }
    }

    func drawPreview(_ title: String, _ role: Role, _ glyphs: GlyphSet, on canvas: Canvas, isBeside: Bool) {
        canvas.write(String(repeating: glyphs[.horizontal], count: canvas.width), x: 0, y: 0, .rule)
        canvas.write(" \(title) ", x: 2, y: 0, role)
        if isBeside {
            for y in 1..<canvas.height { canvas.write(glyphs[.vertical], x: 0, y: y, .rule) }
        }
        let rows = canvas.height - 1
        let lines = previewLines(width: canvas.width - 2)
        let offset = min(previewOffset, max(0, lines.count - rows))
        let text = canvas.window(x: 1, y: 1, width: canvas.width - 1, height: rows)
        for (y, line) in lines.dropFirst(offset).prefix(rows).enumerated() {
            text.write(line.cutEnd(text.width - 1, glyphs), x: 0, y: y)
        }
        ScrollBar(offset: offset, visible: rows, count: lines.count).draw(on: text, glyphs: glyphs)
    }
}
