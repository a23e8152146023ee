import CPosix
import Glibc
import Plans

/// Starts programs without a shell and without a terminal, each in a session of its own.
enum ChildProcess {
    /// Programs are looked for here only, whatever `PATH` says: a hostile one must not choose what root runs.
    static let searchPath = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    /// The path of a program; `nil` when there is none. A name with a slash is one already.
    static func path(of program: String) -> String? {
        if program.contains("/") { return program }
        return searchPath.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    /// - Parameters:
    ///   - words: the program, by name or path, and its arguments.
    ///   - output: descriptors for 1 and 2; 0 is `/dev/null` unless `input` is given.
    ///   - isDetached: whether it is to be nobody's child here.
    /// - Returns: the pid; the caller waits for its end, unless it is detached.
    static func start(
        _ words: [String], environment: [String], folder: String? = nil, input: Int32? = nil, output: Int32,
        errors: Int32? = nil, isDetached: Bool = false
    ) throws(ActingError) -> pid_t {
        guard let program = words.first, let path = path(of: program) else {
            throw .failed("there is no program '\(words.first ?? "")' in \(searchPath.joined(separator: ":"))")
        }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw .failed("cannot open /dev/null") }
        defer { close(null) }
        // Copies of ours, freed below; C only reads them.
        let argv = ([path] + words.dropFirst()).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let spawn = isDetached ? cp_spawn_detached : cp_spawn
        let code = spawn(
            argv.map { UnsafePointer($0) }, variables.map { UnsafePointer($0) }, folder, input ?? null, output,
            errors ?? output, &pid)
        guard code == 0 else {
            throw .failed("cannot start \(path): \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// The path of this very program.
    static func ownProgram() throws(ActingError) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        guard readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0 else {
            throw .failed("cannot find this program's own file")
        }
        let path = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // An upgrade may have replaced the file; the new one stands at the same place.
        return path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path
    }
}
