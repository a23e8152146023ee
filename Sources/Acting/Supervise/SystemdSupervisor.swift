import Glibc
import Observing
package import Runs

/// Runs watchers and runners as instances of systemd's units, always by their full, escaped names.
package struct SystemdSupervisor: Supervisor {
    private let systemctl: String
    /// How long a unit may take to start, its own `TimeoutStartSec=` aside.
    private let startTime: Duration
    /// How long a unit may take to stop: its `TimeoutStopSec=`, once for its processes and once for `ExecStopPost=`.
    private let stopTime: Duration

    /// - Parameter systemctl: the program, by name or path.
    package init(
        systemctl: String = "systemctl", startTime: Duration = .seconds(40), stopTime: Duration = .seconds(55)
    ) {
        (self.systemctl, self.startTime, self.stopTime) = (systemctl, startTime, stopTime)
    }

    package var name: String { "systemd" }

    package func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String {
        ShellWords.join(["systemctl", verb.rawValue, unit(part, build)])
    }

    private func unit(_ part: SupervisedPart, _ build: BuildName) -> String {
        part == .runner ? UnitName.runner(build) : UnitName.watcher(build)
    }

    // MARK: Starting

    package func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let unit = unit(part, build)
        // One that failed before would count its failures on.
        _ = try call(["reset-failed", unit])
        let run = try ToolRun([systemctl, "start", "--no-ask-password", unit])
        // It reports itself ready, so this is its own word.
        if run.status == 0 { return }
        // A slow start is no failed one: systemctl is not waited for any longer, the unit is.
        let end = WallClock.steady() + startTime
        while run.status == nil {
            let state = try properties(of: unit)["ActiveState"] ?? ""
            if state == "active" { return }
            guard state == "activating" else { break }
            guard WallClock.steady() < end else { throw .failed("\(unit) did not start in time") }
            ProcessTree.pause(.milliseconds(200))
        }
        throw .failed("\(unit) did not start: \(lastWords(of: unit) ?? Self.reason(run))")
    }

    /// What the unit's own process has said last, which is more than systemctl knows.
    private func lastWords(of unit: String) -> String? {
        let words = ["journalctl", "--quiet", "--output=cat", "--lines=1", "--since=-1min", "_SYSTEMD_UNIT=\(unit)"]
        guard let run = try? ToolRun(words), run.status == 0 else { return nil }
        let line = SafeText.firstLine(of: run.output)
        return line.isEmpty ? nil : line
    }

    // MARK: Stopping

    package func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let unit = unit(part, build)
        // Not waited for by systemctl, which may take as long as the unit; the control group tells when it is over.
        let run = try call(["stop", "--no-block", "--no-ask-password", unit])
        // No unit file, or a masked one: what of it still runs has lost its unit, and is told below.
        guard run.status == 0 || !isPopulated(part, build) else {
            throw .failed("\(unit) was not stopped: \(Self.reason(run))")
        }
        let end = WallClock.steady() + stopTime
        // The control group may be empty for a moment before `ExecStopPost=` runs in it.
        while isPopulated(part, build) || isStopping(unit) {
            guard WallClock.steady() < end else { throw .failed("\(unit) still has processes") }
            ProcessTree.pause(.milliseconds(50))
        }
    }

    private func isStopping(_ unit: String) -> Bool {
        guard let state = try? properties(of: unit)["ActiveState"] else { return false }
        return state == "active" || state == "deactivating" || state == "activating"
    }

    private func isPopulated(_ part: SupervisedPart, _ build: BuildName) -> Bool {
        part == .runner ? UnitName.runnerIsPopulated(build) : UnitName.watcherIsPopulated(build)
    }

    // MARK: Checking

    /// Whether the unit of a part is there, as it was installed and as systemd knows it, to be started.
    package func check(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        let found = try properties(of: unit(part, build))
        let file = part == .runner ? "atvm-runner@.service" : "atvm-run-watcher@.service"
        let mend = "'atvm-tui doctor' says how to mend it"
        switch found["LoadState"] ?? "" {
        case "loaded": break
        case "not-found": throw .unavailable("the unit \(file) is not installed; \(mend)")
        case "masked": throw .unavailable("the unit \(file) is masked; \(mend)")
        case let state: throw .unavailable("the unit \(file) cannot be used (\(SafeText.visible(state))); \(mend)")
        }
        if found["NeedDaemonReload"] == "yes" {
            throw .unavailable("the unit \(file) has been changed since systemd read it; \(mend)")
        }
        let wanted = part == .runner ? " runner exec " : " watcher run "
        guard found["ExecStart"]?.holds(wanted) == true else {
            throw .unavailable("the unit \(file) does not run 'atvm-tui\(wanted)…': it is not ours; \(mend)")
        }
    }

    private static let shown = ["LoadState", "ActiveState", "NeedDaemonReload", "ExecStart"]

    private func properties(of unit: String) throws(ActingError) -> [String: String] {
        let run = try call(["show", "--property=\(Self.shown.joined(separator: ","))", unit])
        guard run.status == 0 else { throw .unavailable("systemd does not answer: \(Self.reason(run))") }
        var found: [String: String] = [:]
        for line in run.output.textLines {
            guard let equals = line.firstIndex(of: "=") else { continue }
            found[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        guard found["LoadState"] != nil else { throw .unavailable("systemd gives no answer that can be read") }
        return found
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
