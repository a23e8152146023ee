import CPosix
import Glibc
import Screen
import TestKit
import Testing

/// A controller with a prep script of the test's own, and the built program on it.
struct PrepStage {
    let lab: Lab
    static let lun = "AutomatedTest-VMBootImg-Gold"
    static let password = "hunter2secret"

    init(_ script: String) throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher", "root/cdc-e2e-cyp-12.17.4"] { lab.folder.makeFolder(folder) }
        write(script)
    }

    func write(_ script: String) { lab.folder.write(script + "\n", to: "root/atvm_prep/atvm_prep.py") }

    /// The text of a file that the script writes beside itself.
    func note(_ name: String) -> String? { readText(lab.folder["root/atvm_prep/\(name)"]) }

    // MARK: Without a terminal

    /// The digest of the plan as it is printed.
    func digest(_ words: [String], environment: [String: String] = [:]) throws -> String {
        let run = try run(["prep"] + words + ["--print"], environment)
        try #require(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex(of: "Digest:"))
        return String(lines[place + 1].dropFirst(2))
    }

    /// Prints a plan, approves it by its digest and waits for its end.
    func approve(_ words: [String], environment: [String: String] = [:]) throws -> CommandRun {
        try run(["prep"] + words + ["--approve", digest(words, environment: environment)], environment)
    }

    func run(_ words: [String], _ environment: [String: String] = [:]) throws -> CommandRun {
        var all = Lab.clean
        all["ATVM_ROOT"] = lab.folder.path
        return try CommandRun(
            [Lab.program()] + words, environment: all.merging(environment) { $1 })
    }

    // MARK: At a terminal

    func terminal(_ words: [String], environment: [String: String] = [:]) throws -> PseudoTerminal {
        var all = Lab.clean
        all["ATVM_ROOT"] = lab.folder.path
        return try PseudoTerminal(
            [Lab.program()] + words, size: Size(columns: 120, rows: 60), environment: all.merging(environment) { $1 })
    }

    /// Shows the plan at a terminal, and types what approves it.
    func start(
        _ mode: String = "unregister", _ more: [String] = [], environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        var view = try terminal(["prep", mode, "--lun", "Gold"] + more, environment: environment)
        try view.waitFor(mode == "register" ? "Run it? [y/N]" : "Type the full name")
        view.write((mode == "register" ? "y" : Self.lun) + "\r")
        try view.waitFor(">> prep 2")
        return view
    }

    func attach() throws -> PseudoTerminal {
        var view = try terminal(["prep", "attach"])
        try view.waitFor(">> prep 2")
        return view
    }

    // MARK: What is there

    /// The folder of the only prep, or of the last one.
    func folder() throws -> String {
        let names = try filesIn(lab.folder["var/lib/atvm-tui/prep"]).filter { $0.hasPrefix("2") }.sorted()
        return lab.folder["var/lib/atvm-tui/prep/" + (try #require(names.last))]
    }

    func transcript() throws -> String { readText(try folder() + "/transcript") ?? "" }

    /// A number of the record, such as `keeper_pid`.
    func recorded(_ name: String) throws -> Int? {
        let text = readText(try folder() + "/prep.json") ?? ""
        guard let line = text.split(separator: "\n").first(where: { $0.contains("\"\(name)\":") }) else { return nil }
        return Int(line.filter(\.isNumber))
    }

    var audit: String { readText(lab.folder["var/log/atvm-tui/audit.jsonl"]) ?? "" }

    func list() throws -> String { try run(["prep", "list"]).output }
}
