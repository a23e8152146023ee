package import Formats
import Glibc
package import Runs

/// Which processes of a build run now, and who started them.
package struct BuildActivity: Sendable {
    package let request: RequestFile?
    package let runner: ProcessRecord?
    package let watcher: ProcessRecord?
    package let runnerLives: Bool
    /// The same by the record alone: what a runner's own service may ask, whose control group is never empty.
    package let recordedRunnerLives: Bool
    package let watcherLives: Bool
    /// The state that is written down.
    package let recorded: BuildState?

    package init(of build: BuildName, _ root: Root) {
        request = (try? SafeFile.read(root.request(of: build), limit: RequestFile.byteLimit))
            .flatMap { try? RequestFile($0) }
        runner = Self.record(root.runnerRecord(of: build))
        watcher = Self.record(root.watcherRecord(of: build))
        let hasUnits = Self.hasSystemd(root)
        // A keeper that lives without its runner is still cleaning up.
        let parts = [runner?.process, runner?.keeper].compactMap(\.self)
        recordedRunnerLives = parts.contains(where: ProcessTable.isAlive)
        runnerLives = recordedRunnerLives || hasUnits && UnitName.runnerIsPopulated(build)
        watcherLives =
            watcher.map { $0.endedAt == nil && ProcessTable.isAlive($0.process) } ?? false
            || hasUnits && UnitName.watcherIsPopulated(build)
        recorded =
            (try? SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit))
            .flatMap { try? StateFile($0) }?.record.state
    }

    /// Why the build may not be started now; `nil` when nothing of it runs.
    package var objection: String? {
        guard runnerLives || watcherLives else { return nil }
        let part =
            runnerLives ? "its runner is running" : "its watcher is active: it follows the run or posts its status"
        guard let request else { return part }
        return "\(part); \(SafeText.visible(request.startedBy)) started it at \(request.startedAt.rfc3339)"
    }

    /// Whether systemd supervises builds below this root.
    package static func hasSystemd(_ root: Root) -> Bool {
        root.isWholeMachine && access("/run/systemd/system", F_OK) == 0
    }

    package static func record(_ path: String) -> ProcessRecord? {
        (try? SafeFile.read(path, limit: 64 * 1024)).flatMap { ProcessRecord($0) }
    }
}

extension RunnerReader {
    /// What a watcher has written down of its post. One that was sending, and has gone, has left its outcome unknown.
    func delivery(of build: BuildName, _ recorded: RecordedState?) -> Delivery {
        switch recorded?.delivery {
        case .posted: .posted
        case .unknown: .unknown
        case .sending:
            BuildActivity.record(root.watcherRecord(of: build)).map { ProcessTable.isAlive($0.process) } == true
                ? .none : .unknown
        case .pending, .gaveUp, nil: .none
        }
    }
}
