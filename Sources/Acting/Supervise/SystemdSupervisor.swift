import Glibc
import Observing
package import Runs

/// Runs watchers and runners as instances of systemd's units, always by their full, escaped names.
package struct SystemdSupervisor: Supervisor {
    private let systemctl: String
    /// How long a unit may take to stop: its own stop time and some more.
    private let stopTime: Duration

    /// - Parameter systemctl: the program, by name or path.
    package init(systemctl: String = "systemctl", stopTime: Duration = .seconds(30)) {
        (self.systemctl, self.stopTime) = (systemctl, stopTime)
    }

    package var name: String { "systemd" }

    package func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String {
        ShellWords.join(["systemctl", verb.rawValue, unit(part, build)])
    }

    private func unit(_ part: SupervisedPart, _ build: BuildName) -> String {
        part == .runner ? UnitName.runner(build) : UnitName.watcher(build)
    }

    package func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let unit = unit(part, build)
        // One that failed before would count its failures on.
        _ = try call(["reset-failed", unit])
        let run = try call(["start", "--no-ask-password", unit])
        guard run.status == 0 else { throw .failed("\(unit) did not start: \(Self.reason(run))") }
    }

    package func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let unit = unit(part, build)
        // Not waited for by systemctl, which may take as long as the unit; the control group tells when it is over.
        let run = try call(["stop", "--no-block", "--no-ask-password", unit])
        guard run.status == 0 else { throw .failed("\(unit) was not stopped: \(Self.reason(run))") }
        let end = WallClock.steady() + stopTime
        while isPopulated(part, build) {
            guard WallClock.steady() < end else { throw .failed("\(unit) still has processes") }
            ProcessTree.pause(.milliseconds(50))
        }
    }

    /// Whether the unit of a part is there to be started.
    package func check(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let unit = unit(part, build)
        let run = try call(["show", "--property=LoadState", "--value", unit])
        let state = run.output.trimmingBlanks()
        guard run.status == 0 else { throw .unavailable("systemd does not answer: \(Self.reason(run))") }
        guard state == "loaded" else {
            throw .unavailable(
                "the unit of \(unit) is \(SafeText.visible(state)); 'atvm-tui doctor' says how to mend it")
        }
    }

    private func isPopulated(_ part: SupervisedPart, _ build: BuildName) -> Bool {
        part == .runner ? UnitName.runnerIsPopulated(build) : UnitName.watcherIsPopulated(build)
    }

    private func call(_ arguments: [String]) throws(ActingError) -> ToolRun {
        guard ChildProcess.path(of: systemctl) != nil else { throw .unavailable("there is no systemctl here") }
        let run = try ToolRun([systemctl] + arguments)
        guard run.status != nil else { throw .unavailable("systemd does not answer: systemctl took longer than 10 s") }
        return run
    }

    private static func reason(_ run: ToolRun) -> String {
        let line = SafeText.firstLine(of: run.output)
        return line.isEmpty ? "systemctl ended with \(run.status ?? -1)" : line
    }
}
