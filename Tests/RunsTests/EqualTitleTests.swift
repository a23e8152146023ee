import Runs
import Testing

/// Tests of several suites may share a title: each has its own step.
@Suite struct EqualTitleTests {
    /// Steps by one letter: `p` passed, `f` failed, `s` pending; all with one title but the first.
    private static func build(_ outcomes: String, described: Int = 0) throws -> BuildSnapshot {
        var story = Story(template: nil)
        var log = RunLog()
        log.absorb(.runStarted, at: 0)
        log.absorb(.runDescribed(RunHeader(specsExpected: 1, specNames: ["a.cy.ts"])), at: 0)
        log.absorb(.specStarted(path: "a.cy.ts", index: 1, count: 1), at: 1)
        for (index, letter) in outcomes.enumerated() {
            let status: StepStatus = letter == "p" ? .passed : letter == "f" ? .failed : .pending
            log.absorb(.stepEnded(StepEnd(title: index == 0 ? "first" : "same", status: status)), at: 10 * index)
        }
        for number in 0..<described {
            log.absorb(
                .failureDescribed(Failure(path: ["suite", "same"], message: "Error \(number)")), at: 1000 + number)
        }
        let failing = outcomes.count { $0 == "f" }
        log.absorb(
            .specEnded(
                Counts(tests: outcomes.count, passing: outcomes.count - failing, failing: failing),
                duration: .seconds(9)),
            at: 2000)
        story.evidence.log = .read(log, LogVitals(size: 3000, changedAt: Story.time(9)))
        return try story.build(at: 10)
    }

    @Test(arguments: [
        ("ppfp", [2], [3]), ("pfpf", [2, 2], [2, 4]), ("pff", [2, 2], [2, 3]), ("fpp", [], []), ("ppp", [], []),
    ])
    func eachHasItsOwn(_ outcomes: String, _ described: [Int], _ failed: [Int]) throws {
        let build = try Self.build(outcomes, described: described.count)
        let host = try #require(build.hosts.first)
        let wanted: [StepSnapshot.Status] = outcomes.map { $0 == "p" ? .passed : $0 == "f" ? .failed : .skipped }
        #expect(host.steps.map(\.status) == wanted)
        #expect(host.failures.map(\.step) == failed)
        #expect(host.stepsPassed == outcomes.count { $0 == "p" })
    }

    /// A case of a report is called the same, whatever the message is.
    @Test func aCaseIsNamedAfterItsPlace() throws {
        var story = Story()
        story.log(
            "run a b|spec a|broke We detected that the Chrome Renderer process just crashed.|box|spec b|box 22|end",
            changed: 9)
        let xml = JUnitReport.text(of: try story.build(at: 10))
        #expect(xml.contains("<testcase name=\"broke off\" classname=\"a\""), "\(xml)")
        var build = try Self.build("p")
        build.hosts[0].status = .failed
        build.hosts[0].failures = [
            HostFailure(step: nil, title: "fails", failure: Failure(path: ["fails"], message: "Error: 17"))
        ]
        (build.hosts[0].step, build.hosts[0].detail) = (nil, "fails: Error: 17")
        #expect(JUnitReport.text(of: build).contains("<testcase name=\"fails\" classname=\"a\""))
    }

    /// What is let go of leaves in lists the failure that was shown: that which a rule knows, under its own step.
    @Test func whatIsLetGoOfStaysTheSameFailure() throws {
        var build = try Self.build("pff", described: 2)
        let cause = KnownCause(rule: "R", cause: "", advice: "", retry: .maybe, line: "")
        (build.hosts[0].failures[1].cause, build.hosts[0].cause) = (cause, cause)
        let before = try #require(build.failedHosts.first)
        #expect(before.step == "3. same" && before.message == "Error 1")
        #expect(before.others == "1 more failure of a")
        #expect(FailureGroup(before).lines.contains("  besides: 1 more failure of a"))
        build.hosts[0].letGoOfDetails()
        build.hosts[0].letGoOfDetails()
        let after = try #require(build.failedHosts.first)
        #expect(after.failure == nil && after.key == before.key && after.text == before.text)
        #expect(after.firstLine == before.firstLine && after.stepNumber == 3 && after.stepTitle == "same")
    }
}
