import Formats
import Glibc
import Observing
import Runs
import Synchronization
import TestKit
import Testing

@testable import Acting

/// Operators at once, each a process of its own, on real runs.
@Suite(.enabled(if: ControlLab.hasProgram, "the built program is not there")) struct ProcessRaceTests {
    private let control: ControlLab

    init() throws { control = try ControlLab() }

    /// Runs the same command by several operators at once.
    private func together(_ words: [[String]]) throws -> [CommandRun] {
        let runs = Mutex<[Int: CommandRun]>([:])
        try Barrier.run(
            [],
            words.enumerated().map { index, words in
                {
                    if let run = try? control.run(words) { runs.withLock { $0[index] = run } }
                }
            })
        let all = runs.withLock { $0 }
        #expect(all.count == words.count, "some did not end")
        return words.indices.compactMap { all[$0] }
    }

    @Test func ofTwentyStartsOneWins() throws {
        for round in 1...2 {
            let starts = try together(Array(repeating: control.start("sleep \(control.mark)"), count: 20))
            #expect(starts.count { $0.status == 0 } == 1, "round \(round)")
            for lost in starts where lost.status != 0 {
                let isTold =
                    lost.errors.contains(" since 20")
                    || lost.errors.contains("is active") && lost.errors.contains(" at 20")
                #expect(lost.status == 1 && isTold, "round \(round): \(lost.errors)")
            }
            #expect(eventually { control.sleepers == 1 }, "\(control.processes)")
            #expect(control.processes.count { $0.contains("runner exec") } == 1)
            #expect(control.processes.count { $0.contains("watcher run") } == 1)

            let cancels = try together(Array(repeating: ["cancel", "b"], count: 10))
            #expect(cancels.count { $0.output == "cancelled b\n" } == 1, "round \(round)")
            for other in cancels where other.output != "cancelled b\n" {
                let isTold = other.output.contains("CANCELLED") || other.errors.contains("cancel of b by")
                #expect(isTold, "round \(round): \(other.output)\(other.errors)")
            }
            #expect(control.processes.isEmpty, "\(control.processes)")
            #expect(control.text("state.json").contains("\"CANCELLED\""))
        }
        // Of so many at once each has its whole lines.
        #expect(control.lab.audit.count == 2 * 2 * 30)
        #expect((readText(control.root.audit) ?? "").split(separator: "\n").count == 2 * 2 * 30)
    }

    /// A run that ends by itself while it is cancelled has one end, and its operator knows which.
    @Test func theEndAndACancellation() throws {
        for pause in ["0", "0.1", "0.3", "0.45", "0.6", "0.8"] {
            let started = try control.run(control.start("sh -c 'echo begun; sleep \(pause)'"))
            #expect(started.status == 0, "\(started.errors)")
            let cancelled = try control.run(["cancel", "b"])
            #expect(cancelled.status == 0, "\(cancelled.errors)")
            #expect(eventually { !BuildActivity(of: control.build, control.root).watcherLives })
            let isCancelled = cancelled.output == "cancelled b\n"
            let hasMarker = FileSignature(linkAt: control.root.cancelledMarker(of: control.build)) != nil
            #expect(hasMarker == isCancelled, "\(pause): \(cancelled.output)")
            #expect(
                control.text("state.json").contains(isCancelled ? "\"CANCELLED\"" : "\"TERMINATED\""),
                "\(pause): \(cancelled.output)")
        }
    }

    /// In its template step a build is active already: nothing of it is touched.
    @Test func aStartInItsTemplateStepIsActive() throws {
        control.folder.write("{}", to: control.state + "/posted.marker")
        let template = "sh -c 'while ! test -e \(control.folder["go"]); do sleep 0.05; done'"
        try Barrier.run(
            [],
            [
                {
                    let run = try? control.run(control.start("sleep \(control.mark)", template: template))
                    #expect(run?.status == 0, "\(run?.errors ?? "it did not end")")
                },
                {
                    #expect(eventually { readText(control.folder["tmp/b.launch.log"]) != nil })
                    for words in [control.start("true"), ["cancel", "b"]] {
                        let run = try? control.run(words)
                        #expect(
                            run?.status == 1 && run?.errors.contains("start of b by ") == true, "\(run?.errors ?? "")")
                        #expect(run?.errors.contains(" since 20") == true)
                    }
                    #expect(FileSignature(linkAt: control.root.postedMarker(of: control.build)) != nil)
                    control.folder.write("", to: "go")
                },
            ])
        #expect(try control.run(["cancel", "b"]).status == 0)
        #expect(control.processes.isEmpty, "\(control.processes)")
    }
}
