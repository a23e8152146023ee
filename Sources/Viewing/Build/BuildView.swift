import Runs
import Screen

/// Draws one build: the screen that operators live in.
enum BuildView {
    static func draw(
        _ place: BuildPlace, _ build: BuildSnapshot, tail: LogWindow?, _ context: ViewContext, on canvas: Canvas
    ) {
        ScreenFrame.drawCrumbs(["builds", build.name.text], beside: beside(build), context, on: canvas)
        ScreenFrame.drawFooter(
            [.open, .log, .nextPanel, .report, .help, .back, .nextFailure, .matrix, .filter, .commandLine], context,
            on: canvas)
        let body = ScreenFrame.body(of: canvas)
        let layout = BuildLayout(Size(columns: body.width, rows: body.height), hosts: build.hosts.count)
        drawState(build, context, on: body.window(layout.state))
        drawReason(build, context, on: body.window(layout.reason))
        drawHosts(place, build, context, on: body.window(layout.table))
        let panel = shownPanel(place, layout)
        if let flow = layout.flow { FlowPanel.draw(build, offset: nil, context, on: body.window(flow)) }
        if let side = layout.side {
            let window = body.window(side)
            let used = TimingPanel.draw(build, context, on: window)
            let rest = window.height - used - 1
            CoveragePanel.draw(
                build, context, on: window.window(x: 0, y: used + 1, width: window.width, height: rest))
        }
        if let tabs = layout.tabs {
            drawTabs(layout.panels, panel, place.selected(build), context, on: body.window(tabs))
        }
        drawPanel(panel, place, build, context, on: body.window(layout.panel))
        if let log = layout.log { drawTail(tail, build, context, on: body.window(log)) }
    }

    /// The host under a point of the screen.
    static func host(at point: Point, _ place: BuildPlace, _ build: BuildSnapshot, in size: Size) -> HostID? {
        let layout = BuildLayout(Size(columns: size.columns, rows: size.rows - 4), hosts: build.hosts.count)
        let inTable = Point(x: point.x - layout.table.x, y: point.y - 2 - layout.table.y)
        guard inTable.y >= 0, inTable.y < layout.table.height, inTable.x < layout.table.width else { return nil }
        let offset = place.list.offset(height: layout.table.height - 1)
        return HostColumns.table(isCategorized: build.isCategorized)
            .row(at: inTable, offset: offset, count: place.list.ids.count).map { place.list.ids[$0] }
    }

    /// What the panel below the table holds on a screen of that size.
    static func panelExtent(
        _ place: BuildPlace, _ build: BuildSnapshot, _ context: ViewContext, in size: Size
    ) -> PanelExtent {
        let layout = BuildLayout(Size(columns: size.columns, rows: size.rows - 4), hosts: build.hosts.count)
        return PanelExtent(
            of: shownPanel(place, layout), place.selected(build), build, context,
            in: Size(columns: layout.panel.width, rows: layout.panel.height))
    }

    private static func shownPanel(_ place: BuildPlace, _ layout: BuildLayout) -> BuildPlace.Panel {
        layout.panels.contains(place.panel) ? place.panel : .host
    }

    // MARK: Parts

    private static func beside(_ build: BuildSnapshot) -> StyledText {
        let launch = build.launch
        let parts = [launch.template ?? build.flow.template, launch.configFamily, launch.integration]
            .compactMap(\.self).map(SafeText.visible)
        return [Span(parts.joined(separator: " · "), .faint)]
    }

    private static func drawState(_ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas) {
        let row = BuildRow(build: build, now: context.now, glyphs: context.glyphs)
        var x = canvas.write(" ", x: 0, y: 0)
        let role = build.state.role
        x = canvas.write("\(context.glyphs[build.state.glyph]) \(build.state.rawValue)", x: x, y: 0, role, .bold)
        var facts: StyledText = []
        if let elapsed = build.elapsed(at: context.now) {
            facts.append(Span("  " + DurationText.full(elapsed), .strong))
            if let end = build.expectedEnd, let start = build.startedAt, end > context.now {
                facts.append(Span(" of about \(DurationText.short(end - start))", .faint))
            }
        }
        x = canvas.write(facts, x: x, y: 0)
        var right: StyledText = []
        let counts = build.counts
        right.append(Span("\(counts.finished) of \(counts.total) hosts", .plain))
        if counts.failed > 0 { right.append(Span("  \(context.glyphs[.failed]) \(counts.failed) failed", .bad)) }
        let isOver = build.state.isTerminal && build.state != .hung
        if let active = build.activeAt, !isOver, canvas.width >= 80 {
            right.append(Span("   log \(context.ago(active))", .faint))
        }
        let start = max(x + 3, 32)
        let room = canvas.width - start - right.width - 4
        if room >= 6 {
            canvas.write(ProgressBar.text(row.fraction, width: room, glyphs: context.glyphs), x: start, y: 0)
        }
        // What does not fit goes, the log's age first.
        if x + 2 + right.width > canvas.width, build.activeAt != nil { right.removeLast() }
        right = right.cutEnd(max(0, canvas.width - x - 2), context.glyphs)
        canvas.write(right, x: max(x + 2, canvas.width - right.width - 1), y: 0)
    }

