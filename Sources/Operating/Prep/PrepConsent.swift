package import Plans
import Runs
package import Screen
package import Viewing

/// Asks for the approval of a prep, its plan shown whole. Where anything is destroyed, only the LUN's full name, typed
/// byte for byte on a dialog that was to be seen, is a yes.
package struct PrepConsent: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        case none
        /// Not approved, for this reason.
        case no(String)
        case yes(Approved<PrepPlan>)
    }

    package let plan: PrepPlan
    /// Whether the operator could see it.
    package var isShown = false
    /// Why it cannot be approved any more.
    private(set) var objection: String?
    private var typed: [UInt8] = []
    private var buttons: ButtonRow
    private var offset = 0
    /// No name is longer.
    private static let limit = 300

    package init(_ plan: PrepPlan) {
        self.plan = plan
        let safe = ButtonRow.Button("Do not run", isSafe: true)
        buttons = ButtonRow(
            plan.consent == .yesOrNo ? [safe, ButtonRow.Button("Run it", isSafe: false)] : [safe])
    }

    package mutating func object(_ text: String) { (objection, buttons.focus, typed) = (text, 0, []) }

    private var mustType: Bool { plan.consent != .yesOrNo }

    // MARK: Keys

    package mutating func take(_ key: Key, _ context: ViewContext, in size: Size) -> Answer {
        if let next = offset(after: key, context, in: size) {
            offset = next
            return .none
        }
        switch key {
        case .escape, .control("c"): return .no("it was left")
        default: break
        }
        // What was typed before it was to be seen was meant for something else.
        guard isShown, objection == nil else { return key == .enter && objection != nil ? .no(objection ?? "") : .none }
        return mustType ? takeTyped(key) : takeButton(key)
    }

    private mutating func takeTyped(_ key: Key) -> Answer {
        switch key {
        case .enter:
            let line = typed + [UInt8(ascii: "\n")]
            if let approved = plan.approve(ConsentPrompt(plan.consent).answer(to: line)) { return .yes(approved) }
            return .no(typed.isEmpty ? "nothing was typed" : "what was typed is not the LUN's full name")
        case .backspace: if !typed.isEmpty { typed.removeLast() }
        case .control("u"): typed = []
        case .character(let scalar):
            if typed.count < Self.limit { typed += Array(String(scalar).utf8) }
        default: break
        }
        return .none
    }

    private mutating func takeButton(_ key: Key) -> Answer {
        switch key {
        case .character("y"): return yes
        case .character("n"), .character("q"): return .no("the answer was no")
        case .enter: return buttons.focus == 1 ? yes : .no("the answer was no")
        default: _ = buttons.take(key)
        }
        return .none
    }

    private var yes: Answer { plan.approve(.yes).map(Answer.yes) ?? .no("the answer was no") }

    package mutating func take(_ event: MouseEvent, _ context: ViewContext, in size: Size) -> Answer {
        switch event.action {
        case .wheelUp: offset = max(0, offset - 1)
        case .wheelDown: offset = min(lastOffset(context, in: size), offset + 1)
        case .press: return .no("the mouse was used")
        case .release: break
        }
        return .none
    }

    // MARK: Drawing

    /// The rows below the text: an empty one, those that ask, and the buttons.
    private var footRows: Int { mustType ? 4 : 2 }

    private func content(_ lines: [StyledText], in size: Size) -> Size {
        Size(
            columns: TextDialog.textWidth(in: size) + 1,
            rows: min(lines.count + footRows, max(footRows + 1, size.rows - 2)))
    }

    private func lastOffset(_ context: ViewContext, in size: Size) -> Int {
        let lines = lines(context, TextDialog.textWidth(in: size))
        return max(0, lines.count - (content(lines, in: size).rows - footRows))
    }

    private func offset(after key: Key, _ context: ViewContext, in size: Size) -> Int? {
        let last = lastOffset(context, in: size)
        let page = max(1, size.rows - 3 - footRows)
        switch key {
        case .up: return max(0, offset - 1)
        case .down: return min(last, offset + 1)
        case .pageUp: return max(0, offset - page)
        case .pageDown: return min(last, offset + page)
        case .home: return 0
        case .end: return last
        default: return nil
        }
    }

    private func lines(_ context: ViewContext, _ width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        if let objection { lines += wrapped("\(context.glyphs[.attention]) \(objection)", width, .warning) + [[]] }
        return lines + PrepPlanText.lines(plan, width)
    }

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        let glyphs = context.glyphs
        let lines = lines(context, TextDialog.textWidth(in: size))
        canvas.hideCursor()
        let title = plan.title.prefix(1).uppercased() + plan.title.dropFirst()
        let window = Dialog(title, role: .bad).draw(on: canvas, content: content(lines, in: size), glyphs: glyphs)
        let text = window.window(x: 0, y: 0, width: window.width, height: max(1, window.height - footRows))
        let offset = min(offset, max(0, lines.count - text.height))
        for (y, line) in lines.dropFirst(offset).prefix(text.height).enumerated() {
            text.write(line.cutEnd(text.width - 1, glyphs), x: 0, y: y)
        }
        ScrollBar(offset: offset, visible: text.height, count: lines.count).draw(on: text, glyphs: glyphs)
        let rule = String(repeating: glyphs[.horizontal], count: window.width)
        window.write(rule, x: 0, y: window.height - footRows, .rule)
        if mustType {
            window.write(
                TextWidth.cutEnd("Type the LUN's full name to run it; all else is No:", window.width, glyphs),
                x: 0, y: window.height - 3, .strong)
            let row = window.row(window.height - 2)
            row.fill(role: .input)
            let shown = PrepText.shown(String(decoding: typed, as: UTF8.self))
            let end = row.write(String(shown.suffix(max(1, row.width - 4))), x: 2, y: 0, .input)
            row.write(">", x: 0, y: 0, .key)
            if objection == nil { row.setCursor(x: end, y: 0) }
        }
        window.write(
            mustType ? "PgDn more   Esc no" : "y yes   PgDn more   Esc no", x: 0, y: window.height - 1, .faint)
        buttons.draw(on: window.row(window.height - 1), isOpen: objection == nil, glyphs: glyphs)
    }
}

/// A plan of a prep in lines of a width: every part of it, and what is run and destroyed before all else.
enum PrepPlanText {
    static func lines(_ plan: PrepPlan, _ width: Int) -> [StyledText] {
        let first = ["Command", "Destroys"]
        let sections =
            first.flatMap { title in plan.sections.filter { $0.title == title } }
            + plan.sections.filter { !first.contains($0.title) }
        return sections.flatMap { section -> [StyledText] in
            let role: Role =
                switch section.title {
                case "Warnings": .warning
                case "Destroys": plan.destroys.isEmpty ? .plain : .bad
                case "Command": .strong
                case "Digest", "Bound to", "Approval", "Files": .faint
                default: .plain
                }
            let lines = section.lines.flatMap { line in
                TextWidth.wrap(line, max(1, width - 4)).enumerated().map { index, part in
                    [Span(index == 0 ? "  \(part)" : "    \(part)", role)] as StyledText
                }
            }
            return [[Span(section.title, .heading)]] + lines
        }
    }
}
