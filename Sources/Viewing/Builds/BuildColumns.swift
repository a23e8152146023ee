import Runs
import Screen

/// A build as the list of builds shows it.
struct BuildRow: Sendable {
    let build: BuildSnapshot
    let now: Timestamp
    let glyphs: GlyphSet

    /// Running first, then hung ones, whose runner lives; the rest by time.
    static func order(of state: BuildState) -> Int {
        switch state {
        case .running: 0
        case .hung: 1
        case .failed, .terminated, .unknown, .completed, .cancelled: 2
        }
    }

    /// While it runs the time since its start, then its age.
    var ageText: String {
        if build.state == .running || build.state == .hung {
            return build.elapsed(at: now).map { $0 < .seconds(60) ? "<1m" : DurationText.short($0) } ?? glyphs[.none]
        }
        guard let time = build.endedAt ?? build.activeAt ?? build.startedAt else { return glyphs[.none] }
        // In minutes at the least: the list is drawn again only once in a while.
        return now - time < .seconds(60) ? "now" : DurationText.coarse(now - time) + " ago"
    }

    var age: Duration { now - (build.endedAt ?? build.newest) }

    var progress: StyledText {
        let counts = build.counts
        guard counts.total > 0 else { return [Span(glyphs[.none], .faint)] }
        var text = ProgressBar.text(fraction, width: 5, glyphs: glyphs)
        text.append(Span(" \(counts.finished)/\(counts.total)"))
        if counts.failed > 0 { text.append(Span(" \(glyphs[.failed])\(counts.failed)", .bad)) }
        return text
    }

    /// Marked where its status has not been posted: that is to be seen however narrow the screen is.
    var name: StyledText {
        let isOver = build.state.isTerminal && !build.state.needsAttention
        let name = Span(build.name.text, isOver ? .plain : .strong)
        return build.delivery.needsAttention ? [Span("\(glyphs[.attention]) ", .warning), name] : [name]
    }

    /// Finished hosts, and of the running ones the steps they have passed.
    var fraction: Double {
        guard build.counts.total > 0 else { return 0 }
        // By index: a host is large, and little of it is wanted.
        let steps = build.hosts.indices.reduce(0.0) { sum, index in
            guard case .running = build.hosts[index].status, let total = build.hosts[index].stepsTotal, total > 0,
                let step = build.hosts[index].step
            else { return sum }
            return sum + Double(step - 1) / Double(total)
        }
        return (Double(build.counts.finished) + steps) / Double(build.counts.total)
    }

    /// A problem with the name of its file alone: its folder is known, and the column is narrow.
    private func brief(_ problem: String) -> String {
        guard problem.hasPrefix("/"), let end = problem.firstIndex(of: " ") else { return problem }
        let path = problem[..<end]
        return String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
            + problem[end...]
    }

    /// The one thing to know about it: where it stands, who failed, or why it is as it is.
    var note: StyledText {
        if let problem = build.problems.first { return [Span("\(glyphs[.attention]) \(brief(problem))", .warning)] }
        if build.state.isTerminal, let word = build.delivery.word { return [Span(word, .warning)] }
        switch build.state {
        case .running:
            let running = build.hosts.filter { $0.status == .running }
            if running.isEmpty { return [Span(build.reason, .faint)] }
            return Array(
                running.map { host -> StyledText in
                    let place = host.step.flatMap { step in host.stepsTotal.map { "\(step)/\($0) " } } ?? ""
                    return [Span("\(host.name) ", .plain), Span("\(place)\(host.stepTitle ?? "in progress")", .faint)]
                }.joined(separator: [Span("  ", .plain)]))
        case .failed:
            let failed = build.hosts.filter { $0.status == .failed }
            if failed.isEmpty { return [Span(build.reason, .bad)] }
            return Array(
                failed.map { host -> StyledText in
                    let place = host.step.map { " step \($0)" } ?? ""
                    let mark = host.mark.map { [Span(" (\($0.brief))", $0.role)] } ?? []
                    return [Span(host.name, .bad)] + mark + [Span(place, .faint)]
                }.joined(separator: [Span("  ", .plain)]))
        case .hung, .terminated, .unknown: return [Span(build.reason, .warning)]
        case .cancelled: return [Span(build.reason, .faint)]
        case .completed: return []
        }
    }
}

/// The columns of the list of builds.
enum BuildColumns {
    static let table = Table<BuildRow>([
        Column("STATE", .fixed(12), by: { $0.build.state.rawValue }) { $0.build.state.text($0.glyphs) },
        Column("BUILD", .flexible(minimum: 28, weight: 8), cut: .middle, by: { $0.build.name.text }) {
            $0.name
        },
        Column("TEMPLATE", .fixed(12), dropPriority: 4, by: { $0.build.flow.template ?? "" }) {
            [Span($0.build.launch.template ?? $0.build.flow.template ?? $0.glyphs[.none], .faint)]
        },
        Column("HOSTS", .fixed(14), by: { $0.fraction }) { $0.progress },
        Column("AGE", .fixed(8), alignment: .trailing, dropPriority: 1, by: { $0.age }) {
            [Span($0.ageText, $0.build.state == .running ? .plain : .faint)]
        },
        Column("NOW", .flexible(minimum: 20, weight: 3), dropPriority: 3) { $0.note },
    ])

    /// The names by which `:sort` knows the columns.
    static let names = ["state", "build", "template", "hosts", "age"]
}
