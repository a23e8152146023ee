import Runs
import Screen

/// The whole log in one column beside the text: where runs and hosts begin, where failures are, and where one is.
enum LogMap {
    static func draw(_ place: LogPlace, _ screen: LogScreen, _ context: ViewContext, on canvas: Canvas) {
        guard let window = place.window, canvas.height > 0 else { return }
        let index = place.openedLine == nil ? place.index : nil
        let start = place.start
        let size = max(1, (index?.fileSize ?? window.fileSize) - start)
        let shown = screen.shown.lowerBound..<max(screen.shown.lowerBound + 1, screen.shown.upperBound)
        for y in 0..<canvas.height {
            let from = start + size * y / canvas.height
            let part = from..<max(from + 1, start + size * (y + 1) / canvas.height)
            let isShown = part.overlaps(shown)
            canvas.write(
                context.glyphs[isShown ? .scrollThumb : .scrollTrack], x: 1, y: y, isShown ? .accent : .rule)
            if place.marks.contains(where: part.contains) { canvas.write(context.glyphs[.flag], x: 3, y: y, .accent) }
            guard let index else { continue }
            if part.lowerBound >= index.covered, !index.isComplete {
                canvas.write(context.glyphs[.barOpen], x: 2, y: y, .faint)
                continue
            }
            guard index.map.count == canvas.height, let mark = mark(index.map[y]) else { continue }
            canvas.write(context.glyphs[mark.glyph], x: 2, y: y, mark.role)
        }
    }

    private static func mark(_ row: LogIndexReport.MapRow) -> (glyph: Glyph, role: Role)? {
        if row.failures > 0 { return (.failed, .bad) }
        if row.runs > 0 { return (.checked, .strong) }
        return row.hosts > 0 ? (.current, .plain) : nil
    }

    /// What the signs of the map mean, each with its number, for the line above.
    /// - Parameter words: whether each sign is also called by its name.
    static func tally(_ place: LogPlace, _ context: ViewContext, words: Bool = true) -> StyledText {
        guard let index = place.index, place.source.isRun, place.openedLine == nil else { return [] }
        var text: StyledText = []
        if !index.isComplete {
            text.append(Span("  index \(index.covered * 100 / max(1, index.fileSize))%", .running))
        }
        let signs: [(LogMark, Glyph, Role, String)] = [
            (.failure, .failed, .bad, "failure"), (.host, .current, .plain, "host"), (.run, .checked, .strong, "run"),
        ]
        for (mark, glyph, role, word) in signs {
            let count = index.counts[mark] ?? 0
            guard count > 0 else { continue }
            let more = index.cut.contains(mark) ? "+" : ""
            let name = words ? " \(word)\(count == 1 ? "" : "s")" : ""
            text.append(Span("  \(context.glyphs[glyph]) \(count)\(more)\(name)", role))
        }
        return text
    }
}

/// Line numbers and arrival times before the text, and the signs of marked lines and of rows that go on.
enum LogGutter {
    static func draw(
        _ place: LogPlace, _ row: LogScreen.Row, _ layout: LogLayout, _ context: ViewContext, on canvas: Canvas
    ) {
        guard let number = row.line, let lines = place.window?.lines, lines.indices.contains(number) else { return }
        let line = lines[number]
        let sign = canvas.window(x: layout.text.x, y: 0, width: 1, height: 1)
        if case .part(_, _, isFirst: false) = row {
            sign.write(context.glyphs[.continued], x: 0, y: 0, .faint)
            return
        }
        let isMarked = line.offset == place.marked
        if isMarked { sign.write(context.glyphs[.selection], x: 0, y: 0, .accent) }
        if place.marks.contains(line.offset) {
            // On the marked line both are to be seen: the sign on its ground.
            sign.write(context.glyphs[.flag], x: 0, y: 0, .accent, isMarked ? .reverse : [])
        }
        if layout.times > 0, let time = place.index?.arrivals[line.offset] {
            canvas.write(context.clock.time(time), x: 0, y: 0, .faint)
        }
        if layout.numbers > 0, let number = place.number(ofLine: number) {
            let text = "\(number)"
            canvas.write(text, x: layout.times + max(0, layout.numbers - 1 - text.utf8.count), y: 0, .faint)
        }
    }
}
