import Runs
import Screen
import Viewing

/// What the operator's commands do.
extension OperatorConsole {
    /// Why a command does nothing here; `nil` when it applies.
    /// - Parameter target: the build that the command is about.
    func reason(against command: OperatorCommand, _ target: BuildSnapshot?) -> String? {
        switch command {
        case .cancel: target.map { CancelRule.objection(to: $0, acting) } ?? "no build is selected"
        case .settle: target.map { SettleRule.objection(to: $0, acting) } ?? "no build is selected"
        case .claim, .waive: MarkRule.objection(to: browser.targetFailures, acting)
        case .relaunch: target == nil ? "no build is selected" : nil
        case .launches: shelf.latest == nil ? "nothing was launched from this console yet" : nil
        case .audit, .launch, .preps: nil
        case .write: canWrite ? nil : "there is nothing here to be written to a file"
        case .prep: book.isStarting ? "a prep is being started" : nil
        }
    }

    /// Whether a command that applies stands in the footer.
    func isOffered(_ command: OperatorCommand, _ target: BuildSnapshot?) -> Bool {
        switch command {
        case .cancel, .settle: true
        // Where failures are what the screen is about.
        case .claim: if case .failures = browser.place { true } else { false }
        case .waive: false
        case .launch: browser.place == .builds
        case .relaunch: target?.state.isTerminal == true
        case .launches: shelf.hasLive
        case .prep: browser.place == .builds && book.sign.running == 0
        case .preps: book.sign.running > 0
        case .audit, .write: false
        }
    }

    mutating func perform(_ command: OperatorCommand) -> [OperatorEffect] {
        let target = browser.targetBuild
        if let reason = reason(against: command, target) {
            say(.note, reason)
            return []
        }
        switch command {
        case .cancel:
            guard let build = target else { return [] }
            layer = .confirm(ConfirmDialog(cancelling: build, desk.cancelPlan(build.name)))
            return [.ask(.processes(build.name))]
        case .settle:
            guard let build = target else { return [] }
            layer = .settle(SettleDialog(build.name))
            return [.ask(.posts(build.name))]
        case .claim, .waive:
            let kind = command == .claim ? MarkDialog.Kind.claim : .waive
            layer = MarkDialog(kind, browser.targetFailures, by: desk.person()).map(OperatorLayer.mark)
            return refreshLayer()
        case .launch: return openLaunch()
        case .relaunch: return target.map { openRelaunch($0) } ?? []
        case .launches: return openProgress()
        case .prep: return openPrep()
        case .preps: return openPreps()
        case .audit:
            layer = .audit(AuditView())
            return [.ask(.audit)]
        case .write: return openWrite()
        }
    }

    /// Whether there is something to be written; asked after every key, so without making its text.
    private var canWrite: Bool {
        if browser.targetBuild != nil { return true }
        if case .log = browser.place { return true }
        return false
    }

    /// Asks what shall become of what runs.
    mutating func askToLeave() { layer = .confirm(ConfirmDialog(leaving: acting)) }

    /// Leaves as soon as nothing runs any more; a start ends in its template step.
    mutating func leave() -> [OperatorEffect] {
        guard !acting.isEmpty else { return [.view(.quit)] }
        isLeaving = true
        say(.warning, "leaving as soon as what runs has come to its end")
        return acting.filter { $0.value == .start }.keys.sorted().map(OperatorEffect.interrupt)
    }
}

/// When a build can be cancelled.
enum CancelRule {
    /// - Returns: why not; `nil` when it can.
    static func objection(to build: BuildSnapshot, _ acting: [BuildName: ActionKind]) -> String? {
        if let running = acting[build.name] { return "\(running) of it is running" }
        switch build.state {
        // The processes of a hung one go; its state stays.
        case .running, .hung: return nil
        case .completed, .failed, .cancelled, .terminated: return "it has ended (\(build.state.rawValue))"
        case .unknown: return "nothing of it is known to run"
        }
    }
}

/// When there is a post to be settled.
enum SettleRule {
    static func objection(to build: BuildSnapshot, _ acting: [BuildName: ActionKind]) -> String? {
        if let running = acting[build.name] { return "\(running) of it is running" }
        switch build.delivery {
        case .unknown, .gaveUp: return nil
        case .waiting: return "its status waits to be posted; the watcher tries on"
        case .none, .posted: return "no post of it is open"
        }
    }
}

/// When there is a failure to be claimed or waived.
enum MarkRule {
    static func objection(to failed: [FailedHost], _ acting: [BuildName: ActionKind]) -> String? {
        guard let build = failed.first?.build else { return "no failed host is selected" }
        if let running = acting[build] { return "\(running) of it is running" }
        // One file of one build is written at a time.
        return failed.contains { $0.build != build } ? "these hosts are of several builds; choose one (l unfolds)" : nil
    }
}
