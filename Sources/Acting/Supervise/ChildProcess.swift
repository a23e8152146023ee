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
    /// - Returns: the pid; the caller waits for its end.
    static func start(
        _ words: [String], environment: [String], folder: String? = nil, input: Int32? = nil, output: Int32,
        errors: Int32? = nil
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
        let code = cp_spawn(
            argv.map { UnsafePointer($0) }, variables.map { UnsafePointer($0) }, folder, input ?? null, output,
            errors ?? output, &pid)
        guard code == 0 else {
            throw .failed("cannot start \(path): \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// Starts a program that is no child of ours: it outlives us, and nobody here has to wait for it.
    /// - Returns: a descriptor that is readable once it has ended; the caller closes it.
    static func startDetached(
        _ words: [String], environment: [String], output: Int32
    ) throws(ActingError) -> (pid: pid_t, handle: Int32) {
        guard let path = words.first else { throw .failed("there is no program to start") }
        // Copies of ours, freed below; C only reads them.
        let argv = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var pid: pid_t = 0
        var handle: Int32 = -1
        let code = cp_spawn_detached(
            argv.map { UnsafePointer($0) }, variables.map { UnsafePointer($0) }, output, &pid, &handle)
        guard code == 0 else { throw .failed("cannot start \(path): \(String(cString: strerror(code)))") }
        return (pid, handle)
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