    private static func drawReason(_ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas) {
        if let problem = build.problems.first {
            canvas.write(
                TextWidth.cutEnd("\(context.glyphs[.attention]) \(problem)", canvas.width - 2, context.glyphs), x: 1,
                y: 0, .warning)
            return
        }
        let text =
            build.delivery == .unknown
            ? "\(build.reason); delivery unknown: nobody knows whether its status was posted" : build.reason
        let role: Role = build.state.needsAttention && build.state != .failed ? .warning : .faint
        canvas.write(TextWidth.cutEnd(text, canvas.width - 2, context.glyphs), x: 1, y: 0, role)
    }

    private static func drawHosts(
        _ place: BuildPlace, _ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas
    ) {
        let rows = place.rows(build, context)
        let offset = place.list.offset(height: canvas.height - 1)
        let isScrolled = rows.count > canvas.height - 1
        // The bar has a column of its own, or it would hide the last digit of what stands there.
        let table = canvas.window(x: 0, y: 0, width: canvas.width - (isScrolled ? 1 : 0), height: canvas.height)
        HostColumns.table(isCategorized: build.isCategorized).draw(
            rows, on: table, selected: place.list.selectedIndex, offset: offset, sort: place.list.sort,
            glyphs: context.glyphs)
        if rows.isEmpty {
            let text = build.hosts.isEmpty ? "no host is known yet" : "no host is let through by the filter"
            canvas.write(text, x: 2, y: 1, .faint)
        }
        if isScrolled {
            ScrollBar(offset: offset, visible: canvas.height - 1, count: rows.count).draw(
                on: canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1), glyphs: context.glyphs)
        }
    }

    private static func drawTabs(
        _ panels: [BuildPlace.Panel], _ current: BuildPlace.Panel, _ host: HostSnapshot?, _ context: ViewContext,
        on canvas: Canvas
    ) {
        canvas.fill(context.glyphs.scalar(.horizontal), role: .rule)
        var x = 1
        for panel in panels {
            let title = panel == .host ? (host?.name ?? "host") : panel.rawValue
            let text = " \(TextWidth.cutMiddle(title, 24, context.glyphs)) "
            x = canvas.write(text, x: x, y: 0, panel == current ? .accent : .faint, panel == current ? .bold : [])
            x += 1
        }
    }

    private static func drawPanel(
        _ panel: BuildPlace.Panel, _ place: BuildPlace, _ build: BuildSnapshot, _ context: ViewContext,
        on canvas: Canvas
    ) {
        let host = place.selected(build)
        let extent = PanelExtent(
            of: panel, host, build, context, in: Size(columns: canvas.width, rows: canvas.height))
        let offset = extent.offset(place.panelOffset)
        // The whole panel, of which the canvas shows a part.
        let whole = canvas.window(
            x: 0, y: -offset, width: canvas.width - (extent.isScrolled ? 1 : 0),
            height: max(extent.rows, extent.visible))
        switch panel {
        case .host: HostPanel.draw(host, build, offset: offset, context, on: canvas)
        case .flow: FlowPanel.draw(build, offset: offset, context, on: canvas)
        case .timing: TimingPanel.draw(build, context, on: whole)
        case .coverage: CoveragePanel.draw(build, context, on: whole)
        case .failures: FailuresPanel.draw(build, offset: offset, context, on: canvas)
        case .notes: NotesPanel.draw(build, offset: offset, context, on: canvas)
        }
        // The others draw their own.
        if panel == .timing || panel == .coverage {
            ScrollBar(offset: offset, visible: extent.visible, count: extent.rows).draw(
                on: canvas, glyphs: context.glyphs)
        }
    }

    private static func drawTail(
        _ tail: LogWindow?, _ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas
    ) {
        for y in 0..<canvas.height { canvas.write(context.glyphs[.vertical], x: 0, y: y, .rule) }
        let window = canvas.window(x: 2, y: 0, width: canvas.width - 2, height: canvas.height)
        window.write("LOG", x: 0, y: 0, .heading)
        guard let tail else { return }
        if let problem = tail.problem { window.write(problem, x: 0, y: 1, .faint) }
        let lines = tail.lines.suffix(window.height - 1)
        for (index, line) in lines.enumerated() {
            DrawnLine(line, context.glyphs).draw(from: 0, on: window.row(index + 1), context.glyphs)
        }
    }
}
