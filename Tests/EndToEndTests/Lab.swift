import Glibc
import Runs
import Screen
import Simulation
import TestKit
import Testing

/// A simulated controller, and the built program on it.
struct Lab {
    let folder: TemporaryRoot
    let plan: DemoPlan
    static let clean = [
        "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
    ]

    init(builds: Int = 9, hosts: Int = 3) throws {
        folder = try TemporaryRoot()
        plan = try DemoPlan.standard(builds: builds, hosts: hosts, seed: 7)
        _ = try SimulatedController(root: folder.path, seed: 7, speed: 1).player(for: plan)
    }

    /// A controller without any build.
    static func empty() throws -> Lab { Lab(folder: try TemporaryRoot(), plan: DemoPlan(runs: [])) }

    private init(folder: TemporaryRoot, plan: DemoPlan) { (self.folder, self.plan) = (folder, plan) }

    /// The name of the build that plays the part of that number, counted from 0 (`DemoPlan`).
    func build(_ index: Int) -> String { plan.runs[index].script.build.text }

    static func program() throws -> String {
        try #require(builtProgram("atvm-tui"), "the program is not built; 'swift build' makes it")
    }

    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil
    ) throws -> CommandRun {
        try run(arguments, environment: environment, input: input)
    }

    func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) throws -> CommandRun {
        var all = Self.clean
        all["ATVM_ROOT"] = folder.path
        return try CommandRun(
            [Self.program()] + arguments, environment: all.merging(environment) { $1 }, input: input)
    }

    func console(
        _ arguments: String..., size: Size = Size(columns: 80, rows: 24), environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        var all = Self.clean
        all["ATVM_ROOT"] = folder.path
        return try PseudoTerminal(
            [Self.program()] + arguments, size: size, environment: all.merging(environment) { $1 })
    }

    func append(_ text: String, toLogOf index: Int) { folder.append(text, to: "tmp/\(build(index)).log") }
}
