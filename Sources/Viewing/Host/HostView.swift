import Runs
import Screen

/// Draws one host: its steps with their durations, its failure in full, its artifacts.
enum HostView {
    /// From this width on, steps and failure stand side by side.
    static let wide = 110

    static func draw(
        _ place: HostPlace, _ host: HostSnapshot, of build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas
    ) {
        ScreenFrame.drawCrumbs(
            ["builds", build.name.text, host.name], beside: [Span(host.kernel ?? "kernel unknown", .faint)], context,
            on: canvas)
        ScreenFrame.drawFooter(
            [.log, .nextPanel, .copy, .help, .back, .nextFailure, .commandLine], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        drawHead(host, build, context, on: body.window(x: 0, y: 0, width: body.width, height: 2))
        let panels = HostPlace.panels(host)
        let isWide = body.width >= wide && !host.failures.isEmpty
        let tabs = isWide ? panels.filter { $0 != .steps } : panels
        let shown = place.shownPanel(host)
        let current = tabs.contains(shown) ? shown : tabs[0]
        let left = isWide ? stepsWidth(in: body.width) : 0
        if isWide {
            let steps = body.window(x: 0, y: 2, width: left, height: body.height - 2)
            StepList.draw(host, build, selected: place.selectedStep(host), offset: nil, context, on: steps)
            for y in 2..<body.height { body.write(context.glyphs[.vertical], x: left, y: y, .rule) }
        }
        let x = isWide ? left + 1 : 0
        drawTabs(tabs, current, context, on: body.window(x: x, y: 2, width: body.width - x, height: 1))
        let panel = body.window(x: x + 1, y: 3, width: body.width - x - 2, height: body.height - 3)
        switch current {
        case .failure: drawFailures(host, offset: place.offset, context, on: panel)
        case .steps:
            StepList.draw(host, build, selected: place.selectedStep(host), offset: nil, context, on: panel)
        case .artifacts: drawArtifacts(host, context, on: panel)
        }
    }

    /// What the steps take of a wide screen.
    private static func stepsWidth(in width: Int) -> Int { width * 9 / 20 }

    /// How far the failure's text can be scrolled on a screen of that size.
    static func lastFailureOffset(_ host: HostSnapshot, in size: Size) -> Int {
        let x = size.columns >= wide ? stepsWidth(in: size.columns) + 1 : 0
        return max(0, failureLines(host, width: size.columns - x - 3).count - (size.rows - 4 - 3))
    }

    private static func failureLines(_ host: HostSnapshot, width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        for failure in host.failures {
            if !lines.isEmpty { lines.append([]) }
            lines += FailureText.lines(failure, of: host, width: width)
        }
        return lines
    }

    private static func drawHead(
        _ host: HostSnapshot, _ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas
    ) {
        let row = HostRow(host: host, build: build, now: build.moment(by: context.now), glyphs: context.glyphs)
        var text: StyledText = [Span(" ", .plain)] + host.status.text(context.glyphs)
        text.append(Span("  ", .plain))
        text += row.step
        if let elapsed = host.elapsed(at: row.now) {
            text.append(Span("   \(DurationText.full(elapsed))", .strong))
        }
        if let subRun = host.subRun { text.append(Span("   group \(subRun)", .faint)) }
        canvas.write(text.cutEnd(canvas.width - 1, context.glyphs), x: 0, y: 0)
        var second: StyledText = []
        if let start = host.startedAt { second.append(Span("from \(context.clock.full(start))", .faint)) }
        if let end = host.endedAt { second.append(Span("  to \(context.clock.full(end))", .faint)) }
        if host.status != .failed, host.status != .passed { second.insert(Span(host.detail + "  ", .plain), at: 0) }
        canvas.write(second.cutEnd(canvas.width - 2, context.glyphs), x: 1, y: 1)
    }

    private static func drawTabs(
        _ panels: [HostPlace.Panel], _ current: HostPlace.Panel, _ context: ViewContext, on canvas: Canvas
    ) {
        canvas.fill(context.glyphs.scalar(.horizontal), role: .rule)
        var x = 1
        for panel in panels {
            let isCurrent = panel == current
            x =
                canvas.write(" \(panel.rawValue) ", x: x, y: 0, isCurrent ? .accent : .faint, isCurrent ? .bold : [])
                + 1
        }
    }

    private static func drawFailures(_ host: HostSnapshot, offset: Int, _ context: ViewContext, on canvas: Canvas) {
        let lines = failureLines(host, width: canvas.width - 1)
        let start = min(offset, max(0, lines.count - canvas.height))
        for (index, line) in lines.dropFirst(start).prefix(canvas.height).enumerated() {
            canvas.write(line, x: 0, y: index)
        }
        ScrollBar(offset: start, visible: canvas.height, count: lines.count).draw(on: canvas, glyphs: context.glyphs)
    }

    private static func drawArtifacts(_ host: HostSnapshot, _ context: ViewContext, on canvas: Canvas) {
        var lines: [(String, String)] = []
        if let spec = host.spec { lines.append(("spec", spec)) }
        for path in host.artifacts { lines.append(("report", path)) }
        for path in host.screenshots { lines.append(("screenshot", path)) }
        if host.screenshotsLeftOut > 0 { lines.append(("", "\(host.screenshotsLeftOut) more only in the log's list")) }
        if host.artifacts.isEmpty { lines.append(("report", "none is there: none was written, or it was taken away")) }
        if let offset = host.logOffset { lines.append(("log", "begins at byte \(offset)")) }
        for (index, line) in lines.enumerated() {
            canvas.write(line.0, x: 0, y: index, .faint)
            canvas.write(
                TextWidth.cutMiddle(SafeText.visible(line.1), canvas.width - 12, context.glyphs), x: 12, y: index)
        }
    }
}
