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
        case .leave(var leaving):
            let answer = leaving.take(key)
            question = .leave(leaving)
            return take(answer)
        case .confirm(var dialog):
            let answer = dialog.take(key, context, in: size)
            question = .confirm(dialog)
            return take(answer, of: dialog, knowing)
        case nil: break
        }
        // An open list has its own Esc, and pages.
        let isOfList = form.isListOpen && [.escape, .pageUp, .pageDown].contains(key)
        if !isOfList, let command = LaunchKeymap.table.command(for: key) {
            return perform(command, knowing, in: size)
        }
        if isPreviewWhole { isPreviewWhole = false }
        return take(handle(key, in: size), knowing, in: size)
    }

    package mutating func paste(_ text: String, _ knowing: LaunchKnowledge, in size: Size) {
        switch question {
        // Pasted text never consents to anything.
        case .leave, .confirm: question = nil
        case nil:
            _ = take(form.paste(text, in: fieldRoom(in: size)), knowing, in: size)
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
        return take(handle(event, in: size), knowing, in: size)
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
        form.settle(in: fieldRoom(in: size))
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
        case .previewDown: scrollPreview(byPages: 1, in: size)
        case .previewUp: scrollPreview(byPages: -1, in: size)
        case .leave:
            if isPreviewWhole {
                isPreviewWhole = false
            } else if isTouched {
                question = .leave(LeaveQuestion())
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
            focusProblem()
            form.settle(in: fieldRoom(in: size))
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

    // MARK: Questions

    private mutating func take(_ answer: LeaveQuestion.Answer) -> Outcome {
        if answer != .none { question = nil }
        return switch answer {
        case .none, .stay: .stay
        case .keep: .keep
        case .discard: .discard
        }
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
