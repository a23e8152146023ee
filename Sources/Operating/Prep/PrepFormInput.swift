package import Plans
import Runs
package import Screen
package import Viewing

/// What keys do in the prep form beside filling it in.
package enum PrepFormCommand: Equatable, Sendable, CaseIterable {
    case ask, preview, previewDown, previewUp, leave
}

/// The key table of the prep form. Letters are text there, so none of these is one.
package enum PrepFormKeymap {
    package static let table = Keymap<PrepFormCommand>([
        Binding(
            "Ctrl-G", "F9", command: .ask, label: "plan", help: "show the whole plan, and ask",
            group: "In the prep form"),
        Binding(
            "Ctrl-T", "F6", command: .preview, label: "preview", help: "the whole plan, and back",
            group: "In the prep form"),
        Binding("PgDn", command: .previewDown, help: "scroll the plan down", group: "In the prep form"),
        Binding("PgUp", command: .previewUp, help: "scroll the plan up", group: "In the prep form"),
        Binding(
            "Esc", "Ctrl-C", command: .leave, label: "leave", help: "leave the form; asks where something was typed",
            group: "In the prep form"),
    ])
}

/// What keys, pastes and the mouse do in the prep form.
extension PrepForm {
    package enum Outcome: Equatable {
        case stay
        case secret(SecretEdit)
        /// The form closes; what was typed, but for the password, is kept for later, or was given up.
        case keep, discard
        /// The plan that was shown was not approved, for this reason.
        case refused(PrepPlan, String)
        /// The very plan that was shown was approved.
        case start(Approved<PrepPlan>)
    }

    package mutating func take(
        _ key: Key, _ knowing: PrepKnowledge, _ context: ViewContext, in size: Size
    ) -> Outcome {
        switch question {
        case .leave(var leaving):
            let answer = leaving.take(key)
            question = .leave(leaving)
            return take(answer)
        case .consent(var consent):
            let answer = consent.take(key, context, in: size)
            question = .consent(consent)
            return take(answer, of: consent)
        case nil: break
        }
        let isOfList = form.isListOpen && [.escape, .pageUp, .pageDown].contains(key)
        if !isOfList, let command = PrepFormKeymap.table.command(for: key) {
            return perform(command, knowing, in: size)
        }
        (isPreviewWhole, notice) = (false, nil)
        if form.focus == .password, let edit = takeSecret(key) {
            isTouched = true
            settle(knowing)
            return .secret(edit)
        }
        return take(handle(key, in: size), knowing, in: size)
    }

    private mutating func takeSecret(_ key: Key) -> SecretEdit? {
        switch key {
        case .character(let scalar):
            passwordCount += 1
            return .type(String(Character(scalar)))
        case .backspace:
            guard passwordCount > 0 else { return nil }
            passwordCount -= 1
            return .erase
        case .control("u"), .control("w"), .control("k"):
            passwordCount = 0
            return .forget
        default: return nil
        }
    }

    package mutating func paste(_ text: String, _ knowing: PrepKnowledge, in size: Size) -> Outcome {
        switch question {
        case .leave: question = nil
        // Pasted text never consents to anything.
        case .consent(let consent): return take(.no("text was pasted"), of: consent)
        case nil:
            guard form.focus == .password else {
                return take(
                    form.paste(text, in: fieldRoom(in: size)), knowing, in: size)
            }
            let typed = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }))
            passwordCount += typed.unicodeScalars.count
            isTouched = true
            settle(knowing)
            return .secret(.type(typed))
        }
        return .stay
    }

    package mutating func take(
        _ event: MouseEvent, _ knowing: PrepKnowledge, _ context: ViewContext, in size: Size
    ) -> Outcome {
        switch question {
        case .leave: return .stay
        case .consent(var consent):
            let answer = consent.take(event, context, in: size)
            question = .consent(consent)
            return take(answer, of: consent)
        case nil: break
        }
        return take(handle(event, in: size), knowing, in: size)
    }

    /// The screen has another size: a dialog that moved under the operator's hands was not read.
    package mutating func resized() -> Outcome {
        guard case .consent(let consent) = question else { return .stay }
        return take(.no("the size of the screen changed"), of: consent)
    }

    // MARK: Outcomes

    private mutating func take(
        _ outcome: Form<PrepFormField>.Outcome, _ knowing: PrepKnowledge, in size: Size
    ) -> Outcome {
        switch outcome {
        case .ignored: return .stay
        case .moved: break
        case .pressed: return perform(.ask, knowing, in: size)
        case .changed(let field):
            (isTouched, failure) = (true, nil)
            visited.insert(field)
        }
        settle(knowing)
        form.settle(in: fieldRoom(in: size))
        return .stay
    }

    private mutating func perform(_ command: PrepFormCommand, _ knowing: PrepKnowledge, in size: Size) -> Outcome {
        notice = nil
        switch command {
        case .ask:
            visited = Set(PrepFormField.allCases)
            (isPreviewWhole, failure) = (false, nil)
            settle(knowing)
            if let plan {
                question = .consent(PrepConsent(plan))
            } else {
                focusProblem()
            }
            form.settle(in: fieldRoom(in: size))
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

    private mutating func take(_ answer: LeaveQuestion.Answer) -> Outcome {
        if answer != .none { question = nil }
        return switch answer {
        case .none, .stay: .stay
        case .keep: .keep
        case .discard: .discard
        }
    }

    private mutating func take(_ answer: PrepConsent.Answer, of consent: PrepConsent) -> Outcome {
        switch answer {
        case .none: return .stay
        case .no(let reason):
            question = nil
            notice = "not approved, so nothing was run: \(reason)"
            return .refused(consent.plan, reason)
        case .yes(let approved):
            question = nil
            return .start(approved)
        }
    }
}
