import Formats
import Runs
import Testing

/// Failures of all builds, for the command line.
@Suite struct FailureOverviewTests {
    /// A host that fails in these steps, one build each, the newest first; `nil` where it passes.
    private func builds(_ steps: [String?]) throws -> [BuildSnapshot] {
        try steps.enumerated().map { index, step in
            var build = BuildSnapshot(name: try BuildName("b\(index)"), state: .failed, reason: "")
            build.startedAt = Timestamp(seconds: 10_000 - Int64(index) * 100)
            var host = HostSnapshot(name: "w2k25", status: step == nil ? .passed : .failed)
            (host.step, host.stepTitle) = (step == nil ? nil : 7, step)
            build.hosts = [host]
            build.counts = HostCounts(build.hosts.map(\.status))
            return build
        }
    }

    @Test(arguments: [
        (["a", "b", "a"], true), (["a", nil, nil, nil, nil, "b", "a"], false), (["a", "a", "a"], false),
    ])
    func whoMostlyPassesIsNotSuspect(_ steps: [String?], _ isSuspect: Bool) throws {
        let builds = try builds(steps)
        #expect(FailuresText.overview(of: builds).contains("suspect host: w2k25 failed in 3 of its last") == isSuspect)
        #expect(FailuresText.markdown(ofAll: builds).contains("**Suspect host:** w2k25") == isSuspect)
        let json = FailuresJSON.value(ofAll: builds)
        #expect(json["suspect_hosts"]?.array?.isEmpty == !isSuspect)
        #expect(json["builds"]?.array?.count == 3)
        #expect(FailuresText.overview(of: builds).contains("1 host in 3 builds has failed"))
    }

    /// The tries are those of the step that is told of, where a host has failed in several.
    @Test func triesAreOfTheStepThatIsTold() throws {
        var build = try builds(["a"])[0]
        var early = StepSnapshot(number: 2, title: "early", status: .failed)
        early.attempts = 1
        var late = StepSnapshot(number: 7, title: "late", status: .failed)
        late.attempts = 3
        build.hosts[0].steps = [early, late]
        let cause = KnownCause(rule: "R", cause: "c", advice: "", retry: .maybe, line: "")
        var known = HostFailure(step: 7, title: "late", failure: Failure(path: [], message: "y"))
        known.cause = cause
        build.hosts[0].failures = [
            HostFailure(step: 2, title: "early", failure: Failure(path: [], message: "x")), known,
        ]
        build.hosts[0].cause = cause
        #expect(build.failedHosts.first?.attempts == 3)
        #expect(build.failedHosts.first?.text == "7. late: y")
    }

    /// A cause of which only a record speaks is marked wherever it stands, and nobody is advised to run it again.
    @Test(arguments: [true, false])
    func whatIsProvisionalSaysSo(_ isProvisional: Bool) throws {
        let doubt = "from the record alone; its log was not read"
        let (label, rerun) = isProvisional ? ("CMC-13?", doubt) : ("CMC-13", "rerun: may help")
        var build = try builds(["a"])[0]
        var cause = KnownCause(rule: "CMC-13", cause: "it waits", advice: "look", retry: .maybe, line: "x")
        cause.doubt = isProvisional ? .ofAll : .none
        build.hosts[0].cause = cause
        let table = FailuresText.table(of: [build])
        #expect(table.contains("  \(label)  "))
        #expect(table.contains("known cause: \(label): it waits") && table.contains("advice: look (\(rerun))"))
        #expect(FailuresText.overview(of: [build]).contains("  \(label)  "))
        let markdown = FailuresText.markdown(of: build)
        #expect(markdown.contains("known cause: \(label): it waits") && markdown.contains("look (\(rerun))"))
        let all = FailuresText.markdown(ofAll: [build])
        #expect(all.contains("known cause: \(label): it waits; look"))
        #expect(all.contains(doubt) == isProvisional)
        let json = FailuresJSON.value(of: build)["failures"]?.array?.first?["known_cause"]
        #expect(json?["rule"]?.string == "CMC-13")
        #expect(json?["provisional"]?.bool == isProvisional)
    }

    /// A waived failure stays in every count, marked; so does one at which somebody looks.
    @Test func marksAreTold() throws {
        var builds = try builds(["a", "a", "a"])
        var waived = FailureMark(host: "w2k25", subRun: nil)
        waived.waiver = FailureMark.Stamp(by: "root", at: Timestamp(seconds: 10_000))
        waived.comment = "known"
        var claimed = FailureMark(host: "w2k25", subRun: nil)
        claimed.claim = FailureMark.Stamp(by: "alice", at: Timestamp(seconds: 10_000))
        builds[0].hosts[0].mark = waived
        builds[1].hosts[0].mark = claimed
        #expect(FailuresText.overview(of: builds).contains("1 waived, alice"))
        #expect(FailuresText.overview(of: [builds[0]]).contains("  waived  "))
        let markdown = FailuresText.markdown(ofAll: builds)
        #expect(markdown.contains("  - w2k25 of b0: waived by root: known\n"))
        #expect(markdown.contains("  - w2k25 of b1: alice looks at it\n"))
        builds[0].hosts[0].mark = nil
        builds[1].hosts[0].mark = nil
        #expect(!FailuresText.overview(of: builds).contains("waived"))
    }

    /// A message without end does not make a table without end.
    @Test func rowsHaveAnEnd() throws {
        var build = try builds(["a"])[0]
        let message = String(repeating: "x", count: 16_000)
        build.hosts[0].failures = [HostFailure(step: 7, title: "a", failure: Failure(path: [], message: message))]
        let rows = FailuresText.overview(of: [build]).split(separator: "\n")
        #expect(rows.allSatisfy { $0.count < 400 })
    }
}
