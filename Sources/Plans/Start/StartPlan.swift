import Runs

/// Starting a build, or one part of it.
package struct StartPlan: Plan {
    /// What is started.
    package enum Part: String, Sendable {
        /// Template step, watcher and runner.
        case whole
        case runner
        case watcher
    }

    /// The paths and processes that the plan names, as operators know them.
    package struct Places: Equatable, Sendable {
        package var automation: String
        package var runLog: String
        package var launchLog: String
        package var stateFolder: String
        /// How watcher and runner are started, such as `systemctl start atvm-runner@….service`.
        package var watcherStart: String
        package var runnerStart: String

        package init(
            automation: String, runLog: String, launchLog: String, stateFolder: String, watcherStart: String,
            runnerStart: String
        ) {
            (self.automation, self.runLog, self.launchLog) = (automation, runLog, launchLog)
            (self.stateFolder, self.watcherStart, self.runnerStart) = (stateFolder, watcherStart, runnerStart)
        }
    }

    package let request: StartRequest
    package let part: Part
    package let places: Places

    package init(_ request: StartRequest, _ part: Part = .whole, places: Places) {
        (self.request, self.part, self.places) = (request, part, places)
    }

    package var title: String { part == .whole ? "start \(request.build)" : "start the \(part) of \(request.build)" }

    package var steps: [String] {
        var steps: [String] = []
        if part == .whole {
            steps.append("run the template step and wait for its end; if it fails, nothing else happens")
        }
        if part != .runner {
            steps.append("clear what an earlier run of this name has left: markers, sub-runs, state, timeline")
            steps.append("start the watcher, which posts the status when the run has ended")
        }
        if part != .watcher { steps.append("start the runner; its output goes to \(places.runLog)") }
        if part == .whole { steps.append("if the runner does not start, stop the watcher again") }
        return steps
    }

    package var commands: [PlannedCommand] {
        var commands: [PlannedCommand] = []
        if part == .whole, let command = request.templateCommand {
            commands.append(PlannedCommand(command.shown, in: places.automation))
        }
        if part != .runner { commands.append(PlannedCommand(places.watcherStart)) }
        if part != .watcher {
            commands.append(PlannedCommand(places.runnerStart))
            if let command = request.runnerCommand {
                commands.append(PlannedCommand(command.shown, in: places.automation))
            }
        }
        return commands
    }

    package var files: [String] {
        var files: [String] = []
        if part == .whole { files.append("\(places.launchLog)  (written anew)") }
        if part != .watcher { files.append("\(places.runLog)  (written anew)") }
        let stale = ["cancelled.marker", "posted.marker", "subruns/", "state.json", "timeline.jsonl"]
        let condition =
            switch part {
            case .whole: "removed if it is there"
            case .runner: "removed if it is there, unless a watcher waits for this runner"
            case .watcher: "removed if it is there, unless a run or a post goes on"
            }
        files += stale.map { "\(places.stateFolder)/\($0)  (\(condition))" }
        if part == .watcher { files.append("\(places.runLog)  (\(condition))") }
        return files + ["\(places.stateFolder)/request.json  (written, mode 0600)"]
    }

    package var consent: Consent { .yesOrNo }

    package var digestText: String {
        let command = request.templateCommand?.words ?? []
        let values = [
            request.template, request.configFamily, request.configFile, request.migrationStyle, request.integration,
            request.scope,
        ]
        let words: [[String]] = [
            ["start", part.rawValue, request.build.text, request.isCategorized ? "categorize" : ""], command,
            request.runnerCommand?.words ?? [], values.map { $0 ?? "" }, commands.map(\.line), files,
        ]
        return words.map(ShellWords.join).joined(separator: "\n")
    }
}
