import Plans
import Runs
import Screen
import Viewing

/// Preps in the console: the form, the prep that follows from it, and the list of all.
extension OperatorConsole {
    var prepKnowledge: PrepKnowledge {
        PrepKnowledge(luns: desk.luns, pairing: desk.pairing, ground: book.ground, snapshot: context.snapshot)
    }

    // MARK: Commands

    mutating func openPrep() -> [OperatorEffect] {
        var form = book.draft ?? PrepForm(prepKnowledge)
        form.rest(prepKnowledge)
        book.draft = nil
        layer = .prep(form)
        return [.prep(.ground)]
    }

    mutating func openPreps() -> [OperatorEffect] {
        layer = .preps(PrepHistory(book.preps))
        return []
    }

    mutating func open(_ id: PrepID) -> [OperatorEffect] {
        // One prep is followed at a time.
        aside = nil
        layer = .prepView(PrepView(id, book[id]))
        return [.prep(.attach(id)), resizing(id)]
    }

    func resizing(_ id: PrepID) -> OperatorEffect {
        .prep(.send(id, .resize(columns: max(20, size.columns), rows: max(5, size.rows))))
    }

    // MARK: Form

    mutating func takeInPrep(_ form: PrepForm, _ outcome: PrepForm.Outcome) -> [OperatorEffect] {
        layer = .prep(form)
        switch outcome {
        case .stay: return []
        case .secret(let edit): return [.prep(.secret(edit))]
        case .keep, .discard:
            layer = nil
            if outcome == .keep {
                book.draft = form
                say(.note, "the form is kept, without its password: P opens it again")
            }
            return [.prep(.secret(.forget))]
        case .refused(let plan, let reason):
            say(.note, "not approved, so nothing was run: \(reason)")
            return [.prep(.refuse(plan, because: "not approved: \(reason)"))]
        case .start(let approved):
            guard !book.isStarting else {
                say(.warning, "another prep is being started; wait for it")
                return []
            }
            layer = nil
            (book.draft, book.isStarting) = (form, true)
            say(.note, "\(approved.plan.title) is being started")
            return [.prep(.start(approved))]
        }
    }

    // MARK: What comes in

    mutating func take(_ news: PrepNews) -> [OperatorEffect] {
        switch news {
        case .ground(let ground):
            book.ground = ground
            return refreshPrepForm()
        case .shelf(let preps, let problems): return take(preps, problems)
        case .started(let id):
            (book.isStarting, book.draft) = (false, nil)
            if layer == nil { return open(id) }
            say(.done, "prep \(id) runs: H shows it")
        case .notStarted(let why):
            book.isStarting = false
            let text = SafeText.visible(why)
            say(.problem, "the prep was not started: \(text)")
            book.draft?.failure = text
            if layer == nil { return openPrep() }
        case .event(let id, let event):
            changePrepView { if $0.id == id { $0.take(event) } }
        case .lost(let id, let why):
            changePrepView { if $0.id == id { $0.lose(why) } }
        }
        return []
    }

    private mutating func take(_ preps: [PrepSummary], _ problems: [String]) -> [OperatorEffect] {
        let asked = Set(book.preps.filter { $0.question != nil }.map(\.id))
        (book.preps, book.problems) = (preps, problems)
        let book = book
        changePrepView { $0.take(book[$0.id]) }
        var watched: PrepID?
        if case .prepView(let view) = layer { watched = view.id }
        var aside: PrepID?
        if case .prepView(let view) = self.aside?.layer { aside = view.id }
        for prep in preps where prep.question != nil && !asked.contains(prep.id) && prep.id != watched {
            say(.warning, "prep \(prep.id) \(prep.words); \(prep.id == aside ? "q" : "H") leads to it")
        }
        let effects = translated(browser.update(.preps(book.sign)))
        return effects + refreshPrepForm()
    }

    mutating func refreshPrepForm() -> [OperatorEffect] {
        guard case .prep(var form) = layer else { return [] }
        form.refresh(prepKnowledge)
        layer = .prep(form)
        return []
    }

    // MARK: Views

    mutating func takeInPrepView(_ view: PrepView, _ outcome: PrepView.Outcome) -> [OperatorEffect] {
        layer = .prepView(view)
        switch outcome {
        case .stay: return []
        case .send(let input): return [.prep(.send(view.id, input))]
        case .read(let source): return read(source)
        case .leave:
            layer = nil
            if !view.isOver { say(.note, "prep \(view.id) goes on: H leads to it again") }
            return [.prep(.detach)]
        }
    }

    mutating func takeInPreps(_ history: PrepHistory, _ outcome: PrepHistory.Outcome) -> [OperatorEffect] {
        layer = .preps(history)
        switch outcome {
        case .stay: return []
        case .close: layer = nil
        case .refresh:
            changeHistory { $0.note = "looking at everything again" }
            return [.view(.refresh)]
        case .open(let id): return open(id)
        case .read(let source): return read(source)
        case .command(let command):
            // The message line lies below the list.
            if let reason = reason(against: command, nil) { changeHistory { $0.note = reason } }
            return perform(command)
        }
        return []
    }

    private mutating func changeHistory(_ change: (inout PrepHistory) -> Void) {
        guard case .preps(var history) = layer else { return }
        change(&history)
        layer = .preps(history)
    }

    mutating func resizePrepLayer() -> [OperatorEffect] {
        switch layer {
        case .prep(var form):
            let outcome = form.resized()
            return takeInPrep(form, outcome)
        case .prepView(let view): return view.isOver ? [] : [resizing(view.id)]
        default: return []
        }
    }
}
