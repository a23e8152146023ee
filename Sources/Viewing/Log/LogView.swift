import Runs
import Screen

/// Draws a log.
enum LogView {
    static func draw(_ place: LogPlace, _ build: BuildSnapshot?, _ context: ViewContext, on canvas: Canvas) {
        ScreenFrame.drawCrumbs(crumbs(place.source), beside: beside(place, build, context), context, on: canvas)
        ScreenFrame.drawFooter([.follow, .filter, .copy, .help, .back, .nextFailure], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        guard let window = place.window else {
            body.write("reading…", x: 1, y: 0, .faint)
            return
        }
        if window.lines.isEmpty {
            body.write(window.problem ?? "the log is empty", x: 1, y: 0, window.problem == nil ? .faint : .warning)
            return
        }
        let layout = LogLayout(place, Size(columns: body.width, rows: body.height))
        if layout.hasMap { LogMap.draw(place, context, on: body.window(layout.map)) }
        let text = body.window(layout.text)
        for (index, line) in window.lines.prefix(body.height).enumerated() {
            LogGutter.draw(place, line, index, layout, context, on: body.row(index))
            let row = text.row(index)
            let isMarked = line.offset == place.marked
            if isMarked { row.write(context.glyphs[.selection], x: 0, y: 0, .accent) }
            write(
                line.text, from: place.column, search: place.isPattern ? "" : place.search,
                on: row.window(x: 1, y: 0, width: row.width - 1, height: 1), context)
        }
    }

    private static func crumbs(_ source: LogSource) -> [String] {
        switch source {
        case .run(let build): ["builds", build.text, "log"]
        case .launch(let build): ["builds", build.text, "launch log"]
        case .artifact(let build, let path):
            ["builds", build.text, path.split(separator: "/").last.map(String.init) ?? path]
        case .prep(let id): ["preps", id.text, "transcript"]
        case .prepLog: ["preps", "atvm_prep.log"]
        }
    }

    /// Writes a line from a column on, with its hits marked and its meaning in its role.
    static func write(_ text: String, from column: Int, search: String, on canvas: Canvas, _ context: ViewContext) {
        let role = role(of: text)
        canvas.write(text, x: -column, y: 0, role)
        if TextWidth.columns(text) - column > canvas.width {
            canvas.write(context.glyphs[.ellipsis], x: canvas.width - 1, y: 0, .faint)
        }
        guard !search.isEmpty else { return }
        var rest = text[...]
        let wanted = search.lowercased()
        // As the search itself does it: case counts only where a capital was typed.
        let isExact = search != wanted
        while let hit = (isExact ? String(rest) : rest.lowercased()).firstRange(ofText: isExact ? search : wanted) {
            let source = isExact ? String(rest) : rest.lowercased()
            let before = source[..<hit.lowerBound].count
            let start = rest.index(rest.startIndex, offsetBy: before, limitedBy: rest.endIndex) ?? rest.endIndex
            let end = rest.index(start, offsetBy: search.count, limitedBy: rest.endIndex) ?? rest.endIndex
            guard start < end else { return }
            let x = TextWidth.columns(String(text[..<start])) - column
            canvas.write(String(rest[start..<end]), x: x, y: 0, .match)
            rest = rest[end...]
        }
    }

    /// The place in the file, and whether it is followed.
    private static func beside(_ place: LogPlace, _ build: BuildSnapshot?, _ context: ViewContext) -> StyledText {
        guard let window = place.window, window.fileSize > 0 else { return [] }
        var text: StyledText = []
        if !place.search.isEmpty { text.append(Span("\(place.isPattern ? "regex " : "")/\(place.search)  ", .accent)) }
        if let problem = window.problem { text.append(Span("\(problem)  ", .warning)) }
        if place.isFollowing {
            text.append(Span("following  ", .running))
        } else if let held = place.heldSize, let size = build?.logSize, place.source.isRun, size > held {
            text.append(Span("\(ByteText.short(size - held)) new  ", .warning))
        }
        let share = window.isAtEnd ? 100 : min(99, window.end * 100 / max(1, window.fileSize))
        text.append(Span("\(share)% of \(ByteText.short(window.fileSize))", .faint))
        return text + LogMap.tally(place, context)
    }

    /// What a line means, by its shape alone: only a hint for the eye.
    private static func role(of text: String) -> Role {
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return .plain }
        switch first {
        case "✓", "✔", "√": return .good
        case "✖", "×": return .bad
        case "┌", "│", "├", "└", "─", "=": return .faint
        case "0"..."9": return isFailureLine(text) ? .bad : .plain
        case "(": return .heading
        default: return text.hasPrefix("  Running:") ? .strong : .plain
        }
    }

    private static func isFailureLine(_ text: String) -> Bool {
        let rest = text.drop { $0 == " " }.drop { $0.isASCII && $0.isNumber }
        return rest.hasPrefix(") ")
    }
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
