import Runs
import Screen

/// The line in which a rule for the lines of a log is typed.
struct LogRuleLine: Equatable, Sendable {
    var editor = LineEditor()
    var action = LogRule.Action.only
    var isRegex = false
    /// The place of the rule that is changed; `nil` for a new one.
    var index: Int?
    /// Why what was typed cannot be taken.
    var problem: String?
    /// Whether it was opened from the list.
    var isFromList = false

    init(isFromList: Bool = false) { self.isFromList = isFromList }

    /// Changes a rule of the list.
    init(changing entry: LogFilters.Entry, at index: Int) {
        editor = LineEditor(text: entry.rule.pattern.text)
        (action, isRegex) = (entry.rule.action, entry.rule.pattern.isRegex)
        (self.index, isFromList) = (index, true)
    }

    /// What was typed; an exclamation mark in front means lines without it, as in less.
    var rule: LogRule? {
        let isNegated = action != .highlight && editor.text.hasPrefix("!")
        let text = isNegated ? String(editor.text.dropFirst()) : editor.text
        guard !text.isEmpty else { return nil }
        return LogRule(isNegated ? .without : action, LogPattern(text, isRegex: isRegex))
    }

    func draw(on line: Canvas, _ glyphs: GlyphSet) {
        let usual = "Tab: other kind   Ctrl-R: \(isRegex ? "plain text" : "regex")"
        let hint = problem.map { TextWidth.cutEnd($0, line.width * 2 / 3, glyphs) } ?? usual
        let prompt = "\(action.prompt)\(isRegex ? " (regex)" : ""): "
        let room = line.width - TextWidth.columns(hint) - 2
        let needed = problem == nil ? max(10, TextWidth.columns(editor.text)) : 1
        guard room > TextWidth.columns(prompt) + needed else {
            editor.draw(prompt: prompt, on: line, glyphs: glyphs)
            return
        }
        line.write(hint, x: room + 1, y: 0, problem == nil ? .faint : .warning)
        editor.draw(prompt: prompt, on: line.window(x: 0, y: 0, width: room, height: 1), glyphs: glyphs)
    }
}

/// What `:rules` can be told to do with all of them.
enum LogRulesOrder: String, CaseIterable, Equatable { case on, off, clear }

/// The list of filters and highlights, over the bottom of the log.
enum LogRulesPanel {
    static func draw(_ filters: LogFilters, selected: Int, _ context: ViewContext, on canvas: Canvas) {
        let body = ScreenFrame.body(of: canvas)
        let rows = min(max(1, filters.entries.count), max(1, body.height - 3))
        let place = Rect(x: 0, y: body.height - rows - 2, width: body.width, height: rows + 2)
        let window = Dialog("Filters and highlights").draw(
            on: body.window(place), content: Size(columns: body.width - Dialog.border.columns, rows: rows),
            glyphs: context.glyphs)
        let offset = Scrolling.offset(
            keeping: selected, from: 0, count: filters.entries.count, height: rows)
        if filters.entries.isEmpty {
            let text = "there is none: a adds one, q closes the list"
            window.write(TextWidth.cutEnd(text, window.width, context.glyphs), x: 0, y: 0, .faint)
        }
        for y in 0..<min(rows, filters.entries.count) {
            draw(filters, offset + y, context, on: window.row(y))
            if offset + y == selected { window.row(y).restyle(adding: .onSelected) }
        }
        ScrollBar(offset: offset, visible: rows, count: filters.entries.count).draw(on: window, glyphs: context.glyphs)
        let footer = canvas.row(canvas.height - 1)
        footer.fill(role: .bar)
        let items = LogRulesKeymap.table.footerItems(LogRulesCommand.allCases)
        footer.write(KeyFooter.text(items, columns: canvas.width - 2), x: 1, y: 0)
    }

    private static func draw(_ filters: LogFilters, _ index: Int, _ context: ViewContext, on row: Canvas) {
        guard filters.entries.indices.contains(index) else { return }
        let entry = filters.entries[index]
        let number = TextWidth.pad("\(index + 1)", 2, .trailing)
        row.write(number, x: 0, y: 0, .faint)
        let sign = entry.isOn ? "\(context.glyphs[.checked]) on " : "\(context.glyphs[.waiting]) off"
        row.write(sign, x: 3, y: 0, entry.isOn ? .strong : .faint)
        row.write(entry.rule.action.word, x: 10, y: 0, entry.isOn && entry.rule.action.hides ? .warning : .plain)
        var x = 21
        if entry.rule.pattern.isRegex { x = row.write("regex ", x: x, y: 0, .faint) }
        let text = TextWidth.cutEnd(
            SafeText.visible(entry.rule.pattern.text), max(0, row.width - x - 2), context.glyphs)
        guard entry.rule.action == .highlight, entry.isOn else {
            row.write(text, x: x, y: 0, entry.isOn ? .plain : .faint)
            return
        }
        let look = LogLook.highlight(filters.highlight(ofEntry: index))
        row.write(text, x: x, y: 0, look.role, look.emphasis)
    }
}
