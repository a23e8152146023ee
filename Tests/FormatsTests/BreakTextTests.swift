import Formats
import Runs
import TestKit
import Testing

/// The lines below the one with which a spec breaks off.
@Suite struct BreakTextTests {
    private static let oops = "Oops...we found an error preparing this test file:"

    private func spec(_ output: String, _ counts: Counts = Counts(failing: 1)) throws -> SpecRecord {
        try #require(read(SampleLog.oneSpec(output, counts).text).runs.first?.specs.first)
    }

    @Test func theyAreKeptUpToTheResults() throws {
        let spec = try spec("\(Self.oops)\n\n  > a.cy.js\n\nError: no\n    at f (a.js:1)\n- a list\n\n\n")
        #expect(spec.earlyExit == Self.oops)
        #expect(spec.earlyExitText == ["", "  > a.cy.js", "", "Error: no", "    at f (a.js:1)", "- a list"])
        #expect(spec.steps.isEmpty && spec.counts == Counts(failing: 1))
    }

    @Test func colouredLinesArePlain() throws {
        #expect(try spec("\(Self.oops)\n\u{1B}[31mError: no\u{1B}[39m\r\n").earlyExitText == ["Error: no"])
    }

    /// The spec goes on after all: what it prints is not of it.
    @Test func aStepEndsThem() throws {
        let spec = try spec(
            "\(Self.oops)\nError: talk\n  s\n    ✓ 1. one (5ms)\nnoise\n", Counts(tests: 0, failing: 1))
        #expect(spec.earlyExit == nil && spec.earlyExitText.isEmpty)
        #expect(spec.steps.map(\.title) == ["1. one"])
    }

    /// Of several the one counts that nothing follows, and its own lines are told; marks of the others are taken back.
    @Test func theLastOneCounts() throws {
        let crash = "We detected that the Chromium Renderer process just crashed."
        let output = "  s\n\(Self.oops)\nError: talk\n    ✓ 1. one (5ms)\n\(crash)\nError: real\n"
        let spec = try spec(output)
        #expect(spec.earlyExit == crash && spec.earlyExitText == ["Error: real"])
        for (text, counts, failures) in [
            (output, Counts(failing: 1), 1), ("  s\n\(Self.oops)\n", Counts(failing: 1), 1),
            ("  s\n\(Self.oops)\n    ✓ 1. one (5ms)\n\n  1 passing\n\n", Counts(tests: 1, passing: 1), 0),
            ("  s\n    ✓ 1. one (5ms)\n\(Self.oops)\n\n  1 passing\n\n", Counts(tests: 1, passing: 1), 0),
        ] {
            var marks = LogMarks()
            marks.feed(Array(SampleLog.oneSpec(text, counts).text.utf8).span.bytes)
            marks.settle()
            #expect(marks.count(.failure) == failures, "\(text)")
        }
    }

    /// Only the first line that says so begins them, and they are bounded in lines and bytes.
    @Test func theyAreBounded() throws {
        let long = String(repeating: "x", count: 10_000)
        let many = try spec("\(Self.oops)\n" + String(repeating: "line\n\(Self.oops)\n", count: 500))
        #expect(many.earlyExitText.count == Failure.stackLimit)
        let wide = try spec("\(Self.oops)\n" + String(repeating: "\(long)\n", count: 30))
        #expect(wide.earlyExitText.map(\.utf8.count).reduce(0, +) <= Failure.messageLimit + 8)
        #expect(wide.earlyExitText.count == 2)
    }

    /// Wherever the log is cut into chunks, and when lines are passed over fast, the same is read.
    @Test(arguments: [1, 7, 64, 4096]) func chunksDoNotMatter(_ size: Int) throws {
        let text = SampleLog.oneSpec(
            "\(Self.oops)\n\nThe error was:\n\nError: no\nModule not found\n\n  deep\n\nadvice\n", Counts(failing: 1)
        ).text
        let bytes = Array(text.utf8)
        var log = CypressLog()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let chunk = Array(bytes[start..<min(bytes.count, start + size)])
            log.feed(chunk.span.bytes)
        }
        log.finish()
        #expect(log.log == read(bytes))
        #expect(log.log.runs.first?.specs.first?.earlyExitText.contains("Module not found") == true)
    }

    /// Real ones: the lines that name the error are told.
    @Test(
        .enabled(if: Corpus.isThere, Corpus.absence),
        arguments: [
            ("snap-bundle-error", "SyntaxError: /foo/bar/.projects/e2e/cypress/e2e/stdout_exit_early_failing.cy.js:"),
            ("snap-config-crash", "Error: Async error from plugins file"),
            ("snap-record-4-specs", "Module not found: Error: Can't resolve '../it/does/not/exist'"),
            ("snap-before-spec-throws", "Error: error thrown in before:spec"),
            ("snap-tab-crash", "https://on.cypress.io/renderer-process-crashed"),
        ])
    func realOnes(_ name: String, _ line: String) throws {
        let bytes = try #require(Corpus.bytes(of: "\(Corpus.folder)/cypress-stdout/\(name).log"))
        let spec = try #require(read(bytes).runs.first?.specs[0])
        #expect(spec.earlyExitText.contains { $0.hasPrefix(line) })
        #expect(spec.earlyExitText.last?.isEmpty == false)
    }
}
