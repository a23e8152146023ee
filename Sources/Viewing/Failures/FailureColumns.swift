import Runs
import Screen

/// A failure as the list shows it: a group of equal ones, or one host of an unfolded group.
struct FailureRow: Sendable {
    enum Content: Sendable {
        case group(FailureGroup)
        case member(FailedHost)
    }

    let content: Content
    let isUnfolded: Bool
    let glyphs: GlyphSet
    private let totals: FailureTotals

    /// - Parameter totals: of the group, where somebody has them already.
    init(_ content: Content, isUnfolded: Bool, _ context: ViewContext, _ totals: FailureTotals? = nil) {
        (self.content, self.isUnfolded, glyphs) = (content, isUnfolded, context.glyphs)
        switch content {
        case .group(let group): self.totals = totals ?? FailureTotals(group)
        case .member(let host): self.totals = totals ?? FailureTotals(FailureGroup(host))
        }
    }

    var first: FailedHost {
        switch content {
        case .group(let group): group.first
        case .member(let host): host
        }
    }

    var host: StyledText {
        switch content {
        case .group(let group) where group.members.count > 1:
            [
                totals.hosts > 1 ? Span("\(totals.hosts) hosts", .bad) : Span(group.first.name, .strong),
                Span(isUnfolded ? " -" : " +", .key),
            ]
        case .group(let group): [Span(group.first.name, .strong)]
        case .member(let host): [Span("  \(host.name)", .plain)]
        }
    }

    var build: StyledText {
        [Span(totals.builds == 1 ? first.build.text : "\(totals.builds) builds", .faint)]
    }

    var failure: StyledText {
        if case .member = content { return [Span(first.message, .faint)] }
        guard !first.step.isEmpty else { return [Span(first.message, .plain)] }
        return [Span("\(first.step): ", .plain), Span(first.message, .faint)]
    }

    /// The same where there is little room: of the step its number, so that something of the message is left.
    var briefFailure: StyledText {
        guard case .group = content, !first.message.isEmpty, let number = StepTitle.number(of: first.step) else {
            return failure
        }
        return [Span("\(number). ", .plain), Span(first.message, .faint)]
    }

    var cause: StyledText {
        guard let cause = totals.cause else { return [Span(glyphs[.none], .faint)] }
        return [Span(cause.label, .accent)]
    }

    var took: Duration? { totals.took }
    var attempts: Int? { totals.attempts }

    /// Who looks at it; how many were waived.
    var mark: StyledText {
        if totals.waived > 0 {
            return [Span(totals.waived == totals.failures ? "waived" : "\(totals.waived) waived", .skipped)]
        }
        return [Span(totals.claimedBy.joined(separator: ","), .running)]
    }
}

/// What the hosts of a group come to together.
struct FailureTotals: Sendable {
    let failures: Int
    /// Each once, in however many builds it has failed.
    let hosts: Int
    let builds: Int
    let cause: KnownCause?
    /// The longest.
    let took: Duration?
    /// The most.
    let attempts: Int?
    let waived: Int
    /// Safe to show, each once.
    let claimedBy: [String]

    init(_ group: FailureGroup) {
        let members = group.members
        failures = members.count
        hosts = members.count == 1 ? 1 : FailingHost.count(in: members)
        builds = members.count == 1 ? 1 : Set(members.lazy.map(\.build)).count
        cause = group.cause
        took = members.lazy.compactMap(\.duration).max()
        attempts = members.lazy.compactMap(\.attempts).max()
        let marks = members.compactMap(\.mark)
        waived = marks.count { $0.waiver != nil }
        claimedBy = Set(marks.compactMap { $0.claim?.by }).sorted().map(SafeText.visible)
    }
}

/// The columns of the list of failures.
enum FailureColumns {
    /// - Parameter width: that of the list. All tables have the same columns in the same order, so a sort stays.
    static func table(showsBuild: Bool, width: Int = .max) -> Table<FailureRow> {
        if !showsBuild { return ofOne }
        return width < leastForAll ? ofAllInBrief : ofAll
    }

    /// In fewer columns no build would be named.
    private static let leastForAll = 92

    private static let ofOne = Table<FailureRow>([host, failure, cause, mark, took, tries])
    private static let ofAll = Table<FailureRow>([host, build, failure, cause, mark, took, tries])

    /// Everything a little shorter, as without its build a failure is of nowhere.
    private static let ofAllInBrief = Table<FailureRow>(
        [
            Column(
                "HOST", .flexible(minimum: 11, weight: 2), cut: .middle, by: { $0.first.name }, cell: { $0.host }),
            Column(
                "BUILD", .flexible(minimum: 14, weight: 2), cut: .middle, by: { $0.first.build.text },
                cell: { $0.build }),
            Column("FAILURE", .flexible(minimum: 28, weight: 3), by: { $0.first.text }, cell: { $0.briefFailure }),
            cause, mark, took, tries,
        ], spacing: 1)

    private static let host = Column<FailureRow>(
        "HOST", .flexible(minimum: 14, weight: 2), cut: .middle, by: { $0.first.name }
    ) { $0.host }
    private static let build = Column<FailureRow>(
        "BUILD", .flexible(minimum: 12, weight: 2), cut: .middle, dropPriority: 3, by: { $0.first.build.text }
    ) { $0.build }
    private static let failure = Column<FailureRow>(
        // Of hosts that failed in the same step the message tells more than times and tries, which stand below.
        "FAILURE", .flexible(minimum: 40, weight: 6), by: { $0.first.text }
    ) { $0.failure }
    private static let cause = Column<FailureRow>(
        "CAUSE", .fixed(8), dropPriority: 1, by: { $0.first.cause?.rule ?? "~" }
    ) { $0.cause }
    private static let mark = Column<FailureRow>(
        "LOOKS", .fixed(8), dropPriority: 2, by: { $0.first.host.mark?.word ?? "" }
    ) { $0.mark }
    private static let took = Column<FailureRow>(
        "TOOK", .fixed(7), alignment: .trailing, dropPriority: 4, by: { $0.took ?? .zero }
    ) { row in [Span(row.took.map(DurationText.short) ?? row.glyphs[.none], .faint)] }
    private static let tries = Column<FailureRow>(
        "TRIES", .fixed(5), alignment: .trailing, dropPriority: 5, by: { $0.attempts ?? 0 }
    ) { row in [Span(row.attempts.map(String.init) ?? row.glyphs[.none], .faint)] }

    /// The names by which `:sort` knows the columns.
    static func names(showsBuild: Bool) -> [String] {
        showsBuild
            ? ["host", "build", "failure", "cause", "looks", "took", "tries"]
            : ["host", "failure", "cause", "looks", "took", "tries"]
    }
}
