import Plans
import Runs
package import Screen
package import Viewing

/// How a prep is drawn: its stages, its output, and what it asks.
extension PrepView {
    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let glyphs = context.glyphs
        canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1).fill()
        canvas.hideCursor()
        drawTitle(context, on: canvas)
        canvas.write(standing(context).cutEnd(canvas.width - 3, glyphs), x: 2, y: 2)
        let foot = footLines(canvas.width - 3, glyphs)
        let bottom = canvas.height - 1 - foot.count
        var y = 3
        let stages = progress?.stages ?? []
        let isBeside = canvas.width >= 100
        let isList = isBeside || bottom - y >= stages.count + 6
        let column = isBeside ? 34 : 0
        if isList {
            for (index, stage) in stages.enumerated() where y + index < bottom {
                canvas.write(stageText(index, stage, glyphs), x: 2, y: y + index)
            }
            if !isBeside { y += stages.count }
        } else if let progress, let current = progress.current {
            let text = "stage \(current + 1) of \(stages.count): \(stages[current].title)"
            canvas.write(TextWidth.cutEnd(text, canvas.width - 3, glyphs), x: 2, y: y, .running)
            y += 1
        }
        drawOutput(
            glyphs, on: canvas.window(x: column, y: y, width: canvas.width - column, height: max(0, bottom - y)))
        drawFoot(foot, on: canvas.window(x: 0, y: bottom, width: canvas.width, height: foot.count))
        let row = canvas.row(canvas.height - 1)
        row.fill(role: .bar)
        row.write(KeyFooter.text(keys, columns: row.width - 2), x: 1, y: 0)
    }

    private var keys: [(key: String, label: String)] {
        if confirming != nil { return [("Enter", "with yes: do it"), ("Esc", "back")] }
        let leave = (key: openQuestion == nil ? "q" : "Esc", label: isOver ? "back" : "leave; it goes on")
        if isOver { return [leave, ("v", "transcript"), ("L", "script's log"), ("PgUp", "scroll")] }
        let answer = openQuestion == nil ? [] : [(key: "Enter", label: "answer")]
        let transcript = (key: openQuestion == nil ? "v" : "F3", label: "transcript")
        return answer + [leave, ("PgUp", "scroll"), ("Ctrl-C", "interrupt"), transcript, ("Ctrl-Z", "hold")]
    }

    private func drawTitle(_ context: ViewContext, on canvas: Canvas) {
        let row = canvas.row(1)
        var x = row.write("preps \(context.glyphs[.current]) ", x: 1, y: 0, .faint)
        x = row.write("\(id)", x: x, y: 0, .strong)
        guard let summary else { return }
        let text = "\(summary.mode?.rawValue ?? "?")  \(summary.lun)  \(summary.client)"
        row.write(TextWidth.cutEnd(text, max(0, canvas.width - x - 4), context.glyphs), x: x + 2, y: 0)
    }

    private func standing(_ context: ViewContext) -> StyledText {
        let glyphs = context.glyphs
        let began = summary.map { "  by \($0.startedBy.text), began \(context.ago($0.startedAt))" } ?? ""
        guard let state else { return [Span("\(glyphs[.waiting]) looking for its keeper…", .faint)] }
        if let outcome = state.outcome {
            let role: Role = outcome == .exited(0) ? .good : .bad
            let by = summary.map { "by \($0.startedBy.text)" } ?? ""
            // Beside the end an age is that of the end; its time comes a moment after the keeper's word.
            let ended = summary?.endedAt.map { "ended \(context.ago($0)), " } ?? ""
            return [
                Span("\(glyphs[outcome == .exited(0) ? .passed : .failed]) \(outcome.text)", role),
                Span("  \(ended)\(by)", .faint),
            ]
        }
        if state.question != nil { return [Span("\(glyphs[.attention]) asks and waits", .bad), Span(began, .faint)] }
        if state.isPaused { return [Span("\(glyphs[.hung]) held", .warning), Span(began, .faint)] }
        return [Span("\(glyphs[.running]) \(state.isStarted ? "running" : "starting")", .running), Span(began, .faint)]
    }

    private func stageText(_ index: Int, _ stage: PrepProgress.Stage, _ glyphs: GlyphSet) -> StyledText {
        let current = progress?.current ?? -1
        let isDone = index < current || index == current && state?.outcome == .exited(0)
        if isDone { return [Span("\(glyphs[.passed]) ", .good), Span(stage.title)] }
        guard index == current else {
            return [Span("\(glyphs[.waiting]) \(stage.title)\(isOver ? " (not seen)" : "")", .waiting)]
        }
        return isOver
            ? [Span("\(glyphs[.failed]) \(stage.title)", .bad)] : [Span("\(glyphs[.running]) \(stage.title)", .running)]
    }

    private func drawOutput(_ glyphs: GlyphSet, on canvas: Canvas) {
        guard canvas.height > 1 else { return }
        canvas.write(String(repeating: glyphs[.horizontal], count: canvas.width), x: 0, y: 0, .rule)
        let title = back > 0 ? " output, \(back) lines before its end " : " output "
        canvas.write(TextWidth.cutEnd(title, canvas.width - 3, glyphs), x: 2, y: 0, .heading)
        let rows = canvas.height - 1
        var shown: [String] = []
        var all = lines[...]
        if all.last?.isEmpty == true { all = all.dropLast() }
        for line in all.dropLast(min(back, max(0, all.count - 1))).reversed() {
            shown = TextWidth.wrap(line, max(1, canvas.width - 3)) + shown
            if shown.count >= rows { break }
        }
        if shown.isEmpty { canvas.write("nothing was written yet", x: 2, y: 1, .faint) }
        for (y, line) in shown.suffix(rows).enumerated() { canvas.write(line, x: 2, y: y + 1) }
    }

    // MARK: What it asks

    /// What stands above the footer: the confirmation of an act, the question with its field, or the last note.
    private func footLines(_ width: Int, _ glyphs: GlyphSet) -> [StyledText] {
        var lines: [StyledText] = note.isEmpty ? [] : [[Span(TextWidth.cutEnd(note, width, glyphs), .warning)]]
        if let act = confirming {
            lines += wrapped("Really \(act.words)?", width, .bad)
            lines += [[Span("Type yes and Enter; anything else is No: ", .strong), Span(text(confirmation), .input)]]
        } else if let question = openQuestion {
            lines += [
                [
                    Span("\(glyphs[.attention]) THE SCRIPT ASKS", .bad, .bold),
                    Span("  question \(question.number)", .faint),
                ]
            ]
            lines += wrapped(question.shown, width, .strong).suffix(4).map { [Span("  ")] + $0 }
            let shown = question.isHidden ? String(repeating: "*", count: typed.count) : text(typed)
            let prompt = question.isHidden ? "Your answer (not shown), then Enter: " : "Your answer, then Enter: "
            lines += [[Span(prompt, .key), Span(String(shown.suffix(max(1, width - prompt.count - 2))), .input)]]
        }
        return lines
    }

    private func drawFoot(_ lines: [StyledText], on canvas: Canvas) {
        for (y, line) in lines.enumerated() { canvas.write(line, x: 2, y: y) }
        guard confirming != nil || openQuestion != nil, let last = lines.last else { return }
        canvas.setCursor(x: min(canvas.width - 1, 2 + last.width), y: lines.count - 1)
    }

    private func text(_ bytes: [UInt8]) -> String { PrepText.shown(String(decoding: bytes, as: UTF8.self)) }
}
