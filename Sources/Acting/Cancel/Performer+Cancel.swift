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
        guard let look = BuildLook.snapshot(of: build, settings) else { throw .noSuchBuild(build) }
        return try audited(plan, action: plan.part == .whole ? "cancel" : "\(plan.part) cancel", build: build) {
            () throws(ActingError) in
            let folder = root.stateFolder(of: build)
            let activity = BuildActivity(of: build, root)
            let isOver = look.state == .completed || look.state == .failed
            if isOver || look.state.isTerminal && !activity.runnerLives && !activity.watcherLives {
                return "\(build) has ended (\(look.state.rawValue)); nothing was changed"
            }
            try AtomicFile.makeFolder(folder)
            let lock = try BuildLock(.operation, in: folder, for: "cancel of \(build)", by: person)
            defer { withExtendedLifetime(lock) {} }
            var isMarked = false
            if plan.marksBuild {
                guard try mark(build) != .ended else { return "\(build) has just ended; nothing was changed" }
                isMarked = true
            }
            if plan.part != .runner { try supervisor.stop(.watcher, of: build) }
            // A watcher that was writing when it was stopped may have written an older state over ours.
            if isMarked { _ = try mark(build) }
            if plan.part != .watcher { try supervisor.stop(.runner, of: build) }
            switch plan.part {
            case .whole where look.state == .hung: return "stopped the processes of \(build); it stays HUNG"
            case .whole: return "cancelled \(build)"
            case .runner: return "stopped the runner of \(build)"
            case .watcher: return "stopped the watcher of \(build)"
            }
        }
    }

    private enum Marked { case done, ended }

    /// Writes `cancelled.marker` and the state `CANCELLED`, unless the build has ended first.
    private func mark(_ build: BuildName) throws(ActingError) -> Marked {
        let folder = root.stateFolder(of: build)
        let lock = try StateLock.wait(folder, by: person)
        defer { withExtendedLifetime(lock) {} }
        let bytes = try? SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit)
        let recorded = bytes.flatMap { try? StateFile($0) }
        switch recorded?.record.state {
        case .completed, .failed: return .ended
        // Terminal once: the processes go, the state stays.
        case .hung, .terminated, .unknown: return .done
        case .cancelled, .running, nil: break
        }
        let now = WallClock.now()
        if FileSignature(linkAt: root.cancelledMarker(of: build)) == nil {
            let line: JSONObject = ["at": .string(now.rfc3339), "operator": .string(person.text)]
            try AtomicFile.write(
                JSONValue.object(line).compactText + "\n", to: root.cancelledMarker(of: build), mode: 0o644)
        }
        guard recorded?.record.state != .cancelled else { return .done }
        var file = recorded ?? StateFile(build: build.text, record: RecordedState(state: .cancelled))
        file.record.state = .cancelled
        file.record.reason = "cancelled by \(person.text)"
        file.record.endedAt = now
        file.record.updatedAt = now
        file.log = file.log ?? root.shown(root.runLog(of: build))
        try AtomicFile.write(file.text, to: root.stateFile(of: build), mode: 0o644)
        return .done
    }
}

/// The lock between looking at a build's markers and writing what follows; it is held for moments only.
enum StateLock {
    static func wait(_ folder: String, by person: Person) throws(ActingError) -> BuildLock {
        let end = WallClock.steady() + .seconds(10)
        while true {
            do throws(ActingError) {
                return try BuildLock(.state, in: folder, for: "writing the state", by: person)
            } catch {
                guard case .refused = error, WallClock.steady() < end else { throw error }
                ProcessTree.pause(.milliseconds(5))
            }
        }
    }
}
