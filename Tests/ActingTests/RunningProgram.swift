import CPosix
import Glibc
import TestKit

@testable import Acting

/// A program that runs while a test looks at it; it is killed when the test is over.
final class RunningProgram {
    let pid: pid_t
    private let outputPath: String
    private let folder: TemporaryRoot
    private(set) var status: Int32?

    struct NotStarted: Error {}

    /// - Parameter words: the program by its path, and its arguments.
    init(_ words: [String], environment: [String: String] = CrashLab.environment, in folder: String? = nil) throws {
        self.folder = try TemporaryRoot()
        outputPath = self.folder["output"]
        let output = open(outputPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw NotStarted() }
        defer { close(output) }
        pid = try ChildProcess.start(
            words, environment: environment.map { "\($0.key)=\($0.value)" }, folder: folder, output: output)
    }

    deinit {
        guard !hasEnded else { return }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    /// What it has printed so far, errors included.
    var output: String { readText(outputPath) ?? "" }

    /// `status` is its exit status then, or 128 plus the signal that ended it.
    var hasEnded: Bool {
        var code: Int32 = 0
        if status == nil, cp_reap(pid, &code) { status = code }
        return status != nil
    }

    /// A number of `/proc/PID/status`, such as `VmHWM` in KiB.
    func figure(_ name: String) -> Int? {
        (readText("/proc/\(pid)/status") ?? "").split(separator: "\n").first { $0.hasPrefix("\(name):") }
            .flatMap { Int($0.filter(\.isNumber)) }
    }
}
