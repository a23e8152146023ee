import Glibc
import Runs
import Simulation
import Testing

@Suite struct PlayerTests {
    private static let beginning = Timestamp(seconds: 1_795_183_402)

    private static func script(_ build: String = "e2e-one-two-fc", _ turns: [Int: HostScript.Turn] = [:]) throws
        -> RunScript
    {
        RunScript(
            build: try BuildName(build), template: "tiny", steps: ["Alpha", "Beta"],
            groups: [GroupScript(name: nil, hosts: [HostScript("one", turns: turns), HostScript("two")])])
    }

    private static func controller(_ folder: TemporaryFolder, speed: Double = 1) -> SimulatedController {
        SimulatedController(
            root: folder.path, seed: 1, speed: speed, runner: ProcessIdentity(pid: 77, startTicks: 5, bootID: "b"))
    }

    private static func logTexts(_ pieces: [TimedPiece]) -> String {
        pieces.reduce(into: "") { text, piece in
            if case .log(let line) = piece.change { text += line }
        }
    }

    @Test(arguments: [1.0, 4.0])
    func writesExactlyWhatIsDue(_ speed: Double) throws {
        let folder = TemporaryFolder()
        let script = try Self.script()
        let all = pieces(of: script, seed: 1)
        let plan = DemoPlan(runs: [PlannedRun(script, .upcoming(after: .seconds(10)))])
        var player = try Self.controller(folder, speed: speed).player(for: plan, beginning: Self.beginning)
        let log = "\(folder.path)/tmp/e2e-one-two-fc.log"
        #expect(player.nextDue == .seconds(10))
        try player.advance(to: .seconds(9))
        #expect(!Files.exists(log))
        for share in [0.1, 0.35, 0.8, 1.0] {
            let offset = RunPlay(script, seed: 1).length * share
            try player.advance(to: .seconds(10) + offset / speed)
            // The schedule counts in milliseconds, so the edge of the last one may fall either way.
            let early = Self.logTexts(all.filter { $0.at <= offset - .milliseconds(10) })
            let late = Self.logTexts(all.filter { $0.at <= offset + .milliseconds(10) })
            let written = Files.text(log) ?? ""
            #expect(written == early || written == late)
        }
        try player.advance(to: .seconds(1_000_000))
        #expect(player.nextDue == nil)
        #expect(Files.text(log) == Self.logTexts(all))
        #expect(Files.names(in: "\(folder.path)/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter").count == 2)
    }

    @Test func nextDueIsWhenSomethingIsWritten() throws {
        let folder = TemporaryFolder()
        let plan = DemoPlan(runs: [PlannedRun(try Self.script(), .running(host: 1, share: 0.5))])
        var player = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        let log = "\(folder.path)/tmp/e2e-one-two-fc.log"
        let before = Files.text(log)
        let due = try #require(player.nextDue)
        try player.advance(to: due - .milliseconds(1))
        #expect(Files.text(log) == before)
        try player.advance(to: due)
        #expect(Files.text(log) != before)
    }

    @Test func thePastHasItsTimes() throws {
        let folder = TemporaryFolder()
        let script = try Self.script()
        let plan = DemoPlan(runs: [PlannedRun(script, .past(since: .seconds(3600)))])
        let player = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        #expect(player.nextDue == nil)
        let end = Int(Self.beginning.wholeSeconds) - 3600
        let length = Int(RunPlay(script, seed: 1).length.components.seconds)
        let state = "\(folder.path)/var/lib/atvm-run-watcher/e2e-one-two-fc"
        #expect(Files.status("\(state)/state.json")?.modified == end)
        #expect(abs((Files.status("\(folder.path)/tmp/e2e-one-two-fc.log")?.modified ?? 0) - end) <= 4)
        #expect(abs((Files.status("\(folder.path)/tmp/e2e-one-two-fc.launch.log")?.modified ?? 0) - end + length) <= 1)
        let text = try #require(Files.text("\(state)/state.json"))
        #expect(text.contains("\"state\":\"COMPLETED\""))
        #expect(text.contains("\"ended_at\":\"\(Timestamp(seconds: Int64(end)).rfc3339)\""))
    }

    @Test func artifactsOfThePastAreAsOldAsTheirSpecs() throws {
        let folder = TemporaryFolder()
        let script = try Self.script()
        let plan = DemoPlan(runs: [PlannedRun(script, .past(since: .zero))])
        _ = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        let reporter = "\(folder.path)/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"
        let launch = Self.beginning + (.zero - RunPlay(script, seed: 1).length)
        let expected = pieces(of: script, seed: 1).compactMap { piece -> Int? in
            guard case .artifact = piece.change else { return nil }
            return Int((launch + piece.at).wholeSeconds)
        }
        let modified = Files.names(in: reporter).compactMap { Files.status("\(reporter)/\($0)")?.modified }
        #expect(modified.sorted() == expected)
    }

