import Runs
import Simulation
import Testing

@Suite struct ArtifactWriterTests {
    private static let began = Timestamp(seconds: 1_795_183_402)

    private static func play(_ turns: [Int: HostScript.Turn]) -> SpecPlay {
        var random = SeededRandom(seed: 1)
        return SpecPlay(HostScript("w2k25", turns: turns), steps: ["Alpha", "Beta", "Gamma"], random: &random)
    }

    @Test func writesTheReportersForm() throws {
        var play = Self.play([
            2: .fails(FailureText(type: "Error", message: "a < b & \"c\"\nends ]]> here", stack: ["at x"]))
        ])
        play.cases[0].duration = .milliseconds(1234)
        let text = try #require(ArtifactWriter.junit(of: play, startedAt: Self.began))
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="Mocha Tests" time="1.234" tests="3" failures="1" skipped="1">
                  <testsuite name="Root Suite" timestamp="2026-11-20T14:03:22" tests="0" \
                file="cypress/e2e/w2k25.cy.ts" time="0.000" failures="0">
                  </testsuite>
                  <testsuite name="ATVM w2k25" timestamp="2026-11-20T14:03:22" tests="3" time="1.234" failures="1">
                    <testcase name="ATVM w2k25 1. Alpha" time="1.234" classname="1. Alpha">
                    </testcase>
                    <testcase name="ATVM w2k25 2. Beta" time="0.000" classname="2. Beta">
                      <failure message="a &lt; b &amp; &quot;c&quot;
                ends ]]&gt; here" type="Error"><![CDATA[Error: a < b & "c"
                ends ]]]]><![CDATA[> here
                    at x]]></failure>
                    </testcase>
                  </testsuite>
                </testsuites>
                """)
    }

    @Test(arguments: [[2: .rendererCrashes], [2: .hangs], [2: .runnerDies]] as [[Int: HostScript.Turn]])
    func writesNothingForASpecWithoutAnEnd(_ turns: [Int: HostScript.Turn]) {
        #expect(ArtifactWriter.junit(of: Self.play(turns), startedAt: Self.began) == nil)
    }

    @Test func aHookFailureIsACaseOfItsOwn() throws {
        let play = Self.play([2: .hookFails(FailureText(type: "Error", message: "no route"))])
        let text = try #require(ArtifactWriter.junit(of: play, startedAt: Self.began))
        #expect(text.contains("classname=\"&quot;before each&quot; hook for &quot;2. Beta&quot;\""))
        #expect(text.contains("tests=\"3\" failures=\"1\">"))
        #expect(!text.contains("Gamma"))
    }

    @Test func theNameDependsOnEveryByte() {
        let names = ["", "a", "b", "aa", "ab"].map { ArtifactWriter.name(for: $0) }
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.hasSuffix(".xml") && name.count == 36)
            #expect(name.dropLast(4).allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
    }
}
