import Runs
import Testing

/// A story and the hosts that come of it.
struct HostRowCase: CustomTestStringConvertible, Sendable {
    let name: String
    let log: String
    /// `name STATUS step/passed detail`, one for each host; `-` for no step.
    let hosts: [String]

    init(_ name: String, _ log: String, _ hosts: String...) { (self.name, self.log, self.hosts) = (name, log, hosts) }

    var testDescription: String { name }
}

@Suite struct BuildRulesTests {
    static func shown(_ host: HostSnapshot) -> String {
        "\(host.name) \(host.status.word) \(host.step.map(String.init) ?? "-")/\(host.stepsPassed) \(host.detail)"
    }

    /// A run that hangs has not stopped: its runner lives.
    @Test func aHangingHostSaysWhereItHangs() throws {
        var story = Story()
        story.log("run a b|spec a|pass 1", changed: 10)
        story.evidence.runner = .alive
        let build = try story.build(at: 10 + 5400)
        #expect(build.state == .hung)
        #expect(
            build.hosts.map(Self.shown) == [
                "a RUN 2/1 step 2/22 Power on and obtain ip address and host name; nothing was written since",
                "b WAIT -/0 waiting",
            ])
        // It writes again: it runs again.
        story.log("pass 2", changed: 6000)
        #expect(try story.build(at: 6001).state == .running)
    }

    @Test(arguments: [
        HostRowCase(
            "one of each", "run a b c d|spec a|box 22|spec b|fail 7|say 7 Error: no|box 6 1 0 15|spec c|pass 1|pass 2",
            "a PASS 22/22 completed", "b FAIL 7/0 step 7. Create migration session: Error: no",
            "c RUN 3/2 step 3/22 Uninstall CMC if still exists", "d WAIT -/0 waiting"),
        HostRowCase(
            "goes on after a failure", "run a|spec a|pass 1|fail 2|fail 3|pass 4",
            "a RUN 5/2 step 5/22 Copy CMC install command from GUI; 2 failed before"),
        HostRowCase("no step yet", "run a|spec a", "a RUN -/0 in progress"),
        HostRowCase(
            "pending steps are skipped ones", "run a|spec a|pass 1|pend 2",
            "a RUN 3/1 step 3/22 Uninstall CMC if still exists"),
        HostRowCase("only pending tests", "run a|spec a|pend 1|box 0 0 22", "a SKIP -/0 all its tests are pending"),
        HostRowCase("no test at all", "run a|spec a|box 0", "a SKIP -/0 it ran no test"),
        HostRowCase(
            "a hook fails", "run a|spec a|pass 1|pass 2|hook 3|say 3 Error: refused|box 2 1 0 19",
            "a FAIL 3/2 step 3. Uninstall CMC if still exists: Error: refused"),
        HostRowCase(
            "a hook after a passed step turns it", "run a|spec a|pass 1|hook 1|box 0 1",
            "a FAIL 1/0 step 1. Verifying set up"),
        HostRowCase("retried and passed", "run a|spec a|retry 1|pass 1|box 1", "a PASS 22/1 completed"),
        HostRowCase(
            "the renderer crashes",
            "run a b|spec a|pass 1|broke We detected that the Chromium Renderer process just crashed.|box 0 0|spec b",
            "a FAIL 2/1 step 2. Power on and obtain ip address and host name: "
                + "We detected that the Chromium Renderer process just crashed.", "b RUN -/0 in progress"),
        HostRowCase(
            "it breaks off before any step", "run a|spec a|broke Error: cannot compile|box 0 0",
            "a FAIL -/0 Error: cannot compile"),
        HostRowCase(
            "it breaks off after a failed step", "run a|spec a|pass 1|fail 2|pass 3|broke It crashed.|box 0 0",
            "a FAIL 4/2 step 4. Setting up disk on the host: It crashed."),
        HostRowCase(
            "talking about a crash is none", "run a|spec a|broke We detected that|box 22", "a PASS 22/22 completed"),
        HostRowCase(
            "the box is missing", "run a b|spec a|pass 1|spec b|pass 1",
            "a RUN 2/1 its result is missing from the log",
            "b RUN 2/1 step 2/22 Power on and obtain ip address and host name"),
        HostRowCase(
            "a run that left one out", "run a b|spec a|box 22|end", "a PASS 22/22 completed",
            "b SKIP -/0 the run ended without it"),
        HostRowCase(
            "cancelled by the service", "run a b|spec a|box 22|end cancelled", "a PASS 22/22 completed",
            "b SKIP -/0 the run was cancelled"),
        HostRowCase(
            "a rerun in one log", "run a b|spec a|box 20 2|spec b|box 22|end|run a|spec a|pass 1|box 22|end",
            "a PASS 22/22 completed", "b PASS 22/22 completed"),
        HostRowCase(
            "two specs of one name", "run x|spec e2e/x.cy.ts|box 22|spec more/x.cy.ts|fail 2|box 1 1",
            "x PASS 22/22 completed",
            "more/x.cy.ts FAIL 2/0 step 2. Power on and obtain ip address and host name"),
        HostRowCase(
            "the order is that of the header", "run b a|spec a|box 22", "b WAIT -/0 waiting", "a PASS 22/22 completed"),
        HostRowCase(
            "failed without any line", "run a|spec a|box 0 1", "a FAIL -/0 failed; nothing says at which step"),
        HostRowCase(
            "a step beyond the flow", "run a|spec a|pass 22|pass 23", "a RUN -/1 in progress"),
        HostRowCase(
            "hostile titles", "run a|spec a|fail 7|say 7 \u{1B}]0;evil\u{7}\u{202E}|box 0 1",
            "a FAIL 7/0 step 7. Create migration session: ␛]0;evil␇<U+202E>"),
    ])
    func hosts(_ row: HostRowCase) throws {
        var story = Story()
        story.log(row.log, changed: 100)
        #expect(try story.build(at: 110).hosts.map(Self.shown) == row.hosts)
    }

    /// What broke off is described nowhere: its place is the line that says so.
    @Test(
        arguments: [
            ("run a|spec a|pass 1|broke We detected that it just crashed.|broke again|box 0 0", 300),
            ("run a|spec a|broke We detected that|fail 2|say 2 Error: bad|box 0 1", 400),
            ("run a|spec a|broke We detected that|box 22", nil),
        ] as [(String, Int?)])
    func aCrashIsWhereItIsSaid(_ log: String, _ place: Int?) throws {
        var story = Story()
        story.log(log, changed: 100)
        var build = try story.build(at: 110)
        #expect(build.hosts[0].failureOffset == place)
        #expect(build.failedHosts.first?.logOffset == place)
        // Without any time in the output it has not taken none.
        guard !build.failedHosts.isEmpty else { return }
        #expect(build.failedHosts[0].duration == .seconds(90))
        build.hosts[0].duration = .zero
        #expect(build.failedHosts[0].duration == nil)
    }

    @Test func stepsWithoutALine() throws {
        var story = Story()
        story.log("run a b c|spec a|pass 1|fail 3|box 1 1 0 20|spec b|box 0 1|spec c|pass 1|pass 2", changed: 100)
        let hosts = try story.build(at: 110).hosts
        let failed = hosts[0].steps.map(\.status)
        #expect(failed.prefix(4) == [.passed, .unknown, .failed, .skipped])
        #expect(failed.suffix(1) == [.skipped])
        #expect(hosts[1].steps.allSatisfy { $0.status == .unknown })
        #expect(hosts[2].steps.map(\.status).prefix(4) == [.passed, .passed, .running, .waiting])
    }

    // MARK: The state from facts

    @Test(
        arguments: [
            ("running", "run a b|spec a|box 22", nil, 110, .running),
            ("ended well", "run a|spec a|box 22|end", nil, 110, .completed),
            ("ended badly", "run a|spec a|fail 1|box 0 1|end", nil, 110, .failed),
            ("only skipped hosts", "run a|spec a|box 0 0 22|end", nil, 110, .completed),
            ("the runner went", "run a b|spec a|box 22", 100, 161, .terminated),
            ("the service cancelled", "run a b|spec a|box 22|end cancelled", nil, 110, .terminated),
            ("a batch does not end it", "cloud 2|run a|spec a|box 22|end", nil, 110, .running),
            ("the invocation does", "cloud 1|run a|spec a|box 22|end|cloudend", nil, 110, .completed),
            ("a new run reopens it", "run a|spec a|box 22|end|run b", nil, 110, .running),
        ] as [(String, String, Int64?, Int64, BuildState)])
    func states(_ name: String, _ log: String, _ gone: Int64?, _ now: Int64, _ state: BuildState) throws {
        var story = Story()
        story.log(log, changed: 100)
        if let gone { story.evidence.runner = .gone(since: Story.time(gone), how: nil) }
        #expect(try story.build(at: now).state == state, "\(name)")
    }

    /// Contract, section 4: the runner has been gone for the grace window and no sub-run is open.
    @Test(
        arguments: [
            (
                "a runner that lives may start another group", "run a|group x|spec a|box 22|end", RunnerEvidence.alive,
                3000, BuildState.running
            ),
            (
                "gone, within the grace", "run a|group x|spec a|box 22|end", .gone(since: Story.time(100), how: nil),
                160, .running
            ),
            (
                "gone, past the grace", "run a|group x|spec a|box 22|end", .gone(since: Story.time(100), how: nil), 161,
                .completed
            ),
            (
                "an open sub-run", "run a|group x|spec a|box 22|end|run b|group y|spec b",
                .gone(since: Story.time(100), how: nil), 161, .terminated
            ),
            (
                "one group failed", "run a|group x|spec a|box 0 1|end|run b|group y|spec b|box 22|end",
                .gone(since: Story.time(100), how: nil), 161, .failed
            ),
        ] as [(String, String, RunnerEvidence, Int64, BuildState)])
    func categorizedEnds(_ name: String, _ log: String, _ runner: RunnerEvidence, _ now: Int64, _ state: BuildState)
        throws
    {
        var story = Story()
        story.evidence.launch.isCategorized = true
        story.log(log, changed: 100)
        story.evidence.runner = runner
        #expect(try story.build(at: now).state == state, "\(name)")
    }

    @Test func categorizedHostsBelongToTheirGroups() throws {
        var story = Story()
        story.evidence.launch.isCategorized = true
        story.log("run a|group x|spec a|box 0 1|end|run a|group y|spec a|box 22|end|run a|group x|spec a", changed: 100)
        let build = try story.build(at: 110)
        #expect(
            build.hosts.map { "\($0.subRun?.text ?? "") \($0.name) \($0.status.word)" } == [
                "x a FAIL", "y a PASS", "x-2 a RUN",
            ])
        #expect(build.subRuns.map { "\($0.key) \($0.state.rawValue)" } == ["x FAILED", "y COMPLETED", "x-2 RUNNING"])
        #expect(build.counts == HostCounts(total: 3, passed: 1, failed: 1, running: 1))
    }

    // MARK: Artifacts

    @Test func artifactsDecideAndContradictionsAreNamed() throws {
        var story = Story()
        story.log("run a b|spec a|box 22|spec b", changed: 100)
        story.report("a", String(repeating: "p", count: 6) + "f", started: 10, changed: 90, seconds: 75)
        let host = try #require(try story.build(at: 110).hosts.first)
        #expect(Self.shown(host) == "a FAIL 7/6 step 7. Create migration session: Error: as the report has it")
        #expect(host.artifacts == ["/r/a-90.xml"])
        // A failed test is reported with a time of zero, so the longer of the two durations counts.
        #expect(host.duration == .seconds(90))
        #expect(try story.build(at: 110).anomalies == ["a: the log says PASS, its report /r/a-90.xml says FAIL"])
    }

    @Test func artifactsGiveDurationsOfPassedHosts() throws {
        var story = Story()
        story.log("run a|spec a|box 22", changed: 100)
        story.report("A", String(repeating: "p", count: 22), started: 10, changed: 90, seconds: 75)
        let host = try #require(try story.build(at: 110).hosts.first)
        #expect(host.duration == .seconds(75))
        #expect(host.endedAt == Story.time(85))
        #expect(host.steps.allSatisfy { $0.duration == .seconds(1) })
    }

    @Test(
        arguments: [
            ("of an earlier launch", -100, -40, false), ("started before the launch", -3, 50, false),
            ("within the slack of whole seconds", -2, 50, true), ("of this launch", 10, 90, true),
            ("written before the launch", 10, -3, false),
        ] as [(String, Int64, Int64, Bool)])
    func onlyArtifactsOfThisLaunchCount(_ name: String, _ started: Int64, _ changed: Int64, _ counts: Bool) throws {
        var story = Story()
        story.log("run a b|spec a", changed: 100)
        story.report("a", "f", started: started, changed: changed)
        #expect(try story.build(at: 110).hosts.first?.status == (counts ? .failed : .running), "\(name)")
    }

    @Test func laterArtifactsAreOfAnotherRun() throws {
        var story = Story()
        story.log("run a|spec a|box 22|end", changed: 100)
        story.report("a", "f", started: 161, changed: 300)
        #expect(try story.build(at: 1000).state == .completed)
        story.report("a", "f", started: 160, changed: 170)
        #expect(try story.build(at: 1000).state == .failed)
    }

    /// Without a launch time a report may be of any day: it must not say more than the log does.
    @Test func undatedLaunchTakesNoVerdictFromArtifacts() throws {
        var story = Story(launched: false)
        story.log("run a b|spec a|box 22|spec b", changed: 100)
        story.report("a", "f", started: 10, changed: 90)
        story.report("b", "p", started: 10, changed: 90)
        #expect(try story.build(at: 110).hosts.map(\.status.word) == ["PASS", "RUN"])
    }

    @Test func artifactsEndAPlainRunWhoseRunnerExited() throws {
        var story = Story()
        story.log("run a b|spec a|box 22|spec b", changed: 100)
        story.evidence.runner = .gone(since: Story.time(100), how: nil)
        story.report("a", String(repeating: "p", count: 22), started: 10, changed: 50)
        #expect(try story.build(at: 110).state == .running)
        story.report("b", String(repeating: "p", count: 22), started: 55, changed: 99)
        #expect(try story.build(at: 110).state == .completed)
        story.evidence.runner = .alive
        #expect(try story.build(at: 110).state == .running)
    }

    @Test func aSecondRunTakesTheNewerArtifact() throws {
        var story = Story()
        story.log("run a|spec a|box 0 1|end|run a|spec a|box 22|end", changed: 100)
        story.report("a", "f", started: 10, changed: 40)
        story.report("a", String(repeating: "p", count: 22), started: 50, changed: 90)
        let build = try story.build(at: 110)
        #expect(build.hosts.map(\.status.word) == ["PASS"])
        #expect(build.hosts.first?.artifacts == ["/r/a-90.xml"])
    }

    // MARK: Times, header, record

    @Test func countsKnowHostsThatTheHeaderOnlyAnnounces() throws {
        var story = Story()
        story.log("run a of 12|spec a", changed: 100)
        #expect(try story.build(at: 110).counts == HostCounts(total: 12, running: 1))
    }

    @Test func liveStampsGiveStepTimes() throws {
        var story = Story()
        story.log("run a|spec a|pass 1", changed: 20, live: true)
        let build = try story.build(at: 50)
        #expect(build.hosts.first?.stepStartedAt == Story.time(20))
        #expect(build.hosts.first?.elapsed(at: Story.time(50)) == .seconds(30))
        #expect(build.hosts.first?.kernel == "5.14.0-427.el9")
    }

    @Test func headerWithoutStartHasNoTimes() throws {
        var story = Story(launched: false)
        story.log("run a|spec a|pass 1", changed: 20)
        let build = try story.build(at: 50)
        #expect(build.startedAt == nil)
        #expect(build.elapsed(at: Story.time(50)) == nil)
        #expect(build.state == .running)
    }

    @Test func recordSpeaksWhereTheLogIsGone() throws {
        var story = Story()
        var recorded = RecordedState(state: .failed)
        recorded.reason = "1 host failed\u{1B}"
        recorded.endedAt = Story.time(500)
        var host = RecordedHost(name: "a\u{202E}", status: "FAIL")
        (host.step, host.stepsTotal, host.detail) = (7, 22, "step 7. x: no")
        (host.startedAt, host.endedAt) = (Story.time(10), Story.time(70))
        recorded.hosts = [host, RecordedHost(name: "b", status: "PASS"), RecordedHost(name: "c", status: "what?")]
        story.evidence.recorded = recorded
        let build = try story.build(at: 100_000)
        #expect(build.state == .failed)
        #expect(build.reason == "1 host failed␛")
        #expect(build.endedAt == Story.time(500))
        #expect(build.hosts.map(\.status.word) == ["FAIL", "PASS", "WAIT"])
        #expect(build.hosts.first?.duration == .seconds(60))
        #expect(build.counts == HostCounts(total: 3, passed: 1, failed: 1))
    }

    @Test func stoppedHostsSayWhere() throws {
        var story = Story()
        story.log("run a b|spec a|pass 1", changed: 100)
        story.evidence.isCancelled = true
        let build = try story.build(at: 110)
        #expect(
            build.hosts.map(\.detail) == [
                "the run stopped in step 2/22 Power on and obtain ip address and host name",
                "the run stopped before it began",
            ])
        #expect(build.endedAt == Story.time(100))
    }

    @Test func problemsAndAnomaliesAreNamed() throws {
        var story = Story(template: nil)
        story.log("run a|spec a|pass 1", changed: 0)
        story.evidence.delivery = .unknown
        story.evidence.runner = .alive
        story.evidence.log = .read(
            story.evidence.log.runLog ?? RunLog(), LogVitals(size: 9, changedAt: Story.start, wasCut: true))
        let build = try story.build(at: 5400)
        #expect(
            build.anomalies == [
                "HUNG: the runner lives, but nothing was written for 1h 30m",
                "delivery unknown: nobody knows whether the status was posted",
                "the run log was cut while it was followed",
                "the template is not known: the test flow is the order of tests in the log",
            ])
        story.evidence.log = .refused("/tmp/x.log is a symbolic link")
        #expect(try story.build(at: 10).problems == ["/tmp/x.log is a symbolic link"])
    }

    /// Two reporters write one execution down: both files are the host's, and neither stands for an earlier execution.
    @Test func bothFormsOfAReport() throws {
        var story = Story()
        story.log("run a|spec a|pass 1|box 1 0 0 0|end", changed: 95)
        story.report("a", "f", started: 10, changed: 20, path: "/r/first.xml")
        story.report("a", "p", started: 60, changed: 90, path: "/r/a.json", kind: .mochawesome)
        story.report("a", "p", started: 60, changed: 91, path: "/r/a.xml")
        let host = try #require(try story.build(at: 200).hosts.first)
        #expect(host.artifacts == ["/r/a.xml", "/r/a.json"])
        #expect(host.status == .passed)
    }
}
