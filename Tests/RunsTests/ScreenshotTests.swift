import Testing

@testable import Runs

/// Which failure of a host its screenshots show.
@Suite struct ScreenshotTests {
    private static let folder = "/a/cypress/screenshots/w2k25.cy.ts/ATVM w2k25 -- "

    private static func host(_ titles: [String], _ names: [String]) -> HostSnapshot {
        var host = HostSnapshot(name: "w2k25", status: .failed)
        host.failures = titles.map { title in
            HostFailure(step: nil, title: title, failure: Failure(path: ["ATVM w2k25", title], message: "no"))
        }
        host.screenshots = names.map { folder + $0 }
        return host
    }

    @Test(
        arguments: [
            (["1. Prepare"], ["1. Prepare (failed).png", "wished.png"], [[0, 1]]),
            (["1. Prepare", "12. Clean up"], ["12. Clean up (failed).png", "1. Prepare (failed).png"], [[1], [0]]),
            // Of a step whose number begins another one's, of attempts, of hooks.
            (["1. Prepare", "11. Prepare"], ["11. Prepare (failed) (attempt 2).png"], [[], [0]]),
            (["1. Prepare", "2. Go"], ["2. Go -- before each hook (failed).png"], [[], [0]]),
            (
                ["1. Prepare", "\"before each\" hook for \"2. Go\""], ["2. Go -- before each hook (failed).png"],
                [[], [0]]
            ),
            // What no file can have in its name, and what is named after no failure.
            (
                ["1. Is it: \"a/b\"?", "2. Go"], ["1. Is it ab (failed).png", "2. Go.png", "x (failed).png"],
                [[0, 1, 2], []]
            ),
            (["1. Prepare", "2. Go"], [], [[], []]),
            // With what else parts suites, tests and hooks from each other.
            (["1. A", "2. Copy -- paste"], ["2. Copy -- paste (failed).png"], [[], [0]]),
            (["1. A", "2. B -- C"], ["2. B -- C -- before each hook (failed).png", "1. A (failed).png"], [[1], [0]]),
        ] as [([String], [String], [[Int]])])
    func areOfAFailure(_ titles: [String], _ names: [String], _ places: [[Int]]) {
        let host = Self.host(titles, names)
        #expect(host.failures.map { host.screenshots(of: $0) } == places.map { $0.map { host.screenshots[$0] } })
    }

    /// Names are as others want them: what parts titles, as often as a name has room for it.
    @Test func whatPartsTitlesAThousandTimes() {
        let name = String(repeating: "a -- ", count: 190) + "(failed).png"
        #expect(Screenshot.isOne("/x/\(name)") && !Screenshot.isOne("/x/" + String(repeating: name, count: 4)))
        #expect(Screenshot.isOne(String(repeating: "/xx", count: 1_000) + "/a.png"))
        let titles = [
            "a", "a -- a", String(repeating: "a -- ", count: 189) + "a", String(repeating: "a", count: 191), "b",
        ]
        let paths = ["/x/\(name)"]
        var host = Self.host(titles, [])
        host.screenshots = paths
        #expect(host.failures.map { host.screenshots(of: $0) } == [paths, paths, paths, [], []])
    }

    @Test func thoseOfTheFailureThatIsShownComeFirst() throws {
        var host = Self.host(["1. Prepare", "2. Go"], ["1. Prepare (failed).png", "2. Go (failed).png"])
        let cause = KnownCause(rule: "R", cause: "", advice: "", retry: .maybe, line: "")
        (host.failures[1].cause, host.cause) = (cause, cause)
        let failed = FailedHost(host, of: try BuildName("b"), flow: .unknown)
        #expect(failed.screenshots == host.screenshots.reversed())
        #expect(FailureGroup(failed).lines.filter { $0.hasPrefix("  screenshot: ") }.count == 2)
    }

    @Test func onlyAHostThatHasFailedShowsThem() throws {
        for (steps, count) in [("pass 1 | fail 2 | box 1 1", 1), ("pass 1 | box 22 0", 0)] {
            var story = Story()
            story.log("run a | spec a | \(steps) | shot /a/\u{1B}[31mb (failed).png | end", changed: 5)
            let host = try #require(try story.build(at: 5).hosts.first)
            #expect(host.screenshots.count == count && host.screenshots.allSatisfy { !$0.contains("\u{1B}") })
        }
    }

    /// Of very many a few are kept: one of each failure at least, and it is said how many are not.
    @Test(arguments: [
        (["1. A": 20, "2. B": 1], 5), (["1. A": 30, "2. B": 3, "3. C": 1], 18), (["1. A": 16], 0), (["1. A": 3], 0),
    ])
    func ofVeryManyOneOfEachFailureIsKept(_ counts: [String: Int], _ leftOut: Int) throws {
        var story = Story()
        let steps = "pass 1 | fail 2 | box 1 1"
        let shots = counts.sorted { $0.key < $1.key }.flatMap { title, count in
            (1...count).map { " | shot /s/a.cy.ts/ATVM a -- \(title) (failed) (attempt \($0)).png" }
        }
        story.log("run a | spec a | \(steps)\(shots.joined()) | end", changed: 5)
        let host = try #require(try story.build(at: 5).hosts.first)
        #expect(host.screenshots.count == min(Screenshot.limit, counts.values.reduce(0, +)))
        #expect(host.screenshotsLeftOut == leftOut)
        for title in counts.keys { #expect(host.screenshots.contains { $0.contains(title) }, "\(title)") }
    }

    /// A report is asked where the log lists none.
    @Test func aReportNamesThoseThatTheLogDoesNot() throws {
        for (piece, path) in [("", "/r/b.png"), ("| shot /a/b.png", "/a/b.png")] {
            var story = Story()
            story.log("run a | spec a | fail 1 | box 0 1 \(piece) | end", changed: 5)
            story.report("a", "f", started: 1, changed: 4)
            story.evidence.reports[0].file.cases[0].screenshots = ["/r/b.png"]
            #expect(try story.build(at: 5).hosts.first?.screenshots == [path])
        }
    }
}
