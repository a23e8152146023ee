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

    @Test func runningHostsHaveTheirElapsedTime() throws {
        let root = try TemporaryRoot()
        let plan = try DemoPlan.standard(builds: 1, hosts: 3, seed: 3)
        _ = try SimulatedController(root: root.path, seed: 3, speed: 1).player(for: plan)
        let snapshot = Observatory.look(ObservatorySettings(root: Root(root.path)))
        let hosts = try #require(snapshot.builds.first).hosts.filter { $0.status == .running }
        #expect(!hosts.isEmpty && hosts.allSatisfy { $0.startedAt != nil })
    }
}
