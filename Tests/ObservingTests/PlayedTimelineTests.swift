import Formats
import Runs
import Simulation
import TestKit
import Testing

@testable import Observing

/// What a demo stamps into timelines is about the very facts of its logs.
@Suite struct PlayedTimelineTests {
    @Test func everyFactOfAPlayedLogHasItsTime() throws {
        let root = try TemporaryRoot()
        let plan = try DemoPlan.standard(builds: 8, hosts: 3, seed: 3)
        _ = try SimulatedController(root: root.path, seed: 3, speed: 1).player(for: plan)
        let snapshot = Observatory.look(ObservatorySettings(root: Root(root.path)))
        for build in snapshot.builds {
            let path = root["var/lib/atvm-run-watcher/\(build.name)/timeline.jsonl"]
            let bytes = Array(try #require(readText(path), "\(build.name)").utf8)
            let (stamps, unreadable) = TimelineFile.stamps(in: bytes)
            #expect(unreadable == 0)
            let text = Array(try #require(readText(root["tmp/\(build.name).log"])).utf8)
            var log = CypressLog.read(text.span.bytes)
            TimelineFile.apply(stamps, to: &log)
            for run in log.runs {
                #expect(run.startedAt != nil && (run.endedAt != nil) == run.hasEnded, "\(build.name)")
                for spec in run.specs {
                    #expect(spec.startedAt != nil && (spec.endedAt != nil) == (spec.counts != nil), "\(spec.path)")
                    let isTimed = spec.steps.allSatisfy { $0.endedAt != nil }
                    #expect(isTimed, "\(build.name) \(spec.path)")
                }
            }
        }
    }

    /// What a played watcher has written down of a failure is what reading the log gives, so that no failure becomes
    /// another one when its log is read.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aRecordedFailureIsTheOneOfTheLog(_ seed: UInt64) throws {
        let root = try TemporaryRoot()
        let plan = try DemoPlan.standard(builds: 14, hosts: 4, seed: seed)
        _ = try SimulatedController(root: root.path, seed: seed, speed: 1).player(for: plan)
        let settings = ObservatorySettings(root: Root(root.path))
        var crashed = 0
        for build in Observatory.look(settings).builds where build.state == .failed {
            let read = try #require(BuildLook.snapshot(of: build.name, settings))
            root.delete("tmp/\(build.name).log")
            let recorded = try #require(BuildLook.snapshot(of: build.name, settings))
            #expect(recorded.failedHosts.map(\.key) == read.failedHosts.map(\.key), "\(build.name)")
            #expect(recorded.failedHosts.map(\.text) == read.failedHosts.map(\.text), "\(build.name)")
            #expect(recorded.failedHosts.map(\.host.step) == read.failedHosts.map(\.host.step), "\(build.name)")
            crashed += read.failedHosts.count { $0.message.contains("Renderer") }
        }
        #expect(crashed > 0)
    }

    @Test func runningHostsHaveTheirElapsedTime() throws {
        let root = try TemporaryRoot()
        let plan = try DemoPlan.standard(builds: 1, hosts: 3, seed: 3)
        _ = try SimulatedController(root: root.path, seed: 3, speed: 1).player(for: plan)
        let snapshot = Observatory.look(ObservatorySettings(root: Root(root.path)))
        let hosts = try #require(snapshot.builds.first).hosts.filter { $0.status == .running }
        #expect(!hosts.isEmpty && hosts.allSatisfy { $0.startedAt != nil })
    }
}
