import Runs
import Screen

/// Draws a log.
enum LogView {
    static func draw(_ place: LogPlace, _ build: BuildSnapshot?, _ context: ViewContext, on canvas: Canvas) {
        let body = ScreenFrame.body(of: canvas)
        let screen = LogScreen(place, Size(columns: body.width, rows: body.height), context.glyphs)
        LogHeader.draw(place, screen, build, context, on: canvas)
        let jumps: [BrowserCommand] = place.source.isRun && place.openedLine == nil ? [.nextFailure] : []
        ScreenFrame.drawFooter(
            [.follow, .filter, .rules, .help, .back] + jumps + [.wrap, .copy], context, on: canvas)
        guard let window = place.window else {
            body.write("reading…" + (place.scannedShare(build).map { " \($0)%" } ?? ""), x: 1, y: 0, .faint)
            return
        }
        if window.lines.isEmpty {
            let text = emptyText(place, window)
            body.write(TextWidth.cutEnd(text.text, body.width - 2, context.glyphs), x: 1, y: 0, text.role)
            return
        }
        if screen.layout.hasMap { LogMap.draw(place, screen, context, on: body.window(screen.layout.map)) }
        for (y, row) in screen.rows.enumerated() {
            LogGutter.draw(place, row, screen.layout, context, on: body.row(y))
            draw(row, place, context, on: body.window(screen.layout.text).row(y))
        }
    }

    /// Why there is nothing to be seen.
    private static func emptyText(_ place: LogPlace, _ window: LogWindow) -> (text: String, role: Role) {
        if let problem = window.problem { return (problem, .warning) }
        return place.filters.hiding > 0
            ? ("no line passes the filters; & shows them", .warning) : ("the log is empty", .faint)
    }

    private static func draw(
        _ row: LogScreen.Row, _ place: LogPlace, _ context: ViewContext, on canvas: Canvas
    ) {
        let lines = place.window?.lines ?? []
        guard let number = row.line, lines.indices.contains(number) else {
            drawCut(place, context, on: canvas)
            return
        }
        let text = DrawnLine(lines[number], context.glyphs) { place.filters.highlight($0) }
        let window = canvas.window(x: 1, y: 0, width: canvas.width - 1, height: 1)
        switch row {
        case .cut: break
        case .line: text.draw(from: place.column, on: window, context.glyphs)
        case .part(_, let bytes, _): text.draw(bytes, on: window)
        }
    }

    /// The rule over what there is now, where something else stood before.
    private static func drawCut(_ place: LogPlace, _ context: ViewContext, on canvas: Canvas) {
        let line = context.glyphs[.horizontal]
        let time = place.cutAt.map { context.clock.time($0) } ?? ""
        let said = ["; what stood before is gone", ""].map {
            "\(line)\(line) the log was cut or replaced at \(time)\($0) "
        }
        let words = said.first { TextWidth.columns($0) < canvas.width } ?? said[1]
        let text = words + String(repeating: line, count: max(0, canvas.width - TextWidth.columns(words) - 1))
        canvas.write(TextWidth.cutEnd(text, canvas.width - 1, context.glyphs), x: 1, y: 0, .warning)
    }
}

/// The line above a log: which it is, what of it is shown, where one is.
enum LogHeader {
    static func draw(
        _ place: LogPlace, _ screen: LogScreen, _ build: BuildSnapshot?, _ context: ViewContext, on canvas: Canvas
    ) {
        // What is filtered away must be seen at once: the name of the log gives way.
        ScreenFrame.drawCrumbs(
            crumbs(place), beside: beside(place, screen, build, context), context, least: canvas.width * 3 / 5,
            on: canvas)
    }

    private static func crumbs(_ place: LogPlace) -> [String] {
        let names: [String] =
            switch place.source {
            case .run(let build): ["builds", build.text, "log"]
            case .launch(let build): ["builds", build.text, "launch log"]
            case .artifact(let build, let path):
                ["builds", build.text, path.split(separator: "/").last.map(String.init) ?? path]
            case .prep(let id): ["preps", id.text, "transcript"]
            case .prepLog: ["preps", "atvm_prep.log"]
            }
        return names + (place.openedLine.map { ["line at \(NumberText.grouped($0))"] } ?? [])
    }

