package import Plans
package import Runs
package import Screen
package import Viewing

/// Asks an operator about a plan, shown whole, or about leaving. The safe answer has the focus; only `y`, or Enter on the
/// other button, is a yes.
package struct ConfirmDialog: Equatable, Sendable {
    package enum Subject: Equatable, Sendable {
        case action(PlannedAction)
        /// Leaving while these run.
        case leave([BuildName: ActionKind])
    }

    package enum Answer: Equatable, Sendable { case none, yes, no }

    package let subject: Subject
    /// What of the build runs, once that is known.
    package var processes: BuildProcesses?
    /// Why it cannot be done any more.
    package private(set) var objection: String?
    /// Whether the operator could see it.
    package var isShown = false
    private var buttons: ButtonRow
    private var offset = 0
    /// Tells the launch that was shown from a later one of the same name.
    private let launchedAt: Timestamp?
    private var warnings: [String] = []

    package init(cancelling build: BuildSnapshot, _ plan: CancelPlan) {
        subject = .action(.cancel(plan))
        launchedAt = build.launch.startedAt
        buttons = ButtonRow([
            ButtonRow.Button("Keep running", isSafe: true), ButtonRow.Button("Cancel the run", isSafe: false),
        ])
    }

    /// - Parameter warnings: what the form warned of.
    package init(starting plan: StartPlan, warnings: [String]) {
        subject = .action(.start(plan))
        launchedAt = nil
        self.warnings = warnings
        buttons = ButtonRow([
            ButtonRow.Button("Do not start", isSafe: true), ButtonRow.Button("Start it", isSafe: false),
        ])
    }

    package init(leaving acting: [BuildName: ActionKind]) {
        subject = .leave(acting)
        launchedAt = nil
        buttons = ButtonRow([
            ButtonRow.Button("Stay", isSafe: true),
            ButtonRow.Button(acting.values.contains(.start) ? "Stop and leave" : "Leave after that", isSafe: false),
        ])
    }

    /// The start that is asked about.
    package var startPlan: StartPlan? { if case .action(.start(let plan)) = subject { plan } else { nil } }

    /// Something stands against it now.
    package mutating func object(_ text: String) { (objection, buttons.focus) = (text, 0) }

    package var build: BuildName? { if case .action(let action) = subject { action.build } else { nil } }

    /// What a no comes to, in words.
    package var refusal: String {
        switch subject {
        case .action(.cancel(let plan)): "\(plan.build) keeps running"
        case .action(.start(let plan)): "\(plan.request.build) was not started"
        case .action(let action): "\(action.build) was left as it is"
        case .leave: "stayed"
        }
    }

    /// Holds it against what is known now.
    package mutating func check(_ snapshot: Snapshot, _ acting: [BuildName: ActionKind]) {
        switch subject {
        case .leave: if acting.isEmpty { objection = "everything has come to its end: q leaves" }
        case .action(.cancel(let plan)):
            guard let build = snapshot.build(plan.build) else {
                if snapshot.isComplete { objection = "the build is gone: its log and its state were removed" }
                return
            }
            if let launchedAt, let now = build.launch.startedAt, now != launchedAt {
                objection = "the build was started anew meanwhile: look at it, then ask again"
            } else {
                objection = CancelRule.objection(to: build, acting).map { "nothing to cancel any more: \($0)" }
            }
        case .action(let action):
            objection = acting[action.build].map { "\($0) of \(action.build) is running" }
        }
        if objection != nil { buttons.focus = 0 }
    }

    // MARK: Keys

    package mutating func take(_ key: Key, _ context: ViewContext, in size: Size) -> Answer {
        if let next = dialog(context, in: size).offset(after: key, from: offset, in: size) {
            offset = next
            return .none
        }
        switch key {
        case .character("y"): return isShown && objection == nil ? .yes : .none
        case .enter: return buttons.focus == 0 ? .no : isShown && objection == nil ? .yes : .none
        case .escape, .character("q"), .character("n"), .control("c"): return .no
        default:
            if objection == nil { _ = buttons.take(key) }
            return .none
        }
    }

    package mutating func take(_ event: MouseEvent, _ context: ViewContext, in size: Size) -> Answer {
        let dialog = dialog(context, in: size)
        switch event.action {
        case .wheelUp: offset = max(0, offset - 1)
        case .wheelDown: offset = min(dialog.lastOffset(in: size), offset + 1)
        case .press:
            // A click only moves to what it would do; Enter does it.
            guard let button = dialog.button(at: event.at, in: size), button > 0 else { return .no }
            if objection == nil { buttons.focus = button }
        case .release: break
        }
        return .none
    }

    // MARK: Drawing

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let dialog = dialog(context, in: size)
        dialog.draw(
            on: canvas, offset: min(offset, dialog.lastOffset(in: size)), isOpen: objection == nil,
            glyphs: context.glyphs)
    }

    private func dialog(_ context: ViewContext, in size: Size) -> TextDialog {
        let width = TextDialog.textWidth(in: size)
        return TextDialog(
            title, role: .bad, lines: lines(context, width), buttons: buttons,
            hint: objection == nil ? "y yes   Esc no" : "Esc back")
    }

    private var title: String {
        switch subject {
        case .action(let action): action.plan.title.prefix(1).uppercased() + action.plan.title.dropFirst()
        case .leave: "Something is still running"
        }
    }

    private func lines(_ context: ViewContext, _ width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        if let objection { lines += wrapped("\(context.glyphs[.attention]) \(objection)", width, .warning) + [[]] }
        switch subject {
        case .leave(let acting): lines += leaveLines(acting, width)
        case .action(let action):
            if case .cancel(let plan) = action, let build = context.snapshot.build(plan.build) {
                lines += CancelFacts.lines(build, processes, context, width) + [[]]
            }
            for warning in warnings { lines += wrapped("\(context.glyphs[.attention]) \(warning)", width, .warning) }
            if !warnings.isEmpty { lines.append([]) }
            lines += PlanText.lines(action.plan, width)
            lines += [[]] + wrapped("digest \(action.plan.digest)", width, .faint)
        }
        return lines
    }

    private func leaveLines(_ acting: [BuildName: ActionKind], _ width: Int) -> [StyledText] {
        var lines = acting.keys.sorted().flatMap { build in
            wrapped("\(acting[build]?.rawValue ?? "") of \(build)", width, .strong)
        }
        let hasStart = acting.values.contains(.start)
        let text =
            hasStart
            ? "Leaving stops a start whose template step still runs: then nothing of it is started. Whatever is further on "
                + "is brought to its end first."
            : "It is brought to its end first; then the console leaves."
        lines += [[]] + wrapped(text, width)
        return lines
    }
}
