import Glibc
import Runs
import Screen
import TestKit
import Testing

/// A controller with one build whose log a test knows line by line, and the console that reads it.
struct LogStage {
    let lab: Lab
    static let build = "b"
    static let log = "tmp/b.log"
    static let hosts = ["redhat9.6", "ubuntu24.04", "w2k25"]

    init(_ text: String = Self.twoRuns) throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher/b"] { lab.folder.makeFolder(folder) }
        lab.folder.write(text, to: Self.log)
    }

    /// The console with the log open at its start.
    func reading(_ terminal: String = "xterm-256color", size: Size = Size(columns: 120, rows: 40)) throws
        -> PseudoTerminal
    {
        var console = try lab.console("--build", Self.build, size: size, environment: ["TERM": terminal])
        try console.waitFor("FLOW")
        // L alone goes to where the selected host stands.
        console.write("L")
        try console.waitFor(" log ")
        return console
    }

    // MARK: The log

    /// Two runs of three hosts with numbered output between the steps. In the first run the second host fails, in the
    /// second run the third one.
    static let twoRuns: String = {
        var log = SampleLog().adding("npm run e2e: the first line\n")
        for (run, failing) in [(1, 1), (2, 2)] {
            log = log.startingRun(specs: hosts.map { "\($0).cy.ts" })
            for (index, host) in hosts.enumerated() { log = adding(host, index, run: run, index == failing, to: log) }
            log = log.endingRun(
                hosts.enumerated().map { ("\($1).cy.ts", counts(fails: $0 == failing)) })
        }
        return log.adding("exit status 1: the last line\n").text
    }()

    private static func adding(_ host: String, _ index: Int, run: Int, _ fails: Bool, to log: SampleLog) -> SampleLog {
        var log = log.startingSpec("\(host).cy.ts", index + 1, of: hosts.count).adding("  ATVM \(host)\n")
        for step in 1...4 {
            log = log.adding((1...30).map { "output \(run).\(index + 1).\(step).\($0) of \(host)\n" }.joined())
            log = log.adding(
                fails && step == 4 ? "    1) 4. Clean up\n" : "    ✓ \(step). \(titles[step - 1]) (\(step)200ms)\n")
        }
        log = log.adding("\n\n  \(fails ? 3 : 4) passing (1m)\n")
        if fails {
            log = log.adding("  1 failing\n\n  1) ATVM \(host)\n       4. Clean up:\n")
                .adding(
                    "     AssertionError: run \(run) was not cleaned up on \(host)\n      at Context.eval (a.ts:3:7)\n\n\n"
                )
        }
        return log.endingSpec("\(host).cy.ts", counts(fails: fails))
    }

    private static let titles = ["Prepare", "Migrate", "Verify", "Clean up"]

    private static func counts(fails: Bool) -> Counts {
        Counts(tests: 4, passing: fails ? 3 : 4, failing: fails ? 1 : 0)
    }

    /// The number of the line that begins with a text, counted from 1.
    static func number(ofLine start: String, in text: String = twoRuns) -> Int? {
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasPrefix(start) }.map { $0 + 1 }
    }

    // MARK: Arrivals

    /// When the steps of the log arrived, as a watcher notes it: a minute for each, from 14:00 on, a run an hour.
    func writeTimeline() {
        var text = ""
        for run in 1...2 {
            text += line(run, minute: 0, #""fact":"run_started","run":\#(run)"#)
            for (index, host) in Self.hosts.enumerated() {
                let spec = #""index":\#(index + 1),"spec":"\#(host).cy.ts""#
                text += line(run, minute: index * 10, #""fact":"spec_started","run":\#(run),\#(spec)"#)
                for step in 1...4 {
                    let status = index == run && step == 4 ? "failed" : "passed"
                    let title = "\(step). \(Self.titles[step - 1])"
                    text += line(
                        run, minute: index * 10 + step,
                        #""fact":"step","run":\#(run),\#(spec),"title":"\#(title)","status":"\#(status)""#)
                }
            }
        }
        lab.folder.write(text, to: "var/lib/atvm-run-watcher/b/timeline.jsonl")
    }

    private func line(_ run: Int, minute: Int, _ fields: String) -> String {
        let minute = minute < 10 ? "0\(minute)" : "\(minute)"
        return #"{"at":"2026-11-20T1\#(3 + run):\#(minute):22.120Z",\#(fields)}"# + "\n"
    }
}

extension PseudoTerminal {
    /// Leaves the console, which must give the terminal back as it was and have sent nothing that no terminal knows.
    mutating func leave() throws {
        write("Q")
        #expect(try waitForExit() == 0)
        #expect(modesAreRestored == true)
        #expect(screen.unknown.isEmpty, "\(screen.unknown)")
    }

    /// Waits until the line that is marked holds a text.
    mutating func waitForMark(_ text: String) throws {
        try wait(for: "the mark at '\(text)'") { lines in
            lines.contains { ($0.contains("▌") || $0.contains(">")) && $0.contains(text) }
        }
    }

    /// Waits until no line has a text any more.
    mutating func waitForAbsence(of text: String) throws {
        try wait(for: "no '\(text)'") { lines in !lines.contains { $0.contains(text) }
        }
    }
}
