import Formats
import Glibc
import Observing
import Plans
import Runs
import Synchronization
import TestKit
import Testing

@testable import Acting

/// Operators and a run's end at the same moment, with real files and locks; only the processes are played. After each round
/// the results and the files must be one of the ends that the rules allow.
@Suite struct RaceTests {
    /// Rounds of each race; together with the rounds of real processes they are more than 500.
    private static let rounds = 65
    /// The rounds that have failed once; they are played first, for ever.
    private static let kept: [Race: [UInt64]] = [:]

    enum Race: String, CaseIterable, Sendable {
        case startAndStart, startOfAnActiveBuild, cancelAndCancel, cancelAndEnd, cancelAndStart, settleAndSettle
        case settleAndWatcherStart, relaunchWhilePosting
    }

    @Test(arguments: Race.allCases) func everyRoundEndsInAnAllowedState(_ race: Race) throws {
        let seeds = (Self.kept[race] ?? []) + (0..<UInt64(Self.rounds)).map { $0 }
        for seed in seeds {
            let round = try RaceRound(seed)
            let problems = try round.play(race)
            if !problems.isEmpty {
                Issue.record("\(race.rawValue), seed \(seed): \(problems.joined(separator: "; "))\n\(round.account)")
                return
            }
        }
    }
}

/// One round of a race: two operators on one controller.
private struct RaceRound {
    let lab: Lab
    let controller: PlayedController
    private let pauses: [Int]
    private let results = Results()
    private var build: BuildName { lab.build }

    init(_ seed: UInt64) throws {
        lab = try Lab(isInMemory: true)
        controller = PlayedController(lab.root)
        // Rounds differ by who comes how much later; the first ones start together.
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        pauses = (0..<2).map { _ in
            state = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
            return seed < 10 ? 0 : Int(state >> 40) % [200, 2000, 12_000][Int(seed % 3)]
        }
    }

    var account: String { "results: \(results.all), asked: \(controller.asked), pauses: \(pauses)" }

    // MARK: Parts of a round

    private final class Results: Sendable {
        private let kept = Mutex<[String: Swift.Result<String, ActingError>]>([:])
        var all: [String: Swift.Result<String, ActingError>] { kept.withLock { $0 } }

        func take(_ who: String, _ body: () throws -> String) {
            let result: Swift.Result<String, ActingError>
            do { result = .success(try body()) } catch let error as ActingError {
                result = .failure(error)
            } catch { result = .failure(.failed("\(error)")) }
            kept.withLock { $0[who] = result }
        }
    }

    private func performer(_ who: String) -> Performer {
        var lab = lab
        lab.person = Person(login: who)
        return lab.performer(controller)
    }

    private func start(_ who: String) -> @Sendable () -> Void {
        { [self] in
            results.take(who) {
                let plan = try lab.plan(template: "true", runner: "true", for: controller)
                return try plan.approve(.yes).map { try performer(who).perform($0) } ?? ""
            }
        }
    }

    private func cancel(_ who: String) -> @Sendable () -> Void {
        { [self] in
            results.take(who) {
                let performer = performer(who)
                return try performer.cancelPlan(build, .whole).approve(.yes).map { try performer.perform($0) } ?? ""
            }
        }
    }

    private func settle(_ who: String, _ decision: SettlePlan.Decision) -> @Sendable () -> Void {
        { [self] in
            results.take(who) {
                try SettlePlan(build, subRun: nil, decision).approve(.yes).map { try performer(who).perform($0) } ?? ""
            }
        }
    }

    private func startWatcher(_ who: String) -> @Sendable () -> Void {
        { [self] in
            results.take(who) {
                var fields = StartRequest.Fields()
                fields.build = build.text
                let performer = performer(who)
                let plan = StartPlan(
                    try StartRequest(fields, for: .watcher), .watcher, places: performer.places(of: build))
                return try plan.approve(.yes).map { try performer.perform($0) } ?? ""
            }
        }
    }

    /// The end of the run as its watcher decides it.
    private func end() -> @Sendable () -> Void {
        { [self] in
            results.take("the end") {
                let lock = try StateLock.wait(lab.root.stateFolder(of: build), by: lab.person)
                defer { withExtendedLifetime(lock) {} }
                guard FileSignature(linkAt: lab.root.cancelledMarker(of: build)) == nil else { return "cancelled" }
                try writeState(.completed)
                return "completed"
            }
        }
    }

    private func writeState(_ state: BuildState, delivery: RecordedDelivery? = nil) throws {
        var file = StateFile(build: "b", record: RecordedState(state: state))
        file.record.startedAt = WallClock.now()
        file.record.updatedAt = WallClock.now()
        if state.isTerminal { file.record.endedAt = WallClock.now() }
        file.record.delivery = delivery
        try AtomicFile.makeFolder(lab.root.stateFolder(of: build))
        try AtomicFile.write(file.text, to: lab.root.stateFile(of: build), mode: 0o644)
    }

