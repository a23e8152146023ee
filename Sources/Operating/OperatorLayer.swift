import Plans
import Runs
import Screen
import Viewing

/// What lies over the browser: keys, pastes and the mouse go to it first.
enum OperatorLayer: Equatable, Sendable {
    case confirm(ConfirmDialog)
    case settle(SettleDialog)
    case mark(MarkDialog)
    case audit(AuditView)
    case launch(LaunchForm)
    /// The start of that build.
    case progress(BuildName)
    case prep(PrepForm)
    case prepView(PrepView)
    case preps(PrepHistory)
    case write(WriteDialog)

    /// Whether it asks something that was not to be seen yet, and that no key typed before may answer.
    var asksUnseen: Bool {
        switch self {
        case .prep(let form): form.asksUnseen
        case .prepView(let view): view.asksUnseen
        case .confirm, .settle, .mark, .audit, .launch, .progress, .preps, .write: false
        }
    }

    /// Nothing that was asked before the operator could see it is taken for an answer.
    mutating func wasShown() {
        switch self {
        case .confirm(var dialog) where !dialog.isShown:
            dialog.isShown = true
            self = .confirm(dialog)
        case .settle(var dialog) where !dialog.isShown:
            dialog.isShown = true
            self = .settle(dialog)
        case .mark(var dialog) where !dialog.isShown:
            dialog.isShown = true
            self = .mark(dialog)
        case .launch(var form):
            form.wasShown()
            self = .launch(form)
        case .prep(var form):
            form.wasShown()
            self = .prep(form)
        case .prepView(var view):
            view.wasShown()
            self = .prepView(view)
        case .confirm, .settle, .mark, .audit, .progress, .preps, .write: break
        }
    }
}

/// What the layers do with what comes in. A new layer does not build until each of these knows it.
extension OperatorConsole {
    mutating func takeInLayer(_ key: Key) -> [OperatorEffect] {
        switch layer {
        case nil: return []
        case .confirm(var dialog):
            let answer = dialog.take(key, context, in: size)
            layer = .confirm(dialog)
            return take(answer, of: dialog)
        case .settle(var dialog):
            let answer = dialog.take(key, context, in: size)
            layer = .settle(dialog)
            return take(answer, of: dialog)
        case .mark(var dialog):
            let answer = dialog.take(key)
            layer = .mark(dialog)
            return take(answer, of: dialog)
        case .audit(let view) where !view.isTyping && Browser.leadsAnywhere(key): return leaveList(for: key)
        case .preps where Browser.leadsAnywhere(key): return leaveList(for: key)
        case .audit(var view):
            let outcome = view.take(key, context, in: size)
            layer = .audit(view)
            switch outcome {
            case .stay: return []
            case .close:
                layer = nil
                return []
            case .reread: return [.ask(.audit)]
            }
        case .launch(var form):
            let outcome = form.take(key, launchKnowledge, context, in: size)
            return takeInLaunch(form, outcome)
        case .progress(let build): return takeInProgress(build, key)
        case .prep(var form):
            let outcome = form.take(key, prepKnowledge, context, in: size)
            return takeInPrep(form, outcome)
        case .prepView(var view):
            let outcome = view.take(key, in: size)
            return takeInPrepView(view, outcome)
        case .preps(var history):
            let outcome = history.take(key, book.preps, in: size)
            return takeInPreps(history, outcome)
        case .write(var dialog):
            let answer = dialog.take(key)
            layer = .write(dialog)
            return takeInWrite(answer)
        }
    }

    mutating func takeInLayer(_ event: MouseEvent) -> [OperatorEffect] {
        switch layer {
        case nil: return []
        case .confirm(var dialog):
            let answer = dialog.take(event, context, in: size)
            layer = .confirm(dialog)
            return take(answer, of: dialog)
        case .settle(var dialog):
            let answer = dialog.take(event, context, in: size)
            layer = .settle(dialog)
            return take(answer, of: dialog)
        case .mark: return []
        case .audit(var view):
            view.take(event, context, in: size)
            layer = .audit(view)
            return []
        case .launch(var form):
            let outcome = form.take(event, launchKnowledge, context, in: size)
            return takeInLaunch(form, outcome)
        case .prep(var form):
            let outcome = form.take(event, prepKnowledge, context, in: size)
            return takeInPrep(form, outcome)
        case .prepView(var view):
            view.take(event)
            layer = .prepView(view)
            return []
        case .progress, .preps, .write: return []
        }
    }

    /// Pasted text never consents to anything.
    mutating func pasteInLayer(_ text: String) -> [OperatorEffect] {
        switch layer {
        case nil: break
        case .confirm(let dialog):
            layer = nil
            say(.note, "\(dialog.refusal): text was pasted")
        case .settle:
            layer = nil
            say(.note, "the post was left as it is: text was pasted")
        case .mark(var dialog):
            dialog.paste(text)
            layer = .mark(dialog)
        case .audit(var view):
            view.paste(text)
            layer = .audit(view)
        case .launch(var form):
            form.paste(text, launchKnowledge, in: size)
            return takeInLaunch(form, .stay)
        case .prep(var form):
            let outcome = form.paste(text, prepKnowledge, in: size)
            return takeInPrep(form, outcome)
        case .prepView(var view):
            view.paste(text)
            layer = .prepView(view)
        case .write(var dialog):
            dialog.paste(text)
            layer = .write(dialog)
        case .progress, .preps: break
        }
        return []
    }

