import Runs
import Screen

/// A host as the table of a build shows it.
struct HostRow: Sendable {
    let host: HostSnapshot
    let build: BuildSnapshot
    let now: Timestamp
    let glyphs: GlyphSet

    var step: StyledText {
        guard let total = host.stepsTotal else { return [Span(host.stepTitle ?? glyphs[.none], .faint)] }
        switch host.status {
        case .waiting, .skipped: return [Span(glyphs[.none], .faint)]
        case .passed: return [Span("\(pad(total, total))/\(total)", .faint)]
        case .failed, .running:
            guard let step = host.step else {
                return host.status == .running ? [Span("in progress", .faint)] : [Span(host.stepTitle ?? "", .plain)]
            }
            return [
                Span("\(pad(step, total))/\(total) ", host.status.role),
                Span(host.stepTitle ?? "", .plain),
            ]
        }
    }

    private func pad(_ number: Int, _ total: Int) -> String {
        String(repeating: " ", count: max(0, String(total).count - String(number).count)) + "\(number)"
    }

    var elapsed: String {
        host.elapsed(at: now).map(DurationText.full) ?? glyphs[.none]
    }

    /// How long a host has been in its step, and what is usual.
    private var pace: StyledText {
        guard let step = host.step else { return [Span(host.detail, .faint)] }
        let usual = build.usual.step(step)
        guard let since = host.stepStartedAt else {
            return usual.map { [Span("usually \(DurationText.full($0))", .faint)] } ?? []
        }
        let spent = max(.zero, now - since)
        var text = [Span("in this step \(DurationText.full(spent))", .plain)]
        if let usual {
            let isLate = spent > usual * 2 && spent > usual + .seconds(60)
            text.append(Span(", usually \(DurationText.full(usual))", isLate ? .warning : .faint))
        }
        return text
    }

    /// What stands beside the step: how long it has been in it, or why the host is as it is.
    var detail: StyledText {
        switch host.status {
        case .running:
            guard build.state == .running else { return [Span(host.detail, .warning)] }
            let failed = host.steps.count { $0.status == .failed }
            return (failed > 0 ? [Span("\(failed) failed  ", .bad)] : []) + pace
        case .failed:
            let message = host.failures.first.map { SafeText.firstLine(of: $0.failure.message) } ?? host.detail
            return [Span(message, .bad)]
        case .waiting: return [Span(host.detail, .faint)]
        case .passed: return [Span(host.detail, .faint)]
        case .skipped: return [Span(host.detail, .faint)]
        }
    }
}

/// The columns of the host table.
enum HostColumns {
    static func table(isCategorized: Bool) -> Table<HostRow> { isCategorized ? categorized : plain }

    /// The names by which `:sort` knows the columns.
    static let names = ["host", "kernel", "status", "step", "elapsed"]

    private static let host = Column<HostRow>(
        "HOST", .flexible(minimum: 13, weight: 1), cut: .middle, by: { $0.host.name }
    ) { [Span($0.host.name, .strong)] }
    private static let rest: [Column<HostRow>] = [
        Column("KERNEL", .flexible(minimum: 18, weight: 2), dropPriority: 3, by: { $0.host.kernel ?? "" }) {
            [Span($0.host.kernel ?? "unknown", .faint)]
        },
        Column("STATUS", .fixed(7), by: { $0.host.status.order }) { $0.host.status.text($0.glyphs) },
        Column("STEP", .flexible(minimum: 20, weight: 5), by: { $0.host.step ?? 0 }) { $0.step },
        Column("ELAPSED", .fixed(10), alignment: .trailing, by: { $0.host.elapsed(at: $0.now) ?? .zero }) {
            [Span($0.elapsed, $0.host.status == .running ? .plain : .faint)]
        },
        Column("DETAIL", .flexible(minimum: 18, weight: 4), dropPriority: 2) { $0.detail },
    ]
    private static let group = Column<HostRow>(
        "GROUP", .flexible(minimum: 8, weight: 1), dropPriority: 4, by: { $0.host.subRun?.text ?? "" }
    ) { [Span($0.host.subRun?.text ?? "", .faint)] }

    private static let plain = Table<HostRow>([host] + rest)
    private static let categorized = Table<HostRow>([host, group] + rest)
}
