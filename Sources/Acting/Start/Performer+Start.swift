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
            let warnings = prepWarnings(plan)
            for warning in warnings { tell("warning: \(warning)") }
            try checkWebhook(tell)
            let files = LaunchFiles(root: root, build: build)
            let lock = try files.lock(for: "start of \(build)", by: person)
            defer { withExtendedLifetime(lock) {} }
            let isNew = files.isNew
            do throws(ActingError) {
                // What was true before the lock may not be any more.
                try check(plan)
                for warning in prepWarnings(plan) where !warnings.contains(warning) { tell("warning: \(warning)") }
                try checkLeftovers(plan)
                if plan.part == .whole, let command = plan.request.templateCommand {
                    tell("template step: \(command.shown)")
                    try TemplateStep(root: root, build: build, command: command).run(interruption)
                    tell(StartStage.template.rawValue)
                }
                if interruption.isAsked() { throw .failed("interrupted; nothing was started") }
                // A template step takes minutes, in which somebody may have started a unit by hand.
                try check(plan)
                try checkLeftovers(plan)
            } catch {
                // There is no such build after all, unless something of an earlier start runs that a cancellation must find.
                if isNew, BuildMark.processes(of: build, root).isEmpty { files.discard(lock) }
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
            if let objection = try waitingPost(of: build) { throw .refused(objection) }
        case .runner where activity.runnerLives: throw .refused("\(build) is active: its runner is running already")
        case .runner where activity.watcherLives:
            if let last = activity.runner, last.launch == activity.request?.launch, last.hasRun {
                throw .refused(
                    "\(build) is active: a runner of this launch has run already, and its watcher still follows it; start the "
                        + "build anew once it has ended")
            }
            // It waits for this runner, unless it still posts the status of the last one.
            if activity.recorded?.isTerminal == true, let objection = activity.objection {
                throw .refused("\(build) is active: \(objection)")
            }
        case .runner: if let objection = try waitingPost(of: build) { throw .refused(objection) }
        case .watcher where activity.watcherLives:
            let pid = activity.watcher.map { ", process \($0.process.pid)" } ?? ""
            throw .refused("\(build) is active: its watcher is running already\(pid)")
        case .watcher: break
        }
        try checkStranger(activity, build)
        if plan.part != .watcher { try LaunchFiles(root: root, build: build).checkLogs() }
        if let supervisor = supervisor as? SystemdSupervisor {
            if plan.part != .watcher { try supervisor.check(.runner, of: build) }
            if plan.part != .runner { try supervisor.check(.watcher, of: build) }
        }
    }

    /// Refuses to clear away the log of a run that somebody has started otherwise and that is still writing.
    private func checkStranger(_ activity: BuildActivity, _ build: BuildName) throws(ActingError) {
        guard activity.request == nil, FileSignature(linkAt: root.runLog(of: build)) != nil,
            BuildLook.snapshot(of: build, settings)?.state == .running
        else { return }
        throw .refused(
            "\(build) is active: \(root.shown(root.runLog(of: build))) shows a run that was not started from here and has "
                + "not ended; wait for its end, or move its log away")
    }

    /// The preps that are changing the storage which a run uses, or may use: for the operator to judge.
    private func prepWarnings(_ plan: StartPlan) -> [String] {
        guard plan.part != .watcher else { return [] }
        let (preps, problems) = PrepShelf(root).facts()
        guard let luns else {
            guard !preps.isEmpty else { return problems }
            return ["a prep is running, and prep.luns cannot be used to tell whether on this build's LUN"] + problems
        }
        let request = plan.request
        let build = PrepFacts.Build(
            request.build, configFamily: request.configFamily, configFile: request.configFile)
        return PrepFacts(preps: preps, problems: problems).warnings(for: build, luns)
    }

    /// Refuses to start beside what a killed start or keeper has left running.
    private func checkLeftovers(_ plan: StartPlan) throws(ActingError) {
        guard plan.part != .watcher, let process = BuildMark.processes(of: plan.request.build, root).first else {
            return
        }
        throw .refused(
            "\(plan.request.build) is active: process \(process.pid) of an earlier start or run still runs; "
                + "'atvm-tui cancel \(plan.request.build)' ends it")
    }

    /// A status that nobody has posted yet must not be cleared away.
    private func waitingPost(of build: BuildName) throws(ActingError) -> String? {
        let how = "'atvm-tui watcher start --build-name \(build)' posts it"
        // What was left of a cancelled build is not posted: nothing waits.
        let isCancelled = try AtomicFile.stands(at: root.cancelledMarker(of: build))
        let waiting = try PostBox.all(of: build, root).first {
            $0.posting.phase == .prepared && ($0.posting.isAskedFor || !isCancelled)
        }
        if let box = waiting {
            return "the status of the last run of \(box.title) waits to be posted, and its watcher is gone; \(how)"
        }
        // Its watcher was killed after the end of the run, and before it could freeze the report.
        guard BuildActivity(of: build, root).recorded == .running,
            let look = BuildLook.snapshot(of: build, settings), look.state == .completed || look.state == .failed
        else { return nil }
        return "the last run of \(build) has ended, and its watcher was killed before it could post the status; \(how)"
    }

    /// What a new launch forgets is said before it is forgotten.
    private func tellOfUnknownPosts(of build: BuildName, _ tell: (String) -> Void) throws(ActingError) {
        for box in try PostBox.all(of: build, root) where box.posting.phase == .unknown {
            tell(
                "warning: nobody knows whether the status of the last run of \(box.title) has arrived; it is forgotten now"
            )
        }
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
        let build = files.build
        try tellOfUnknownPosts(of: build, tell)
        try files.begin(LaunchFiles.request(plan, by: person), by: person)
        tell(StartStage.clear.rawValue)
        do throws(ActingError) {
            try supervisor.start(.watcher, of: build)
            tell(StartStage.watcher.rawValue)
            try supervisor.start(.runner, of: build)
        } catch {
            throw undo(error, [.watcher, .runner], files)
        }
        tell("\(StartStage.runner.rawValue); its output goes to \(plan.places.runLog)")
    }

    private func startWatcher(_ plan: StartPlan, _ files: LaunchFiles, _ tell: (String) -> Void) throws(ActingError) {
        let activity = BuildActivity(of: files.build, root)
        let waits = try waitingPost(of: files.build) != nil
        let goesOn = (activity.runnerLives || waits) && activity.request != nil
        if goesOn {
            tell("the watcher goes on with the run that is there")
        } else {
            try tellOfUnknownPosts(of: files.build, tell)
            try files.begin(LaunchFiles.request(plan, by: person), by: person)
        }
        do throws(ActingError) {
            try supervisor.start(.watcher, of: files.build)
        } catch {
            throw goesOn ? error : undo(error, [.watcher], files)
        }
        tell(StartStage.watcher.rawValue)
    }

    private func startRunner(_ plan: StartPlan, _ files: LaunchFiles, _ tell: (String) -> Void) throws(ActingError) {
        let activity = BuildActivity(of: files.build, root)
        var request = LaunchFiles.request(plan, by: person)
        // A watcher that waits for this runner has begun the launch already.
        if activity.watcherLives, var begun = activity.request {
            begun.runner = request.runner
            request = begun
            try files.write(request)
        } else {
            try tellOfUnknownPosts(of: files.build, tell)
            try files.begin(request, by: person)
        }
        do throws(ActingError) {
            try supervisor.start(.runner, of: files.build)
        } catch {
            throw activity.watcherLives ? error : undo(error, [.runner], files)
        }
        tell("\(StartStage.runner.rawValue); its output goes to \(plan.places.runLog)")
    }

    /// Stops what a start that failed has started, and leaves a record of it.
    /// - Returns: what is to be told.
    private func undo(_ error: ActingError, _ parts: [SupervisedPart], _ files: LaunchFiles) -> ActingError {
        var problems: [String] = []
        for part in parts {
            do throws(ActingError) { try stop(part, of: files.build) } catch {
                problems.append("the \(part) may still run: \(error)")
            }
        }
        do throws(ActingError) { try files.recordFailure("\(error)", by: person) } catch {
            problems.append("\(error)")
        }
        return problems.isEmpty ? error : .failed("\(error)", lastLines: problems)
    }
}
