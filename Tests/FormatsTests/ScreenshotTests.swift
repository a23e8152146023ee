import Formats
import Runs
import TestKit
import Testing

/// The screenshots of failed specs, as runs of all times list them.
@Suite struct ScreenshotTests {
    private static let folder = "/srv/lab/cypress/screenshots/w2k25.cy.ts"

    private static func read(_ list: String, failing: Int = 1, after more: String = "") -> RunLog {
        let counts = Counts(tests: 1, passing: 1 - failing, failing: failing)
        let log = SampleLog().startingRun(specs: ["w2k25.cy.ts"]).startingSpec("w2k25.cy.ts")
            .adding("  ATVM w2k25\n    \(failing > 0 ? "1) 1. Prepare" : "✓ 1. Prepare (12ms)")\n\n\n")
            .endingSpec("w2k25.cy.ts", counts).adding(list).adding(more)
            .endingRun([("w2k25.cy.ts", counts)])
        return CypressLog.read(log.bytes.span.bytes)
    }

    /// An entry as Cypress wraps it: eighty characters, the size, then the rest.
    private static func entry(_ path: String) -> String {
        SampleLog.wrapped(path, 80).enumerated().map { index, part in
            let padded = part + String(repeating: " ", count: 80 - part.count)
            return index == 0 ? "  -  \(padded)     (1280x720)\n" : "     \(padded)               \n"
        }.joined()
    }

    private static func list(_ paths: [String]) -> String {
        "  (Screenshots)\n\n" + paths.map(entry).joined() + "\n\n"
    }

    @Test(arguments: [
        ["ATVM w2k25 -- 1. Prepare (failed).png"],
        // Cut before a blank, behind one, and more than once.
        (20..<50).map { "\(String(repeating: "x", count: $0)) -- a b  c d -- 1. Prepare (failed).png" },
        ["\(String(repeating: "a name ", count: 40))(failed).png"], ["a.png", "b (failed) (attempt 2).png"],
        ["Prüfung – größer -- 1. Prepare (failed).png"],
    ])
    func pathsAreJoined(_ names: [String]) throws {
        for start in stride(from: 0, to: names.count, by: 8) {
            let paths = names[start..<min(names.count, start + 8)].map { "\(Self.folder)/\($0)" }
            let log = Self.read(Self.list(paths), after: "  (Video)\n\n  -  Video output: /srv/a.mp4\n\n\n")
            #expect(log.runs.first?.specs.first?.screenshots == paths)
            #expect(log.runs.first?.hasEnded == true)
        }
    }

    @Test(
        arguments: [
            // Of older runs: one dash, one blank, never wrapped.
            (
                "  (Screenshots)\n\n  - /a/b (failed).png (1280x720)\n  - /a/c (failed).png (1x1)\n\n",
                ["/a/b (failed).png", "/a/c (failed).png"]
            ),
            // Collectors of logs drop blank lines.
            (
                "  (Screenshots)\n  -  /a/b.png     (1280x720)\n  (Video)\n  -  Finished compressing: 6 seconds\n     c.png\n",
                ["/a/b.png"]
            ),
            ("  (Screenshots)\r\n\r\n  -  /a/b.png     (1280x720)\r\n\r\n", ["/a/b.png"]),
            (
                "\u{1B}[4m  (Screenshots)\u{1B}[24m\n\n  -  \u{1B}[36m/a/b.png\u{1B}[39m     (1280x720)\n\n",
                ["/a/b.png"]
            ),
            // Lines of other programs between them.
            (
                "  (Screenshots)\n\n[0120:ERROR] gpu\n  -  /a/b     (1280x720)\nlibva error\n     c.png\n\n",
                ["/a/bc.png"]
            ),
            // What is no list, or none any more.
            ("  -  /a/b.png     (1280x720)\n\n", []), ("  (Screenshots)\n\n  -  /a/b.png\n\n", []),
            ("  (Screenshots)\n\n  -  /a/b.png  (1280*720)\n\n", []), ("(Screenshots)\n\n  -  /a/b.png  (1x1)\n\n", []),
            ("  (Screenshots)\n\n  -  /a/b.png  (1x1)\n\n\n  -  /a/c.png  (1x1)\n", ["/a/b.png"]),
            // One that was cut off is none.
            ("  (Screenshots)\n\n  -  /a/cut off     (1280x720)\n\n     rest.png\n\n", []),
            ("  (Screenshots)\n\n  -  /a/cut     (1280x720)\n  -  /a/c.png     (1280x720)\n\n", ["/a/c.png"]),
        ] as [(String, [String])])
    func lists(_ text: String, _ paths: [String]) {
        let log = Self.read(text)
        #expect(log.runs.first?.specs.first?.screenshots == paths, "\(text)")
        #expect(log.runs.first?.hasEnded == true)
    }

    /// A spec that has passed keeps none, and of very many those of failures stay.
    @Test func fewAreKept() {
        let wished = (0..<40).map { "/a/\($0).png" }
        let failed = (0..<40).map { "/a/\($0) (failed).png" }
        #expect(Self.read(Self.list(wished), failing: 0).runs.first?.specs.first?.screenshots == [])
        let kept = Self.read(Self.list(wished + failed)).runs.first?.specs.first?.screenshots
        #expect(kept == Array(failed.prefix(Screenshot.limit)))
    }

    /// A list that never ends does not grow, and what follows is read.
    @Test func noListIsEndless() {
        let rest = String(repeating: "     \(String(repeating: "x", count: 80))\n", count: 3000)
        let log = Self.read("  (Screenshots)\n\n  -  /a/b     (1280x720)\n" + rest + "\n")
        #expect(log.runs.first?.specs.first?.screenshots == [] && log.runs.first?.hasEnded == true)
    }

    @Test func reportsNameThemToo() {
        let junit = """
            <testsuites><testsuite name="ATVM w2k25"><testcase name="1. Prepare" classname="1. Prepare">
            <failure message="no">Error: no</failure>
            <system-out>said [[ATTACHMENT|/a/1. Prepare (failed).png]] and
            [[ATTACHMENT|/a/v.mp4]] [[ATTACHMENT|/a/b.png</system-out>
            </testcase></testsuite></testsuites>
            """
        #expect(ReportReader.read(Array(junit.utf8)).cases.map(\.screenshots) == [["/a/1. Prepare (failed).png"]])
        for context in [
            #""screenshots/a.png""#, #"{"title":"Failed screenshot","value":"screenshots/a.png"}"#,
            #"["videos/a.mp4",{"title":"x","value":"screenshots/a.png"},[[["deep.png"]]]]"#,
        ] {
            let quoted = context.replacing("\"", with: "\\\"")
            for (text, state) in [(context, "failed"), ("\"\(quoted)\"", "failed"), (context, "passed")] {
                let json = """
                    {"results":[{"suites":[{"title":"ATVM","tests":[
                    {"title":"1. Prepare","state":"\(state)","context":\(text),"err":{"message":"no"}}]}]}]}
                    """
                let file = ReportReader.read(Array(json.utf8))
                #expect(file.cases.map(\.screenshots) == [state == "failed" ? ["screenshots/a.png"] : []], "\(text)")
            }
        }
    }

    /// Lists in lists, in which what is looked for comes last: each is gone through once.
    @Test func aListOfVeryMuchElse() {
        let much =
            (0..<15).map { "\"a\($0).png\"" } + Array(repeating: "\"x\"", count: 30_000) + ["\"z.png\"", "\"y.png\""]
        let context = "[[[\(much.joined(separator: ","))]]]"
        let json = """
            {"results":[{"suites":[{"title":"ATVM","tests":[
            {"title":"1. Prepare","state":"failed","context":\(context),"err":{"message":"no"}}]}]}]}
            """
        let found = ReportReader.read(Array(json.utf8)).cases.map(\.screenshots)
        #expect(found == [(0..<15).map { "a\($0).png" } + ["z.png"]])
    }
}
