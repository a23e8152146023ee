import Runs
import Screen

/// The line above a log: which it is, what of it is shown, where one is.
enum LogHeader {
    /// How much is said, from all in whole sentences to the bare figures: the longest that fits is taken.
    enum Form: Int, CaseIterable, Comparable {
        /// Whole sentences.
        case full
        /// The signs of the map without their words.
        case signs
        /// Fewer words.
        case short
        /// The same without the signs of the map.
        case shorter
        /// Figures.
        case bare

        static func < (one: Form, other: Form) -> Bool { one.rawValue < other.rawValue }
    }

    static func draw(
        _ place: LogPlace, _ screen: LogScreen, _ build: BuildSnapshot?, _ context: ViewContext, on canvas: Canvas
    ) {
        let crumbs = crumbs(place)
        let way = crumbs.reduce(1) { $0 + TextWidth.columns($1) + 3 }
        // What is filtered away must be seen at once: the name of the log gives way, and more of it before figures are
        // left out.
        let (least, most) = (canvas.width * 3 / 5, canvas.width * 4 / 5)
        let usual = max(least - 3, canvas.width - way)
        let tries = Form.allCases.dropLast().map { ($0, usual, least) } + [(.shorter, most - 3, most)]
        let fitting = tries.lazy.map { (text: beside(place, screen, build, context, $0), room: $1, least: $2) }
            .first { $0.text.width <= $0.room }
        ScreenFrame.drawCrumbs(
            crumbs, beside: fitting?.text ?? beside(place, screen, build, context, .bare), context,
            least: fitting?.least ?? most, on: canvas)
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

    /// In the order of what must be known: the last ones are cut first.
    private static func beside(
        _ place: LogPlace, _ screen: LogScreen, _ build: BuildSnapshot?, _ context: ViewContext, _ form: Form
    ) -> StyledText {
        guard let window = place.window, window.fileSize > 0 else { return [] }
        var parts = LogTallyText.filters(place, form).map { [Span($0, .warning)] } ?? []
        if let share = place.scannedShare(build) { parts.append(Span("looking… \(share)%", .running)) }
        let hasNewest = place.hasNewest(build)
        let isEnd = screen.isShowingEnd && hasNewest
        if !isEnd, let news = place.news(build) { parts.append(Span(text(of: news, form), .warning)) }
        if !place.search.isEmpty {
            let count = LogTallyText.hits(place, form).map { "  \($0)" } ?? ""
            parts.append(Span(search(place, form, context) + count, .accent))
        }
        if place.isGone {
            parts.append(Span("gone", .warning))
        } else if place.isFollowing {
            parts.append(Span("following", .running))
        }
        let size = hasNewest ? window.fileSize : place.size(build) ?? window.fileSize
        let shown = screen.shown.upperBound - place.start
        parts.append(Span(share(shown: shown, of: size - place.start, isEnd: isEnd, form), .faint))
        let text = parts.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [Span("  "), $0.element] }
        return text + (form >= .shorter ? [] : LogMap.tally(place, context, words: form == .full))
    }

    /// `47% of 1.2 MB`
    private static func share(shown: Int, of size: Int, isEnd: Bool, _ form: Form) -> String {
        let share = isEnd ? 100 : min(99, max(0, shown) * 100 / max(1, size))
        return form < .short ? "\(share)% of \(ByteText.short(size))" : "\(share)%"
    }

    private static func search(_ place: LogPlace, _ form: Form, _ context: ViewContext) -> String {
        let text = "\(place.isPattern ? "regex " : "")/\(SafeText.visible(place.search))"
        return form == .bare ? TextWidth.cutEnd(text, 9, context.glyphs) : text
    }

    /// `12 new lines`, `3 of 12 new lines pass`
    private static func text(of news: LogNews, _ form: Form) -> String {
        switch news {
        case .bytes(let bytes): return "\(ByteText.short(bytes)) new"
        case .lines(let lines):
            return "\(NumberText.grouped(lines)) new" + (form < .short ? " line\(lines == 1 ? "" : "s")" : "")
        case .passing(let shown, let lines):
            let shown = shown.map { NumberText.grouped(min($0, lines)) } ?? "…"
            let part = part(shown, of: NumberText.grouped(lines), form)
            return form < .short ? "\(part) new line\(lines == 1 ? "" : "s") pass" : "\(part) new"
        }
    }

    /// `3 of 12`, or `3/12` where there is little room.
    static func part(_ part: String, of all: String, _ form: Form) -> String {
        form < .bare ? "\(part) of \(all)" : "\(part)/\(all)"
    }
}

/// How many lines match, in words.
enum LogTallyText {
    /// `2 filters: 1,204 of 88,120 lines`; `nil` where all lines are shown.
    static func filters(_ place: LogPlace, _ form: LogHeader.Form = .full) -> String? {
        let count = place.filters.hiding
        guard count > 0 else { return nil }
        let name = "\(count) filter\(count == 1 ? "" : "s")"
        guard let tally = place.tally else { return "\(name) on" }
        guard tally.isComplete else { return "\(name): \(counting(tally, form))" }
        let shown = NumberText.grouped(tally.shown)
        guard let all = place.lines.all, all >= tally.shown else {
            return "\(name)\(form < .bare ? ":" : "") \(shown)"
                + (form < .short ? " line\(tally.shown == 1 ? "" : "s")" : "")
        }
        let lines = NumberText.grouped(all)
        return form < .bare ? "\(name): \(shown) of \(lines)" + (form < .short ? " lines" : "") : "\(name) \(shown)"
    }

    /// `hit 3 of 172,367`
    static func hits(_ place: LogPlace, _ form: LogHeader.Form = .full) -> String? {
        guard let tally = place.tally, place.tallyRequest?.search != nil else { return nil }
        let number = place.marked == place.hit ? tally.place.map(NumberText.grouped) : nil
        guard tally.isComplete else {
            let place = number.map { form < .short ? "hit \($0), " : "\($0), " } ?? ""
            return place + counting(tally, form)
        }
        let count = NumberText.grouped(tally.hits)
        if form >= .short, let number { return LogHeader.part(number, of: count, form) }
        // An opened line is looked through piece by piece.
        if place.openedLine != nil, form < .short {
            return (number.map { "\($0) of " } ?? "") + "\(count) part\(tally.hits == 1 ? "" : "s") with hits"
        }
        if let number { return "hit \(number) of \(count)" }
        return tally.hits == 0 ? "no hit" : "\(count) hit\(tally.hits == 1 ? "" : "s")"
    }

    private static func counting(_ tally: LogTally, _ form: LogHeader.Form) -> String {
        let share = min(99, tally.covered * 100 / max(1, tally.fileSize))
        return form < .short ? "counting… \(share)%" : "…\(share)%"
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
