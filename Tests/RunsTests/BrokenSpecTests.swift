import Runs
import Testing

/// A spec that breaks off in the middle of a step, as when the renderer crashes: its box says that it took no time.
@Suite struct BrokenSpecTests {
    private static let line = "We detected that the Chromium Renderer process just crashed."

    /// A host that breaks off after two steps, and one that passes.
    /// - Parameters:
    ///   - start: when the first one's spec began, in seconds; `nil` where nobody watched.
    ///   - isTimed: whether its steps say what they took.
    private static func build(start: Int64?, end: Int64?, isTimed: Bool) throws -> BuildSnapshot {
        var story = Story()
        var log = RunLog()
        log.absorb(.runStarted, at: 0)
        log.absorb(.runDescribed(RunHeader(specsExpected: 2, specNames: ["a.cy.ts", "b.cy.ts"])), at: 0)
        log.absorb(.specStarted(path: "a.cy.ts", index: 1, count: 2), at: 100, arrival: start.map(Story.time))
        for number in 1...2 {
            let step = StepEnd(
                title: story.title(number), status: .passed, duration: isTimed ? .seconds(20) : nil)
            log.absorb(.stepEnded(step), at: 100 + number * 100)
        }
        log.absorb(.specBroke(line), at: 400)
        log.absorb(.specEnded(Counts(failing: 1), duration: .zero), at: 500, arrival: end.map(Story.time))
        log.absorb(.specStarted(path: "b.cy.ts", index: 2, count: 2), at: 600)
        log.absorb(.specEnded(Counts(tests: 22, passing: 22), duration: .seconds(90)), at: 700)
        story.evidence.log = .read(log, LogVitals(size: 800, changedAt: Story.time(900)))
        return try story.build(at: 910)
    }

    @Test func theStepThatRanHasFailed() throws {
        let build = try Self.build(start: 10, end: 700, isTimed: true)
        let host = try #require(build.hosts.first)
        #expect(host.step == 3)
        #expect(host.steps.map(\.status).prefix(4) == [.passed, .passed, .failed, .skipped])
        #expect(host.failures.map(\.step) == [3])
        #expect(host.failures.map(\.failure.message) == [Self.line])
        #expect(host.failureOffset == 400)
        let failed = try #require(build.failedHosts.first)
        #expect(failed.text == "3. \(host.steps[2].title): \(Self.line)")
        #expect(failed.endedAt == Story.time(700))
        let report = StatusReport(of: build, at: Story.time(910), clock: .utc)
        #expect(report.failures.map(\.heading) == ["a: step 3. \(host.steps[2].title)"])
        #expect(report.failures.map(\.excerpt) == [[Self.line]])
    }

    private static let all = (1...22).map { "|pass \($0)" }.joined()

    /// Where nothing shows in which step it broke off none is invented, and report and lists tell of it all the same.
    @Test(arguments: [
        ("", "broke off; its log shows no step"), (all, "broke off after step 22. Power off"),
        ("|pass 30", "broke off after 30. beyond the flow"),
    ])
    func whatIsOfNoStepIsTold(_ steps: String, _ place: String) throws {
        var story = Story()
        story.log("run a b|spec a\(steps)|broke \(Self.line)|box|spec b|box 22|end", changed: 700)
        var build = try story.build(at: 710)
        let host = try #require(build.hosts.first)
        #expect(host.status == .failed && host.step == nil && host.detail == Self.line)
        #expect(host.stepTitle == nil)
        #expect(host.failures.map(\.step) == [nil] && host.failureOffset == host.failures.first?.logOffset)
        let report = StatusReport(of: build, at: Story.time(710), clock: .utc)
        #expect(report.hosts.first?.detail == Self.line)
        #expect(report.failures.map(\.heading) == ["a: \(place)"])
        #expect(report.failures.map(\.excerpt) == [[Self.line]])
        let failed = try #require(build.failedHosts.first)
        #expect(failed.step.isEmpty && failed.text == Self.line)
        // Told by its record alone it is the same failure.
        build.hosts[0] = RecordedRules.host(from: recorded(host), of: build.flow)
        #expect(build.failedHosts.map(\.key) == [failed.key])
    }

    private func recorded(_ host: HostSnapshot) -> RecordedHost {
        var row = RecordedHost(name: host.name, status: host.status.word)
        (row.step, row.detail) = (host.step, host.detail)
        return row
    }

    /// Its results are missing, but another spec has begun after it: it is over, and the log says why.
    @Test func whatIsOverHasFailedWithoutItsResults() throws {
        var story = Story()
        story.log("run a b c|spec a|pass 1|broke \(Self.line)|spec b|pass 1|spec c|pass 1", changed: 700)
        let build = try story.build(at: 710)
        #expect(build.hosts.map(\.status) == [.failed, .running, .running])
        #expect(build.hosts[0].step == 2 && build.hosts[0].failures.map(\.failure.message) == [Self.line])
        #expect(build.counts.failed == 1)
    }

