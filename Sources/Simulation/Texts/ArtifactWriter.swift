package import Runs

/// Writes a spec's JUnit file as mocha-junit-reporter 2.2.0 writes it under Cypress.
package enum ArtifactWriter {
    /// The file's text; `nil` where Cypress would write none, because the spec never came to its end.
    /// - Parameter startedAt: when the spec's first suite began.
    package static func junit(of play: SpecPlay, startedAt: Timestamp) -> String? {
        guard play.ending == .finished else { return nil }
        let total = DurationTexts.inSeconds(play.cases.reduce(.zero) { $0 + ($1.duration ?? .zero) })
        let stamp = String(startedAt.rfc3339.dropLast())
        let suite = escaped(play.suite)
        let skipped = play.counts.pending > 0 ? " skipped=\"\(play.counts.pending)\"" : ""
        let counts = "tests=\"\(play.counts.tests)\" failures=\"\(play.counts.failing)\""
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"Mocha Tests\" time=\"\(total)\" \(counts)\(skipped)>",
            "  <testsuite name=\"Root Suite\" timestamp=\"\(stamp)\" tests=\"0\" "
                + "file=\"cypress/e2e/\(escaped(play.file))\" time=\"0.000\" failures=\"0\">",
            "  </testsuite>",
            "  <testsuite name=\"\(suite)\" timestamp=\"\(stamp)\" tests=\"\(play.counts.tests)\" "
                + "time=\"\(total)\" failures=\"\(play.counts.failing)\">",
        ]
        for testCase in play.cases {
            let title = escaped(testCase.title)
            let time = DurationTexts.inSeconds(testCase.duration ?? .zero)
            lines.append("    <testcase name=\"\(suite) \(title)\" time=\"\(time)\" classname=\"\(title)\">")
            if let failure = testCase.failure { lines.append("      \(element(failure))") }
            lines.append("    </testcase>")
        }
        // The reporter ends its files without a line break.
        return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n")
    }

    /// The reporter puts a digest of the text into the file's name, so every run adds files.
    package static func name(for text: String) -> String { "\(TextHash.digits(of: text)).xml" }

    private static func element(_ failure: FailureText) -> String {
        let stack = failure.stack.map { "\n    \($0)" }.joined()
        // "]]>" would end the section; it is cut in two.
        let content = (failure.whole + stack).split(separator: "]]>", omittingEmptySubsequences: false)
            .joined(separator: "]]]]><![CDATA[>")
        return "<failure message=\"\(escaped(failure.message))\" type=\"\(escaped(failure.type))\">"
            + "<![CDATA[\(content)]]></failure>"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            default: result.append(character)
            }
        }
    }
}
