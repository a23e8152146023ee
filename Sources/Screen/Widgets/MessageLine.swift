/// What the program tells the operator; stays until it is read or replaced.
package struct MessageLine: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case note, done, warning, problem }

    package let kind: Kind
    /// One sentence that also says what to do.
    package let text: String

    package init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }

    /// Draws it on the first row of the canvas.
    package func draw(on canvas: Canvas, glyphs: GlyphSet = .unicode) {
        let (glyph, role) = look
        let x = canvas.write(" \(glyphs[glyph]) ", x: 0, y: 0, role)
        canvas.write(TextWidth.cutEnd(text, canvas.width - x, glyphs), x: x, y: 0, role)
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
