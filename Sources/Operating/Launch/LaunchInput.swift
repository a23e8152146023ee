package import Plans
import Runs
package import Screen
package import Viewing

/// What keys, pastes and the mouse do in the launch form.
extension LaunchForm {
    package enum Outcome: Equatable {
        case stay
        /// The form closes; what was typed is kept for later, or was given up.
        case keep, discard
        /// The very plan that was shown was agreed to.
        case start(Approved<StartPlan>)
    }

    package mutating func take(
        _ key: Key, _ knowing: LaunchKnowledge, _ context: ViewContext, in size: Size
    ) -> Outcome {
        switch question {
        case .leave(let buttons): return takeLeaving(key, buttons)
        case .confirm(var dialog):
            let answer = dialog.take(key, context, in: size)
            question = .confirm(dialog)
            return take(answer, of: dialog, knowing)
        case nil: break
        }
        // An open list has its own Esc, and pages.
        let isOfList = form.isListOpen && [.escape, .pageUp, .pageDown].contains(key)
        if !isOfList, let command = LaunchKeymap.table.command(of: key) {
            return perform(command, knowing, in: size)
        }
        if isPreviewWhole { isPreviewWhole = false }
        let before = form.focus
        let outcome = form.handle(key, in: LaunchLayout(size, isPreviewWhole: false).form.size)
        if form.focus != before { visited.insert(before) }
        return take(outcome, knowing, in: size)
    }

    package mutating func paste(_ text: String, _ knowing: LaunchKnowledge, in size: Size) {
        switch question {
        // Pasted text never consents to anything.
        case .leave, .confirm: question = nil
        case nil:
            _ = take(form.paste(text, in: LaunchLayout(size, isPreviewWhole: false).form.size), knowing, in: size)
        }
    }

    package mutating func take(
        _ event: MouseEvent, _ knowing: LaunchKnowledge, _ context: ViewContext, in size: Size
    ) -> Outcome {
        switch question {
        case .leave: return .stay
        case .confirm(var dialog):
            let answer = dialog.take(event, context, in: size)
            question = .confirm(dialog)
            return take(answer, of: dialog, knowing)
        case nil: break
        }
        let layout = LaunchLayout(size, isPreviewWhole: isPreviewWhole)
        let isInPreview = layout.preview.contains(event.at)
        switch event.action {
        case .wheelUp where isInPreview: scrollPreview(by: -1, in: size)
        case .wheelDown where isInPreview: scrollPreview(by: 1, in: size)
        case .wheelUp: _ = form.handle(.up, in: layout.form.size)
        case .wheelDown: _ = form.handle(.down, in: layout.form.size)
        case .press where layout.form.contains(event.at):
            let point = Point(x: event.at.x - layout.form.x, y: event.at.y - layout.form.y)
            visited.insert(form.focus)
            return take(form.click(at: point, in: layout.form.size), knowing, in: size)
        case .press, .release: break
        }
        return .stay
    }

    // MARK: Outcomes

    private mutating func take(
        _ outcome: Form<LaunchField>.Outcome, _ knowing: LaunchKnowledge, in size: Size
    ) -> Outcome {
        switch outcome {
        case .ignored: return .stay
        case .moved: break
        case .pressed: return perform(.launch, knowing, in: size)
        case .changed(let field): note(change: field)
        }
        settle(knowing)
        form.settle(in: LaunchLayout(size, isPreviewWhole: false).form.size)
        return .stay
    }

    private mutating func note(change field: LaunchField) {
        isTouched = true
        visited.insert(field)
        if field.isProposed { sources[field] = .typed }
        guard let last else { return }
        // Without a failed host there is nothing to cut down to; the field says so.
        guard !last.failed.isEmpty else { return }
        if field == .onlyFailed {
            form.setChosen(form.value(.onlyFailed).isOn ? last.failed : last.hosts, of: .hosts)
        } else if field == .hosts {
            form.setOn(Set(form.value(.hosts).chosen) == Set(last.failed), of: .onlyFailed)
        }
    }