    private static func beside(
        _ place: LogPlace, _ screen: LogScreen, _ build: BuildSnapshot?, _ context: ViewContext
    ) -> StyledText {
        guard let window = place.window, window.fileSize > 0 else { return [] }
        var parts = LogTallyText.filters(place)
        if let share = place.scannedShare(build) { parts.append(Span("looking… \(share)%", .running)) }
        if !screen.isShowingEnd, let news = place.news(build) { parts.append(Span(news, .warning)) }
        if !place.search.isEmpty {
            let count = LogTallyText.hits(place).map { "  \($0)" } ?? ""
            parts.append(Span("\(place.isPattern ? "regex " : "")/\(SafeText.visible(place.search))\(count)", .accent))
        }
        if place.isGone {
            parts.append(Span("gone", .warning))
        } else if place.isFollowing {
            parts.append(Span("following", .running))
        }
        let start = place.start
        let done = max(0, screen.shown.upperBound - start) * 100 / max(1, window.fileSize - start)
        let share = screen.isShowingEnd ? 100 : min(99, done)
        parts.append(Span("\(share)% of \(ByteText.short(window.fileSize - start))", .faint))
        let text = parts.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [Span("  "), $0.element] }
        return text + LogMap.tally(place, context)
    }
}

/// How many lines match, in words.
enum LogTallyText {
    /// `2 filters: 1,204 of 88,120 lines`; nothing where all lines are shown.
    static func filters(_ place: LogPlace) -> StyledText {
        let count = place.filters.hiding
        guard count > 0 else { return [] }
        let name = "\(count) filter\(count == 1 ? "" : "s")"
        guard let tally = place.tally else { return [Span("\(name) on", .warning)] }
        guard tally.isComplete else { return [Span("\(name): counting… \(share(tally))%", .warning)] }
        let shown = NumberText.grouped(tally.shown)
        guard let all = place.lines.all, all.lines >= tally.shown else {
            return [Span("\(name): \(shown) line\(tally.shown == 1 ? "" : "s")", .warning)]
        }
        return [Span("\(name): \(shown) of \(NumberText.grouped(all.lines)) lines", .warning)]
    }

    /// `hit 3 of 172,367`
    static func hits(_ place: LogPlace) -> String? {
        guard let tally = place.tally, place.tallyRequest?.search != nil else { return nil }
        let number = place.marked == place.hit ? tally.place : nil
        guard tally.isComplete else {
            return (number.map { "hit \(NumberText.grouped($0)), " } ?? "") + "counting… \(share(tally))%"
        }
        let count = NumberText.grouped(tally.hits)
        // An opened line is looked through piece by piece.
        if place.openedLine != nil {
            return (number.map { "\(NumberText.grouped($0)) of " } ?? "")
                + "\(count) part\(tally.hits == 1 ? "" : "s") with hits"
        }
        if let number { return "hit \(NumberText.grouped(number)) of \(count)" }
        return tally.hits == 0 ? "no hit" : "\(count) hit\(tally.hits == 1 ? "" : "s")"
    }

    private static func share(_ tally: LogTally) -> Int { min(99, tally.covered * 100 / max(1, tally.fileSize)) }
}

/// Writes sizes.
enum ByteText {
    /// `512 B`, `3.4 kB`, `12 MB`, `1.2 GB`
    static func short(_ bytes: Int) -> String {
        var value = Double(max(0, bytes))
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 || unit == "GB" {
                let isWhole = unit == "B" || value >= 10
                let tenths = (Int(value * 10), Int(value.rounded()))
                return isWhole ? "\(tenths.1) \(unit)" : "\(tenths.0 / 10).\(tenths.0 % 10) \(unit)"
            }
            value /= 1000
        }
        return "\(bytes) B"
    }
}
