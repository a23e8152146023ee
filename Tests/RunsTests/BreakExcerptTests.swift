import Runs
import Testing

/// What is told of a spec that broke off: the line that says so and the error below it, not the advice around it.
@Suite struct BreakExcerptTests {
    struct Row: CustomTestStringConvertible {
        let line: String
        let below: String
        let message: [String]
        let stack: [String]
        let headline: String
        var testDescription: String { line }

        init(_ line: String, below: String, message: [String], stack: [String] = [], headline: String? = nil) {
            (self.line, self.below, self.message, self.stack) = (line, below, [line] + message, stack)
            // It says only that something follows.
            let isOops = line == BreakExcerptTests.oops
            self.headline =
                headline ?? self.message.dropFirst(isOops && !message.isEmpty ? 1 : 0).joined(separator: " ")
        }
    }

    fileprivate static let oops = "Oops...we found an error preparing this test file:"

    static let rows = [
        Row(
            oops,
            below: """

                  > cypress/e2e/a.cy.js

                The error was:

                Error: Webpack Compilation Error
                Module build failed (from [..]):
                SyntaxError: /a.cy.js: Unexpected token (1:1)

                > 1 | +>
                    |  ^
                  2 |
                      at Watching.handle (webpack.js:1:2)

                This occurred while Cypress was compiling and bundling your test code. This is usually caused by:

                - A missing file or dependency
                """,
            message: [
                "Error: Webpack Compilation Error", "Module build failed (from [..]):",
                "SyntaxError: /a.cy.js: Unexpected token (1:1)",
            ],
            stack: ["> 1 | +>", "    |  ^", "  2 |", "      at Watching.handle (webpack.js:1:2)"]),
        // The stack stands right below the error, and nothing follows.
        Row(
            "Your configFile threw an error from: cypress.config.js",
            below:
                "\nWe stopped running your tests because your config file crashed.\n\nTypeError [ERR_X]: no\n    at f (a.js:1)",
            message: ["TypeError [ERR_X]: no"], stack: ["    at f (a.js:1)"]),
        // No class of error, but a line that leads to it.
        Row(oops, below: "  > a.cy.js\n\nThe error was:\n\nit is not there\n\nFix it.", message: ["it is not there"]),
        // Two that fail for different reasons are two kinds, and one line tells them apart.
        Row(
            oops, below: "The error was:\n\nError: Webpack Compilation Error\n  Module not found: './a'\n",
            message: ["Error: Webpack Compilation Error", "  Module not found: './a'"],
            headline: "Error: Webpack Compilation Error Module not found: './a'"),
        // Only advice.
        Row(
            "We detected that the Chromium Renderer process just crashed.",
            below: "\nThis can happen for a number of different reasons.\n\nYou can learn more here:\n\nhttps://x.test",
            message: []),
        Row("The browser never connected. Something is wrong.", below: "", message: []),
        // The leading line is the last one that came.
        Row(oops, below: "The error was:", message: []),
    ]

    @Test(arguments: rows) func theErrorIsTold(_ row: Row) throws {
        var story = Story()
        let below = row.below.isEmpty ? [] : row.below.split(separator: "\n", omittingEmptySubsequences: false)
        story.log("run a|spec a|broke \(row.line)", changed: 700)
        var log = try #require(story.evidence.log.runLog)
        for line in below { log.absorb(.specBreakTold(String(line)), at: 300) }
        log.absorb(.specEnded(Counts(failing: 1), duration: .zero), at: 400)
        story.evidence.log = .read(log, LogVitals(size: 500, changedAt: Story.time(700)))
        let build = try story.build(at: 710)
        let failure = try #require(build.hosts.first?.failures.first)
        #expect(failure.failure.message.split(separator: "\n").map(String.init) == row.message)
        #expect(failure.failure.stack == row.stack)
        #expect(failure.failure.headline == row.headline)
        #expect(build.hosts.first?.detail == row.headline)
    }

    @Test func whatItSaysIsMasked() throws {
        var story = Story()
        story.log("run a|spec a|broke \(Self.oops)|told Error: --password hunter22 is wrong|box", changed: 700)
        let failure = try #require(try story.build(at: 710).hosts.first?.failures.first?.failure)
        #expect(failure.message.hasPrefix("\(Self.oops)\nError: ") && !failure.message.contains("hunter22"))
    }

    /// A test had only talked about it.
    @Test func whatGoesOnForgetsIt() {
        var log = RunLog()
        log.absorb(.runStarted, at: 0)
        log.absorb(.specStarted(path: "a.cy.ts", index: 1, count: 1), at: 1)
        log.absorb(.specBroke(Self.oops), at: 2)
        log.absorb(.specBreakTold("Error: no"), at: 3)
        #expect(log.runs[0].specs[0].earlyExitText == ["Error: no"])
        log.absorb(.specEnded(Counts(tests: 1, passing: 1), duration: .seconds(1)), at: 4)
        #expect(log.runs[0].specs[0].earlyExitText.isEmpty)
    }
}
