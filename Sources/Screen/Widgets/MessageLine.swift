/// What the program tells the operator; stays until it is read or replaced.
package struct MessageLine: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case note, done, warning, problem }

    package let kind: Kind
    /// One sentence that also says what to do.
    package let text: String
    /// It answers what the operator has just done, so nothing of it is cut, in however many rows.
    package var isWhole: Bool

    package init(_ kind: Kind, _ text: String, isWhole: Bool = false) {
        (self.kind, self.text, self.isWhole) = (kind, text, isWhole)
    }

    /// Draws it on the first row of the canvas.
    package func draw(on canvas: Canvas, glyphs: GlyphSet = .unicode) {
        let (glyph, role) = look
        let x = canvas.write(" \(glyphs[glyph]) ", x: 0, y: 0, role)
        canvas.write(TextWidth.cutEnd(text, canvas.width - x, glyphs), x: x, y: 0, role)
    }

    /// What takes so many rows is cut: the screen below it counts too.
    private static let mostRows = 6

    /// Draws it on the row `y` of the canvas, and what has no room there, of one that is whole, on the rows above.
    package func draw(on canvas: Canvas, upFrom y: Int, glyphs: GlyphSet = .unicode) {
        let lines = isWhole ? lines(width: canvas.width, glyphs: glyphs) : []
        let rows = min(lines.count, Self.mostRows, y)
        guard rows > 1 else { return draw(on: canvas.row(y), glyphs: glyphs) }
        for (index, line) in lines.prefix(rows).enumerated() {
            let row = canvas.row(y - rows + 1 + index)
            row.fill()
            let isCut = index == rows - 1 && lines.count > rows
            row.write(isCut ? (line + [Span(glyphs[.ellipsis])]).cutEnd(canvas.width, glyphs) : line, x: 0, y: 0)
        }
    }

    /// The whole of it in lines of `width` columns.
    package func lines(width: Int, glyphs: GlyphSet = .unicode) -> [StyledText] {
        let (glyph, role) = look
        return TextWidth.wrap(text, max(1, width - 3)).enumerated().map { index, part in
            [Span(index == 0 ? " \(glyphs[glyph]) " : "   ", role), Span(part, role)]
        }
    }

    private var look: (glyph: Glyph, role: Role) {
        switch kind {
        case .note: (.separator, .plain)
        case .done: (.passed, .good)
        case .warning: (.attention, .warning)
        case .problem: (.failed, .bad)
        }
    }
}
