/// All keys of the current screen, by groups; in two columns where there is room, and scrolling where there is none.
package struct HelpOverlay {
    package let sections: [HelpSection]

    package init(sections: [HelpSection]) { self.sections = sections }

    /// A narrower column would wrap nearly everything.
    private static let leastWidth = 46
    private static let gap = 4

    /// A line of it: a heading, a key with (the first line of) its explanation, a further line of it, or a blank.
    private enum Line {
        case heading(String)
        case row(keys: String, text: String, applies: Bool)
        case more(String, applies: Bool)
        case blank
    }

    /// What stands one below the other.
    private struct Stack {
        var lines: [Line]
        var keyWidth: Int
    }

    /// The rows that it has when `width` columns wide: what the caller needs to limit its scroll offset.
    package func height(width: Int) -> Int { stacks(width: width).map(\.lines.count).max() ?? 0 }

    /// Draws what stands from `offset` on.
    package func draw(on canvas: Canvas, offset: Int = 0, glyphs: GlyphSet = .unicode) {
        let stacks = stacks(width: canvas.width)
        let width = Self.width(ofStacks: stacks.count, in: canvas.width)
        for (number, stack) in stacks.enumerated() {
            let window = canvas.window(x: number * (width + Self.gap), y: 0, width: width, height: canvas.height)
            for (y, line) in stack.lines.dropFirst(max(0, offset)).prefix(canvas.height).enumerated() {
                draw(line, on: window, y: y, keyWidth: stack.keyWidth, glyphs)
            }
        }
        ScrollBar(offset: offset, visible: canvas.height, count: height(width: canvas.width))
            .draw(on: canvas, glyphs: glyphs)
    }

    /// Sections stay whole; the first stack ends where half of all rows stand.
    private func stacks(width: Int) -> [Stack] {
        guard width >= 2 * Self.leastWidth + Self.gap, sections.count > 1 else {
            return [stack(of: sections, width: Self.width(ofStacks: 1, in: width))]
        }
        let half = sections.reduce(0) { $0 + Self.rows(of: $1) } / 2
        var (left, right): ([HelpSection], [HelpSection]) = ([], [])
        var count = 0
        for section in sections {
            let rows = Self.rows(of: section)
            if right.isEmpty, left.isEmpty || count + rows / 2 <= half {
                left.append(section)
                count += rows
            } else {
                right.append(section)
            }
        }
        let each = Self.width(ofStacks: 2, in: width)
        return [stack(of: left, width: each), stack(of: right, width: each)]
    }

    /// With its heading and the blank behind.
    private static func rows(of section: HelpSection) -> Int { section.rows.count + 2 }

    /// The width of each of so many stacks; the last column of the canvas is the scroll bar's.
    private static func width(ofStacks count: Int, in width: Int) -> Int { (width - 1 - gap * (count - 1)) / count }

    private func stack(of sections: [HelpSection], width: Int) -> Stack {
        let widest = sections.flatMap(\.rows).map { TextWidth.columns($0.keys) }.max() ?? 0
        let keyWidth = min(widest, max(0, width / 2))
        let room = max(1, width - keyWidth - 2 * Self.margin)
        let lines = sections.flatMap { section in
            [Line.heading(section.title)] + section.rows.flatMap { Self.lines(of: $0, room: room) } + [.blank]
        }
        return Stack(lines: lines, keyWidth: keyWidth)
    }

    /// Before the keys, and between them and their explanation.
    private static let margin = 2

    private static func lines(of row: HelpRow, room: Int) -> [Line] {
        var text = row.help
        if let reason = row.reason {
            text += " (\(reason))"
        } else if let name = row.name {
            text += "  :" + name
        }
        let parts = TextWidth.wrap(text, room)
        let applies = row.reason == nil
        return [.row(keys: row.keys, text: parts.first ?? "", applies: applies)]
            + parts.dropFirst().map { .more($0, applies: applies) }
    }

    private func draw(_ line: Line, on canvas: Canvas, y: Int, keyWidth: Int, _ glyphs: GlyphSet) {
        let x = keyWidth + 2 * Self.margin
        switch line {
        case .blank: break
        case .heading(let title): canvas.write(title, x: 0, y: y, .heading)
        case .row(let keys, let text, let applies):
            let shown = TextWidth.cutEnd(keys, keyWidth, glyphs)
            canvas.write(shown, x: Self.margin, y: y, applies ? .key : .faint)
            canvas.write(text, x: x, y: y, applies ? .plain : .faint)
        case .more(let text, let applies): canvas.write(text, x: x, y: y, applies ? .plain : .faint)
        }
    }
}
