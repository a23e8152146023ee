import Runs
import Screen

/// The whole log in one column beside the text: where runs and hosts begin, where failures are, and where one is.
enum LogMap {
    static func draw(_ place: LogPlace, _ context: ViewContext, on canvas: Canvas) {
        guard let window = place.window, canvas.height > 0 else { return }
        let index = place.index
        let size = max(1, index?.fileSize ?? window.fileSize)
        let shown = place.top..<max(place.top + 1, window.end)
        for y in 0..<canvas.height {
            let part = size * y / canvas.height..<max(size * y / canvas.height + 1, size * (y + 1) / canvas.height)
            let isShown = part.overlaps(shown)
            canvas.write(
                context.glyphs[isShown ? .scrollThumb : .scrollTrack], x: 1, y: y, isShown ? .accent : .rule)
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
    static func tally(_ place: LogPlace, _ context: ViewContext) -> StyledText {
        guard let index = place.index, place.source.isRun else { return [] }
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
            text.append(Span("  \(context.glyphs[glyph]) \(count)\(more) \(word)\(count == 1 ? "" : "s")", role))
        }
        return text
    }
}

/// Line numbers and arrival times before the text.
enum LogGutter {
    static func draw(
        _ place: LogPlace, _ line: LogLine, _ row: Int, _ layout: LogLayout, _ context: ViewContext, on canvas: Canvas
    ) {
        if layout.times > 0, let time = place.index?.arrivals[line.offset] {
            canvas.write(context.clock.time(time), x: 0, y: 0, .faint)
        }
        if layout.numbers > 0, let first = place.firstLine {
            let number = "\(first + row)"
            canvas.write(number, x: layout.times + max(0, layout.numbers - 1 - number.utf8.count), y: 0, .faint)
        }
    }
}
