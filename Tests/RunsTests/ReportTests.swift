import Formats
import Runs
import TestKit
import Testing

@Suite struct ReportTests {
    private static let clock = LocalClock { _ in (-8 * 3600, "PST") }

    private static func markdown(_ story: Story, at seconds: Int64, subRun: String? = nil) throws -> String {
        let build = try story.build(at: seconds)
        let key = subRun.flatMap { SubRunKey($0) }
        return MarkdownReport.text(
            of: StatusReport(of: build, subRun: key, at: Story.time(seconds), clock: clock))
    }

    // MARK: Stories

    private static var oneOfEach: Story {
        var story = Story()
        story.evidence.launch.templateCommand = "npx tsx cmc-templates.py -t cmc-e2e --ignore_force_shutdown"
        story.evidence.launch.runOptions = ["--ignore_force_shutdown"]
        story.evidence.launch.isCategorized = false
        story.evidence.launch.configFamily = "Gold"
        story.log("run a b c d e|url https://sorry.lab.test/run/1", changed: 1)
        story.log("spec a|box 22", changed: 100)
        story.log("spec b|fail 7|say 7 AssertionError: expected 1 to equal 2|box 6 1 0 15", changed: 200)
        story.log("spec c|pend 1|box 0 0 22|spec d|pass 1|pass 2", changed: 300)
        story.report("a", String(repeating: "p", count: 22), started: 5, changed: 95, seconds: 85)
        return story
    }

    /// Everything that another program can name or say holds something that must not take effect.
    private static var hostile: Story {
        let poison = "x|y `@all` ` @channel <!here> \u{1B}]52;c;eA==\u{7} \u{202E}tfel"
        var story = Story(template: nil)
        story.evidence.launch.template = "tpl \(poison)"
        story.evidence.launch.templateCommand = "run ``\(poison)"
        story.evidence.launch.scope = poison
        story.log("run a|spec a", changed: 10)
        guard var log = story.evidence.log.runLog else { return story }
        let title = "1. \(poison)"
        let failure = Failure(
            path: ["s", title], message: "Error: \(poison)\n```\n## not a heading @here\n", stack: ["at \(poison)"])
        log.absorb(.stepEnded(StepEnd(title: title, status: .failed)), at: 1)
        log.absorb(.failureDescribed(failure), at: 2)
        log.absorb(.specEnded(Counts(tests: 1, failing: 1), duration: nil), at: 3)
        log.absorb(.specStarted(path: "e2e/\(poison).cy.ts", index: 2, count: 2), at: 4)
        log.absorb(.runAddressed(url: "https://x/\(poison)"), at: 5)
        story.evidence.log = .read(log, LogVitals(size: 9, changedAt: Story.time(10)))
        story.evidence.problems = ["a problem \(poison)\nin two lines"]
        return story
    }

    // MARK: Markdown

    @Test func nothingKnown() throws {
        expectGolden(
            try Self.markdown(Story(template: nil, launched: false), at: 1000), "nothing.md", folder: "Reports")
    }

    @Test func runningWithOneOfEach() throws {
        expectGolden(try Self.markdown(Self.oneOfEach, at: 310), "one-of-each.md", folder: "Reports")
    }

    @Test func terminatedWithoutTemplate() throws {
        var story = Story(template: nil)
        story.log("run a b|spec a|pass 1|pass 2|pass 3", changed: 60)
        story.evidence.runner = .gone(since: Story.time(61), how: "killed by signal 9")
        expectGolden(try Self.markdown(story, at: 4000), "terminated.md", folder: "Reports")
    }

    @Test func oneSubRunOfACategorizedBuild() throws {
        var story = Story()
        story.evidence.launch.isCategorized = true
        story.log("run a b|group linux|spec a|box 22|spec b|fail 3|box 2 1|end|run c|group windows|spec c", changed: 90)
        expectGolden(try Self.markdown(story, at: 95, subRun: "linux"), "sub-run.md", folder: "Reports")
        expectGolden(try Self.markdown(story, at: 95), "categorized.md", folder: "Reports")
    }