    /// A dialog that moved under the operator's hands was not read.
    mutating func resizeLayer() -> [OperatorEffect] {
        switch layer {
        case nil, .audit, .progress, .preps, .write: break
        case .mark(var dialog):
            // A comment that was typed stays; it must be seen again before Enter means anything.
            dialog.isShown = false
            layer = .mark(dialog)
        case .prep, .prepView: return resizePrepLayer()
        case .launch(var form):
            form.reopen(launchKnowledge)
            layer = .launch(form)
        case .confirm(let dialog):
            layer = nil
            say(.note, "\(dialog.refusal): the size of the screen changed")
        case .settle:
            layer = nil
            say(.note, "the post was left as it is: the size of the screen changed")
        }
        return []
    }

    /// Holds a dialog against what is known now.
    mutating func refreshLayer() -> [OperatorEffect] {
        switch layer {
        case nil, .audit, .prepView, .preps, .write: break
        case .prep: return refreshPrepForm()
        case .launch(var form):
            form.refresh(launchKnowledge)
            layer = .launch(form)
        case .progress: return openLaunched()
        case .confirm(var dialog):
            dialog.check(context.snapshot, acting)
            layer = .confirm(dialog)
        case .settle(var dialog):
            dialog.check(context.snapshot, acting)
            layer = .settle(dialog)
        case .mark(var dialog):
            dialog.check(context.snapshot, acting)
            layer = .mark(dialog)
        }
        return []
    }

    mutating func takeInLayer(_ answer: OperatorAnswer) {
        switch (layer, answer) {
        case (.confirm(var dialog), .processes(let build, let processes)) where dialog.build == build:
            dialog.processes = processes
            layer = .confirm(dialog)
        case (.settle(var dialog), .posts(let build, let posts)) where dialog.build == build:
            dialog.take(posts)
            layer = .settle(dialog)
        case (.settle(let dialog), .noPosts(let build, let reason)) where dialog.build == build:
            layer = nil
            say(.problem, "the posts of \(build) cannot be read: \(reason)")
        case (.audit(var view), .audit(let excerpt)):
            view.take(excerpt)
            layer = .audit(view)
        case (.launch(var form), .processes(let build, let processes)):
            form.take(processes, of: build, launchKnowledge)
            layer = .launch(form)
        case (.launch(var form), .request(let build, let request)) where form.last?.build == build:
            form.take(request, launchKnowledge)
            layer = .launch(form)
        case (_, .inventory(let hosts)):
            shelf.inventory = hosts
            if case .launch(var form) = layer {
                form.refresh(launchKnowledge)
                layer = .launch(form)
            }
        case (_, .preps(let preps)):
            shelf.preps = preps
            if case .launch(var form) = layer {
                form.refresh(launchKnowledge)
                layer = .launch(form)
            }
        // Answers to questions of something that is closed by now.
        case (_, .processes), (_, .posts), (_, .noPosts), (_, .audit), (_, .request): break
        }
    }

    /// An action has ended while a layer is open.
    mutating func takeInLayer(_ performed: Performed) -> [OperatorEffect] {
        switch layer {
        case nil: return []
        case .confirm(var dialog):
            dialog.check(context.snapshot, acting)
            layer = .confirm(dialog)
            return []
        case .mark(var dialog):
            dialog.check(context.snapshot, acting)
            layer = .mark(dialog)
            return []
        case .settle(let dialog): return dialog.build == performed.build ? [.ask(.posts(dialog.build))] : []
        case .audit: return [.ask(.audit)]
        case .launch(var form):
            form.refresh(launchKnowledge)
            layer = .launch(form)
            return []
        case .progress, .prep, .prepView, .preps, .write: return []
        }
    }

    func drawLayer(on canvas: Canvas) {
        switch layer {
        case nil: break
        case .confirm(let dialog): dialog.draw(context, on: canvas)
        case .settle(let dialog): dialog.draw(context, on: canvas)
        case .mark(let dialog): dialog.draw(context, on: canvas)
        case .audit(let view): view.draw(context, on: canvas)
        case .launch(let form): form.draw(context, on: canvas)
        case .progress(let build): shelf[build]?.draw(context, on: canvas)
        case .prep(let form): form.draw(context, on: canvas)
        case .prepView(let view): view.draw(context, on: canvas)
        case .preps(let history): history.draw(book.preps, problems: book.problems, context, on: canvas)
        case .write(let dialog): dialog.draw(context, on: canvas)
        }
    }

    // MARK: Answers

    private mutating func take(_ answer: ConfirmDialog.Answer, of dialog: ConfirmDialog) -> [OperatorEffect] {
        switch answer {
        case .none: return []
        case .no:
            layer = nil
            say(.note, dialog.refusal)
            return []
        case .yes:
            layer = nil
            switch dialog.subject {
            case .leave: return leave()
            case .action(let action):
                // Whoever asks holds the very plan that was shown.
                guard let approved = action.approve(.yes) else { return [] }
                return perform(approved)
            }
        }
    }

    private mutating func take(_ answer: SettleDialog.Answer, of dialog: SettleDialog) -> [OperatorEffect] {
        switch answer {
        case .none: return []
        case .leave:
            layer = nil
            say(.note, "the post was left as it is")
            return []
        case .settle(let plan):
            layer = nil
            guard let approved = PlannedAction.settle(plan).approve(.yes) else { return [] }
            return perform(approved)
        }
    }

    private mutating func take(_ answer: MarkDialog.Answer, of dialog: MarkDialog) -> [OperatorEffect] {
        switch answer {
        case .none: return []
        case .leave:
            layer = nil
            say(.note, "the failure was left as it is")
            return []
        case .mark(let plan):
            layer = nil
            guard let approved = PlannedAction.mark(plan).approve(.yes) else { return [] }
            return perform(approved)
        }
    }
}
