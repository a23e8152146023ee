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
    /// The LUNs with short names; `nil` where their list cannot be used.
    let luns: LunShorthand?
    let trail: AuditTrail

    var root: Root { settings.root }

    package init(
        settings: ObservatorySettings, supervisor: any Supervisor, person: Person, luns: LunShorthand? = .standard
    ) {
        (self.settings, self.supervisor, self.person, self.luns) = (settings, supervisor, person, luns)
        trail = AuditTrail(path: settings.root.audit)
    }

    /// Writes the intent, acts, writes the outcome. Without the first line nothing happens.
    /// - Parameters:
    ///   - build: `nil` for what concerns the whole controller.
    ///   - body: gives the outcome in one line.
    func audited<P: Plan>(
        _ plan: P, action: String, build: BuildName?, _ body: () throws(ActingError) -> String
    ) throws(ActingError) -> String {
        if root.isWholeMachine, geteuid() != 0 {
            throw .notPermitted("only root may change anything on this controller; use sudo")
        }
        var line = AuditLine(
            at: WallClock.now(), .intent, person, action: action, build: build?.text ?? "",
            commands: plan.commands.map(\.line), digest: plan.digest.text)
        try trail.append(line)
        let outcome: String
        do throws(ActingError) {
            outcome = try body()
        } catch {
            (line.at, line.outcome) = (WallClock.now(), SafeText.firstLine(of: "\(error)"))
            line.moment = if case .refused = error { .refused } else { .outcome }
            // The failure itself is what the operator must see.
            try? trail.append(line)
            throw error
        }
        (line.at, line.moment, line.outcome) = (WallClock.now(), .outcome, SafeText.visible(outcome))
        do throws(ActingError) {
            try trail.append(line)
        } catch {
            // It has happened; that nothing was done must not be read out of the failure.
            throw .cannotWrite("\(build?.text ?? action): \(outcome), but that is not in the audit trail: \(error)")
        }
        return outcome
    }

    /// Stops a part of a build, whoever has started it: what this supervisor does not know, records and marks still name.
    func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        var problem: ActingError?
        do throws(ActingError) { try supervisor.stop(part, of: build) } catch { problem = error }
        if supervisor is SystemdSupervisor { try DirectSupervisor(root: root, options: []).stop(part, of: build) }
        if let problem { throw problem }
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
