package import Plans
package import Runs
package import Screen
package import Viewing

/// Asks whether one looks at failed hosts, or why they are waived. Only `y`, or Enter on another button than the first, is
/// a yes; while a comment is typed `y` is a letter like any other.
package struct MarkDialog: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case claim, waive }

    package enum Answer: Equatable, Sendable {
        case none, leave
        case mark(MarkPlan)
    }

    package let kind: Kind
    package let build: BuildName
    private let person: String?
    private var marked: MarkedHosts
    /// As it stood when this was opened.
    private let opened: MarkedHosts
    /// What others have written down since this was opened.
    private var news: String?
    private var editor = LineEditor()
    private var buttons: ButtonRow
    /// A button was gone to: the one that has the focus is meant.
    private var hasChosen = false
    private(set) var objection: String?
    /// Of hosts and marks: what asks must have room for its answer.
    private static let shown = 4
    /// Whether the operator could see it.
    package var isShown = false

    /// - Parameters:
    ///   - failed: hosts of one build.
    ///   - person: the operator, as marks name one.
    package init?(_ kind: Kind, _ failed: [FailedHost], by person: String?) {
        guard let first = failed.first else { return nil }
        (self.kind, self.person) = (kind, person)
        build = first.build
        opened = MarkedHosts(failed.filter { $0.build == first.build })
        marked = opened
        buttons = Self.buttons(kind, marked)
    }

    private static func buttons(_ kind: Kind, _ marked: MarkedHosts) -> ButtonRow {
        var labels = [ButtonRow.Button("Leave it", isSafe: true)]
        switch kind {
        case .claim:
            labels.append(ButtonRow.Button("I look at it", isSafe: false))
            if marked.isClaimed { labels.append(ButtonRow.Button("Nobody does", isSafe: false)) }
        case .waive:
            labels.append(ButtonRow.Button("Waive", isSafe: false))
            if marked.isWaived { labels.append(ButtonRow.Button("Withdraw", isSafe: false)) }
        }
        return ButtonRow(labels)
    }

    /// The failure may be gone, or another launch may have begun.
    package mutating func check(_ snapshot: Snapshot, _ acting: [BuildName: ActionKind]) {
        guard let build = snapshot.build(build) else {
            if snapshot.isComplete { objection = "the build is gone: its log and its state were removed" }
            return
        }
        objection = acting[build.name].map { "\($0) of it is running" }
        if let problem = build.marksProblem {
            objection = "what is marked cannot be read: \(problem); move the file away, then mark again"
        } else if let now = marked.refreshed(from: build) {
            take(now)
        } else {
            objection = "a host of it has not failed any more: the build was started anew"
        }
        if objection != nil { buttons.focus = 0 }
    }

    /// What a yes would do is another thing once others have marked these hosts: it has to be seen, and chosen, again.
    private mutating func take(_ now: MarkedHosts) {
        guard now != marked else { return }
        news = now == opened ? nil : "meanwhile: \(now.news(since: opened))"
        marked = now
        buttons = Self.buttons(kind, now)
        isShown = false
    }

    // MARK: Keys

    package mutating func take(_ key: Key) -> Answer {
        switch key {
        case .escape, .control("c"): return .leave
        case .enter where kind == .waive && !hasChosen && !editor.text.isEmpty && objection == nil:
            // What was typed is not thrown away by the key that ends a line: it leads on to the buttons.
            _ = buttons.take(.tab)
            hasChosen = true
        case .enter: return buttons.focus == 0 ? .leave : answer
        case .tab, .backTab:
            hasChosen = true
            _ = objection == nil && buttons.take(key)
        case .left where kind == .claim, .right where kind == .claim: _ = objection == nil && buttons.take(key)
        case .character("q") where kind == .claim: return .leave
        case .character("y") where kind == .claim: return answer
        default: if kind == .waive { _ = editor.handle(key) }
        }
        return .none
    }

    /// A comment may be pasted: it still needs Enter. Of one that is too long enough is kept to say so.
    package mutating func paste(_ text: String) {
        if kind == .waive { editor.paste(String(text.prefix(2 * WaiverComment.limit))) }
    }

    /// What a yes would do now: of a claim, without moving to a button, that one looks at it oneself.
    private var decision: MarkPlan.Decision? {
        switch (kind, buttons.focus) {
        case (.claim, 0), (.claim, 1): .claim
        case (.claim, 2): .release
        case (.waive, 1): WaiverComment(editor.text).map { .waive($0) }
        case (.waive, 2): .withdrawWaiver
        default: nil
        }
    }

    private var answer: Answer {
        guard isShown, objection == nil, let decision, let plan = MarkPlan(build, marked.targets, decision, by: person)
        else {
            return .none
        }
        return .mark(plan)
    }

    // MARK: Drawing

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let width = TextDialog.textWidth(in: size)
        TextDialog(
            kind == .claim ? "Who looks at it" : "Waive a failure", role: .accent,
            lines: lines(context, width), buttons: buttons,
            hint: kind == .claim ? "y yes; Esc leaves it" : "Tab, Enter; Esc leaves it"
        ).draw(on: canvas, offset: 0, isOpen: objection == nil, glyphs: context.glyphs)
    }

    private func lines(_ context: ViewContext, _ width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        if let objection { lines += wrapped("\(context.glyphs[.attention]) \(objection)", width, .warning) + [[]] }
        let most = Self.shown
        let (targets, marks) = (marked.targets, marked.lines)
        if let news { lines += wrapped("\(context.glyphs[.attention]) \(news)", width, .changed) + [[]] }
        let names = targets.prefix(most).map(\.name).joined(separator: ", ")
        let more = targets.count > most ? " and \(targets.count - most) more" : ""
        lines += wrapped("\(names)\(more) of \(build)", width, .strong)
        for mark in marks.prefix(most) {
            lines.append([Span(TextWidth.cutEnd(mark, width, context.glyphs), .running)])
        }
        if marks.count > most { lines += wrapped("and \(marks.count - most) more are marked", width, .running) }
        lines.append([])
        if kind == .waive {
            lines += wrapped("Why does nobody need to look at it? The failure stays in every count.", width)
            let shown = TextWidth.cutMiddle(editor.text, max(4, width - 6), context.glyphs)
            lines.append([Span("> ", .key), Span(shown, .input), Span(context.glyphs[.current], .accent)])
            lines.append([])
        }
        if let decision, let plan = MarkPlan(build, marked.targets, decision, by: person) {
            lines += plan.steps.flatMap { wrapped("\(context.glyphs[.current]) \($0)", width) }
        } else if kind == .waive, editor.text.count > WaiverComment.limit {
            let text = "a comment has at most \(WaiverComment.limit) characters; this one has \(editor.text.count)"
            lines += wrapped(text, width, .warning)
        } else if kind == .waive {
            lines += wrapped("Tab chooses; a waiver needs a comment.", width, .faint)
        }
        return lines
    }
}