    private func runningBuild() throws {
        try lab.writeRequest(["true"])
        try writeState(.running)
        try controller.write(.watcher, build, isAlive: true)
        try controller.write(.runner, build, isAlive: true)
    }

    private func finishedBuild() throws {
        try lab.writeRequest(["true"])
        try writeState(.completed, delivery: .posted)
        try controller.write(.watcher, build, isAlive: false)
        try controller.write(.runner, build, isAlive: false)
        lab.folder.write("{}", to: "var/lib/atvm-run-watcher/b/posted.marker")
    }

    private func unknownPost() throws {
        try finishedBuild()
        try writeState(.completed, delivery: .unknown)
        unlink(lab.root.postedMarker(of: build))
        var box = try PostBox(freezing: [1], of: build, subRun: nil, launch: "l1", lab.root)
        try box.beginSending(at: WallClock.now())
    }

    // MARK: What is so afterwards

    private var recorded: BuildState? { BuildActivity(of: build, lab.root).recorded }
    private var isMarked: Bool { FileSignature(linkAt: lab.root.cancelledMarker(of: build)) != nil }
    private var phase: Posting.Phase? { (try? PostBox(recovering: build, subRun: nil, lab.root))?.posting.phase }

    private func won(_ who: String) -> String? { try? results.all[who]?.get() }

    /// Why somebody was refused; `nil` when it was not, or when something broke.
    private func refusal(_ who: String) -> String? {
        if case .failure(.refused(let why)) = results.all[who] { why } else { nil }
    }

    /// Who lost is told who is there and since when.
    private func names(_ text: String?, _ who: String) -> Bool {
        guard let text else { return false }
        return text.contains(who) && (text.contains(" since 20") || text.contains(" at 20"))
    }

    func play(_ race: RaceTests.Race) throws -> [String] {
        var problems = try outcome(race).compactMap(\.self) + controller.problems
        let strays = try filesIn(lab.root.stateFolder(of: build)).filter { $0.hasPrefix(".writing-") }
        if !strays.isEmpty { problems.append("\(strays) are left") }
        if lab.audit.count != 2 * results.all.keys.count(where: { $0 != "the end" }) {
            problems.append("the audit trail has \(lab.audit.count) lines")
        }
        return problems
    }

    private func outcome(_ race: RaceTests.Race) throws -> [String?] {
        switch race {
        case .startAndStart: try startAndStart()
        case .startOfAnActiveBuild: try startOfAnActiveBuild()
        case .cancelAndCancel: try cancelAndCancel()
        case .cancelAndEnd: try cancelAndEnd()
        case .cancelAndStart: try cancelAndStart()
        case .settleAndSettle: try settleAndSettle()
        case .settleAndWatcherStart: try settleAndWatcherStart()
        case .relaunchWhilePosting: try relaunchWhilePosting()
        }
    }

    private func expect(_ isSo: Bool, _ otherwise: String) -> String? { isSo ? nil : otherwise }

    // MARK: Races

    private func startAndStart() throws -> [String?] {
        // Every other round the name has never been used.
        if pauses[0] % 2 == 0 { try finishedBuild() }
        try Barrier.run(pauses, [start("anna"), start("otto")])
        let winner = won("anna") != nil ? "anna" : "otto"
        let loser = winner == "anna" ? "otto" : "anna"
        return [
            expect(won(winner) == "started" && won(loser) == nil, "not exactly one has started it"),
            expect(names(refusal(loser), winner), "the loser was not told of the winner"),
            expect(controller.asked == ["start watcher", "start runner"], "other things were started"),
            expect(BuildActivity(of: build, lab.root).request?.startedBy == winner, "the request is not the winner's"),
            expect(phase == nil && !isMarked, "something of the earlier run is left"),
        ]
    }

    private func startOfAnActiveBuild() throws -> [String?] {
        try runningBuild()
        lab.folder.write("{}", to: "var/lib/atvm-run-watcher/b/posted.marker")
        lab.folder.write("the log", to: "tmp/b.log")
        func picture() -> [String: String] {
            lab.folder.picture().filter { $0.key.hasPrefix("/var/lib/") || $0.key.hasPrefix("/tmp/") }
        }
        let before = picture()
        try Barrier.run(pauses, [start("anna"), start("otto")])
        return [
            expect(names(refusal("anna"), "tester") && names(refusal("otto"), "tester"), "they were not told who"),
            expect(picture() == before, "a file of the active build was touched"),
            expect(controller.asked.isEmpty, "something was started"),
        ]
    }

