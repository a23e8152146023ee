import Plans
import Runs
package import Screen
package import Viewing

/// How a start is drawn: its stages ticked off, then the end of what the template step prints, or why it failed.
extension LaunchProgress {
    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let glyphs = context.glyphs
        let size = Size(columns: canvas.width, rows: canvas.height)
        canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1).fill()
        canvas.hideCursor()
        let title = canvas.row(1)
        let x = title.write("builds \(glyphs[.current]) ", x: 1, y: 0, .faint)
        title.write(TextWidth.cutMiddle("start of \(build)", max(4, canvas.width - x - 2), glyphs), x: x, y: 0, .strong)
        var y = 2
        for stage in StartStage.allCases {
            draw(stage, context, on: canvas.row(y))
            y += 1
        }
        for line in wrapped(summary(context), canvas.width - 3, failure == nil ? .plain : .bad) {
            canvas.write(line, x: 2, y: y)
            y += 1
        }
        for line in told.suffix(2).flatMap({ wrapped($0, canvas.width - 3, .faint) }) {
            canvas.write(line, x: 2, y: y)
            y += 1
        }
        drawOutput(glyphs, on: canvas.window(x: 0, y: y, width: canvas.width, height: max(0, canvas.height - y - 1)))
        drawFooter(on: canvas.row(canvas.height - 1))
        if let question {
            let text = "The template step ends at once, and nothing of \(build) is started."
            TextDialog(
                "Interrupt the template step?", role: .bad, lines: wrapped(text, TextDialog.textWidth(in: size)),
                buttons: question
            ).draw(on: canvas, offset: 0, glyphs: glyphs)
        }
    }

    private func draw(_ stage: StartStage, _ context: ViewContext, on row: Canvas) {
        let (glyph, word, role): (Glyph, String, Role) =
            if done.contains(stage) {
                (.passed, "done", .good)
            } else if stage == current {
                (.running, "running", .running)
            } else if failure != nil, stage == StartStage.allCases.first(where: { !done.contains($0) }) {
                (.failed, "failed", .bad)
            } else {
                (.waiting, isLive ? "waiting" : "not begun", .waiting)
            }
        row.write("\(context.glyphs[glyph]) \(word)", x: 2, y: 0, role)
        let x = row.write(stage.title, x: 14, y: 0, stage == current ? .strong : .plain)
        if stage == .template {
            let end = doneAt[stage] ?? context.now
            row.write(DurationText.full(elapsed(at: end)), x: x + 2, y: 0, .faint)
        }
    }

    private func summary(_ context: ViewContext) -> String {
        switch result {
        case nil: isInterrupted ? "asked to end" : "running for \(DurationText.full(elapsed(at: context.now)))"
        case .done: "started; it opens as soon as it is seen"
        case .failed(let text, _): "failed: \(text)"
        }
    }

    private func drawOutput(_ glyphs: GlyphSet, on canvas: Canvas) {
        guard canvas.height > 1 else { return }
        let lines = failure.map { $0.lines.isEmpty ? tail : $0.lines } ?? tail
        let path = plan.places.launchLog
        let rule = String(repeating: glyphs[.horizontal], count: canvas.width)
        canvas.write(rule, x: 0, y: 0, .rule)
        canvas.write(" \(TextWidth.cutMiddle(path, canvas.width - 6, glyphs)) ", x: 2, y: 0, .heading)
        let rows = canvas.height - 1
        // The end is what matters.
        for (y, line) in lines.suffix(rows).enumerated() {
            canvas.write(TextWidth.cutEnd(line, canvas.width - 4, glyphs), x: 2, y: y + 1)
        }
        if lines.isEmpty { canvas.write("nothing was printed yet", x: 2, y: 1, .faint) }
    }

    private func drawFooter(on row: Canvas) {
        row.fill(role: .bar)
        var items: [(key: String, label: String)] = []
        if failure != nil { items.append(("Enter", "back to the form")) }
        if case .done = result { items.append(("Enter", "to the build")) }
        if current == .template, !isInterrupted { items.append(("x", "interrupt")) }
        items.append(("q", isLive ? "leave; it goes on" : "leave"))
        row.write(KeyFooter.text(items, columns: row.width - 2), x: 1, y: 0)
    }
}
