import Runs
import Screen

/// The timing block of a build.
enum TimingPanel {
    /// Heading and rows.
    static let rowCount = 7

    /// - Returns: the rows it took.
    @discardableResult
    static func draw(_ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas) -> Int {
        canvas.write("TIMING", x: 0, y: 0, .heading)
        let timing = TimingReport(of: build, build.hosts, isWhole: true, at: context.now)
        var rows = timing.rows(context.clock)
        if build.state == .running, build.endedAt == nil {
            // The end is not there yet: what is expected stands in its place.
            rows[1].label = "expected end"
            rows[1].value =
                build.expectedEnd.map { end in
                    let moment = context.clock.weekdayAndTime(end).dropLast(3)
                    return "\(moment), in \(DurationText.short(max(.zero, end - context.now)))"
                } ?? "not known"
            rows[2].label = "elapsed"
        }
        for (index, row) in rows.enumerated() {
            canvas.write(row.label, x: 0, y: index + 1, .faint)
            let value = TextWidth.cutEnd(row.value, canvas.width - 14, context.glyphs)
            canvas.write(value, x: 14, y: index + 1, row.value == "n/a" ? .faint : .plain)
        }
        return rows.count + 1
    }
}

/// What the run was to cover.
enum CoveragePanel {
    /// Heading and rows.
    static func rowCount(_ build: BuildSnapshot) -> Int { 1 + max(1, StatusReport.coverage(of: build).count) }

    static func draw(_ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas) {
        guard canvas.height > 1 else { return }
        canvas.write("COVERAGE", x: 0, y: 0, .heading)
        let rows = StatusReport.coverage(of: build)
        if rows.isEmpty { canvas.write("nothing was recorded at the launch", x: 0, y: 1, .faint) }
        // One column for all values; the longest label is no reason to squeeze them.
        let x = max(14, min(25, canvas.width * 3 / 5, (rows.map { TextWidth.columns($0.label) }.max() ?? 0) + 2))
        for (index, row) in rows.enumerated() {
            canvas.write(TextWidth.cutEnd(row.label, x - 2, context.glyphs), x: 0, y: index + 1, .faint)
            canvas.write(TextWidth.cutEnd(row.value, canvas.width - x, context.glyphs), x: x, y: index + 1)
        }
    }
}

/// Anomalies of the run and what could not be read.
enum NotesPanel {
    static func lines(_ build: BuildSnapshot, width: Int, _ context: ViewContext) -> [StyledText] {
        let notes = StatusReport.notes(of: build, url: build.runURL)
        if notes.isEmpty { return [[Span("nothing to note", .faint)]] }
        return notes.flatMap { note in
            TextWidth.wrap(note, width - 3).enumerated().map { index, line in
                [Span(index == 0 ? "\(context.glyphs[.separator]) " : "  ", .faint), Span(line, .plain)]
            }
        }
    }

    static func draw(_ build: BuildSnapshot, offset: Int, _ context: ViewContext, on canvas: Canvas) {
        let lines = lines(build, width: canvas.width, context)
        for (index, line) in lines.dropFirst(offset).prefix(canvas.height).enumerated() {
            canvas.write(line, x: 0, y: index)
        }
        ScrollBar(offset: offset, visible: canvas.height, count: lines.count).draw(on: canvas, glyphs: context.glyphs)
    }
}
