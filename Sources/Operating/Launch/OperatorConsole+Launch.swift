import Plans
import Runs
import Screen
import Viewing

/// Launching from the console: the form, the start that follows from it, and what stays of both.
extension OperatorConsole {
    var launchKnowledge: LaunchKnowledge {
        LaunchKnowledge(
            rules: desk.launchRules, hosts: shelf.inventory, snapshot: context.snapshot, acting: acting,
            places: desk.places, now: context.now, clock: context.clock, preps: shelf.preps, luns: desk.luns)
    }

    // MARK: Commands

    /// Opens the form, with what was kept for later if there is such.
    mutating func openLaunch() -> [OperatorEffect] {
        var form = shelf.draft ?? LaunchForm(launchKnowledge)
        form.reopen(launchKnowledge)
        shelf.draft = nil
        layer = .launch(form)
        return [.ask(.inventory), .ask(.preps)]
    }

    mutating func openRelaunch(_ build: BuildSnapshot) -> [OperatorEffect] {
        layer = .launch(LaunchForm(again: LastLaunch(build), launchKnowledge))
        return [.ask(.inventory), .ask(.preps), .ask(.request(build.name))]
    }

    mutating func openProgress() -> [OperatorEffect] {
        guard let launch = shelf.latest else { return [] }
        layer = .progress(launch.build)
        return readLaunchLog(launch.build)
    }

    // MARK: Form

    mutating func takeInLaunch(_ form: LaunchForm, _ outcome: LaunchForm.Outcome) -> [OperatorEffect] {
        layer = .launch(form)
        switch outcome {
        case .stay: return askAboutBuild(form)
        case .keep:
            layer = nil
            shelf.draft = form
            say(.note, "the form is kept: S opens it again")
            return []
        case .discard:
            layer = nil
            return []
        case .start(let approved): return start(approved, from: form)
        }
    }

    /// Who is at work on a build whose name was given, asked once.
    private mutating func askAboutBuild(_ form: LaunchForm) -> [OperatorEffect] {
        guard let build = form.build, context.snapshot.build(build) != nil, form.processes[build] == nil,
            asked.insert(build).inserted
        else { return [] }
        return [.ask(.processes(build))]
    }

    private mutating func start(_ approved: Approved<StartPlan>, from form: LaunchForm) -> [OperatorEffect] {
        let effects = perform(.start(approved))
        guard !effects.isEmpty else { return [] }
        var kept = form
        kept.question = nil
        asked = []
        shelf.add(LaunchProgress(approved.plan, from: kept))
        layer = .progress(approved.plan.request.build)
        return effects
    }

    // MARK: Progress

    mutating func takeInProgress(_ build: BuildName, _ key: Key) -> [OperatorEffect] {
        guard var launch = shelf[build] else {
            layer = nil
            return []
        }
        let outcome = launch.take(key)
        shelf[build] = launch
        switch outcome {
        case .stay: return []
        case .leave:
            layer = nil
            if launch.isLive { say(.note, "the start of \(build) goes on: V shows it again") }
            return []
        case .interrupt: return [.interrupt(build)]
        case .again:
            var form = launch.form
            form.reopen(launchKnowledge)
            layer = .launch(form)
            return [.ask(.inventory), .ask(.preps)]
        case .open:
            layer = nil
            return translated(browser.show(build))
        }
    }

    mutating func takeLaunchLine(_ build: BuildName, _ line: String) {
        let now = context.now
        shelf[build]?.take(line: line, at: now)
    }

    /// A start has ended. Where nobody looks, the message says it.
    mutating func takeLaunchEnd(_ performed: Performed) -> [OperatorEffect] {
        guard performed.kind == .start, shelf[performed.build]?.isLive == true else { return [] }
        let now = context.now
        shelf[performed.build]?.take(performed.result, at: now)
        if case .failed = performed.result, layer != .progress(performed.build) {
            say(.problem, "the start of \(performed.build) failed: V shows why, and leads back to its form")
        }
        return readLaunchLog(performed.build) + openLaunched()
    }

    /// Goes to a build that was started before one's eyes, as soon as it is known.
    mutating func openLaunched() -> [OperatorEffect] {
        guard case .progress(let name) = layer, let launch = shelf[name], case .done = launch.result,
            let build = context.snapshot.build(name), build.newest + .seconds(2) >= (launch.beganAt ?? context.now)
        else { return [] }
        layer = nil
        return translated(browser.show(name))
    }

    /// Looks at what the template step prints while somebody watches it.
    mutating func tickLaunches() -> [OperatorEffect] {
        shelf.tick(at: context.now)
        guard case .progress(let build) = layer, shelf[build]?.isLive == true else { return [] }
        return readLaunchLog(build)
    }

    private mutating func readLaunchLog(_ build: BuildName) -> [OperatorEffect] {
        guard case .progress(build) = layer else { return [] }
        let request = LogRequest(
            number: shelf.nextRequest(), source: .launch(build), part: .end, rows: max(10, size.rows))
        return [.view(.readLog(request))]
    }

    mutating func takeLaunchLog(_ window: LogWindow) {
        guard case .progress(let build) = layer else { return }
        shelf[build]?.take(window)
    }
}
