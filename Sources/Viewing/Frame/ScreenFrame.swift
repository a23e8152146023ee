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
    static func drawBar(_ context: ViewContext, showsSeconds: Bool, on canvas: Canvas) {
        let bar = canvas.row(0)
        bar.fill(role: .bar)
        var x = bar.write(" atvm-tui", x: 0, y: 0, .bar, .bold)
        let sign = context.preps.text(context.glyphs)
        let end = sign + (sign.isEmpty ? [] : [Span("  ", .bar)]) + right(context, showsSeconds: showsSeconds)
        let room = canvas.width - end.width - 1
        let name = "  " + SafeText.visible(context.snapshot.controller)
        // What stands how matters more than where: the name goes first.
        let words = counts(context)
        if x + TextWidth.columns(name) + words.width + 4 < room { x = bar.write(name, x: x, y: 0, .bar) }
        if let badge = context.badge { x = bar.write("  [\(badge)]", x: x, y: 0, .accent, .onBar) }
        // Centred where there is room, so that it does not move with the length of the name; in brief where there is little.
        for counts in [words, briefCounts(context)] {
            let middle = max(x + 2, (canvas.width - counts.width) / 2)
            guard middle + counts.width < room else { continue }
            bar.write(counts, x: middle, y: 0)
            break
        }
        bar.write(end, x: canvas.width - end.width - 1, y: 0)
    }

    private static func tallies(_ context: ViewContext) -> [(count: Int, word: String, glyph: Glyph, role: Role)] {
        let tally = context.tally
        var tallies: [(count: Int, word: String, glyph: Glyph, role: Role)] = [
            (tally.running, "running", .running, .running), (tally.failed, "failed", .failed, .bad),
            (tally.hung, "hung", .hung, .warning),
        ]
        if tally.lost > 0 { tallies.append((tally.lost, "lost", .attention, .warning)) }
        if tally.unposted > 0 { tallies.append((tally.unposted, "unposted", .attention, .warning)) }
        tallies.append((tally.done, "done", .passed, .plain))
        return tallies
    }

    private static func counts(_ context: ViewContext) -> StyledText {
        var text: StyledText = []
        for tally in tallies(context) {
            if !text.isEmpty { text.append(Span("  ", .bar)) }
            text.append(Span("\(tally.count) \(tally.word)", tally.count > 0 ? tally.role : .faint, .onBar))
        }
        return text
    }

    private static func briefCounts(_ context: ViewContext) -> StyledText {
        var text: StyledText = []
        for tally in tallies(context) where tally.count > 0 {
            if !text.isEmpty { text.append(Span(" ", .bar)) }
            text.append(Span("\(context.glyphs[tally.glyph])\(tally.count)", tally.role, .onBar))
        }
        return text
    }

    private static func right(_ context: ViewContext, showsSeconds: Bool) -> StyledText {
        if context.isStale {
            return [Span("\(context.glyphs[.attention]) data \(context.ago(context.lookedAt))", .warning, .onBar)]
        }
        let problems = context.snapshot.problems.count
        if problems > 0 {
            let text = "\(context.glyphs[.attention]) \(problems) problem\(problems == 1 ? "" : "s")"
            return [Span(text, .warning, .onBar)]
        }
        if !context.snapshot.isComplete { return [Span("reading…", .bar)] }
        // The clock ticks only while something runs, and with seconds only where others tick too: a screen that nobody
        // reads sends next to nothing.
        guard context.tally.running > 0 else { return [Span("nothing runs", .bar)] }
        let time = context.clock.weekdayAndTime(context.now)
        return [Span(showsSeconds ? time : String(time.dropLast(3)), .bar)]
    }

    /// The line under the bar: where one is, and what stands beside.
    /// - Parameter least: the columns that what stands beside has first, as far as it needs them; else the crumbs have.
    static func drawCrumbs(
        _ crumbs: [String], beside: StyledText, _ context: ViewContext, least: Int = 0, on canvas: Canvas
    ) {
        let row = canvas.row(1)
        let kept = least > 0 ? min(beside.width + 3, least) : 0
        var (crumbs, x) = (crumbs, 1)
        // Where little room is left, only the last of the way is said.
        let width = crumbs.reduce(-3) { $0 + TextWidth.columns($1) + 3 }
        if kept > 0, crumbs.count > 2, width > canvas.width - x - kept { crumbs = Array(crumbs.suffix(2)) }
        for (index, crumb) in crumbs.enumerated() {
            let isLast = index == crumbs.count - 1
            let behind = crumbs.dropFirst(index + 1).reduce(0) { $0 + TextWidth.columns($1) + 3 }
            let room =
                least > 0
                ? canvas.width - x - kept - behind
                : canvas.width - x - (isLast ? min(beside.width + 3, canvas.width / 3) : 3)
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
    static func drawFooter(_ commands: [BrowserCommand], _ context: ViewContext, on canvas: Canvas) {
        let row = canvas.row(canvas.height - 1)
        row.fill(role: .bar)
        let own = BrowserKeymap.footerItems(commands)
        let help = BrowserKeymap.footerItems([.help]).first?.key
        var text = KeyFooter.text(own, columns: canvas.width - 2)
        for count in 0..<context.added.footer.count {
            // Behind the first two, which lead on from here; as many as leave room for the way to all others.
            var items = own
            let added = context.added.footer.prefix(count + 1).map { ($0.key, $0.label) }
            items.insert(contentsOf: added, at: min(2, items.count))
            let next = KeyFooter.text(items, columns: canvas.width - 2)
            guard next.contains(where: { $0.text == help }) else { break }
            text = next
        }
        row.write(text, x: 1, y: 0)
    }
}
