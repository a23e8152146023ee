package import Runs

/// Cancelling a build, or stopping one part of it.
package struct CancelPlan: Plan {
    /// What is stopped.
    package enum Part: String, Sendable {
        case whole, runner, watcher
    }

    package let build: BuildName
    package let part: Part
    /// How watcher and runner are stopped.
    package let watcherStop: String
    package let runnerStop: String
    package let stateFolder: String

    package init(
        _ build: BuildName, _ part: Part = .whole, watcherStop: String, runnerStop: String, stateFolder: String
    ) {
        (self.build, self.part, self.stateFolder) = (build, part, stateFolder)
        (self.watcherStop, self.runnerStop) = (watcherStop, runnerStop)
    }

    package var title: String { part == .whole ? "cancel \(build)" : "cancel the \(part) of \(build)" }

    /// Whether the build counts as cancelled from then on. A runner that is stopped alone leaves its build `TERMINATED`.
    package var marksBuild: Bool { part != .runner }

    package var steps: [String] {
        var steps: [String] = []
        if marksBuild { steps.append("mark the build as cancelled; nothing is posted for it") }
        if part != .runner { steps.append("stop the watcher") }
        if part != .watcher { steps.append("stop the runner and every process that it has started") }
        return steps
    }

    package var commands: [PlannedCommand] {
        (part == .runner ? [] : [PlannedCommand(watcherStop)]) + (part == .watcher ? [] : [PlannedCommand(runnerStop)])
    }

    package var files: [String] {
        marksBuild ? ["\(stateFolder)/cancelled.marker  (written)", "\(stateFolder)/state.json  (CANCELLED)"] : []
    }

    package var consent: Consent { .yesOrNo }

    package var digestText: String { ShellWords.join(["cancel", part.rawValue, build.text] + commands.map(\.line)) }
}