    private func cancelAndCancel() throws -> [String?] {
        try runningBuild()
        try Barrier.run(pauses, [cancel("anna"), cancel("otto")])
        let (one, other) = (won("anna"), won("otto"))
        let winner = one == "cancelled b" ? "anna" : "otto"
        let loser = winner == "anna" ? "otto" : "anna"
        let isTold = won(loser)?.contains("CANCELLED") == true || names(refusal(loser), winner)
        return [
            expect([one, other].count { $0 == "cancelled b" } == 1 && isTold, "not one winner, and the other told"),
            expect(recorded == .cancelled && isMarked, "it is not cancelled"),
            expect(!BuildActivity(of: build, lab.root).runnerLives, "the runner lives"),
        ]
    }

    private func cancelAndEnd() throws -> [String?] {
        try runningBuild()
        try Barrier.run(pauses, [cancel("anna"), end()])
        let isCancelled = won("the end") == "cancelled"
        return [
            expect(isCancelled == isMarked, "marker and end do not fit"),
            expect(recorded == (isCancelled ? .cancelled : .completed), "two ends, or none"),
            expect(won("anna")?.contains(isCancelled ? "cancelled b" : "ended") == true, "the operator was told wrong"),
            expect(isCancelled || controller.asked.isEmpty, "a finished run did not stay as it was"),
        ]
    }

    private func cancelAndStart() throws -> [String?] {
        let wasRunning = pauses[0] % 2 == 0
        if wasRunning { try runningBuild() } else { try finishedBuild() }
        try Barrier.run(pauses, [cancel("anna"), start("otto")])
        let runs = BuildActivity(of: build, lab.root).runnerLives
        switch (won("anna"), won("otto")) {
        case ("cancelled b", "started"):
            // The cancelled run was the one before or the one after.
            return [expect(runs && !isMarked || !runs && isMarked && recorded == .cancelled, "half a run is there")]
        case ("cancelled b", nil):
            return [
                expect(wasRunning && !runs && isMarked && recorded == .cancelled, "the cancelled run is not cancelled"),
                expect(refusal("otto") != nil, "the start was not refused but broke"),
            ]
        case (_, "started"):
            let why = won("anna").map { $0.contains("has ended") } ?? (refusal("anna") != nil)
            return [expect(runs && !isMarked && why, "the started run is hurt")]
        default: return ["nobody has come through"]
        }
    }

    private func settleAndSettle() throws -> [String?] {
        try unknownPost()
        try Barrier.run(pauses, [settle("anna", .markPosted), settle("otto", .postAgain)])
        let isMarkedPosted = won("anna") != nil
        return [
            expect((won("anna") != nil) != (won("otto") != nil), "not exactly one has settled it"),
            expect(refusal(isMarkedPosted ? "otto" : "anna") != nil, "the second was not told"),
            expect(phase == (isMarkedPosted ? .posted : .prepared), "the post stands otherwise than it was settled"),
            expect(controller.asked == (isMarkedPosted ? [] : ["start watcher"]), "the watcher does not fit"),
        ]
    }

    private func settleAndWatcherStart() throws -> [String?] {
        try unknownPost()
        try Barrier.run(pauses, [settle("anna", .postAgain), startWatcher("otto")])
        let activity = BuildActivity(of: build, lab.root)
        return [
            expect(won("anna") != nil || won("otto") != nil, "nobody has come through"),
            expect(won("anna") == nil || won("otto") == nil || phase == .prepared, "a settled post was cleared away"),
            expect(won("anna") == nil || phase == .prepared, "the settled post is gone"),
            expect(won("anna") != nil || refusal("anna") != nil, "the settlement broke"),
            expect(won("otto") != nil || refusal("otto") != nil, "the watcher's start broke"),
            expect(activity.watcherLives && controller.asked == ["start watcher"], "not exactly one watcher"),
        ]
    }

    private func relaunchWhilePosting() throws -> [String?] {
        try finishedBuild()
        unlink(lab.root.postedMarker(of: build))
        var box = try PostBox(freezing: [1], of: build, subRun: nil, launch: "l1", lab.root)
        try box.beginSending(at: WallClock.now())
        try controller.write(.watcher, build, isAlive: true)
        let sent = box
        let answer: @Sendable () -> Void = { [self] in
            results.take("the end") {
                var box = sent
                box.take(.delivered, at: WallClock.now(), pauses: RetryPauses())
                try controller.write(.watcher, build, isAlive: false)
                return "posted"
            }
        }
        try Barrier.run(pauses, [start("anna"), answer])
        let hasMarker = FileSignature(linkAt: lab.root.postedMarker(of: build)) != nil
        if won("anna") == "started" { return [expect(!hasMarker, "a post of the run before is left")] }
        return [
            expect(refusal("anna") != nil, "the start broke"),
            expect(hasMarker, "the marker did not outlive the attempt"),
            expect(controller.asked.isEmpty, "something was started"),
        ]
    }
}
