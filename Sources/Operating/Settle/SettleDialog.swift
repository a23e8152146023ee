package import Plans
package import Runs
package import Screen
package import Viewing

/// Asks what shall become of a post that nobody knows of, or that was given up. Leaving it has the focus; only Enter on
/// another button settles it.
package struct SettleDialog: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        case none, leave
        case settle(SettlePlan)
    }

    package let build: BuildName
    /// `nil` while they are being read.
    package private(set) var posts: [UnsettledPost]?
    /// Why nothing can be settled now.
    package private(set) var objection: String?
    /// Whether the operator could see it.
    package var isShown = false
    private var index = 0
    private var offset = 0
    private var buttons = ButtonRow([
        ButtonRow.Button("Leave it", isSafe: true), ButtonRow.Button("Post again", isSafe: false),
        ButtonRow.Button("Mark as posted", isSafe: false),
    ])

    package init(_ build: BuildName) { self.build = build }

    private var post: UnsettledPost? { posts.flatMap { $0.indices.contains(index) ? $0[index] : nil } }

    /// Takes the posts as they are now; the one that is shown stays.
    package mutating func take(_ posts: [UnsettledPost]) {
        let shown = post
        self.posts = posts
        index = posts.firstIndex { $0.subRun == shown?.subRun } ?? 0
        // Something else stands there now: nobody has seen it yet.
        if post != shown { (buttons.focus, isShown) = (0, false) }
    }

    package mutating func check(_ snapshot: Snapshot, _ acting: [BuildName: ActionKind]) {
        if let build = snapshot.build(build) {
            objection = SettleRule.objection(to: build, acting).map { "nothing to settle any more: \($0)" }
        } else if snapshot.isComplete {
            objection = "the build is gone: its log and its state were removed"
        }
        if objection != nil { buttons.focus = 0 }
    }

    // MARK: Keys

    package mutating func take(_ key: Key, _ context: ViewContext, in size: Size) -> Answer {
        switch key {
        case .escape, .character("q"), .character("n"), .control("c"): return .leave
        case .enter: return buttons.focus == 0 ? .leave : answer
        case .up, .character("k"): choose(index - 1)
        case .down, .character("j"): choose(index + 1)
        default:
            if let next = dialog(context, in: size).offset(after: key, from: offset, in: size) {
                offset = next
            } else if isOpen {
                _ = buttons.take(key)
            }
        }
        return .none
    }

    package mutating func take(_ event: MouseEvent, _ context: ViewContext, in size: Size) -> Answer {
        let dialog = dialog(context, in: size)
        switch event.action {
        case .wheelUp: offset = max(0, offset - 1)
        case .wheelDown: offset = min(dialog.lastOffset(in: size), offset + 1)
        case .press:
            guard let button = dialog.button(at: event.at, in: size), button > 0 else { return .leave }
            if isOpen { buttons.focus = button }
        case .release: break
        }
        return .none
    }

    private var isOpen: Bool { objection == nil && post != nil }

    private mutating func choose(_ wanted: Int) {
        guard let posts, posts.indices.contains(wanted) else { return }
        (index, offset, buttons.focus) = (wanted, 0, 0)
    }

    /// What the button with the focus would do.
    private var plan: SettlePlan? {
        guard let post, buttons.focus > 0 else { return nil }
        return SettlePlan(
            build, subRun: post.subRun, buttons.focus == 1 ? .postAgain : .markPosted, launch: post.launch)
    }

    private var answer: Answer {
        guard isShown, isOpen, let plan else { return .none }
        if plan.decision == .postAgain, post?.size == nil { return .none }
        return .settle(plan)
    }

    // MARK: Drawing

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let dialog = dialog(context, in: size)
        dialog.draw(
            on: canvas, offset: min(offset, dialog.lastOffset(in: size)), isOpen: isOpen, glyphs: context.glyphs)
    }

    private func dialog(_ context: ViewContext, in size: Size) -> TextDialog {
        TextDialog(
            "Settle a post of \(build)", lines: lines(context, TextDialog.textWidth(in: size)), buttons: buttons,
            hint: "Tab, Enter")
    }

    private func lines(_ context: ViewContext, _ width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        if let objection { lines += wrapped("\(context.glyphs[.attention]) \(objection)", width, .warning) + [[]] }
        guard let posts else { return lines + wrapped("reading what was written down…", width, .faint) }
        guard let post else { return lines + wrapped("No post of this build is open.", width) }
        if let plan {
            lines += plan.steps.flatMap { wrapped("\(context.glyphs[.current]) \($0)", width, .strong) }
            if plan.decision == .postAgain, post.size == nil {
                lines += wrapped("It cannot be: the frozen report is not there any more as it was.", width, .warning)
            }
        } else {
            lines += wrapped("Look into the channel: if the report stands there, mark it as posted.", width)
        }
        lines.append([])
        if posts.count > 1 {
            lines += wrapped("Post \(index + 1) of \(posts.count); Up and Down show the others.", width, .faint)
        }
        return lines + PostFacts.lines(post, context, width)
    }
}
