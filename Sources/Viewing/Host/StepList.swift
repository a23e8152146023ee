import Runs
import Screen

/// The steps of one host with how each ended and what it took.
enum StepList {
    /// - Parameters:
    ///   - selected: the number of the selected step.
    ///   - offset: the first step shown; `nil` keeps the current step in view.
    static func draw(
        _ host: HostSnapshot, _ build: BuildSnapshot, selected: Int?, offset: Int?, _ context: ViewContext,
        on canvas: Canvas
    ) {
        guard !host.steps.isEmpty else {
            canvas.write("no step is known yet", x: 0, y: 0, .faint)
            return
        }
        let height = canvas.height
        let start = offset ?? Self.offset(host, selected: selected, height: height)
        for (index, step) in host.steps.dropFirst(start).prefix(height).enumerated() {
            draw(step, of: host, build, isSelected: step.number == selected, y: index, context, on: canvas)
        }
        ScrollBar(offset: start, visible: height, count: host.steps.count).draw(on: canvas, glyphs: context.glyphs)
    }

    /// The first step to show so that the selected one, or the one where the host stands, is in view.
    static func offset(_ host: HostSnapshot, selected: Int?, height: Int) -> Int {
        let current = host.steps.firstIndex { $0.status == .running || $0.status == .failed }
        let focus = selected.map { $0 - 1 } ?? current
        return Scrolling.offset(keeping: focus, from: 0, count: host.steps.count, height: height, margin: height / 3)
    }

    private static func draw(
        _ step: StepSnapshot, of host: HostSnapshot, _ build: BuildSnapshot, isSelected: Bool, y: Int,
        _ context: ViewContext, on canvas: Canvas
    ) {
        let isOver = step.status == .running && build.state.isTerminal && build.state != .hung
        let role: Role = isOver ? .warning : step.status.role
        let number = step.number < 10 ? " \(step.number)" : "\(step.number)"
        canvas.write("\(context.glyphs[step.status.glyph]) \(number) ", x: 2, y: y, role)
        let right = times(step, of: host, build, context, isOver: isOver)
        let room = canvas.width - 8 - right.width - 3
        let isQuiet = step.status == .waiting || step.status == .skipped || step.status == .unknown
        canvas.write(TextWidth.cutEnd(step.title, room, context.glyphs), x: 7, y: y, isQuiet ? .faint : .plain)
        canvas.write(right, x: canvas.width - right.width - 2, y: y)
        if isSelected {
            canvas.row(y).restyle(adding: .onSelected)
            canvas.write(context.glyphs[.selection], x: 0, y: y, .accent, .onSelected)
        }
    }

    private static func times(
        _ step: StepSnapshot, of host: HostSnapshot, _ build: BuildSnapshot, _ context: ViewContext, isOver: Bool
    ) -> StyledText {
        var text: StyledText = []
        if step.attempts > 1 { text.append(Span("attempt \(step.attempts)  ", .warning)) }
        if let hook = step.hook { text.append(Span("in its \(hook) hook  ", .warning)) }
        switch step.status {
        case .running where isOver: text.append(Span("stopped here", .warning))
        case .running:
            if let since = host.stepStartedAt, build.state == .running {
                text.append(Span(DurationText.full(max(.zero, context.now - since)), .running))
            } else {
                text.append(Span("running", .running))
            }
            if let usual = build.usual.step(step.number) {
                text.append(Span(", usually \(DurationText.full(usual))", .faint))
            }
        case .passed: text.append(Span(step.duration.map(DurationText.step) ?? "passed", .faint))
        case .failed: text.append(Span("FAILED", .bad))
        case .skipped: text.append(Span("skipped", .faint))
        case .waiting:
            if let usual = build.usual.step(step.number) {
                text.append(Span("usually \(DurationText.full(usual))", .faint))
            }
        case .unknown: text.append(Span("unknown", .faint))
        }
        return text
    }
}