    @Test func modesDoNotDependOnTheUmask() throws {
        let folder = TemporaryFolder()
        let old = umask(0o077)
        defer { umask(old) }
        let plan = DemoPlan(runs: [PlannedRun(try Self.script(), .past(since: .zero))])
        _ = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        let folders = ["tmp", "opt/atvm-watcher-service", "var/lib/atvm-run-watcher/e2e-one-two-fc", "root"]
        for path in folders { #expect(Files.status("\(folder.path)/\(path)")?.mode == 0o755, "\(path)") }
        let files = [
            "tmp/e2e-one-two-fc.log", "opt/atvm-watcher-service/vm-inventory.md",
            "var/lib/atvm-run-watcher/e2e-one-two-fc/state.json",
            "var/lib/atvm-run-watcher/e2e-one-two-fc/runner.json",
        ]
        for path in files { #expect(Files.status("\(folder.path)/\(path)")?.mode == 0o644, "\(path)") }
    }

    @Test func nothingIsLeftAsideAfterARename() throws {
        let folder = TemporaryFolder()
        let plan = DemoPlan(runs: [PlannedRun(try Self.script(), .past(since: .zero))])
        _ = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        let state = Files.names(in: "\(folder.path)/var/lib/atvm-run-watcher/e2e-one-two-fc")
        #expect(state == ["posted.marker", "request.json", "runner.json", "state.json", "timeline.jsonl"])
        let reports = Files.names(in: "\(folder.path)/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter")
        #expect(reports.allSatisfy { $0.hasSuffix(".xml") })
    }

    @Test(
        arguments: [
            ("lives", [:], PlannedRun.Entrance.running(host: 0, share: 0.5), "\"start_ticks\":5,", nil),
            ("hangs", [2: .hangs], .past(since: .seconds(9000)), "\"start_ticks\":5,", nil),
            ("ended", [:], .past(since: .zero), "\"start_ticks\":1,", "\"result\":\"exited\",\"status\":0}"),
            (
                "died", [2: .runnerDies], .past(since: .zero), "\"start_ticks\":1,",
                "\"result\":\"signal\",\"status\":9}"
            ),
        ] as [(String, [Int: HostScript.Turn], PlannedRun.Entrance, String, String?)])
    func recordsItsRunner(
        _ name: String, turns: [Int: HostScript.Turn], entrance: PlannedRun.Entrance, process: String, end: String?
    ) throws {
        let folder = TemporaryFolder()
        let plan = DemoPlan(runs: [PlannedRun(try Self.script("b", turns), entrance)])
        _ = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        let record = try #require(Files.text("\(folder.path)/var/lib/atvm-run-watcher/b/runner.json"))
        #expect(record.hasPrefix("{\"schema\":1,\"supervisor\":\"direct\",\"pid\":77,"))
        #expect(record.contains(process))
        if let end { #expect(record.hasSuffix(end + "\n")) } else { #expect(!record.contains("ended_at")) }
    }

    @Test func sameSeedSameTree() throws {
        let (one, other) = (TemporaryFolder(), TemporaryFolder())
        for folder in [one, other] {
            let plan = try DemoPlan.standard(builds: 9, hosts: 3, seed: 4)
            _ = try Self.controller(folder).player(for: plan, beginning: Self.beginning)
        }
        let tmp = Files.names(in: "\(one.path)/tmp")
        #expect(!tmp.isEmpty)
        for name in tmp { #expect(Files.text("\(one.path)/tmp/\(name)") == Files.text("\(other.path)/tmp/\(name)")) }
        let reporter = "root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter"
        #expect(Files.names(in: "\(one.path)/\(reporter)") == Files.names(in: "\(other.path)/\(reporter)"))
    }

    @Test func playsInTheBackgroundUntilStopped() throws {
        let folder = TemporaryFolder()
        // So fast that the whole run is due when the thread first wakes.
        let quick = DemoPlan(runs: [PlannedRun(try Self.script(), .upcoming(after: .zero))])
        let player = try Self.controller(folder, speed: 1e9).player(for: quick, beginning: Self.beginning)
        let background = try BackgroundPlayer(player)
        let log = "\(folder.path)/tmp/e2e-one-two-fc.log"
        let deadline = ContinuousClock.now + .seconds(20)
        while Files.text(log)?.contains("(Run Finished)") != true, ContinuousClock.now < deadline { sched_yield() }
        #expect(background.stop() == nil)
        #expect(Files.text(log)?.contains("(Run Finished)") == true)
        #expect(background.stop() == nil)
    }

    @Test func saysWhatCouldNotBeWritten() throws {
        let folder = TemporaryFolder()
        let controller = SimulatedController(root: "\(folder.path)/missing/root", seed: 1, speed: 1)
        #expect(throws: SimulationError(action: "make the folder", path: "\(folder.path)/missing/root", code: ENOENT)) {
            try controller.makeTree()
        }
    }

    @Test func knowsItsOwnProcess() {
        let process = ProcessIdentity.current
        #expect(process.pid == Int(getpid()))
        #expect(process.startTicks > 0)
        #expect(process.bootID.count == 36)
    }
}
