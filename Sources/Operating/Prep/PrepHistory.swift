package import Plans
package import Runs
package import Screen
package import Viewing

/// All preps, the newest first: who, when, what, and how it ended.
package struct PrepHistory: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case stay, close
        /// Look at the preps again now.
        case refresh
        case open(PrepID)
        /// Read this file in the log view.
        case read(LogSource)
        /// Another command of the operator: its key is named here, too.
        case command(OperatorCommand)
    }

    private var selection: PrepID?
    /// What the last key has led to, where that is not to be seen otherwise.
    var note = ""

    /// Whether a prep can be planned from here; else the list is only read.
    private let mayPlan: Bool

    package init(_ preps: [PrepSummary], mayPlan: Bool = true) {
        self.mayPlan = mayPlan
        selection = preps.first { $0.isRunning }?.id ?? preps.first?.id
    }

    private static let table = Table<PrepRow>([
        Column("WHEN", .fixed(14)) { [Span($0.clock.dayAndTime($0.prep.startedAt), .faint)] },
        Column("BY", .flexible(minimum: 8, weight: 1), dropPriority: 1) { [Span($0.prep.startedBy.text)] },
        Column("MODE", .fixed(17)) { [Span($0.prep.mode?.rawValue ?? "?", .strong)] },
        Column("LUN", .flexible(minimum: 10, weight: 3), cut: .middle, dropPriority: 2) { [Span($0.prep.lun)] },
        Column("CLIENT", .fixed(12), dropPriority: 3) { [Span($0.prep.client)] },
        Column("HOW IT STANDS", .flexible(minimum: 16, weight: 4)) { $0.standing },
    ])

    package mutating func take(_ key: Key, _ preps: [PrepSummary], in size: Size) -> Outcome {
        note = ""
        let page = max(1, size.rows - 6)
        let index = preps.firstIndex { $0.id == selection } ?? 0
        func move(_ rows: Int) {
            guard !preps.isEmpty else { return }
            selection = preps[min(max(0, index + rows), preps.count - 1)].id
        }
        switch Browser.command(for: key) {
        case .up: move(-1)
        case .down: move(1)
        case .pageUp, .halfUp: move(-page)
        case .pageDown, .halfDown: move(page)
        case .top: move(-preps.count)
        case .bottom: move(preps.count)
        case .open: if preps.indices.contains(index) { return .open(preps[index].id) }
        case .viewArtifact: if preps.indices.contains(index) { return .read(.prep(preps[index].id)) }
        case .log: return .read(.prepLog)
        case .refresh: return .refresh
        case .back, .quit, .left: return .close
        default:
            switch OperatorKeymap.table.command(for: key) {
            case .preps: return .close
            case .prep: return .command(.prep)
            default: note = "that key does nothing in this list; q leads back, ? shows the keys of all screens"
            }
        }
        return .stay
    }

    package func draw(_ preps: [PrepSummary], problems: [String], _ context: ViewContext, on canvas: Canvas) {
        let glyphs = context.glyphs
        canvas.window(x: 0, y: 1, width: canvas.width, height: canvas.height - 1).fill()
        canvas.hideCursor()
        let title = canvas.row(1)
        let x = title.write("builds \(glyphs[.current]) ", x: 1, y: 0, .faint)
        title.write("preps", x: x, y: 0, .strong)
        let body = canvas.window(x: 0, y: 2, width: canvas.width, height: max(1, canvas.height - 4))
        let row = canvas.row(canvas.height - 1)
        row.fill(role: .bar)
        let index = preps.firstIndex { $0.id == selection } ?? 0
        let offset = Scrolling.offset(
            keeping: index, from: 0, count: preps.count, height: max(1, body.height - 1))
        Self.table.draw(
            preps.map { PrepRow(prep: $0, clock: context.clock, glyphs: glyphs) }, on: body,
            selected: preps.isEmpty ? nil : index, offset: offset, glyphs: glyphs)
        if preps.isEmpty {
            body.write("no prep has run on this controller yet\(mayPlan ? "; P plans one" : "")", x: 2, y: 1, .faint)
        }
        let selected = preps.indices.contains(index) ? "\(preps[index].id)  \(preps[index].words)" : ""
        let detail = note.isEmpty ? problems.first ?? selected : note
        canvas.row(canvas.height - 2).write(
            TextWidth.cutEnd(detail, canvas.width - 3, glyphs), x: 2, y: 0, detail == selected ? .faint : .warning)
        row.write(KeyFooter.text(keys, columns: row.width - 2), x: 1, y: 0)
    }

    private var keys: [(key: String, label: String)] {
        let plan = mayPlan ? [(key: "P", label: "plan one")] : []
        return [("Enter", "open")] + plan + [("v", "transcript"), ("L", "the script's log"), ("q", "back")]
    }
}

/// A prep as the table shows it.
struct PrepRow: Sendable {
    let prep: PrepSummary
    let clock: LocalClock
    let glyphs: GlyphSet

    var standing: StyledText {
        let (glyph, role): (Glyph, Role) =
            switch prep.standing {
            case .running: (.running, .running)
            case .asking: (.attention, .bad)
            case .ended(.exited(0), _): (.passed, .good)
            case .ended: (.failed, .bad)
            }
        return [Span("\(glyphs[glyph]) \(prep.words)", role)]
    }
}
