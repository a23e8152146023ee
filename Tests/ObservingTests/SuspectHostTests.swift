import Runs
import TestKit
import Testing

@testable import Observing

/// Hosts that keep failing, as the files of a controller tell of them: of a build that has ended a list reads the record
/// alone.
@Suite struct SuspectHostTests {
    private static let state = "var/lib/atvm-run-watcher"

    /// Writes a build that has ended: its record with one host that has failed, or passed, and its log.
    private static func write(_ name: String, _ root: TemporaryRoot, day: Int, step: Int?, template: String) {
        let start = Timestamp(rfc3339: "2026-11-1\(day)T10:00:00Z")
        let end = Timestamp(rfc3339: "2026-11-1\(day)T11:00:00Z")
        let verdict = step == nil ? "PASS" : "FAIL"
        let text = LabText.state(
            name, step == nil ? "COMPLETED" : "FAILED", started: start, ended: end,
            more: """
                ,"summary":{"finished":1,"passed":\(step == nil ? 1 : 0),"failed":\(step == nil ? 0 : 1),"skipped":0},
                 "hosts":[{"name":"w2k25","status":"\(verdict)","step":\(step ?? 22),"steps_total":22,
                           "ended_at":"\(end?.rfc3339 ?? "")","detail":"it says no more"}]
                """)
        root.write(text.replacing("cmc-e2e", with: template), to: "\(state)/\(name)/state.json")
        root.write(
            LabText.runHeader(["w2k25"]), to: "tmp/\(name).log", modified: end.map { Int($0.wholeSeconds) })
    }

    @Test(
        arguments: [
            ([2, nil, 4, nil, 6], "cmc-e2e", "w2k25 failed in 3 of its last 5 runs, in 3 different steps"),
            ([2, nil, 4, nil, 2], "cmc-e2e", "w2k25 failed in 3 of its last 5 runs, in 2 different steps"),
            ([2, nil, 2, nil, 2], "cmc-e2e", nil), ([2, nil, 4, nil, nil], "cmc-e2e", nil),
            // Nobody knows the titles of its steps.
            ([2, nil, 4, nil, 6], "lab-own", "w2k25 failed in 3 of its last 5 runs, in 3 different steps"),
            ([3, 3, 3], "lab-own", nil),
        ] as [([Int?], String, String?)])
    func ofRecords(_ steps: [Int?], _ template: String, _ text: String?) throws {
        let root = try TemporaryRoot()
        root.makeFolder("tmp")
        for (day, step) in steps.enumerated() {
            Self.write("b\(day)", root, day: day, step: step, template: template)
        }
        let builds = Observatory.look(ObservatorySettings(root: Root(root.path))).builds
        #expect(builds.count == steps.count && builds.allSatisfy { !$0.isDetailed }, "records alone")
        #expect(SuspectHost.all(in: builds).map(\.text) == [text].compactMap(\.self))
        let titles = builds.flatMap(\.hosts).filter { $0.status == .failed }.map(\.stepTitle)
        #expect(titles.allSatisfy { ($0 != nil) == (template == "cmc-e2e") }, "\(titles)")
    }
}
