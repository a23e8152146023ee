import Runs
import Simulation
import Testing

@Suite struct RunPlayTests {
    private static let failure = FailureText(type: "Error", message: "lost")

    /// Two hosts of a template with four steps.
    private static func script(_ turns: [Int: HostScript.Turn] = [:]) throws -> RunScript {
        RunScript(
            build: try BuildName("e2e-one-two-fc"), template: "tiny", steps: ["Alpha", "Beta", "Gamma", "Delta"],
            groups: [GroupScript(name: nil, hosts: [HostScript("one", turns: turns), HostScript("two")])])
    }

    private static func log(_ script: RunScript, seed: UInt64 = 1) -> String {
        pieces(of: script, seed: seed).reduce(into: "") { text, piece in
            if case .log(let line) = piece.change { text += line }
        }
    }

    private static func lastState(_ script: RunScript) -> PlayedState? {
        pieces(of: script, seed: 1).reversed().lazy.compactMap { piece -> PlayedState? in
            if case .state(let state) = piece.change { state } else { nil }
        }.first
    }

    @Test func sameSeedSameRun() throws {
        let script = try Self.script()
        #expect(pieces(of: script, seed: 7) == pieces(of: script, seed: 7))
        #expect(pieces(of: script, seed: 7) != pieces(of: script, seed: 8))
    }

    @Test func aTurnChangesNothingBeforeIt() throws {
        let plain = Self.log(try Self.script())
        let failed = Self.log(try Self.script([3: .fails(Self.failure)]))
        let end = try #require(plain.firstRange(of: "    ✓ 3. Gamma"))
        #expect(failed.hasPrefix(plain[..<end.lowerBound]))
        #expect(!failed.hasPrefix(plain[..<end.upperBound]))
    }

    @Test(
        arguments: [
            (
                "passes", [:],
                ["✓ 1. Alpha (", "✓ 2. Beta (", "✓ 4. Delta (", "4 passing", "Tests:        4", "Failing:      0"]
            ),
            (
                "fails", [2: .fails(failure)],
                [
                    "✓ 1.", "    1) 2. Beta\n", "    - 3. Gamma\n", "1 passing", "2 pending", "1 failing",
                    "  1) ATVM one\n",
                    "       2. Beta:\n     Error: lost\n", "Pending:      2", "Screenshots:  1",
                ]
            ),
            (
                "retries, then passes", [2: .passesAfter(failedAttempts: 2)],
                [
                    "    (Attempt 1 of 3) 2. Beta\n", "    (Attempt 2 of 3) 2. Beta\n", "    ✓ 2. Beta (",
                    "Screenshots:  2",
                ]
            ),
            (
                "retries, then fails", [2: .fails(failure, attempts: 2)],
                ["    (Attempt 1 of 2) 2. Beta\n", "    1) 2. Beta\n", "Screenshots:  2"]
            ),
            (
                "hook", [3: .hookFails(failure)],
                ["    1) \"before each\" hook for \"3. Gamma\"\n", "2 passing", "1 failing", "Skipped:      1"]
            ),
            ("pending", [2: .pending], ["✓ 1. Alpha", "- 2. Beta", "- 4. Delta", "3 pending", "Pending:      3"]),
            (
                "crash", [2: .rendererCrashes],
                [
                    "✓ 1. Alpha", "Renderer process just crashed", "Tests:        0", "Failing:      1",
                    "Duration:     0 seconds",
                ]
            ),
        ] as [(String, [Int: HostScript.Turn], [String])])
    func printsItsFactsInOrder(_ name: String, turns: [Int: HostScript.Turn], facts: [String]) throws {
        var rest = Self.log(try Self.script(turns))[...]
        for fact in ["(Run Starting)", "one.cy.ts", "(1 of 2)", "ATVM one"] + facts
            + ["Spec Ran:     one.cy.ts", "(2 of 2)", "ATVM two", "✓ 4. Delta", "(Run Finished)", "one.cy.ts"]
        {
            let found = try #require(rest.firstRange(of: fact), "\(name): \(fact)")
            rest = rest[found.upperBound...]
        }
    }

