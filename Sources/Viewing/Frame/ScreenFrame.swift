import Runs
import Screen

/// The parts that all places share: the bar at the top, the line with the crumbs, the footer.
enum ScreenFrame {
    /// The smallest screen that is drawn.
    static let smallest = Size(columns: 60, rows: 15)

    /// What is left for the place itself: without bar, crumbs, message line and footer.
    static func body(of canvas: Canvas) -> Canvas {
        canvas.window(x: 0, y: 2, width: canvas.width, height: canvas.height - 4)
    }

    static func drawTooSmall(on canvas: Canvas) {
        let text = "atvm-tui needs \(smallest.columns)x\(smallest.rows); this is \(canvas.width)x\(canvas.height)"
        canvas.write(TextWidth.cutEnd(text, canvas.width, .ascii), x: 0, y: 0)
    }

    /// The bar: who we are, how many builds stand how, and the time.
    static func drawBar(_ context: ViewContext, on canvas: Canvas) {
        let bar = canvas.row(0)
        bar.fill(role: .bar)
        var x = bar.write(" atvm-tui", x: 0, y: 0, .bar, .bold)
        let end = right(context)
        let room = canvas.width - end.width - 1
        let name = "  " + SafeText.visible(context.snapshot.controller)
        if x + TextWidth.columns(name) + 40 < room { x = bar.write(name, x: x, y: 0, .bar) }
        if let badge = context.badge { x = bar.write("  [\(badge)]", x: x, y: 0, .accent, .onBar) }
        let counts = counts(context.snapshot)
        // Centred where there is room, so that it does not move with the length of the name.
        let middle = max(x + 3, (canvas.width - counts.width) / 2)
        if middle + counts.width < room {
            bar.write(counts, x: middle, y: 0)
        } else if x + 2 + counts.width < room {
            bar.write(counts, x: x + 2, y: 0)
        }
        bar.write(end, x: canvas.width - end.width - 1, y: 0)
    }

    private static func counts(_ snapshot: Snapshot) -> StyledText {
        var running = 0
        var failed = 0
        var hung = 0
        var lost = 0
        var done = 0
        for build in snapshot.builds {
            switch build.state {
            case .running: running += 1
            case .failed: failed += 1
            case .hung: hung += 1
            case .terminated, .unknown: lost += 1
            case .completed, .cancelled: done += 1
            }
        }
        func part(_ count: Int, _ word: String, _ role: Role) -> Span {
            count > 0 ? Span("\(count) \(word)", role, .onBar) : Span("\(count) \(word)", .faint, .onBar)
        }
        let gap = Span("  ", .bar)
        var text = [
            part(running, "running", .running), gap, part(failed, "failed", .bad), gap, part(hung, "hung", .warning),
            gap,
        ]
        if lost > 0 { text += [part(lost, "lost", .warning), gap] }
        return text + [part(done, "done", .plain)]
    }

    private static func right(_ context: ViewContext) -> StyledText {
        if context.isStale {
            return [Span("\(context.glyphs[.attention]) data \(context.ago(context.lookedAt))", .warning, .onBar)]
        }
        if !context.snapshot.isComplete { return [Span("reading…", .bar)] }
        // The clock ticks only while something runs: an idle screen sends nothing.
        guard context.snapshot.builds.contains(where: { $0.state == .running }) else {
            return [Span("nothing runs", .bar)]
        }
        return [Span(context.clock.weekdayAndTime(context.now), .bar)]
    }

    /// The line under the bar: where one is, and what stands beside.
    static func drawCrumbs(_ crumbs: [String], beside: StyledText, _ context: ViewContext, on canvas: Canvas) {
        let row = canvas.row(1)
        var x = 1
        for (index, crumb) in crumbs.enumerated() {
            let isLast = index == crumbs.count - 1
            let room = canvas.width - x - (isLast ? min(beside.width + 3, canvas.width / 3) : 3)
            let text = TextWidth.cutMiddle(crumb, max(4, room), context.glyphs)
            x = row.write(text, x: x, y: 0, isLast ? .strong : .faint)
            if !isLast { x = row.write(" \(context.glyphs[.current]) ", x: x, y: 0, .faint) }
        }
        let room = canvas.width - x - 3
        guard room > 4 else { return }
        let text = beside.cutEnd(room, context.glyphs)
        row.write(text, x: canvas.width - text.width - 1, y: 0)
    }

    /// The keys that matter here.
    static func drawFooter(_ commands: [BrowserCommand], on canvas: Canvas) {
        let row = canvas.row(canvas.height - 1)
        row.fill(role: .bar)
        row.write(BrowserKeymap.table.footer(commands, columns: canvas.width - 2), x: 1, y: 0)
    }
}
