import Runs
import Screen

/// The selected cell in words: host and step, how it stands and what it took, the same on the other hosts.
enum MatrixDetail {
    static func draw(
        _ host: HostSnapshot, step number: Int, _ build: BuildSnapshot, _ paces: StepPaces, _ context: ViewContext,
        on canvas: Canvas
    ) {
        let title = build.flow.text(ofStep: number).map(SafeText.visible)
        let step = host.steps.first { $0.number == number }
        var head: StyledText = [Span(SafeText.visible(host.name), .strong)]
        if let subRun = host.subRun { head.append(Span("  group \(SafeText.visible(subRun.text))", .faint)) }
        head.append(Span("  step \(number)  ", .accent))
        head.append(Span(step?.title ?? title ?? "", .plain))
        canvas.write(head.cutEnd(canvas.width, context.glyphs), x: 0, y: 0)
        guard let step else {
            canvas.write("nothing is known of this step on this host", x: 0, y: 1, .faint)
            return
        }
        let cell = MatrixCell(step, of: host, build, paces, at: context.now)
        let text = standing(cell, context) + comparison(cell) + usual(cell, build)
        canvas.write(text.cutEnd(canvas.width, context.glyphs), x: 0, y: 1)
        canvas.write(why(step, of: host).cutEnd(canvas.width, context.glyphs), x: 0, y: 2)
    }

    private static func standing(_ cell: MatrixCell, _ context: ViewContext) -> StyledText {
        var words = cell.mark.word
        switch (cell.mark, cell.step.status) {
        case (.slow, .running): words = "running, slow"
        case (.slow, _): words = "passed, slow"
        case (.stopped, _): words = "the run ended in this step"
        case (.unknown, _): words = "unknown how it ended"
        default: break
        }
        if let spent = cell.spent {
            let time = cell.step.status == .running ? DurationText.full(spent) : DurationText.step(spent)
            words += cell.step.status == .running ? " for \(time)" : " in \(time)"
        }
        var text: StyledText = [Span("\(cell.mark.text(context.glyphs)) \(words)", cell.mark.role)]
        if cell.step.attempts > 1 { text.append(Span("  attempt \(cell.step.attempts)", .warning)) }
        return text
    }

    private static func comparison(_ cell: MatrixCell) -> StyledText {
        guard let median = cell.others.median else { return [Span("   of no other host a time is known", .faint)] }
        let count = cell.others.count
        let who = count == 1 ? "1 other" : "median of \(count) others"
        let few = count < OtherHosts.enough && cell.spent != nil ? ", too few to judge" : ""
        return [Span("   \(who) \(DurationText.step(median))\(few)", cell.mark == .slow ? .plain : .faint)]
    }

    /// What history says of a step that is not over.
    private static func usual(_ cell: MatrixCell, _ build: BuildSnapshot) -> StyledText {
        guard cell.step.status == .running || cell.step.status == .waiting,
            let usual = build.usual.step(cell.step.number)
        else { return [] }
        return [Span("   usually \(DurationText.full(usual))", .faint)]
    }

    private static func why(_ step: StepSnapshot, of host: HostSnapshot) -> StyledText {
        guard step.status == .failed else { return [] }
        let hook = step.hook.map { "in its \($0) hook: " } ?? ""
        let failure = host.failures.first { $0.step == step.number }
        return [Span(hook + (failure.map { SafeText.firstLine(of: $0.failure.message) } ?? ""), .bad)]
    }
}