    @Test func hostileText() throws {
        expectGolden(try Self.markdown(Self.hostile, at: 20), "hostile.md", folder: "Reports")
    }

    /// Outside of code, no mention and no control of any kind is left, and every table row has its columns.
    @Test func hostileTextTakesNoEffect() throws {
        let text = try Self.markdown(Self.hostile, at: 20)
        var fence: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(!line.unicodeScalars.contains(where: SafeText.isUnsafe) || line.contains("⚠️") || line.contains("⏭️"))
            let ticks = line.prefix { $0 == "`" }
            if let open = fence {
                if line == open { fence = nil }
                continue
            }
            if ticks.count >= 3 {
                fence = ticks
                continue
            }
            if line.hasPrefix("|") {
                let bars = line.replacing("\\|", with: "").count { $0 == "|" }
                #expect([3, 5].contains(bars), "\(line)")
            }
            // What stands in code of ours notifies nobody.
            let isCode =
                line.hasPrefix("- template: `") || line.hasPrefix("- scope: `") || line.hasPrefix("- command: `")
            #expect(isCode || !line.contains("@") && !line.contains("<"), "\(line)")
        }
        #expect(fence == nil)
    }

    @Test func detailIsCutAt120() throws {
        var story = Story()
        story.log("run a|spec a|fail 1|say 1 \(String(repeating: "é", count: 200))|box 0 1", changed: 10)
        let report = StatusReport(of: try story.build(at: 20), at: Story.time(20), clock: .utc)
        let detail = try #require(report.hosts.first?.detail)
        #expect(detail.count == 120)
        #expect(detail.hasSuffix("é…"))
    }

    @Test func excerptIsBounded() {
        let failure = Failure(
            path: ["x"], message: "Error: no", stack: (1...40).map { "at frame\($0) \u{1B}" })
        let lines = FailureExcerpt.lines(of: failure, stack: 12)
        #expect(lines.count == 13)
        #expect(lines.last == "at frame12 ␛")
        let long = Failure(path: ["x"], message: String(repeating: "a", count: 9000) + "\nmore")
        let cut = FailureExcerpt.lines(of: long, stack: 12)
        #expect(cut.count == 1)
        #expect(cut.joined().utf8.count <= 4096)
        #expect(cut.first?.hasSuffix("…") == true)
        let many = Failure(path: ["x"], message: String(repeating: "line\n", count: 5000))
        #expect(FailureExcerpt.lines(of: many, stack: 12).joined(separator: "\n").utf8.count <= 4100)
    }

    @Test func linesOfWindowsHosts() {
        let failure = Failure(path: ["x"], message: "Error: no\r\nsecond  \r\n", stack: ["at x\r"])
        #expect(FailureExcerpt.lines(of: failure, stack: 12) == ["Error: no", "second", "", "at x"])
    }

    // MARK: JUnit

    @Test func junit() throws {
        expectGolden(JUnitReport.text(of: try Self.oneOfEach.build(at: 310)), "one-of-each.xml", folder: "Reports")
    }

    /// Our own reader, which refuses what is not well-formed, finds what was written.
    @Test func junitIsWellFormedWhateverItHolds() throws {
        let text = JUnitReport.text(of: try Self.hostile.build(at: 20))
        let file = ReportReader.read(Array(text.utf8))
        #expect(file.verdict == .fail, "\(file.problem ?? "")\n\(text)")
        #expect(file.count(.failed) == 1)
    }

    @Test func junitKeepsACrashedHostRed() throws {
        var story = Story()
        story.log("run a|spec a|pass 1|broke We detected a crash <>&\"|box 0 0", changed: 10)
        let text = JUnitReport.text(of: try story.build(at: 20))
        let file = ReportReader.read(Array(text.utf8))
        #expect(file.verdict == .fail)
        #expect(text.contains("We detected a crash &lt;&gt;&amp;&quot;"))
    }
}
