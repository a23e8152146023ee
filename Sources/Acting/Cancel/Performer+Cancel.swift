import Formats
import Glibc
import Observing
package import Plans
import Runs

extension Performer {
    /// Cancels a build, or stops one part of it. A build that has ended stays as it is.
    /// - Returns: the outcome in one line.
    package func perform(_ approved: Approved<CancelPlan>) throws(ActingError) -> String {
        let plan = approved.plan
        let build = plan.build
        let look = BuildLook.snapshot(of: build, settings)
        // A start that was killed early leaves processes, and perhaps no file.
        guard look != nil || !BuildMark.processes(of: build, root).isEmpty else { throw .noSuchBuild(build) }
        let state = look?.state ?? .unknown
        return try audited(plan, action: plan.part == .whole ? "cancel" : "\(plan.part) cancel", build: build) {
            () throws(ActingError) in
            let before = BuildActivity(of: build, root)
            // A runner that lives ends its processes itself.
            let left = plan.part == .watcher || before.runnerLives ? [] : BuildMark.processes(of: build, root)
            let isOver = hasEnded(state, before, of: build)
            let ended = "\(build) has ended (\(state.rawValue))"
            if isOver, left.isEmpty { return "\(ended); nothing was changed" }
            let lock = try LaunchFiles(root: root, build: build).lock(for: "cancel of \(build)", by: person)
            defer { withExtendedLifetime(lock) {} }
            // What was true before the lock may not be any more.
            let now = BuildActivity(of: build, root)
            guard now.request?.launch == before.request?.launch else {
                throw .refused("\(build) has been started anew just now; nothing was cancelled")
            }
            if !isOver, let state = now.recorded, hasEnded(state, now, of: build) {
                return "\(build) has just ended (\(state.rawValue)); nothing was changed"
            }
            if isOver {
                try stop(.runner, of: build)
                return "\(ended); processes that it had left were stopped"
            }
            if now.request == nil, !now.runnerLives, !now.watcherLives, left.isEmpty, now.recorded == nil {
                throw .refused(
                    "no process of \(build) is known here: it was not started from here; end it by hand, and nothing of it "
                        + "is posted")
            }
            // What the build is from then on; `nil` where this does not decide it.
            var marked: BuildState?
            if plan.marksBuild {
                marked = try mark(build)
                guard marked != .completed, marked != .failed else {
                    return "\(build) has just ended; nothing was changed"
                }
            }
            var problem: ActingError?
            if plan.part != .runner {
                do throws(ActingError) { try stop(.watcher, of: build) } catch { problem = error }
            }
            // A watcher that was writing when it was stopped may have written an older state over ours.
            if marked != nil {
                do throws(ActingError) { marked = try mark(build) } catch { problem = problem ?? error }
            }
            if plan.part != .watcher {
                // Whatever became of the watcher, the runner must not go on.
                do throws(ActingError) { try stop(.runner, of: build) } catch { problem = problem ?? error }
            }
            if let problem { throw problem }
            switch plan.part {
            case .whole:
                guard let marked, marked != .cancelled else { return "cancelled \(build)" }
                return "stopped the processes of \(build); it stays \(marked.rawValue)"
            case .runner: return "stopped the runner of \(build)"
            case .watcher: return "stopped the watcher of \(build)"
            }
        }
    }

    /// Whether there is nothing left to cancel: the run has come to its end, or nothing of it runs and all of it is written
    /// down.
    private func hasEnded(_ state: BuildState, _ activity: BuildActivity, of build: BuildName) -> Bool {
        if state == .completed || state == .failed { return true }
        guard state.isTerminal, !activity.runnerLives, !activity.watcherLives else { return false }
        if activity.recorded?.isTerminal == true { return true }
        // A cancellation, or a start, that was killed half-way is completed.
        let isHalfCancelled = FileSignature(linkAt: root.cancelledMarker(of: build)) != nil
        let isHalfStarted = state == .unknown && activity.request != nil && activity.runner == nil
        return !isHalfCancelled && !isHalfStarted
    }

    /// Writes `cancelled.marker` and the state `CANCELLED`, unless the build has ended first.
    /// - Returns: the state that is recorded from then on.
    private func mark(_ build: BuildName) throws(ActingError) -> BuildState {
        let folder = root.stateFolder(of: build)
        let lock = try StateLock.wait(folder, by: person)
        defer { withExtendedLifetime(lock) {} }
        let bytes = try? SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit)
        let recorded = bytes.flatMap { try? StateFile($0) }
        switch recorded?.record.state {
        // Terminal once: the processes go, the state stays.
        case let state? where state.isTerminal && state != .cancelled: return state
        default: break
        }
        let now = WallClock.now()
        if FileSignature(linkAt: root.cancelledMarker(of: build)) == nil {
            let line: JSONObject = ["at": .string(now.rfc3339), "operator": .string(person.text)]
            try AtomicFile.write(
                JSONValue.object(line).compactText + "\n", to: root.cancelledMarker(of: build), mode: 0o644)
        }
        guard recorded?.record.state != .cancelled else { return .cancelled }
        var file = recorded ?? StateFile(build: build.text, record: RecordedState(state: .cancelled))
        file.record.state = .cancelled
        file.record.reason = "cancelled by \(person.text)"
        file.record.endedAt = now
        file.record.updatedAt = now
        file.log = file.log ?? root.shown(root.runLog(of: build))
        try AtomicFile.write(file.text, to: root.stateFile(of: build), mode: 0o644)
        return .cancelled
    }
}
