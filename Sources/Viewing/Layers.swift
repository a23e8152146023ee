import Runs
import Screen

/// The help: all keys of this screen, from the key table.
enum HelpLayer {
    static func draw(_ sections: [HelpSection], offset: Int, _ context: ViewContext, on canvas: Canvas) {
        let content = contentSize(in: Size(columns: canvas.width, rows: canvas.height))
        let window = Dialog("Help - keys of this screen").draw(on: canvas, content: content, glyphs: context.glyphs)
        HelpOverlay(sections: sections).draw(on: window, offset: offset, glyphs: context.glyphs)
    }

    static func contentSize(in size: Size) -> Size {
        Size(columns: min(112, size.columns - 6), rows: max(1, size.rows - 4))
    }

    /// The last offset that shows something new.
    static func lastOffset(_ sections: [HelpSection], in size: Size) -> Int {
        let content = contentSize(in: size)
        return max(0, HelpOverlay(sections: sections).height(width: content.columns) - content.rows)
    }
}

/// What the typed beginning could become, above the `:` line.
enum CompletionLine {
    static func draw(_ candidates: [String], _ context: ViewContext, on row: Canvas) {
        row.fill(role: .dialog)
        if candidates.count == 1, let name = candidates.first,
            let help = BrowserKeymap.help(named: name) ?? context.added.row(named: name)?.help
        {
            let end = row.write(name, x: 1, y: 0, .key)
            row.write(TextWidth.cutEnd(help, max(0, row.width - end - 3), context.glyphs), x: end + 2, y: 0, .faint)
            return
        }
        var x = 1
        for (index, name) in candidates.enumerated() {
            let word = name.split(separator: " ").last.map(String.init) ?? name
            guard x + TextWidth.columns(word) + 4 < row.width else {
                row.write("+\(candidates.count - index)", x: x, y: 0, .faint)
                return
            }
            x = row.write(word, x: x, y: 0, .key) + 2
        }
        if candidates.isEmpty { row.write("no such command", x: 1, y: 0, .faint) }
    }
}

/// What is wrong now, then everything the program has said, the newest first; nothing of it is cut.
enum MessagesLayer {
    static func draw(_ messages: [MessageLine], offset: Int, _ context: ViewContext, on canvas: Canvas) {
        let content = contentSize(in: Size(columns: canvas.width, rows: canvas.height))
        let window = Dialog("Messages").draw(on: canvas, content: content, glyphs: context.glyphs)
        let lines = lines(messages, context, width: content.columns)
        if lines.isEmpty { window.write("nothing has been said yet", x: 0, y: 0, .faint) }
        for (index, line) in lines.dropFirst(offset).prefix(window.height).enumerated() {
            window.write(line, x: 0, y: index)
        }
        ScrollBar(offset: offset, visible: window.height, count: lines.count).draw(on: window, glyphs: context.glyphs)
    }

    /// The last offset that shows something new.
    static func lastOffset(_ messages: [MessageLine], _ context: ViewContext, in size: Size) -> Int {
        let content = contentSize(in: size)
        return max(0, lines(messages, context, width: content.columns).count - content.rows)
    }

    private static func contentSize(in size: Size) -> Size { Size(columns: size.columns - 6, rows: size.rows - 6) }

    private static func lines(_ messages: [MessageLine], _ context: ViewContext, width: Int) -> [StyledText] {
        let problems = context.snapshot.problems.map { MessageLine(.warning, $0) }
        return (problems + messages.reversed()).flatMap { $0.lines(width: width - 1, glyphs: context.glyphs) }
    }
}