    /// What a test has only said of a crash fails nothing, though its results are missing.
    @Test func whatWasOnlyTalkedAboutHasNotFailed() throws {
        var story = Story()
        story.log("run a b|spec a|pass 1|broke \(Self.line)|pass 2|spec b|pass 1", changed: 700)
        #expect(try story.build(at: 710).hosts.map(\.status) == [.running, .running])
        // Nor does it hide the step that runs, or what really ends it.
        story = Story()
        story.log("run a|spec a|pass 1|broke Oops: talk|told Error: talk|pass 2", changed: 700)
        #expect(try story.build(at: 710).hosts.first?.detail.hasPrefix("step 3/22 ") == true)
        story.log("broke \(Self.line)|box", changed: 701)
        let host = try #require(try story.build(at: 710).hosts.first)
        #expect(host.status == .failed && host.step == 3 && host.failures.map(\.failure.message) == [Self.line])
    }

    /// The log ends there: nothing says that it has failed, but why it stopped is told.
    @Test func whereTheRunStoppedTheReasonIsTold() throws {
        var story = Story()
        story.log("run a b|spec a|broke An error was thrown in your plugins file|told Error: no", changed: 700)
        story.evidence.runner = .gone(since: Story.time(705), how: nil)
        let build = try story.build(at: 900)
        let why = "An error was thrown in your plugins file Error: no"
        #expect(build.state.isTerminal && build.hosts[0].status == .running)
        #expect(build.hosts[0].detail == "the run stopped in its spec: \(why)")
        #expect(build.anomalies.contains("a: the run stopped in its spec: \(why)"), "\(build.anomalies)")
    }

    /// Its line is of a spec that goes on until its box says otherwise.
    @Test func whatGoesOnHasNotFailed() throws {
        var story = Story()
        story.log("run a|spec a|broke \(Self.line)", changed: 700)
        let build = try story.build(at: 710)
        #expect(build.hosts.map(\.status) == [.running] && build.hosts.allSatisfy(\.failures.isEmpty))
        #expect(StatusReport(of: build, at: Story.time(710), clock: .utc).failures.isEmpty)
    }

    /// Each failed host has its bullet, also where nothing describes its failure (contract, section 6).
    @Test(arguments: [
        ("spec a|box 0 1", "a: nothing says at which step"),
        ("spec a|fail 7|box 6 1", "a: step 7. Create migration session"),
    ])
    func whatNothingDescribesIsTold(_ pieces: String, _ heading: String) throws {
        var story = Story()
        story.log("run a|\(pieces)|end", changed: 700)
        let report = StatusReport(of: try story.build(at: 710), at: Story.time(710), clock: .utc)
        #expect(report.failures.map(\.heading) == [heading] && report.failures.map(\.excerpt) == [[]])
    }

    @Test func aRecordAloneIsTold() throws {
        var build = BuildSnapshot(name: try BuildName("b"), state: .failed, reason: "")
        var row = RecordedHost(name: "w2k25", status: "FAIL")
        (row.step, row.detail) = (7, "step 7. Create: Error: no")
        build.flow = Flow(.learned, template: nil, steps: Array(repeating: "Create", count: 7))
        build.hosts = [RecordedRules.host(from: row, of: build.flow)]
        let report = StatusReport(of: build, at: Story.time(710), clock: .utc)
        #expect(report.failures.map(\.heading) == ["w2k25: step 7. Create"])
        #expect(report.failures.map(\.excerpt) == [["Error: no"]])
    }

    @Test(
        arguments: [
            // Watched: as long as it ran. Not watched: at least its steps. Neither: nobody knows.
            (10, 700, true, 690, "a - 11m 30s"), (10, 700, false, 690, "a - 11m 30s"),
            (nil, nil, true, 40, "b - 1m 30s"), (10, nil, true, 40, "b - 1m 30s"), (10, 10, true, 40, "b - 1m 30s"),
            (nil, nil, false, nil, "b - 1m 30s"),
        ] as [(Int64?, Int64?, Bool, Int64?, String)])
    func itTookWhatItRan(
        _ start: Int64?, _ end: Int64?, _ isTimed: Bool, _ took: Int64?, _ longest: String
    ) throws {
        let build = try Self.build(start: start, end: end, isTimed: isTimed)
        #expect(build.hosts[0].duration == took.map { Duration.seconds($0) })
        #expect(build.hosts[0].endedAt == end.map(Story.time))
        let report = StatusReport(of: build, at: Story.time(910), clock: .utc)
        // What it took at least is no time to compare with others.
        #expect(report.timing.first { $0.label == "quickest" }?.value == "b - 1m 30s")
        #expect(report.timing.first { $0.label == "longest" }?.value == longest)
    }
}
