import Formats
import Runs
import Simulation
import TestKit
import Testing

@testable import Observing

/// A demo's tree, written once for all tests that only look at it.
private struct DemoTree {
    let root: TemporaryRoot
    let plan: DemoPlan
    let settings: ObservatorySettings

    init(seed: UInt64 = 7) throws {
        root = try TemporaryRoot()
        plan = try DemoPlan.standard(builds: 12, hosts: 3, seed: seed)
        _ = try SimulatedController(root: root.path, seed: seed, speed: 1).player(for: plan)
        settings = ObservatorySettings(root: Root(root.path))
    }

    /// The state that a build's part in the plan leads to.
    static func state(of run: PlannedRun) -> BuildState {
        let turns = run.script.hosts.flatMap { $0.turns.values }
        switch run.entrance {
        case .upcoming: return .unknown
        case .running: return .running
        case .past:
            if run.script.cancelledAfter != nil { return .cancelled }
            if turns.contains(.hangs) { return .hung }
            if turns.contains(.runnerDies) { return .terminated }
            let hasFailed = turns.contains { turn in
                switch turn {
                case .fails, .hookFails, .rendererCrashes: true
                case .passesAfter, .pending, .hangs, .runnerDies: false
                }
            }
            return hasFailed ? .failed : .completed
        }
    }
}

@Suite struct ObservatoryTests {
    @Test(arguments: [7, 42] as [UInt64])
    func everyBuildOfADemoHasTheStateOfItsPart(_ seed: UInt64) throws {
        let tree = try DemoTree(seed: seed)
        let snapshot = Observatory.look(tree.settings)
        #expect(snapshot.isComplete)
        #expect(snapshot.problems.isEmpty)
        // A build that is launched later has left no trace yet.
        let runs = tree.plan.runs.filter { DemoTree.state(of: $0) != .unknown }
        #expect(Set(snapshot.builds.map(\.name)) == Set(runs.map(\.script.build)))
        for run in runs {
            let build = try #require(snapshot.build(run.script.build))
            #expect(build.state == DemoTree.state(of: run), "\(build.name): \(build.reason)")
            #expect(build.counts.total >= 1)
            #expect(build.startedAt != nil)
        }
        let states = Set(snapshot.builds.map(\.state))
        #expect(states == [.running, .hung, .completed, .failed, .cancelled, .terminated])
    }

    /// A look at one build gives all of it, from log and reports, whatever its record says.
    @Test func aLookAtOneBuildAgreesWithItsScript() throws {
        let tree = try DemoTree()
        for run in tree.plan.runs where DemoTree.state(of: run) != .unknown {
            let build = try #require(BuildLook.snapshot(of: run.script.build, tree.settings))
            #expect(build.state == DemoTree.state(of: run), "\(build.name): \(build.reason)")
            #expect(build.isDetailed)
            #expect(build.anomalies.allSatisfy { !$0.contains("the log says") }, "\(build.anomalies)")
            #expect(build.problems.isEmpty)
            #expect(build.launch.template == run.script.template)
            #expect(build.isCategorized == run.script.isCategorized)
            let names = run.script.hosts.map(\.name)
            #expect(build.hosts.map(\.name) == Array(names.prefix(build.hosts.count)), "\(build.name)")
            for host in build.hosts {
                let script = try #require(run.script.hosts.first { $0.name == host.name })
                #expect(host.kernel != nil)
                if host.status == .failed { expectFailure(of: host, as: script) }
                if host.status == .passed { #expect(host.stepsPassed == run.script.steps.count, "\(host.name)") }
            }
        }
    }

    private func expectFailure(of host: HostSnapshot, as script: HostScript) {
        for (step, turn) in script.turns {
            switch turn {
            case .fails(let text, _), .hookFails(let text):
                #expect(host.step == step, "\(host.name)")
                #expect(
                    host.detail.contains(SafeText.firstLine(of: text.whole)) || host.detail.count > 100,
                    "\(host.detail)")
            case .rendererCrashes:
                #expect(host.detail.contains("crash"), "\(host.detail)")
                #expect(host.step == step, "\(host.name)")
                #expect(host.steps.first { $0.number == step }?.status == .failed)
                #expect(host.failures.first?.failure.message.contains("crash") == true)
                #expect(host.duration.map { $0 > .zero } == true, "\(host.name)")
            case .passesAfter, .pending, .hangs, .runnerDies: break
            }
        }
    }

    @Test func anUnknownBuildIsNone() throws {
        let tree = try DemoTree()
        #expect(BuildLook.snapshot(of: try BuildName("nobody"), tree.settings) == nil)
    }

    /// A command looks once: what it tells is what stands at the end of the log, however long that is.
    @Test func oneLookReadsALongLogToItsEnd() throws {
        let root = try TemporaryRoot()
        root.write(
            LabText.runHeader(["one"]) + LabText.specHeader("one", 1, of: 1) + LabText.passed(1), to: "tmp/b.log")
        let noise = String(repeating: "64 bytes from 192.0.2.1: icmp_seq=7 ttl=64 time=0.412 ms\n", count: 200_000)
        root.append(noise + LabText.passed(2) + LabText.passed(3), to: "tmp/b.log")
        let build = try #require(Observatory.look(ObservatorySettings(root: Root(root.path))).builds.first)
        #expect(build.hosts.map(\.stepsPassed) == [3], "\(build.hosts)")
    }

    @Test func anEmptyControllerIsComplete() throws {
        let root = try TemporaryRoot()
        let snapshot = Observatory.look(ObservatorySettings(root: Root(root.path)))
        #expect(snapshot.isComplete && snapshot.builds.isEmpty && snapshot.problems.isEmpty)
        #expect(snapshot.places.contains("/tmp/*.log  (run logs)"))
    }

    /// What `inspect` makes of a log that the simulation printed is what its script says.
    @Test func logsReadAsTheyWereWritten() throws {
        let tree = try DemoTree()
        for run in tree.plan.runs {
            guard let text = readText(tree.root["tmp/\(run.script.build).log"]) else { continue }
            let bytes = Array(text.utf8)
            let log = CypressLog.read(bytes.span.bytes)
            let verdict = Inspection(log: log).verdict
            switch DemoTree.state(of: run) {
            case .completed: #expect(verdict == .pass, "\(run.script.build)")
            case .failed: #expect(verdict == .fail, "\(run.script.build)")
            case .running, .hung, .cancelled, .terminated, .unknown:
                #expect(verdict == .incomplete, "\(run.script.build)")
            }
            for spec in log.runs.flatMap(\.specs) {
                let host = try #require(run.script.hosts.first { $0.name == HostName.fromSpec(spec.path) })
                for step in spec.steps {
                    let number = try #require(StepTitle.number(of: step.title))
                    #expect(StepTitle.text(of: step.title) == run.script.steps[number - 1])
                    if case .passesAfter(let attempts)? = host.turns[number] { #expect(step.attempts == attempts + 1) }
                    if case .fails? = host.turns[number] { #expect(step.status == .failed) }
                    if case .hookFails? = host.turns[number] { #expect(step.hook != nil) }
                    if host.turns.isEmpty { #expect(step.status == .passed) }
                }
            }
        }
    }
}