    @Test(
        arguments: [
            ([:], PlayedState.State.completed, RunnerEnd.exited(status: 0)),
            ([2: .fails(failure)], .failed, .exited(status: 1)),
            ([2: .rendererCrashes], .failed, .exited(status: 1)),
            ([2: .runnerDies], .terminated, .signalled(9)),
            ([2: .hangs], .running, nil),
        ] as [([Int: HostScript.Turn], PlayedState.State, RunnerEnd?)])
    func ends(_ turns: [Int: HostScript.Turn], as state: PlayedState.State, runner: RunnerEnd?) throws {
        let script = try Self.script(turns)
        #expect(Self.lastState(script)?.state == state)
        let ends = pieces(of: script, seed: 1).compactMap { piece -> RunnerEnd? in
            if case .runnerEnded(let end) = piece.change { end } else { nil }
        }
        #expect(ends == (runner.map { [$0] } ?? []))
    }

    @Test(arguments: [[2: .runnerDies], [2: .hangs]] as [[Int: HostScript.Turn]])
    func stopsBeforeTheEnd(_ turns: [Int: HostScript.Turn]) throws {
        let text = Self.log(try Self.script(turns))
        #expect(text.contains("✓ 1. Alpha"))
        #expect(!text.contains("(Results)"))
        #expect(!text.contains("(2 of 2)"))
        #expect(!text.contains("(Run Finished)"))
    }

    @Test func stopsWhenCancelled() throws {
        var script = try Self.script()
        let whole = RunPlay(script, seed: 1)
        script.cancelledAfter = whole.moment(host: 1, share: 0.5)
        let cut = RunPlay(script, seed: 1)
        #expect(cut.pieces.contains { $0.change == .cancelled })
        #expect(Self.lastState(script)?.state == .cancelled)
        #expect(Self.lastState(script)?.hosts.map(\.status) == [.passed, .running])
        #expect(!Self.log(script).contains("(Run Finished)"))
        #expect(cut.length < whole.length)
    }

    @Test func aCancelAfterTheEndIsNone() throws {
        var script = try Self.script()
        script.cancelledAfter = .seconds(1_000_000)
        #expect(Self.lastState(script)?.state == .completed)
    }

    @Test func timeNeverRunsBackwards() throws {
        let all = pieces(of: try Self.script([2: .passesAfter(failedAttempts: 1)]), seed: 3)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test func everySpecHasItsArtifactBeforeItsBox() throws {
        let all = pieces(of: try Self.script([2: .fails(Self.failure)]), seed: 1)
        let artifacts = all.indices.filter { index in
            if case .artifact = all[index].change { true } else { false }
        }
        #expect(artifacts.count == 2)
        for index in artifacts {
            guard case .log(let next) = all[index + 1].change else {
                Issue.record("no text follows the artifact")
                continue
            }
            #expect(next.contains("(Results)"))
        }
    }

    @Test func runsGroupsOneAfterAnother() throws {
        var script = try Self.script()
        script.recording = .cloud(url: "https://sorry.test/run/1")
        script.groups = [
            GroupScript(name: "linux", hosts: [HostScript("one")]),
            GroupScript(name: "windows", hosts: [HostScript("two")]),
        ]
        var rest = Self.log(script)[...]
        for fact in [
            "launching group linux", "Group: linux", "Running: cypress/e2e/one.cy.ts (1/1)", "(Run Finished)",
            "Cloud Run Finished", "🏁 Recorded Run: https://sorry.test/run/1", "launching group windows",
            "Group: windows", "Running: cypress/e2e/two.cy.ts (1/1)", "Cloud Run Finished",
        ] {
            let found = try #require(rest.firstRange(of: fact), "\(fact)")
            rest = rest[found.upperBound...]
        }
    }

    @Test(arguments: ["cmc-e2e", "cmc-systemOS", "cmc-reboot"])
    func aHostTakesAsLongAsInALab(_ template: String) throws {
        for (index, host) in LabHost.all.enumerated() {
            let script = RunScript(
                build: try BuildName("b\(index)"), template: template, hosts: [HostScript(host.name)])
            let length = RunPlay(script, seed: 5).length
            #expect(length > .seconds(20 * 60) && length < .seconds(80 * 60), "\(host.name): \(length)")
        }
    }
}
