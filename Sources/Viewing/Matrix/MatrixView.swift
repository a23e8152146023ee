import Runs
import Screen

/// Draws every host of a build as a row and every step as a column, and tells of the selected cell in words.
enum MatrixView {
    static func layout(_ build: BuildSnapshot, in size: Size) -> MatrixLayout {
        let steps = build.hosts.reduce(build.flow.steps.count) { max($0, $1.steps.count) }
        return MatrixLayout(Size(columns: size.columns, rows: size.rows - 4), steps: steps)
    }

    static func draw(
        _ place: MatrixPlace, _ list: ListState<HostID>, _ build: BuildSnapshot, _ context: ViewContext,
        on canvas: Canvas
    ) {
        let count =
            list.ids.count == build.hosts.count ? "\(list.ids.count)" : "\(list.ids.count) of \(build.hosts.count)"
        ScreenFrame.drawCrumbs(
            ["builds", build.name.text, "matrix"],
            beside: [Span("\(count) host\(build.hosts.count == 1 ? "" : "s")", .faint)],
            context, on: canvas)
        ScreenFrame.drawFooter(
            [.open, .log, .help, .back, .nextFailure, .filter, .sortNext, .commandLine], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        let layout = layout(build, in: Size(columns: canvas.width, rows: canvas.height))
        drawLegend(context, on: body.row(0))
        guard layout.steps > 0, !list.ids.isEmpty else {
            let text =
                build.hosts.isEmpty
                ? "no host is known yet"
                : list.ids.isEmpty
                    ? "no host is let through by the filter"
                    : build.endedAt == nil
                        ? "no step is known before the first has ended" : "nothing tells of a single step"
            body.write(text, x: 1, y: 2, .faint)
            return
        }
        drawHeader(place, layout, on: body)
        let paces = StepPaces(of: build.hosts)
        let offset = list.offset(height: layout.rows)
        for (index, id) in list.ids.dropFirst(offset).prefix(layout.rows).enumerated() {
            guard let host = build.host(id) else { continue }
            let row = body.row(layout.top + index)
            drawHost(host, isSelected: id == list.selection, place, layout, build, paces, context, on: row)
        }
        ScrollBar(offset: offset, visible: layout.rows, count: list.ids.count).draw(
            on: body.window(x: 0, y: layout.top, width: body.width, height: layout.rows), glyphs: context.glyphs)
        let y = body.height - layout.detailHeight
        body.row(y).fill(context.glyphs.scalar(.horizontal), role: .rule)
        if let host = list.selection.flatMap(build.host) {
            let detail = body.window(x: 1, y: y + 1, width: body.width - 2, height: layout.detailHeight - 1)
            MatrixDetail.draw(host, step: place.step, build, paces, context, on: detail)
        }
    }

    /// What stands under a point of the screen: a host and a step, or one of them.
    static func cell(
        at point: Point, _ place: MatrixPlace, _ list: ListState<HostID>, _ build: BuildSnapshot, in size: Size
    ) -> (host: HostID?, step: Int?) {
        let layout = layout(build, in: size)
        let step = layout.step(atX: point.x).map { $0 + place.firstStep(layout) + 1 }
        let row = point.y - 2 - layout.top
        let index = list.offset(height: layout.rows) + row
        let isHost = row >= 0 && row < layout.rows && list.ids.indices.contains(index)
        let isHeader = row < 0 && row >= -layout.headerHeight
        return (isHost ? list.ids[index] : nil, isHost || isHeader ? step : nil)
    }

    /// What each character says, those first that mean work.
    private static func drawLegend(_ context: ViewContext, on canvas: Canvas) {
        var text: StyledText = []
        for mark in MatrixCell.Mark.allCases {
            let next = [Span("\(mark.text(context.glyphs)) \(mark.word)", mark.role), Span("  ", .plain)]
            guard text.width + next[0].text.unicodeScalars.count <= canvas.width - 2 else { break }
            text += next
        }
        canvas.write(text, x: 1, y: 0)
    }

    private static func drawHeader(_ place: MatrixPlace, _ layout: MatrixLayout, on body: Canvas) {
        body.write("HOST", x: 3 + layout.wordWidth, y: layout.top - 1, .heading)
        let first = place.firstStep(layout)
        for index in 0..<min(layout.shownSteps, layout.steps - first) {
            let number = first + index + 1
            let role: Role = number == place.step ? .accent : .heading
            let x = layout.x(ofStep: index)
            guard layout.headerHeight == 2 else {
                // Its last digit stands over the cell.
                body.write("\(number)", x: x + 1 - String(number).count, y: 1, role)
                continue
            }
            if number >= 10 { body.write("\(number / 10 % 10)", x: x, y: 1, role) }
            body.write("\(number % 10)", x: x, y: 2, role)
        }
    }

    private static func drawHost(
        _ host: HostSnapshot, isSelected: Bool, _ place: MatrixPlace, _ layout: MatrixLayout, _ build: BuildSnapshot,
        _ paces: StepPaces, _ context: ViewContext, on row: Canvas
    ) {
        let glyphs = context.glyphs
        row.write(glyphs[host.status.glyph], x: 1, y: 0, host.status.role)
        if layout.wordWidth > 0 { row.write(host.status.word, x: 3, y: 0, host.status.role) }
        let name = TextWidth.cutMiddle(HostLabel.text(host.name, in: host.subRun), layout.nameWidth, glyphs)
        row.write(name, x: 3 + layout.wordWidth, y: 0, .strong)
        let first = place.firstStep(layout)
        let shown = host.steps.dropFirst(first).prefix(layout.shownSteps)
        for (index, step) in shown.enumerated() {
            let cell = MatrixCell(step, of: host, build, paces, at: context.now)
            row.write(cell.mark.text(glyphs), x: layout.x(ofStep: index), y: 0, cell.mark.role)
        }
        guard isSelected else { return }
        row.restyle(adding: .onSelected)
        row.write(glyphs[.selection], x: 0, y: 0, .accent, .onSelected)
        let x = layout.x(ofStep: place.step - 1 - first)
        row.window(x: x, y: 0, width: 1, height: 1).restyle(adding: [.reverse, .bold])
        guard layout.pitch > 1 else { return }
        // Where there are columns for it, seen without colours too. The last of the row is that of the scroll bar.
        row.write("[", x: x - 1, y: 0, .accent, .onSelected)
        row.write("]", x: x + 1, y: 0, .accent, .onSelected)
    }
}
