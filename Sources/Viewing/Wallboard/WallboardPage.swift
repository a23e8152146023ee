import Runs
import Screen

/// One page of the wallboard: its builds, and below them the clock and how old all this is.
struct WallboardPage {
    let builds: [BuildSnapshot]
    /// Counted from 0.
    let number: Int
    let count: Int
    /// Whether the picture is made anew each second; else it may stand for a minute.
    let ticks: Bool
    let chosen: [BuildName]
    /// Those of the chosen that are not there.
    let missing: [BuildName]
    let notice: MessageLine?

    func draw(_ context: ViewContext, on canvas: Canvas, grid: WallboardGrid) {
        drawFooter(context, on: canvas.row(canvas.height - 1))
        var body = canvas.window(x: 0, y: 0, width: canvas.width, height: canvas.height - 1)
        if context.isStale { body = drawStale(context, on: body) }
        body = drawProblems(context, on: body)
        if builds.isEmpty {
            drawEmpty(context, on: body)
            return
        }
        for (build, tile) in zip(builds, grid.tiles(of: body)) {
            WallboardTile(build: build, context: context).draw(on: tile)
        }
    }

    /// A board that nobody feeds any more must not look alive.
    /// - Returns: what is left below.
    private func drawStale(_ context: ViewContext, on canvas: Canvas) -> Canvas {
        let band = WallboardBand(
            role: .bandWarning, glyph: context.glyphs[.attention], word: "STALE DATA",
            beside: "nobody has looked since \(context.clock.time(context.lookedAt)), \(context.ago(context.lookedAt))")
        let height = canvas.height >= 40 ? WallboardBand.big(1) : canvas.height >= 20 ? 3 : 1
        band.draw(on: canvas.window(x: 0, y: 0, width: canvas.width, height: height), context.glyphs)
        let top = height > 1 ? height + 1 : height
        return canvas.window(x: 0, y: top, width: canvas.width, height: canvas.height - top)
    }

    /// What is wrong with the controller or the program, just above the footer.
    /// - Returns: what is left above.
    private func drawProblems(_ context: ViewContext, on canvas: Canvas) -> Canvas {
        var lines = context.snapshot.problems.map { MessageLine(.warning, $0) }
        // Where none is there the page itself says so.
        if !missing.isEmpty, !builds.isEmpty {
            lines.insert(MessageLine(.warning, "not here: \(missing.map(\.text).joined(separator: ", "))"), at: 0)
        }
        if let notice { lines.insert(notice, at: 0) }
        if context.preps.asking > 0 {
            lines.insert(MessageLine(.warning, "a PREP asks and waits for an operator"), at: 0)
        }
        let room = canvas.height >= 24 ? 3 : 1
        if lines.count > room {
            let last = lines[room - 1]
            lines[room - 1] = MessageLine(last.kind, "(+\(lines.count - room) more) \(last.text)")
        }
        for (index, line) in lines.prefix(room).enumerated() {
            line.draw(on: canvas.row(canvas.height - min(room, lines.count) + index), glyphs: context.glyphs)
        }
        let height = canvas.height - min(room, lines.count)
        return canvas.window(x: 0, y: 0, width: canvas.width, height: height)
    }

    private func drawEmpty(_ context: ViewContext, on canvas: Canvas) {
        var lines: [(String, Role)] = []
        let places = context.snapshot.places.map { ("  " + $0, Role.plain) }
        if !context.snapshot.isComplete {
            lines = [("Reading the runs of this controller", .faint)]
        } else if chosen.isEmpty {
            lines = [("No builds yet", .strong), ("", .plain), ("Looked at:", .faint)] + places
            lines += [("", .plain), ("A build appears here as soon as its log or its state is written.", .plain)]
        } else {
            lines = [("None of these builds is here", .strong), ("", .plain)]
            lines += chosen.map { ("  " + $0.text, .plain) } + [("", .plain), ("Looked at:", .faint)] + places
        }
        var y = 1
        let title = BigText(lines[0].0)
        if title.width <= canvas.width - 2, canvas.height >= BigText.height + lines.count + 2 {
            title.draw(
                on: canvas.window(x: 1, y: 1, width: canvas.width - 1, height: BigText.height), role: lines[0].1,
                glyphs: context.glyphs)
            y += BigText.height
            lines.removeFirst()
        }
        for (index, line) in lines.enumerated() {
            canvas.write(TextWidth.cutEnd(line.0, canvas.width - 2, context.glyphs), x: 1, y: y + index, line.1)
        }
    }

    /// The controller, how many builds stand how, the page, the age of the data, the clock; the least important goes
    /// first where there is no room.
    private func drawFooter(_ context: ViewContext, on row: Canvas) {
        let role: Role = context.isStale ? .bandWarning : .bar
        row.fill(role: role)
        let time = context.clock.weekdayAndTime(context.now)
        let clock = ticks ? time : String(time.dropLast(3))
        let age =
            ticks || context.isStale
            ? "data \(Self.seconds(context.now - context.lookedAt)) old"
            : "data \(context.clock.time(context.lookedAt))"
        var parts = [age, clock]
        if count > 1 { parts.insert("page \(number + 1)/\(count)", at: 0) }
        var right = parts.joined(separator: "   ")
        if TextWidth.columns(right) > row.width - 2 { right = parts.suffix(2).joined(separator: "  ") }
        let start = row.width - TextWidth.columns(right) - 1
        row.write(right, x: start, y: 0, role, .bold)
        let name = SafeText.visible(context.snapshot.controller)
        let badge = context.badge.map { "[\($0)]" }
        let counts = BuildCounts(context.snapshot)
        let choices = [[name, badge, counts.text], [badge, counts.text], [counts.text], [counts.shortText]].map {
            $0.compactMap(\.self).joined(separator: "   ")
        }
        if let left = choices.first(where: { TextWidth.columns($0) + 4 <= start }) { row.write(left, x: 1, y: 0, role) }
    }

    /// `4 s`, as it is said; minutes and hours in short.
    private static func seconds(_ age: Duration) -> String {
        let age = max(.zero, age)
        return age < .seconds(60) ? "\(age.components.seconds) s" : DurationText.short(age)
    }
}

/// How many builds stand how, in words; states that nobody is in are left out.
private struct BuildCounts {
    let text: String
    /// Those that matter most.
    let shortText: String

    init(_ snapshot: Snapshot) {
        let words: [(BuildState, String)] = [
            (.hung, "hung"), (.failed, "failed"), (.terminated, "terminated"), (.unknown, "unknown"),
            (.running, "running"), (.completed, "completed"), (.cancelled, "cancelled"),
        ]
        let parts = words.compactMap { state, word in
            let count = snapshot.builds.count { $0.state == state }
            return count > 0 ? "\(count) \(word)" : nil
        }
        text = parts.joined(separator: "  ")
        shortText = parts.prefix(2).joined(separator: "  ")
    }
}
