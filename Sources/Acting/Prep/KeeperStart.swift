import CPosix
import Formats
import Glibc
package import Observing
import Runs

/// Starts the keeper of a prep so that it outlives whoever starts it: as a unit where systemd supervises, else as a
/// process in a session of its own.
package struct KeeperStart: Sendable {
    private let root: Root
    private let usesSystemd: Bool
    /// What makes our own processes work on the same controller: `--root DIR`, `--config FILE`.
    private let options: [String]

    package init(_ root: Root, usesSystemd: Bool, options: [String]) {
        (self.root, self.usesSystemd, self.options) = (root, usesSystemd, options)
    }

    /// Returns once the keeper waits for what it is to run.
    func start(_ id: PrepID) throws(ActingError) {
        if usesSystemd { try startUnit(id) } else { try startProcess(id) }
    }

    private func startUnit(_ id: PrepID) throws(ActingError) {
        let unit = UnitName.prep(id)
        guard ChildProcess.path(of: "systemctl") != nil else { throw .unavailable("there is no systemctl here") }
        let loaded = try ToolRun(["systemctl", "show", "--property=LoadState", "--value", unit])
        guard loaded.status == 0, SafeText.firstLine(of: loaded.output) == "loaded" else {
            throw .unavailable("the unit atvm-prep@.service is not in place; 'atvm-tui install' puts it there")
        }
        let run = try ToolRun(["systemctl", "start", "--no-ask-password", unit], limit: .seconds(60))
        guard run.status == 0 else {
            let line = SafeText.firstLine(of: run.output)
            throw .failed("\(unit) did not start: \(line.isEmpty ? "systemctl gives no reason" : line)")
        }
    }

    private func startProcess(_ id: PrepID) throws(ActingError) {
        let log = root.prepService(of: id)
        let output = cp_open_file(log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        guard output >= 0 else { throw AtomicFile.problem(log) }
        defer { close(output) }
        let words = [try ChildProcess.ownProgram(), "prep", "keep", "--id", id.text] + options
        let pid = try ChildProcess.start(words, environment: ChildEnvironment.inherited(), output: output)
        let end = WallClock.steady() + .seconds(60)
        while WallClock.steady() < end {
            if try PrepRecord(id, root).file.keeper.pid == Int(pid) { return }
            var code: Int32 = 0
            if cp_reap(pid, &code) {
                let reason = RunLogFile.lastLines(log, 1).first ?? "exit status \(code)"
                throw .failed("the keeper of the prep did not start: \(reason)")
            }
            ProcessTree.pause(.milliseconds(10))
        }
        kill(pid, SIGKILL)
        throw .failed("the keeper of the prep did not start within 60 s")
    }
}
