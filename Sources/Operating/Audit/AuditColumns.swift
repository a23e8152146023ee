import Plans
import Runs
import Screen
import Viewing

/// A line of the trail as the table shows it.
struct AuditRow: Sendable {
    let entry: AuditExcerpt.Entry
    let clock: LocalClock
}

/// The columns of the audit view, and the whole of a line.
enum AuditColumns {
    static let table = Table<AuditRow>([
        Column("WHEN", .fixed(14)) { row in
            [Span(row.entry.at.map { row.clock.dayAndTime($0) } ?? "", .faint)]
        },
        Column("OPERATOR", .flexible(minimum: 10, weight: 1), dropPriority: 1) { [Span($0.entry.person)] },
        Column("ACTION", .fixed(14)) { [Span($0.entry.action, .strong)] },
        Column("BUILD", .flexible(minimum: 14, weight: 3), cut: .middle) { [Span($0.entry.build)] },
        Column("OUTCOME", .flexible(minimum: 12, weight: 4), dropPriority: 2) { [outcome(of: $0.entry)] },
    ])

    private static func outcome(of entry: AuditExcerpt.Entry) -> Span {
        if let raw = entry.raw { return Span(raw, .warning) }
        switch entry.moment {
        case "intent": return Span("begun", .faint)
        case "refused": return Span("refused: \(entry.outcome ?? "")", .warning)
        default: return Span(entry.outcome ?? entry.moment)
        }
    }

    /// What the filter looks at, in lower case.
    static func searched(_ entry: AuditExcerpt.Entry) -> String {
        let parts = [entry.person, entry.action, entry.build, entry.moment, entry.outcome, entry.raw] + entry.commands
        return parts.compactMap(\.self).joined(separator: " ").lowercased()
    }

    /// The whole of a line.
    static func detail(_ entry: AuditExcerpt.Entry, _ context: ViewContext, _ width: Int) -> [StyledText] {
        if let raw = entry.raw { return wrapped(raw, width, .warning) }
        let when = entry.at.map { "\(context.clock.full($0)), \(context.ago($0))" } ?? "at an unknown time"
        var lines = wrapped("\(entry.action) \(entry.build): \(entry.moment)", width, .strong)
        lines += wrapped("\(entry.person), \(when)", width)
        if let outcome = entry.outcome { lines += wrapped(outcome, width) }
        lines += entry.commands.flatMap { wrapped($0, width, .plain, indent: 2) }
        if let digest = entry.digest { lines += wrapped("digest \(digest)", width, .faint) }
        return lines
    }
}
