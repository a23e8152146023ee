/// All keys of the current screen, by groups; in two columns where there is room, and scrolling where there is none.
package struct HelpOverlay {
    package let sections: [HelpSection]

    package init(sections: [HelpSection]) { self.sections = sections }

    private static let columnWidth = 46
    private static let gap = 4

    /// A line of it: a heading, a key or a blank.
    private enum Line {
        case heading(String)
        case row(HelpRow)
        case blank
    }

    /// The rows that it has when `width` columns wide: what the caller needs to limit its scroll offset.
    package func height(width: Int) -> Int { columns(width: width).map(\.count).max() ?? 0 }

    /// Draws what stands from `offset` on.
    package func draw(on canvas: Canvas, offset: Int = 0, glyphs: GlyphSet = .unicode) {
        let columns = columns(width: canvas.width)
        let width = (canvas.width - 1 - Self.gap * (columns.count - 1)) / max(1, columns.count)
        for (number, lines) in columns.enumerated() {
            let window = canvas.window(x: number * (width + Self.gap), y: 0, width: width, height: canvas.height)
            let keyWidth = keyWidth(lines, within: width)
            for (y, line) in lines.dropFirst(max(0, offset)).prefix(canvas.height).enumerated() {
                draw(line, on: window, y: y, keyWidth: keyWidth, glyphs)
            }
        }
        ScrollBar(offset: offset, visible: canvas.height, count: height(width: canvas.width))
            .draw(on: canvas, glyphs: glyphs)
    }

    /// Sections stay whole; the first column ends where half of all lines stand.
    private func columns(width: Int) -> [[Line]] {
        let blocks = sections.map { section in
            [Line.heading(section.title)] + section.rows.map { Line.row($0) } + [.blank]
        }
        let total = blocks.reduce(0) { $0 + $1.count }
        guard width >= 2 * Self.columnWidth + Self.gap, blocks.count > 1 else { return [Array(blocks.joined())] }
        var (left, right): ([Line], [Line]) = ([], [])
        for block in blocks {
            if right.isEmpty, left.isEmpty || left.count + block.count / 2 <= total / 2 {
                left += block
            } else {
                right += block
            }
        }
        return [left, right]
    }

    private func keyWidth(_ lines: [Line], within width: Int) -> Int {
        let widest = lines.map { line in
            if case .row(let row) = line { TextWidth.columns(row.keys) } else { 0 }
        }.max()
        return min(widest ?? 0, width / 2)
    }

    private func draw(_ line: Line, on canvas: Canvas, y: Int, keyWidth: Int, _ glyphs: GlyphSet) {
        switch line {
        case .blank: break
        case .heading(let title): canvas.write(title, x: 0, y: y, .heading)
        case .row(let row):
            let applies = row.reason == nil
            let keys = TextWidth.pad(row.keys, keyWidth, .leading, glyphs)
            let x = canvas.write(keys, x: 2, y: y, applies ? .key : .faint) + 2
            var text = row.help
            if let reason = row.reason {
                text += " (\(reason))"
            } else if let name = row.name {
                text += "  :" + name
            }
            canvas.write(TextWidth.cutEnd(text, canvas.width - x, glyphs), x: x, y: y, applies ? .plain : .faint)
        }
    }
}
