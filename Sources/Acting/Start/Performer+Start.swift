import Formats
import Glibc
import Observing
package import Plans
import Runs

extension Performer {
    /// Starts a build, or one part of it.
    /// - Parameter tell: takes lines for the operator on the way.
    /// - Returns: the outcome in one line.
    package func perform(
        _ approved: Approved<StartPlan>, interruption: Interruption = .never, tell: (String) -> Void = { _ in }
    ) throws(ActingError) -> String {
        let plan = approved.plan
        let build = plan.request.build
        return try audited(plan, action: plan.part == .whole ? "start" : "\(plan.part) start", build: build) {
            () throws(ActingError) in
            try check(plan)
            try checkWebhook(tell)
            let files = LaunchFiles(root: root, build: build)
            let isNew = FileSignature(linkAt: files.folder) == nil
            try AtomicFile.makeFolder(files.folder)
            let lock = try BuildLock(.operation, in: files.folder, for: "start of \(build)", by: person)
            // What was true before the lock may not be any more.
            try check(plan)
            do throws(ActingError) {
                if plan.part == .whole, let command = plan.request.templateCommand {
                    tell("template step: \(command.shown)")
                    try TemplateStep(root: root, build: build, command: command).run(interruption)
                }
            } catch {
                if isNew {
                    // There is no such build after all.
                    lock.discard()
                    rmdir(files.folder)
                }
                throw error
            }
            switch plan.part {
            case .whole: try startBoth(plan, files, tell)
            case .watcher: try startWatcher(plan, files, tell)
            case .runner: try startRunner(plan, files, tell)
            }
            return "started"
        }
    }

    /// Refuses what must not be started now.
    private func check(_ plan: StartPlan) throws(ActingError) {
        let build = plan.request.build
        let activity = BuildActivity(of: build, root)
        switch plan.part {
        case .whole:
            if let objection = activity.objection { throw .refused("\(build) is active: \(objection)") }
            if let objection = try Self.waitingPost(of: build, root) { throw .refused(objection) }
        case .runner where activity.runnerLives: throw .refused("\(build) is active: its runner is running already")
        case .watcher where activity.watcherLives:
            let pid = activity.watcher.map { ", process \($0.process.pid)" } ?? ""
            throw .refused("\(build) is active: its watcher is running already\(pid)")
        case .runner, .watcher: break
        }
        if plan.part != .watcher { try LaunchFiles(root: root, build: build).checkLogs() }
        if let supervisor = supervisor as? SystemdSupervisor {
            if plan.part != .watcher { try supervisor.check(.runner, of: build) }
            if plan.part != .runner { try supervisor.check(.watcher, of: build) }
        }
    }

    /// A status that nobody has posted yet must not be cleared away.
    private static func waitingPost(of build: BuildName, _ root: Root) throws(ActingError) -> String? {
        let boxes = try PostBox.all(of: build, root)
        // What was left of a cancelled build is not posted: nothing waits.
        let isCancelled = try AtomicFile.stands(at: root.cancelledMarker(of: build))
        let waiting = boxes.first { $0.posting.phase == .prepared && ($0.posting.isAskedFor || !isCancelled) }
        guard let box = waiting else { return nil }
        return "the status of the last run of \(box.title) waits to be posted, and its watcher is gone; "
            + "'atvm-tui watcher start --build-name \(build)' posts it"
    }

    /// A wrong environment file is told now, not when the run has ended.
    private func checkWebhook(_ tell: (String) -> Void) throws(ActingError) {
        do throws(WebhookProblem) {
            for warning in try WebhookFile(root: root).read().warnings { tell("warning: \(warning)") }
        } catch {
            let shown = root.shown(root.environment)
            if FileSignature(linkAt: root.environment) != nil { throw .configuration("\(shown): \(error)") }
            tell("warning: there is no \(shown): the status will wait to be posted until there is")
        }
    }

    // MARK: Parts

    private func startBoth(_ plan: StartPlan, _ files: LaunchFiles, _ tell: (String) -> Void) throws(ActingError) {
        try files.clear()
        try files.write(LaunchFiles.request(plan, by: person))
        try supervisor.start(.watcher, of: files.build)
        tell("watcher started")
        do throws(ActingError) {
            try supervisor.start(.runner, of: files.build)
        } catch {
            // Without a runner there is nothing to watch.
            try? supervisor.stop(.watcher, of: files.build)
            throw error
        }
        tell("runner started; its output goes to \(plan.places.runLog)")
    }

    private func startWatcher(_ plan: StartPlan, _ files: LaunchFiles, _ tell: (String) -> Void) throws(ActingError) {
        let activity = BuildActivity(of: files.build, root)
        let waits = try Self.waitingPost(of: files.build, root) != nil
        let goesOn = activity.runnerLives || waits
        if goesOn, activity.request != nil {
            tell("the watcher goes on with the run that is there")
        } else {
            try files.clear()
            try files.write(LaunchFiles.request(plan, by: person))
        }
        try supervisor.start(.watcher, of: files.build)
        tell("watcher started")
    }

    private func startRunner(_ plan: StartPlan, _ files: LaunchFiles, _ tell: (String) -> Void) throws(ActingError) {
        let activity = BuildActivity(of: files.build, root)
        var request = LaunchFiles.request(plan, by: person)
        // A watcher that waits for this runner has begun the launch already.
        if activity.watcherLives, var begun = activity.request {
            begun.runner = request.runner
            request = begun
        } else {
            try files.clear()
        }
        try files.write(request)
        try supervisor.start(.runner, of: files.build)
        tell("runner started; its output goes to \(plan.places.runLog)")
    }
}
