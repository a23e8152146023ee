/// A frame with a title in the middle of the screen, over what was drawn before.
package struct Dialog {
    package let title: String
    package let role: Role

    /// - Parameter role: of title and frame; `.bad` for what destroys.
    package init(_ title: String, role: Role = .accent) { (self.title, self.role) = (title, role) }

    /// Columns and rows that the frame takes from the content.
    package static let border = Size(columns: 4, rows: 2)

    /// Where the frame stands: around content of `content`, or as much of it as the screen holds.
    package static func place(content: Size, in screen: Size) -> Rect {
        let width = min(screen.columns, content.columns + border.columns)
        let height = min(screen.rows, content.rows + border.rows)
        return Rect(x: (screen.columns - width) / 2, y: (screen.rows - height) / 2, width: width, height: height)
    }

    /// Draws the frame.
    /// - Returns: the window for the content.
    @discardableResult
    package func draw(on canvas: Canvas, content: Size, glyphs: GlyphSet = .unicode) -> Canvas {
        let place = Self.place(content: content, in: Size(columns: canvas.width, rows: canvas.height))
        let frame = canvas.window(place).lying(.onDialog)
        frame.fill(role: .dialog)
        drawFrame(on: frame, glyphs)
        return frame.window(x: 2, y: 1, width: place.width - 4, height: place.height - 2)
    }

    private func drawFrame(on frame: Canvas, _ glyphs: GlyphSet) {
        let (right, bottom) = (frame.width - 1, frame.height - 1)
        let line = String(repeating: glyphs[.horizontal], count: max(0, frame.width - 2))
        frame.write(glyphs[.topLeft] + line + glyphs[.topRight], x: 0, y: 0, role)
        frame.write(glyphs[.bottomLeft] + line + glyphs[.bottomRight], x: 0, y: bottom, role)
        for y in stride(from: 1, to: bottom, by: 1) {
            frame.write(glyphs[.vertical], x: 0, y: y, role)
            frame.write(glyphs[.vertical], x: right, y: y, role)
        }
        let heading = TextWidth.cutEnd(title, max(0, frame.width - 6), glyphs)
        if !heading.isEmpty { frame.write(" \(heading) ", x: 2, y: 0, role, .bold) }
    }
}
