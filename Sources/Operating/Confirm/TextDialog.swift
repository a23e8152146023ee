package import Screen

/// A dialog of lines that scroll, above a row of buttons that always stands.
package struct TextDialog {
    package let title: String
    package let role: Role
    package let lines: [StyledText]
    package let buttons: ButtonRow
    /// The keys of it, where there is room for them.
    package let hint: String

    package init(
        _ title: String, role: Role = .accent, lines: [StyledText], buttons: ButtonRow, hint: String = ""
    ) {
        (self.title, self.role, self.lines, self.buttons, self.hint) = (title, role, lines, buttons, hint)
    }

    /// The columns of the lines on a screen of that size; the last one is the scroll bar's.
    package static func textWidth(in size: Size) -> Int { max(1, min(90, size.columns - 8) - 1) }

    private func content(in size: Size) -> Size {
        Size(columns: Self.textWidth(in: size) + 1, rows: min(lines.count + 2, max(3, size.rows - 4)))
    }

    private func textRows(in size: Size) -> Int { max(1, content(in: size).rows - 2) }

    /// The last offset that shows something new.
    package func lastOffset(in size: Size) -> Int { max(0, lines.count - textRows(in: size)) }

    /// - Parameter isOpen: whether what changes something can be chosen.
    package func draw(on canvas: Canvas, offset: Int, isOpen: Bool = true, glyphs: GlyphSet) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let content = content(in: size)
        let window = Dialog(title, role: role).draw(on: canvas, content: content, glyphs: glyphs)
        let text = window.window(x: 0, y: 0, width: window.width, height: window.height - 2)
        for (y, line) in lines.dropFirst(offset).prefix(text.height).enumerated() {
            text.write(line.cutEnd(text.width - 1, glyphs), x: 0, y: y)
        }
        ScrollBar(offset: offset, visible: text.height, count: lines.count).draw(on: text, glyphs: glyphs)
        if TextWidth.columns(hint) + 1 < window.width - buttons.width {
            window.write(hint, x: 0, y: window.height - 1, .faint)
        }
        buttons.draw(on: window.row(window.height - 1), isOpen: isOpen, glyphs: glyphs)
    }

    /// The button under a point of the screen.
    package func button(at point: Point, in size: Size) -> Int? {
        let place = Dialog.place(content: content(in: size), in: size)
        guard point.y == place.y + place.height - 2 else { return nil }
        return buttons.button(atX: point.x - place.x - 2, width: place.width - 4)
    }

    /// The offset after a key that scrolls; `nil` for any other.
    package func offset(after key: Key, from offset: Int, in size: Size) -> Int? {
        let last = lastOffset(in: size)
        let page = max(1, textRows(in: size) - 1)
        return switch key {
        case .up, .character("k"): max(0, offset - 1)
        case .down, .character("j"): min(last, offset + 1)
        case .pageUp: max(0, offset - page)
        case .pageDown, .character(" "): min(last, offset + page)
        case .home: 0
        case .end: last
        default: nil
        }
    }
}

/// Text in lines of a width, in one look.
package func wrapped(_ text: String, _ width: Int, _ role: Role = .plain, indent: Int = 0) -> [StyledText] {
    let blanks = String(repeating: " ", count: indent)
    return TextWidth.wrap(text, max(1, width - indent)).map { [Span(blanks + $0, role)] }
}
