import Runs
import Screen

/// Draws a log.
enum LogView {
    static func draw(_ place: LogPlace, _ build: BuildSnapshot?, _ context: ViewContext, on canvas: Canvas) {
        let body = ScreenFrame.body(of: canvas)
        let screen = LogScreen(place, Size(columns: body.width, rows: body.height), context.glyphs)
        LogHeader.draw(place, screen, build, context, on: canvas)
        let jumps: [BrowserCommand] = place.source.isRun && place.openedLine == nil ? [.nextFailure] : []
        ScreenFrame.drawFooter(
            [.follow, .filter, .rules, .help, .back] + jumps + [.wrap, .copy], context, on: canvas)
        guard let window = place.window else {
            body.write("reading…" + (place.scannedShare(build).map { " \($0)%" } ?? ""), x: 1, y: 0, .faint)
            return
        }
        if window.lines.isEmpty {
            let text = emptyText(place, window)
            body.write(TextWidth.cutEnd(text.text, body.width - 2, context.glyphs), x: 1, y: 0, text.role)
            return
        }
        if screen.layout.hasMap { LogMap.draw(place, screen, context, on: body.window(screen.layout.map)) }
        for (y, row) in screen.rows.enumerated() {
            LogGutter.draw(place, row, screen.layout, context, on: body.row(y))
            draw(row, place, context, on: body.window(screen.layout.text).row(y))
        }
    }

    /// Why there is nothing to be seen.
    private static func emptyText(_ place: LogPlace, _ window: LogWindow) -> (text: String, role: Role) {
        if let problem = window.problem { return (problem, .warning) }
        return place.filters.hiding > 0
            ? ("no line passes the filters; & shows them", .warning) : ("the log is empty", .faint)
    }

    private static func draw(
        _ row: LogScreen.Row, _ place: LogPlace, _ context: ViewContext, on canvas: Canvas
    ) {
        let lines = place.window?.lines ?? []
        guard let number = row.line, lines.indices.contains(number) else {
            drawCut(place, context, on: canvas)
            return
        }
        let text = DrawnLine(lines[number], context.glyphs, current: place.currentHit(in: lines[number])) {
            place.filters.highlight($0)
        }
        let window = canvas.window(x: 1, y: 0, width: canvas.width - 1, height: 1)
        switch row {
        case .cut: break
        case .line: text.draw(from: place.column, on: window, context.glyphs)
        case .part(_, let bytes, _): text.draw(bytes, on: window)
        }
    }

    /// The rule over what there is now, where something else stood before.
    private static func drawCut(_ place: LogPlace, _ context: ViewContext, on canvas: Canvas) {
        let line = context.glyphs[.horizontal]
        let time = place.cutAt.map { context.clock.time($0) } ?? ""
        let said = ["; what stood before is gone", ""].map {
            "\(line)\(line) the log was cut or replaced at \(time)\($0) "
        }
        let words = said.first { TextWidth.columns($0) < canvas.width } ?? said[1]
        let text = words + String(repeating: line, count: max(0, canvas.width - TextWidth.columns(words) - 1))
        canvas.write(TextWidth.cutEnd(text, canvas.width - 1, context.glyphs), x: 1, y: 0, .warning)
    }
}
