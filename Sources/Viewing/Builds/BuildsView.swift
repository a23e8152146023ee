import Runs
import Screen

/// Draws the list of builds.
enum BuildsView {
    static func draw(_ place: BuildsPlace, _ context: ViewContext, on canvas: Canvas) {
        ScreenFrame.drawCrumbs(["builds"], beside: beside(place, context), context, on: canvas)
        ScreenFrame.drawFooter(
            [.open, .report, .filter, .help, .back, .onlyAttention, .commandLine], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        if place.list.ids.isEmpty {
            drawEmpty(place, context, on: body)
            return
        }
        let rows = place.rows(context)
        let problems = context.snapshot.problems.prefix(3)
        let top = bannerRows(context)
        drawBanner(context, on: body.row(0))
        let table = body.window(x: 0, y: top, width: body.width, height: body.height - problems.count - top)
        BuildColumns.table.draw(
            rows, on: table, selected: place.list.selectedIndex,
            offset: place.list.offset(height: table.height - 1), sort: place.list.sort, glyphs: context.glyphs)
        for (index, problem) in problems.enumerated() {
            MessageLine(.warning, problem).draw(
                on: body.row(body.height - problems.count + index), glyphs: context.glyphs)
        }
    }

    /// The rows that a page of it holds.
    static func pageHeight(in size: Size, _ context: ViewContext) -> Int {
        max(1, size.rows - 5 - min(3, context.snapshot.problems.count) - bannerRows(context))
    }

    /// What stands above the table.
    static func bannerRows(_ context: ViewContext) -> Int { context.common.isEmpty ? 0 : 1 }

    /// What makes hosts of several builds fail. Whoever reads that need not open each of them.
    private static func drawBanner(_ context: ViewContext, on row: Canvas) {
        guard let cause = context.common.first else { return }
        let more = context.common.count > 1 ? " (+\(context.common.count - 1) more)" : ""
        let place =
            " on \(cause.hosts.count) hosts of \(cause.builds.count) builds"
            + " since \(context.clock.brief(cause.from, at: context.now))\(more)"
        let (head, tail) = ("\(context.glyphs[.attention]) common cause: ", "; E shows them")
        // The rule's words give way: how many it concerns is what must be read.
        let room = row.width - 2 - TextWidth.columns(head + place + tail)
        let text =
            room >= 20
            ? head + TextWidth.cutEnd(cause.cause.text, room, context.glyphs) + place + tail
            : "\(context.glyphs[.attention]) \(cause.cause.label)\(place)\(tail)"
        row.write(TextWidth.cutEnd(text, row.width - 2, context.glyphs), x: 1, y: 0, .warning)
    }

    /// The build under a point of the screen.
    static func build(at point: Point, _ place: BuildsPlace, in size: Size, _ context: ViewContext) -> BuildName? {
        let height = pageHeight(in: size, context)
        let inTable = Point(x: point.x, y: point.y - 2 - bannerRows(context))
        guard inTable.y <= height else { return nil }
        let offset = place.list.offset(height: height)
        return BuildColumns.table.row(at: inTable, offset: offset, count: place.list.ids.count)
            .map { place.list.ids[$0] }
    }

    private static func beside(_ place: BuildsPlace, _ context: ViewContext) -> StyledText {
        let total = context.snapshot.builds.count
        var text: StyledText = []
        if !place.list.filter.isEmpty {
            text += [Span("filter ", .faint), Span(place.list.filter.text, .accent), Span("  ", .faint)]
        }
        if place.onlyAttention { text += [Span("only what needs attention", .warning), Span("  ", .faint)] }
        let shown = place.list.ids.count
        let builds = "\(total) build\(total == 1 ? "" : "s")"
        text.append(Span(shown == total ? builds : "\(shown) of \(builds)", .faint))
        return text
    }

    /// An empty list teaches: where the program looked, and what one can do.
    private static func drawEmpty(_ place: BuildsPlace, _ context: ViewContext, on body: Canvas) {
        var lines: [(String, Role)] = []
        if !context.snapshot.isComplete {
            lines = [("Reading the runs of this controller…", .faint)]
        } else if context.snapshot.builds.isEmpty {
            lines = [("No builds yet.", .strong), ("", .plain), ("Looked at:", .faint)]
            lines += context.snapshot.places.map { ("  " + $0, .plain) }
            lines += [
                ("", .plain), ("A build appears here as soon as its log or its state is written.", .plain),
                ("To see the console at work:  atvm-tui demo", .plain),
            ]
            if let row = context.added.row(named: "launch"), row.reason == nil {
                lines.append(("To \(row.help):  \(row.keys)", .plain))
            }
        } else {
            lines = [("No build is let through.", .strong), ("", .plain)]
            if !place.list.filter.isEmpty {
                lines.append(("The filter is '\(place.list.filter.text)': press / and clear it.", .plain))
            }
            if place.onlyAttention { lines.append(("Only what needs attention is shown: press ! for all.", .plain)) }
        }
        for problem in context.snapshot.problems { lines.append((problem, .warning)) }
        for (index, line) in lines.enumerated() {
            let text = TextWidth.cutEnd(line.0, body.width - 6, context.glyphs)
            body.write(text, x: 3, y: 1 + index, line.1)
        }
    }
}

extension ListState {
    /// The first row to show in so many rows, from where the list stood.
    func offset(height: Int) -> Int {
        Scrolling.offset(keeping: selectedIndex, from: offset, count: ids.count, height: height, margin: 1)
    }
}