    private mutating func perform(_ command: LaunchCommand, _ knowing: LaunchKnowledge, in size: Size) -> Outcome {
        switch command {
        case .launch: ask(knowing, in: size)
        case .follow: follow(knowing)
        case .preview: isPreviewWhole.toggle()
        case .previewDown: scrollPreview(by: LaunchLayout(size, isPreviewWhole: isPreviewWhole).page, in: size)
        case .previewUp: scrollPreview(by: -LaunchLayout(size, isPreviewWhole: isPreviewWhole).page, in: size)
        case .leave:
            if isPreviewWhole {
                isPreviewWhole = false
            } else if isTouched {
                question = .leave(Self.leaveButtons)
            } else {
                return .discard
            }
        }
        return .stay
    }

    /// Asks about the plan that stands in the preview; where there is none, says at every field why.
    private mutating func ask(_ knowing: LaunchKnowledge, in size: Size) {
        visited = Set(LaunchField.allCases)
        isPreviewWhole = false
        settle(knowing)
        guard let plan else {
            // To the first field with something wrong.
            if let wrong = form.fields.first(where: { $0.remarks.contains { $0.kind == .problem } }) {
                form.setFocus(wrong.id)
            }
            form.settle(in: LaunchLayout(size, isPreviewWhole: false).form.size)
            return
        }
        question = .confirm(ConfirmDialog(starting: plan, warnings: warnings))
    }

    /// What the form warns of, for whoever is asked.
    var warnings: [String] {
        form.fields.flatMap { field in
            field.remarks.filter { $0.kind == .warning }.map { "\(field.label): \($0.text)" }
        }
    }

    /// From typed back to what follows from the fields; in a relaunch by way of the last command.
    private mutating func follow(_ knowing: LaunchKnowledge) {
        let field = form.focus
        guard field.isProposed else { return }
        let hasLast: Bool =
            switch field {
            case .templateCommand: last?.fields.templateCommand != nil
            case .runnerCommand: last?.fields.runnerCommand != nil
            default: false
            }
        sources[field] = sources[field] == .typed && hasLast ? .last : .composed
        isTouched = true
        settle(knowing)
    }

    private mutating func scrollPreview(by rows: Int, in size: Size) {
        let layout = LaunchLayout(size, isPreviewWhole: isPreviewWhole)
        let count = previewLines(width: layout.preview.width - 2).count
        previewOffset = min(max(0, previewOffset + rows), max(0, count - layout.previewRows))
    }

    // MARK: Questions

    private static let leaveButtons = ButtonRow([
        ButtonRow.Button("Stay", isSafe: true), ButtonRow.Button("Keep for later", isSafe: true),
        ButtonRow.Button("Discard", isSafe: false),
    ])

    private mutating func takeLeaving(_ key: Key, _ buttons: ButtonRow) -> Outcome {
        var buttons = buttons
        switch key {
        case .escape, .control("c"): question = nil
        case .enter:
            question = nil
            return buttons.focus == 0 ? .stay : buttons.focus == 1 ? .keep : .discard
        default:
            _ = buttons.take(key)
            question = .leave(buttons)
        }
        return .stay
    }

    private mutating func take(
        _ answer: ConfirmDialog.Answer, of dialog: ConfirmDialog, _ knowing: LaunchKnowledge
    ) -> Outcome {
        switch answer {
        case .none: return .stay
        case .no:
            reopen(knowing)
            return .stay
        case .yes:
            guard let shown = dialog.startPlan, let approved = shown.approve(.yes) else { return .stay }
            return .start(approved)
        }
    }
}

extension Keymap {
    /// The command of a single key.
    func command(of key: Key) -> Command? {
        var pending: Key?
        if case .command(let command) = match(key, pending: &pending) { return command }
        return nil
    }
}
