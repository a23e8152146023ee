import CPosix
import Glibc
package import Screen

/// A program on a terminal of its own, and what it has drawn there.
package struct PseudoTerminal: ~Copyable {
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// Every byte that the program has written.
    package private(set) var bytes: [UInt8] = []
    package private(set) var screen: VirtualScreen
    package let pid: Int32
    private var master: Int32
    private let modesBefore: [UInt8]
    private var exitCode: Int32?

    /// Starts a program.
    /// - Parameter environment: all of it; nothing is inherited.
    package init(
        _ arguments: [String], size: Size = Size(columns: 80, rows: 24), environment: [String: String] = [:],
        directory: String? = nil
    ) throws {
        let started = try Self.start(arguments, size, environment, directory)
        (master, pid, modesBefore) = (started.master, started.pid, started.modes)
        screen = VirtualScreen(size: size)
    }

    deinit {
        if exitCode == nil {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        if master >= 0 { Glibc.close(master) }
    }

    private static func start(
        _ arguments: [String], _ size: Size, _ environment: [String: String], _ directory: String?
    ) throws -> (master: Int32, pid: Int32, modes: [UInt8]) {
        let master = cp_pty_open(Int32(size.columns), Int32(size.rows))
        guard master >= 0 else { throw Problem(description: "no pseudo terminal: errno \(errno)") }
        // Before the program can change them.
        let modes = modes(of: master)
        var pid: Int32 = 0
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let failure = withCStrings(arguments) { argv in
            withCStrings(variables) { variables in cp_pty_start(master, argv, variables, directory, &pid) }
        }
        guard failure == 0 else {
            Glibc.close(master)
            throw Problem(description: "cannot start \(arguments): errno \(failure)")
        }
        return (master, pid, modes)
    }

    /// Whether the terminal's modes are as they were before the program changed them.
    package var modesAreRestored: Bool { Self.modes(of: master) == modesBefore }

    package mutating func write(_ text: String) { write(Array(text.utf8)) }

    package mutating func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    package mutating func signal(_ number: Int32) { kill(pid, number) }

    package mutating func resize(_ size: Size) {
        _ = cp_pty_resize(master, Int32(size.columns), Int32(size.rows))
        screen.resize(size)
    }

    /// Reads until the screen shows `text`.
    package mutating func waitFor(_ text: String, milliseconds: Int = 60_000) throws {
        try wait(for: "'\(text)'", milliseconds: milliseconds) { lines in lines.contains { $0.contains(text) } }
    }

    /// Reads until the lines of the screen are as wanted.
    package mutating func wait(
        for what: String, milliseconds: Int = 60_000, until isWanted: ([String]) -> Bool
    ) throws {
        let end = cp_monotonic_ms() + Int64(milliseconds)
        while !isWanted(screen.lines) {
            guard cp_monotonic_ms() < end else {
                throw Problem(
                    description: "not on the screen: \(what)\n" + screen.lines.joined(separator: "\n"))
            }
            guard readOnce(milliseconds: 20) else {
                if isWanted(screen.lines) { return }
                throw Problem(
                    description: "the program ended before the screen had \(what)\n"
                        + screen.lines.joined(separator: "\n"))
            }
        }
    }

    /// Reads what comes within `milliseconds` after the last byte: the number of bytes.
    @discardableResult
    package mutating func readUntilQuiet(milliseconds: Int = 60) -> Int {
        let before = bytes.count
        var seen = -1
        while seen != bytes.count {
            seen = bytes.count
            guard readOnce(milliseconds: milliseconds) else { break }
        }
        return bytes.count - before
    }

    /// Reads until the program has ended.
    /// - Returns: its exit status, or 128 plus the signal that ended it.
    package mutating func waitForExit(milliseconds: Int = 60_000) throws -> Int32 {
        let end = cp_monotonic_ms() + Int64(milliseconds)
        while true {
            if let exitCode { return exitCode }
            var code: Int32 = 0
            if cp_reap(pid, &code) {
                exitCode = code
                readUntilQuiet()
            } else if cp_monotonic_ms() > end {
                throw Problem(
                    description: "the program has not ended\n" + screen.lines.joined(separator: "\n"))
            } else if !readOnce(milliseconds: 10) {
                // The terminal is closed already; the process is about to go.
                rest(milliseconds: 2)
            }
        }
    }

    /// The same for a program whose output nobody takes.
    package mutating func waitForExitWithoutReading(milliseconds: Int = 60_000) throws -> Int32 {
        let end = cp_monotonic_ms() + Int64(milliseconds)
        var code: Int32 = 0
        while !cp_reap(pid, &code) {
            guard cp_monotonic_ms() < end else { throw Problem(description: "the program has not ended") }
            rest(milliseconds: 5)
        }
        exitCode = code
        return code
    }

    /// The terminal vanishes, as when a connection is lost.
    package mutating func hangUp() {
        Glibc.close(master)
        master = -1
    }

    private func rest(milliseconds: Int32) {
        var results: [UInt8] = []
        _ = cp_wait([], &results, 0, milliseconds)
    }

    /// - Returns: `false` when nobody has the other side open any more.
    private mutating func readOnce(milliseconds: Int) -> Bool {
        guard master >= 0 else { return false }
        var results: [UInt8] = [0]
        guard cp_wait([master], &results, 1, Int32(milliseconds)) > 0 else { return true }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &chunk, chunk.count)
        guard count > 0 else { return false }
        bytes += chunk[..<count]
        screen.feed(chunk[..<count])
        return true
    }

    private static func modes(of descriptor: Int32) -> [UInt8] {
        var modes = [UInt8](repeating: 0, count: 256)
        let count = cp_pty_modes(descriptor, &modes, 256)
        return Array(modes.prefix(max(0, Int(count))))
    }
}

/// Calls `body` with the texts as C wants an argument vector.
private func withCStrings<Result>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    // Copies of ours, freed below; C only reads them.
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
