/// Writes a build as a JUnit XML document: one test suite per host, one test case per step.
package enum JUnitReport {
    package static func text(of build: BuildSnapshot) -> String {
        let suites = build.hosts.map(suite)
        let tests = suites.reduce(0) { $0 + $1.tests }
        let failures = suites.reduce(0) { $0 + $1.failures }
        let skipped = suites.reduce(0) { $0 + $1.skipped }
        let seconds = suites.reduce(Int64(0)) { $0 + $1.milliseconds }
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        out += "<testsuites name=\"\(escaped(build.name.text))\" tests=\"\(tests)\" failures=\"\(failures)\" "
        out += "errors=\"0\" skipped=\"\(skipped)\" time=\"\(secondsText(seconds))\">\n"
        out += suites.map(\.text).joined()
        return out + "</testsuites>\n"
    }

    private struct Suite {
        var text: String
        var tests: Int
        var failures: Int
        var skipped: Int
        var milliseconds: Int64
    }

    private static func suite(of host: HostSnapshot) -> Suite {
        // Steps that have not ended are not reported: they are neither passed nor skipped.
        let steps = host.steps.filter { $0.status != .waiting && $0.status != .running && $0.status != .unknown }
        var cases = steps.map { testCase($0, of: host) }
        // A failure outside the flow (a crash, a compile error) is a case of its own, so that no failed host looks clean.
        if host.status == .failed, !steps.contains(where: { $0.status == .failed }) {
            cases.append(
                "    <testcase name=\"\(escaped(place(of: host)))\" classname=\"\(escaped(host.name))\" time=\"0.000\">\n"
                    + failure(host.failures.first, of: host) + "    </testcase>\n")
        }
        let failures = cases.count { $0.holds("<failure") }
        let skipped = cases.count { $0.holds("<skipped") }
        let milliseconds = (host.duration ?? .zero).wholeMilliseconds
        var open = "  <testsuite name=\"\(escaped(host.name))\" tests=\"\(cases.count)\" failures=\"\(failures)\" "
        open += "errors=\"0\" skipped=\"\(skipped)\" time=\"\(secondsText(milliseconds))\""
        if let start = host.startedAt { open += " timestamp=\"\(start.rfc3339.dropLast())\"" }
        return Suite(
            text: open + ">\n" + cases.joined() + "  </testsuite>\n", tests: cases.count, failures: failures,
            skipped: skipped, milliseconds: milliseconds)
    }

    /// What the same failure is called in the next run as well, whatever its message is then.
    private static func place(of host: HostSnapshot) -> String {
        if let failure = host.failures.first { return failure.brokeOff == nil ? failure.heading : "broke off" }
        return host.step.map { "\($0). \(host.stepTitle ?? "")".trimmingBlanks() } ?? HostRules.unknownPlace
    }

    private static func testCase(_ step: StepSnapshot, of host: HostSnapshot) -> String {
        let name = "\(step.number). \(step.title)"
        let time = secondsText((step.duration ?? .zero).wholeMilliseconds)
        let open = "    <testcase name=\"\(escaped(name))\" classname=\"\(escaped(host.name))\" time=\"\(time)\""
        switch step.status {
        case .failed:
            let cause = host.failures.first { $0.step == step.number }
            return open + ">\n" + failure(cause, of: host) + "    </testcase>\n"
        case .skipped: return open + ">\n      <skipped/>\n    </testcase>\n"
        case .passed, .waiting, .running, .unknown: return open + "/>\n"
        }
    }

    private static func failure(_ failure: HostFailure?, of host: HostSnapshot) -> String {
        guard let failure else { return "      <failure message=\"\(escaped(host.detail))\"/>\n" }
        let message = SafeText.firstLine(of: failure.failure.message)
        let text = FailureExcerpt.lines(of: failure.failure, stack: Failure.stackLimit).joined(separator: "\n")
        return "      <failure message=\"\(escaped(message))\">\(escaped(text))</failure>\n"
    }

    private static func secondsText(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)"
    }

    /// Text without control characters and with XML's own characters escaped.
    private static func escaped(_ text: String) -> String {
        // Line by line, because line breaks stay; first made visible, because stand-ins have angle brackets.
        let lines = text.textLines.map(SafeText.visible)
        var out = ""
        for scalar in lines.joined(separator: "\n").unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
