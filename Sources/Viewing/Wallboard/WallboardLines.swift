import Runs
import Screen

/// What stands below a build on the board: what needs a person, by name, then where its running hosts are.
struct WallboardLines {
    private let lines: [StyledText]

    var count: Int { lines.count }

    init(of build: BuildSnapshot, _ context: ViewContext) {
        let glyphs = context.glyphs
        var lines: [StyledText] = []
        let stopped = build.hosts.filter { $0.status == .running && build.state != .running }
        let needsPerson = build.state.needsAttention ? stopped : []
        let failed = build.hosts.filter { $0.status == .failed }
        // What was waived needs nobody any more: where not all have room it comes last.
        let inOrder = failed.filter { $0.mark?.waiver == nil } + failed.filter { $0.mark?.waiver != nil }
        for host in needsPerson + inOrder {
            let hasFailed = host.status == .failed
            let role: Role = hasFailed ? .bad : .warning
            let glyph = glyphs[hasFailed ? .failed : .hung]
            var line = [Span("\(glyph) \(host.name)", role, .bold)]
            // Before the step, which a narrow board cuts.
            if let mark = host.mark { line.append(Span(" (\(mark.brief))", mark.role, .bold)) }
            let place = Self.place(of: host, in: build.flow)
            // Without a step there is at least a word on why.
            line.append(Span(" \(Self.dash(glyphs)) \(place.isEmpty ? host.detail : place)", .plain))
            if let comment = host.mark?.remark { line.append(Span("  \(comment)", .faint)) }
            lines.append(line)
        }
        if build.delivery == .unknown {
            lines.append([
                Span("\(glyphs[.attention]) delivery unknown: nobody knows whether its status was posted", .warning)
            ])
        }
        lines += build.problems.map { [Span("\(glyphs[.attention]) \($0)", .warning)] }
        if build.state == .running { lines += Self.running(build, context) }
        self.lines = lines
    }

    /// Draws as many as there are rows for, and says how many are left out.
    func draw(on canvas: Canvas, _ glyphs: GlyphSet) {
        guard canvas.height > 0 else { return }
        let isCut = lines.count > canvas.height
        let shown = isCut && canvas.height > 1 ? canvas.height - 1 : canvas.height
        for (index, line) in lines.prefix(shown).enumerated() {
            canvas.write(line.cutEnd(canvas.width, glyphs), x: 0, y: index)
        }
        guard isCut, canvas.height > 1 else { return }
        canvas.write("and \(lines.count - shown) more", x: 0, y: shown, .faint)
    }

    private static func running(_ build: BuildSnapshot, _ context: ViewContext) -> [StyledText] {
        let hosts = build.hosts.filter { $0.status == .running }
        // The reason says what is waited for.
        guard !hosts.isEmpty else { return [[Span(build.reason, .faint)]] }
        return hosts.map { host in
            var line = [Span("\(context.glyphs[.running]) \(host.name)", .running, .bold), Span("  ", .plain)]
            if let step = host.step, let total = host.stepsTotal {
                line.append(Span("\(step)/\(total) \(host.stepTitle ?? "")", .plain))
            } else {
                line.append(Span(host.stepTitle ?? "in progress", .plain))
            }
            if let elapsed = host.elapsed(at: context.now) {
                line.append(Span("  \(DurationText.full(elapsed))", .faint))
            }
            return line
        }
    }

    /// `7 Create migration session`
    private static func place(of host: HostSnapshot, in flow: Flow) -> String {
        // A recorded state knows the number alone.
        let title = host.stepTitle ?? host.step.flatMap(flow.text(ofStep:))
        return [host.step.map(String.init), title].compactMap(\.self).joined(separator: " ")
    }

    private static func dash(_ glyphs: GlyphSet) -> String { glyphs.isASCII ? "-" : "–" }
}
