import CPosix
import Glibc
import Observing
import Plans
import Runs

/// Runs the template command in the automation root and waits for its end; its output goes to the launch log.
struct TemplateStep {
    let root: Root
    let build: BuildName
    let command: CommandLine

    /// - Throws: `.failed` with the last lines of its output when it did not end with status 0.
    func run(_ interruption: Interruption) throws(ActingError) {
        let path = root.launchLog(of: build)
        let log = try RunLogFile.create(path, shown: root.shown(path))
        defer { close(log) }
        let pid = try ChildProcess.start(
            command.words, environment: ChildEnvironment.inherited(), folder: root.automation, output: log)
        var wasInterrupted = false
        var code: Int32 = 0
        let handle = cp_process_open(pid)
        defer { if handle >= 0 { close(handle) } }
        while !cp_reap(pid, &code) {
            if interruption.isAsked() {
                wasInterrupted = true
                ProcessTree.signal(ProcessTable.session(of: Int(pid)), SIGKILL)
            }
            let present = [handle, interruption.descriptor].filter { $0 >= 0 }
            var ready = [UInt8](repeating: 0, count: 2)
            _ = cp_wait(present, &ready, Int32(present.count), handle >= 0 ? 1000 : 20)
        }
        // A template step that leaves processes behind has not ended: they would work beside the run.
        ProcessTree.signal(ProcessTable.session(of: Int(pid)), SIGKILL)
        if wasInterrupted { throw .failed("the template step was interrupted; nothing was started") }
        guard code != 0 else { return }
        let how = code > 128 ? "was killed by signal \(code - 128)" : "ended with exit status \(code)"
        throw .failed(
            "the template step \(how); nothing was started. The end of \(root.shown(path)):",
            lastLines: RunLogFile.lastLines(path, 10))
    }
}
