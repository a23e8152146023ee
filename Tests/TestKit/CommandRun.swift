import CPosix
import Glibc

/// What a program that prints and ends has done.
package struct CommandRun: Sendable {
    /// The exit status, or 128 plus the signal that ended it.
    package let status: Int32
    package let output: String
    package let errors: String

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs a program without a terminal and waits for its end.
    /// - Parameters:
    ///   - environment: all of it; nothing is inherited.
    ///   - input: a file; none is `/dev/null`.
    package init(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil, milliseconds: Int64 = 60_000
    ) throws {
        let folder = try TemporaryRoot()
        let (outPath, errorPath) = (folder["out"], folder["err"])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outPath, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT, 0o600)
        // Copies of ours, freed below; C only reads them.
        var argv = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, arguments[0], &actions, nil, &argv, &variables)
        guard code == 0 else { throw Problem(description: "cannot start \(arguments): errno \(code)") }
        let end = cp_monotonic_ms() + milliseconds
        var exit: Int32 = 0
        while !cp_reap(pid, &exit) {
            guard cp_monotonic_ms() < end else {
                kill(pid, SIGKILL)
                var status: Int32 = 0
                waitpid(pid, &status, 0)
                throw Problem(description: "\(arguments) did not end: \(readText(errorPath) ?? "")")
            }
            var results: [UInt8] = []
            _ = cp_wait([], &results, 0, 2)
        }
        status = exit
        output = readText(outPath) ?? ""
        errors = readText(errorPath) ?? ""
    }
}
