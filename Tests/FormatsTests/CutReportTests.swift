import Formats
import Runs
import Testing

/// Reporter files are not written at once: a watcher meets them cut at any byte (reliability cases, X1).
@Suite struct CutReportTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String

        init(_ name: String, _ text: String) { (testDescription, self.text) = (name, text) }
    }

    static let samples = [
        Sample(
            "JUnit that passed",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="Mocha Tests" time="2.5" tests="2" failures="0">
              <testsuite name="Root Suite" timestamp="2026-11-20T14:03:22" tests="0" file="cypress/e2e/a.cy.ts"/>
              <testsuite name="ATVM a" tests="2" failures="0">
                <testcase name="ATVM a 1. Prepare" time="1.5" classname="1. Prepare"/>
                <testcase name="ATVM a 2. Migrate" time="1.0" classname="2. Migrate"></testcase>
              </testsuite>
            </testsuites>
            """),
        Sample(
            "JUnit that failed",
            """
            <testsuites tests="2"><testsuite name="s" file="b.cy.ts"><testcase name="s ✓ 1. one" classname="✓ 1. one">
            <failure message="no &lt;way&gt;" type="Error"><![CDATA[Error: no
                at Context.eval (steps.ts:1:2)]]></failure></testcase>
            <testcase name="s 2. two" classname="2. two"><skipped/></testcase></testsuite></testsuites>

            """),
        Sample(
            "JUnit with an error of a suite", "<testsuite name='s'><error>bad</error><testcase name='x'/></testsuite>"),
        Sample(
            "mochawesome that passed",
            """
            {"stats":{"failures":-1},"results":[{"fullFile":"cypress/e2e/a.cy.ts","title":"","suites":[{"title":"ATVM",
            "tests":[{"title":"1. one \\u2713","state":"passed","pass":true,"fail":false,"duration":12}],"suites":[]}]}]}
            """),
        Sample(
            "mochawesome that failed",
            """
            {"results":[{"fullFile":"b.cy.ts","tests":[{"title":"1. one","fail":true,"err":{"message":"no"}},
            {"title":"2. two","pending":true}]}]}

            """),
    ]

    @Test(arguments: samples) func cutAtEveryByte(_ sample: Sample) throws {
        let bytes = Array(sample.text.utf8)
        let whole = ReportReader.read(bytes)
        try #require(whole.verdict == .pass || whole.verdict == .fail)
        for cut in 0..<bytes.count {
            let part = ReportReader.read(Array(bytes[..<cut]))
            switch part.verdict {
            case .invalid: if part.problem?.isEmpty != false { Issue.record("cut at \(cut): no problem named") }
            // Only the blanks behind the last bracket may be missing.
            case .pass, .fail: if part != whole { Issue.record("cut at \(cut): \(part.verdict.rawValue)") }
            case .empty, .notJUnit: Issue.record("cut at \(cut): \(part.verdict.rawValue)")
            }
        }
    }

    @Test(
        .enabled(if: Corpus.isThere, Corpus.absence),
        arguments: Corpus.entries(of: "junit", "mochawesome").filter { $0.bytes.count < 10_000 })
    func realFilesCut(_ entry: Corpus.Entry) {
        let bytes = entry.bytes
        let whole = ReportReader.read(bytes)
        for cut in stride(from: 0, to: bytes.count, by: 61) {
            let part = ReportReader.read(Array(bytes[..<cut]))
            let isNamed = part.verdict == .invalid && part.problem?.isEmpty == false
            if !isNamed, part.verdict != whole.verdict { Issue.record("cut at \(cut): \(part.verdict.rawValue)") }
        }
    }

    @Test(arguments: [
        #"{"results":5}"#, #"{"results":{}}"#, #"[]"#, #"{}"#, #"{"results":null}"#,
    ])
    func jsonOfAnotherShapeIsNoReport(_ text: String) {
        let file = ReportReader.read(Array(text.utf8))
        #expect(file.verdict == .notJUnit)
        #expect(file.problem != nil)
    }

    @Test(arguments: [
        #"{"results":[5,null,"x"]}"#, #"{"results":[{"tests":7,"suites":"x"}]}"#,
        #"{"results":[{"tests":[1,null,"x",[]]}]}"#, #"{"results":[]}"#,
    ])
    func wrongTypesHoldNoTests(_ text: String) {
        let file = ReportReader.read(Array(text.utf8))
        #expect(file.verdict == .empty)
        #expect(file.cases.isEmpty)
    }

    @Test(arguments: ["NaN", "1e400", "-5", "", "1,5", "inf"])
    func aTimeThatIsNoneIsUnknown(_ time: String) {
        let file = ReportReader.read(
            Array("<testsuite tests='99'><testcase name='x' time='\(time)'/></testsuite>".utf8))
        #expect(file.cases.count == 1)
        #expect(file.cases.first?.duration == nil)
        #expect(file.verdict == .pass)
    }

    @Test(arguments: [
        "<!DOCTYPE x><testsuite/>", "<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite><testcase name='&a;'/></testsuite>",
        "<!DOCTYPE x SYSTEM 'file:///etc/hostname'><testsuite/>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://localhost/'> %p;]><testsuite/>",
    ])
    func aDocumentTypeRefusesTheFile(_ text: String) {
        let file = ReportReader.read(Array(text.utf8))
        #expect(file.verdict == .invalid)
        #expect(file.problem?.contains("document type") == true)
    }
}
