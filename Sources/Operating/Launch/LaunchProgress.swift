package import Plans
package import Runs
package import Screen

/// A start that was agreed to: how far it has come, and how it ended. It goes on whether anybody looks or not.
package struct LaunchProgress: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        case stay
        /// Nobody looks any more; the start goes on.
        case leave
        case interrupt
        /// Back to the form with its values.
        case again
        /// To the build.
        case open
    }

    package let plan: StartPlan
    /// The form as it was, for another try.
    package let form: LaunchForm
    /// By the first tick after it began: the clock of a screen on which nothing ran may be a minute old.
    package private(set) var beganAt: Timestamp?
    package private(set) var endedAt: Timestamp?
    private(set) var done: Set<StartStage> = []
    /// When each stage was done.
    private(set) var doneAt: [StartStage: Timestamp] = [:]
    /// What else was said on the way.
    private(set) var told: [String] = []
    package private(set) var result: Performed.Result?
    /// The end of the template step's output.
    private(set) var tail: [String] = []
    var question: ButtonRow?
    private(set) var isInterrupted = false

    package init(_ plan: StartPlan, from form: LaunchForm) { (self.plan, self.form) = (plan, form) }

    package var build: BuildName { plan.request.build }
    package var isLive: Bool { result == nil }

    /// What is being done now.
    var current: StartStage? { isLive ? StartStage.allCases.first { !done.contains($0) } : nil }

    var failure: (text: String, lines: [String])? {
        if case .failed(let text, let lines) = result { (text, lines) } else { nil }
    }

    func elapsed(at now: Timestamp) -> Duration { max(.zero, (endedAt ?? now) - (beganAt ?? now)) }

    // MARK: What comes in

    package mutating func tick(at now: Timestamp) { beganAt = beganAt ?? now }

    package mutating func take(line: String, at now: Timestamp) {
        guard let stage = StartStage(doneBy: line) else {
            // The command stands in the plan; the stage has a line of its own.
            if line.hasPrefix("\(StartStage.template.title):") { return }
            told.append(SafeText.visible(line))
            if told.count > 50 { told.removeFirst() }
            return
        }
        done.insert(stage)
        doneAt[stage] = now
        if stage == .template { question = nil }
    }

    package mutating func take(_ result: Performed.Result, at now: Timestamp) {
        (self.result, endedAt, question) = (result, now, nil)
    }

    package mutating func take(_ window: LogWindow) {
        guard window.problem == nil else { return }
        tail = window.lines.map(\.text)
    }

    // MARK: Keys

    package mutating func take(_ key: Key) -> Outcome {
        if var buttons = question {
            switch key {
            case .escape, .control("c"), .character("n"): question = nil
            case .character("y"): return interrupt()
            case .enter:
                if buttons.focus == 1 { return interrupt() }
                question = nil
            default:
                _ = buttons.take(key)
                question = buttons
            }
            return .stay
        }
        guard let command = LaunchProgressKeymap.table.command(for: key) else { return .stay }
        switch command {
        case .leave: return .leave
        case .interrupt:
            // Nothing else of a start can be stopped half way; where nothing runs there is nothing to stop.
            guard isLive else { return key == .control("c") ? .leave : .stay }
            if current == .template, !isInterrupted {
                question = ButtonRow([
                    ButtonRow.Button("Let it run", isSafe: true), ButtonRow.Button("Interrupt it", isSafe: false),
                ])
            }
        case .goOn:
            if failure != nil { return .again }
            if result != nil { return .open }
        }
        return .stay
    }

    private mutating func interrupt() -> Outcome {
        question = nil
        // It may have come to its end while the question stood.
        guard current == .template else { return .stay }
        isInterrupted = true
        return .interrupt
    }
}

package enum LaunchProgressCommand: Equatable, Sendable, CaseIterable { case leave, interrupt, goOn }

package enum LaunchProgressKeymap {
    package static let table = Keymap<LaunchProgressCommand>([
        Binding(
            "q", "Esc", command: .leave, label: "leave", help: "leave it; the start goes on",
            group: "While a build starts"),
        Binding(
            "x", "Ctrl-C", command: .interrupt, label: "interrupt", help: "interrupt the template step; asks",
            group: "While a build starts"),
        Binding(
            "Enter", "e", command: .goOn, label: "go on", help: "once it has ended: to the build, or back to the form",
            group: "While a build starts"),
    ])
}
