import Runs
import Testing

@testable import Observing

/// What the rules say of a build depends on how much of it has been read.
@Suite struct TriageTests {
    private static func triage() throws -> Triage {
        let rule = TriageRule(
            id: "R", pattern: try LinePattern("disk is busy"), cause: "the disk is in use", advice: "free it",
            retry: .maybe)
        return Triage(TriageRules([rule]))
    }

    private static func build(isRead: Bool) throws -> BuildSnapshot {
        var build = BuildSnapshot(name: try BuildName("b"), state: .failed, reason: "")
        var host = HostSnapshot(name: "w2k25", status: .failed, detail: "step 7. Create: disk is busy")
        if isRead {
            let failure = Failure(path: [], message: "disk is busy")
            host.failures = [HostFailure(step: 7, title: "Create", failure: failure)]
        }
        build.hosts = [host]
        build.isDetailed = isRead
        return build
    }

    @Test func aCauseIsProvisionalUntilTheLogIsRead() throws {
        let triage = try Self.triage()
        // In this order twice: what is kept of one build must not mark another.
        for isRead in [false, true, false, true] {
            var build = try Self.build(isRead: isRead)
            triage.explain(&build)
            #expect(build.hosts[0].cause?.rule == "R")
            #expect(build.hosts[0].cause?.isProvisional == !isRead)
            #expect(build.hosts[0].failures.allSatisfy { $0.cause?.isProvisional == false })
        }
    }

    /// The log is gone: what is known is known from the record alone, as of a build whose log was not read.
    @Test(arguments: [true, false])
    func aCauseOfARecordWithoutALogIsProvisional(_ isGone: Bool) throws {
        var row = RecordedHost(name: "w2k25", status: "FAIL")
        row.detail = "step 7. Create: disk is busy"
        var recorded = RecordedState(state: .failed)
        recorded.hosts = [row]
        var evidence = Evidence()
        evidence.recorded = recorded
        let now = Timestamp(seconds: 1_795_183_402)
        evidence.log = isGone ? .missing : .unread(LogVitals(size: 10, changedAt: now))
        var build = BuildRules.snapshot(of: try BuildName("b"), from: evidence, at: now, windows: Windows())
        build.isDetailed = isGone
        try Self.triage().explain(&build)
        let cause = try #require(build.hosts.first?.cause)
        #expect(cause.label == "R?" && cause.rerun.contains("from the record alone"))
        #expect(build.failedHosts.first?.cause?.isProvisional == true)
    }

    /// A host that broke off before any step has only its line, but of a log that has been read.
    @Test func aLineOfAReadLogIsCertain() throws {
        var build = try Self.build(isRead: false)
        build.isDetailed = true
        try Self.triage().explain(&build)
        #expect(build.hosts[0].cause?.isProvisional == false)
    }
}
