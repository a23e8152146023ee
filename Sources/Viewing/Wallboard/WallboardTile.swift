import Runs
import Screen

/// One build on the wallboard. What is drawn, and how large, is what the height has room for, the most important first.
struct WallboardTile {
    let build: BuildSnapshot
    let context: ViewContext

    private var glyphs: GlyphSet { context.glyphs }

    func draw(on canvas: Canvas) {
        let width = canvas.width - 2
        let lines = WallboardLines(of: build, context)
        let scale = canvas.width >= 180 && canvas.height >= 45 ? 2 : 1
        let name = BigName(build.name.text, columns: width, scale: scale)
        let facts = BigText(bigFacts, scale: scale)
        let layout = WallboardLayout(
            height: canvas.height, scale: scale, lines: lines.count, name: name, bigFacts: facts.width <= width)
        band.draw(on: canvas.window(x: 0, y: 0, width: canvas.width, height: layout.band), glyphs, scale: scale)
        var y = layout.band + layout.gap
        func next(_ height: Int, gap: Int = 0) -> Canvas {
            defer { y += height + gap }
            return canvas.window(x: 1, y: y, width: width, height: height)
        }
        drawName(on: next(1, gap: layout.gap))
        if layout.bigName > 0 {
            name.draw(on: next(layout.bigName * name.lineHeight), role: .strong, glyphs: glyphs)
        }
        let bar = next(layout.bar)
        let share = BuildRow(build: build, now: context.now, glyphs: glyphs).fraction
        for row in 0..<layout.bar { bar.write(ProgressBar.text(share, width: width, glyphs: glyphs), x: 0, y: row) }
        drawFacts(on: next(1, gap: layout.gap))
        if layout.bigFacts { facts.draw(on: next(facts.rows, gap: 1), role: build.state.role, glyphs: glyphs) }
        lines.draw(on: next(layout.lines), glyphs)
    }

    /// The state; of a board that is not fed any more only what it was.
    private var band: WallboardBand {
        let beside = build.state.needsAttention || build.state == .cancelled ? build.reason : ""
        guard context.isStale else {
            return WallboardBand(
                role: build.state.band, glyph: glyphs[build.state.glyph], word: build.state.rawValue, beside: beside)
        }
        return WallboardBand(
            role: .bandSkipped, glyph: glyphs[.attention], word: "WAS \(build.state.rawValue)", beside: beside)
    }

    private func drawName(on row: Canvas) {
        let launch = build.launch
        let beside = [launch.template ?? build.flow.template, launch.configFamily].compactMap(\.self)
            .map(SafeText.visible).joined(separator: " \(glyphs[.separator]) ")
        let name = TextWidth.cutMiddle(build.name.text, row.width, glyphs)
        let end = row.write(name, x: 0, y: 0, .strong)
        let start = row.width - TextWidth.columns(beside)
        if start > end + 2 { row.write(beside, x: start, y: 0, .faint) }
    }

    /// `2 / 3 hosts   1 failed   1h 12m 44s   about 52m left`
    private func drawFacts(on row: Canvas) {
        let counts = build.counts
        var parts: [Span] = []
        if counts.total > 0 { parts.append(Span("\(counts.finished) / \(counts.total) hosts", .strong)) }
        if counts.failed > 0 {
            let waived = build.waivedHosts
            let mark = waived == 0 ? "" : waived == counts.failed ? ", waived" : ", \(waived) waived"
            parts.append(Span("\(glyphs[.failed]) \(counts.failed) failed\(mark)", .bad))
        }
        if let elapsed = build.elapsed(at: context.now) {
            let text = DurationText.full(elapsed)
            parts.append(Span(build.endedAt == nil || build.state == .hung ? text : "took \(text)", .plain))
        }
        if build.state == .running, let end = build.expectedEnd, end > context.now {
            parts.append(Span("about \(DurationText.short(end - context.now)) left", .plain))
        }
        if build.state == .hung, let active = build.activeAt {
            parts.append(Span("silent for \(DurationText.short(max(.zero, context.now - active)))", .warning))
        } else if let ended = build.endedAt {
            parts.append(Span("ended \(context.ago(ended))", .faint))
        }
        row.write(Array(parts.map { [$0] }.joined(separator: [Span("   ")])).cutEnd(row.width, glyphs), x: 0, y: 0)
    }

    /// The same for eyes far away.
    private var bigFacts: String {
        let counts = build.counts
        let hosts = counts.total > 0 ? "\(counts.finished)/\(counts.total)  " : ""
        if build.state != .hung, let ended = build.endedAt { return "\(hosts)\(context.ago(ended))" }
        return hosts + (build.elapsed(at: context.now).map(DurationText.short) ?? "")
    }
}
