import Runs
import Screen

/// Draws the failures: what they have in common, the list, and all about the selected one.
enum FailuresView {
    /// From this width on, list and text stand side by side.
    static let wide = 160

    /// Where the parts stand; depends on the size alone, and on whether there is something in common to be told.
    struct Layout {
        let banners: Int
        let table: Rect
        let text: Rect

        init(_ size: Size, banners wanted: Int) {
            banners = min(wanted, size.rows >= 26 ? 3 : 1)
            let rows = size.rows - banners
            if size.columns >= wide {
                let left = size.columns * 11 / 20
                table = Rect(x: 0, y: banners, width: left, height: rows)
                text = Rect(x: left + 2, y: banners, width: size.columns - left - 3, height: rows)
            } else {
                let upper = max(5, rows * 2 / 5)
                table = Rect(x: 0, y: banners, width: size.columns, height: upper)
                text = Rect(x: 1, y: banners + upper + 1, width: size.columns - 2, height: rows - upper - 1)
            }
        }
    }

    static func layout(_ place: FailuresPlace, in size: Size) -> Layout {
        Layout(
            Size(columns: size.columns, rows: size.rows - 4), banners: place.common.count + place.suspects.count)
    }

    static func draw(_ place: FailuresPlace, of build: BuildName?, _ context: ViewContext, on canvas: Canvas) {
        ScreenFrame.drawCrumbs(
            ["builds"] + (build.map { [$0.text] } ?? []) + ["failures"], beside: beside(place), context, on: canvas)
        ScreenFrame.drawFooter(
            [.open, .openHost, .copy, .help, .back, .filter, .commandLine], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        let layout = Layout(
            Size(columns: body.width, rows: body.height), banners: place.common.count + place.suspects.count)
        drawBanners(place, layout.banners, context, on: body)
        guard !place.list.ids.isEmpty else {
            let text =
                place.total == 0
                ? "No host has failed\(build == nil ? " in any build" : "")."
                : "No failure is let through by the filter '\(place.list.filter.text)': press / and clear it."
            body.write(TextWidth.cutEnd(text, body.width - 6, context.glyphs), x: 3, y: layout.banners + 1, .strong)
            return
        }
        let area = body.window(layout.table)
        let rows = place.rows(context)
        FailureColumns.table(showsBuild: build == nil, width: area.width).draw(
            rows, on: area, selected: place.list.selectedIndex,
            offset: min(place.list.offset, max(0, rows.count - (area.height - 1))), sort: place.list.sort,
            glyphs: context.glyphs)
        if layout.text.y > layout.table.y {
            body.row(layout.text.y - 1).fill(context.glyphs.scalar(.horizontal), role: .rule)
        } else {
            for y in layout.table.y..<body.height {
                body.write(context.glyphs[.vertical], x: layout.text.x - 2, y: y, .rule)
            }
        }
        drawText(place, context, on: body.window(layout.text))
    }

    private static func beside(_ place: FailuresPlace) -> StyledText {
        var text: StyledText = []
        if !place.list.filter.isEmpty {
            text += [Span("filter ", .faint), Span(place.list.filter.text, .accent), Span("  ", .faint)]
        }
        let kinds = place.groups.count
        let hosts = "\(place.letThrough) host\(place.letThrough == 1 ? "" : "s")"
        return text + [Span("\(hosts), \(kinds) kind\(kinds == 1 ? "" : "s") of failure", .faint)]
    }

    /// What the failures have in common, and hosts that fail wherever they are used.
    private static func drawBanners(_ place: FailuresPlace, _ count: Int, _ context: ViewContext, on body: Canvas) {
        let lines =
            place.common.map { "common cause: \($0.text): \($0.hosts.joined(separator: ", "))" }
            + place.suspects.map { "suspect host: \($0.text)" }
        for (y, line) in lines.prefix(count).enumerated() {
            let isLast = y == count - 1 && lines.count > count
            // In front, where no long line takes it off the screen.
            let more = isLast ? "(+\(lines.count - count) more) " : ""
            let text = "\(context.glyphs[.attention]) \(more)\(line)"
            body.write(TextWidth.cutEnd(text, body.width - 2, context.glyphs), x: 1, y: y, .warning)
        }
    }

    // MARK: The text

    private static func drawText(_ place: FailuresPlace, _ context: ViewContext, on canvas: Canvas) {
        guard let group = place.selected else { return }
        let lines = lines(group, context, width: canvas.width - 1)
        let start = min(place.offset, max(0, lines.count - canvas.height))
        for (y, line) in lines.dropFirst(start).prefix(canvas.height).enumerated() {
            canvas.write(line.cutEnd(canvas.width - 1, context.glyphs), x: 0, y: y)
        }
        ScrollBar(offset: start, visible: canvas.height, count: lines.count).draw(on: canvas, glyphs: context.glyphs)
    }

    /// The last offset that shows something new.
    static func lastOffset(_ place: FailuresPlace, _ context: ViewContext, in size: Size) -> Int {
        guard let group = place.selected else { return 0 }
        let text = layout(place, in: size).text
        return max(0, lines(group, context, width: text.width - 1).count - text.height)
    }

    private static func lines(_ group: FailureGroup, _ context: ViewContext, width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        func add(_ label: String, _ text: String, _ role: Role) {
            guard !text.isEmpty else { return }
            for (index, part) in TextWidth.wrap(text, max(10, width - 13)).enumerated() {
                lines.append([
                    Span(TextWidth.pad(index == 0 ? label : "", 13), .faint), Span(part, role),
                ])
            }
        }
        let first = group.first
        lines.append([Span(group.title, .strong), Span(first.step.isEmpty ? "" : "  \(first.step)", .heading)])
        if let cause = group.cause {
            add("known cause", cause.text, .warning)
            add("advice", cause.advice, .plain)
            add("", cause.rerun, .plain)
            add("by the line", cause.line, .faint)
        } else {
            add("known cause", "none of the rules knows it", .faint)
        }
        let marked = group.members.filter { $0.mark != nil }
        for member in marked.prefix(most) {
            if let mark = member.mark { add("marked", "\(member.name): \(mark.text)", .running) }
        }
        if marked.count > most { add("", "and \(marked.count - most) more", .running) }
        let hosts = group.hosts
        if hosts.count > 1 { add("hosts", list(hosts.map(\.text)), .plain) }
        add("build", list(Set(group.members.map(\.build)).sorted().map(\.text)), .faint)
        add("times", times(group, context), .faint)
        for others in group.members.lazy.compactMap(\.others).prefix(most) {
            add("besides", others + "; o shows them", .faint)
        }
        let artifacts = group.members.flatMap(\.artifacts)
        for path in artifacts.prefix(most) { add("artifact", SafeText.visible(path), .faint) }
        if artifacts.count > most { add("", "and \(artifacts.count - most) more; v lists them", .faint) }
        let screenshots = group.members.flatMap(\.screenshots)
        for path in screenshots.prefix(FailureText.screenshots) { add("screenshot", SafeText.visible(path), .faint) }
        let rest = screenshots.count - FailureText.screenshots
        if rest > 0 { add("", "and \(rest) more; a copies them", .faint) }
        let leftOut = group.members.reduce(0) { $0 + $1.host.screenshotsLeftOut }
        if leftOut > 0 {
            add("", "\(leftOut) more screenshot\(leftOut == 1 ? "" : "s") only in the log's list", .faint)
        }
        lines.append([])
        for (index, line) in first.excerpt(stack: Failure.stackLimit).enumerated() {
            for part in TextWidth.wrap(line, max(10, width)) {
                lines.append([Span(part, index == 0 ? .bad : .plain)])
            }
        }
        if first.failure == nil, first.logOffset == nil {
            lines.append([Span(whyNoMore(of: first, context), .faint)])
        }
        return lines
    }

    /// Why one line is all that is known of it.
    private static func whyNoMore(of failed: FailedHost, _ context: ViewContext) -> String {
        let isRead = failed.host.isRecorded && context.snapshot.build(failed.build)?.isDetailed == true
        return isRead ? "no log tells of it; this is what its record says" : "its log has not been read yet"
    }

    /// Beyond so many of a kind nobody reads on; what is copied or written has them all.
    private static let most = 40

    private static func list(_ names: [String]) -> String {
        let rest = names.count > most ? " and \(names.count - most) more" : ""
        return names.prefix(most).joined(separator: ", ") + rest
    }

    /// `took 25m 00s, tried 2 times, ended 11-20 13:40:00`
    private static func times(_ group: FailureGroup, _ context: ViewContext) -> String {
        var parts: [String] = []
        if let took = group.members.lazy.compactMap(\.duration).max() {
            parts.append("took \(DurationText.full(took))")
        }
        if let tries = group.members.lazy.compactMap(\.attempts).max(), tries > 1 {
            parts.append("tried \(tries) times")
        }
        if let end = group.members.lazy.compactMap(\.endedAt).max() {
            parts.append("ended \(context.clock.dayAndTime(end))")
        }
        return parts.joined(separator: ", ")
    }
}
