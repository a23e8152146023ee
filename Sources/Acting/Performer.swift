import Formats
import Glibc
package import Observing
package import Plans
package import Runs

/// The only door through which people change a controller: it takes approved plans and nothing else.
package struct Performer: Sendable {
    package let settings: ObservatorySettings
    package let supervisor: any Supervisor
    package let person: Person
    let trail: AuditTrail

    var root: Root { settings.root }

    package init(settings: ObservatorySettings, supervisor: any Supervisor, person: Person) {
        (self.settings, self.supervisor, self.person) = (settings, supervisor, person)
        trail = AuditTrail(path: settings.root.audit)
    }

    /// Writes the intent, acts, writes the outcome. Without the first line nothing happens.
    /// - Parameters:
    ///   - build: `nil` for what concerns the whole controller.
    ///   - body: gives the outcome in one line.
    func audited<P: Plan>(
        _ plan: P, action: String, build: BuildName?, _ body: () throws(ActingError) -> String
    ) throws(ActingError) -> String {
        var line = AuditLine(
            at: WallClock.now(), .intent, person, action: action, build: build?.text ?? "",
            commands: plan.commands.map(\.line), digest: plan.digest.text)
        try trail.append(line)
        do throws(ActingError) {
            let outcome = try body()
            (line.at, line.moment, line.outcome) = (WallClock.now(), .outcome, SafeText.visible(outcome))
            try trail.append(line)
            return outcome
        } catch {
            (line.at, line.outcome) = (WallClock.now(), SafeText.firstLine(of: "\(error)"))
            line.moment = if case .refused = error { .refused } else { .outcome }
            // The failure itself is what the operator must see.
            try? trail.append(line)
            throw error
        }
    }

    /// Where a plan of this controller says that things are.
    package func places(of build: BuildName) -> StartPlan.Places {
        StartPlan.Places(
            automation: root.shown(root.automation), runLog: root.shown(root.runLog(of: build)),
            launchLog: root.shown(root.launchLog(of: build)), stateFolder: root.shown(root.stateFolder(of: build)),
            watcherStart: supervisor.command(.start, .watcher, of: build),
            runnerStart: supervisor.command(.start, .runner, of: build))
    }

    /// The plan for cancelling a build of this controller.
    package func cancelPlan(_ build: BuildName, _ part: CancelPlan.Part) -> CancelPlan {
        CancelPlan(
            build, part, watcherStop: supervisor.command(.stop, .watcher, of: build),
            runnerStop: supervisor.command(.stop, .runner, of: build),
            stateFolder: root.shown(root.stateFolder(of: build)))
    }
}
