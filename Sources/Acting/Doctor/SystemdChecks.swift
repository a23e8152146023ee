import Glibc
package import Observing
import Runs

/// Whether systemd runs, answers, and knows the units as they stand on disk.
package enum SystemdChecks {
    package static let group = DoctorGroup("systemd") { context in
        guard context.root.isWholeMachine else { return [Finding("systemd", .unchecked, DoctorContext.underRoot)] }
        return look(context, systemctl: "systemctl", isRunning: access("/run/systemd/system", F_OK) == 0)
    }

    /// - Parameters:
    ///   - systemctl: the program, by name or path.
    ///   - isRunning: whether systemd has set up this machine.
    static func look(_ context: DoctorContext, systemctl: String, isRunning: Bool) -> [Finding] {
        guard isRunning, ChildProcess.path(of: systemctl) != nil else {
            // Who has configured the direct supervisor knows.
            let standing: Finding.Standing = context.supervisor == "direct" ? .warning : .missing
            let text =
                isRunning
                ? "there is no systemctl"
                : "systemd does not run this machine: builds end with a reboot, and nobody restarts their watchers"
            let mend = isRunning ? "apt-get install --yes systemd" : nil
            return [Finding("systemd", standing, text, mend: mend)]
        }
        let state = state(systemctl)
        guard !state.isFault else { return [state] }
        return [state] + context.units.map { unit($0, systemctl) } + [clock()]
    }

    private static func state(_ systemctl: String) -> Finding {
        let subject = "systemd"
        guard let run = try? ToolRun([systemctl, "is-system-running"]) else {
            return Finding(subject, .wrong, "systemctl cannot be started", mend: "apt-get install --yes systemd")
        }
        guard run.status != nil else {
            return Finding(
                subject, .wrong, "systemctl did not answer within 10 s", mend: "systemctl daemon-reexec")
        }
        switch run.output.trimmingBlanks() {
        case "running": return Finding(subject, .ok, "running and answering")
        case "degraded":
            return Finding(subject, .warning, "running; units of this machine have failed", mend: "systemctl --failed")
        case "initializing", "starting", "stopping", "maintenance":
            let text = SafeText.firstLine(of: run.output)
            return Finding(subject, .warning, "answering, but \(text)", mend: "systemctl list-jobs")
        default:
            let text = SafeText.firstLine(of: run.output)
            return Finding(
                subject, .wrong, text.isEmpty ? "systemctl says nothing" : "systemctl says: \(text)",
                mend: "systemctl status")
        }
    }

    // MARK: Units as systemd knows them

    private static func unit(_ unit: UnitExpectation, _ systemctl: String) -> Finding {
        let subject = "\(unit.name) in systemd"
        // A template can only be asked about by an instance; asking starts nothing.
        let instance = unit.name.replacing("@.", with: "@doctor.")
        let words = [systemctl, "show", "--property=LoadState,NeedDaemonReload,LoadError", instance]
        guard let run = try? ToolRun(words), run.status == 0 else {
            return Finding(subject, .wrong, "systemctl show does not tell about it", mend: "systemctl status")
        }
        var values: [String: String] = [:]
        for line in run.output.textLines {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = parts[1].trimmingBlanks() }
        }
        switch values["LoadState"] {
        case "loaded":
            guard values["NeedDaemonReload"] != "yes" else {
                let text = "systemd still knows an earlier text of it"
                return Finding(subject, .wrong, text, mend: "systemctl daemon-reload")
            }
            return Finding(subject, .ok, "loaded")
        case "not-found": return Finding(subject, .missing, "systemd does not know it", mend: "atvm-tui install")
        case "masked":
            return Finding(subject, .wrong, "it is masked", mend: ShellWords.join(["systemctl", "unmask", unit.name]))
        case let state:
            let error = values["LoadError"].map { ": \($0)" } ?? ""
            return Finding(
                subject, .wrong, "it is \(state ?? "not told")\(error)",
                mend: ShellWords.join(["systemd-analyze", "verify", instance]))
        }
    }

    // MARK: Clock

    private static func clock() -> Finding {
        let subject = "clock"
        if access("/run/systemd/timesync/synchronized", F_OK) == 0 { return Finding(subject, .ok, "synchronized") }
        guard let run = try? ToolRun(["timedatectl", "show", "--property=NTPSynchronized", "--value"]),
            run.status == 0
        else { return Finding(subject, .unchecked, "timedatectl does not tell whether it is synchronized") }
        if run.output.trimmingBlanks() == "yes" { return Finding(subject, .ok, "synchronized") }
        return Finding(
            subject, .warning, "not synchronized: times in reports may be wrong", mend: "timedatectl set-ntp true")
    }
}
