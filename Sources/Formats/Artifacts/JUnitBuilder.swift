import CExpat
import Runs

/// Builds a report from the elements of a JUnit file as expat finds them.
final class JUnitBuilder {
    /// Why the file cannot be read, in one line.
    var problem: String?
    /// To stop it from within a callback.
    var parser: XML_Parser?

    private enum Element { case suites, suite, testCase, result(Result), output, other }

    /// What stands under a case, or under a suite in place of one.
    private enum Result { case error, failure, skipped }

    private var stack: [Element] = []
    private var elementCount = 0
    private var isJUnit = false
    private var suiteNames: [String] = []
    private var openCase: JUnitCase?
    private var openText: JUnitText?
    private var file = ReportFile(kind: .junit, verdict: .empty)
    private var caseTime = Duration.zero
    private var hasCaseTime = false

    /// The builder that a parser was given as its user data.
    static func from(_ context: UnsafeMutableRawPointer?) -> JUnitBuilder? {
        context.map { Unmanaged<JUnitBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    func refuse(_ reason: String) {
        problem = problem ?? reason
        if let parser { XML_StopParser(parser, XML_Bool(XML_FALSE)) }
    }

    // MARK: Elements

    func startElement(_ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard problem == nil else { return }
        elementCount += 1
        if elementCount > JUnitReader.elementLimit { return refuse("more than \(JUnitReader.elementLimit) elements") }
        if stack.count >= JUnitReader.depthLimit { return refuse("nested deeper than \(JUnitReader.depthLimit)") }
        let element = kind(of: name.map { String(cString: $0) } ?? "")
        stack.append(element)
        switch element {
        case .suites: startRoot(JUnitAttributes(attributes))
        case .suite: startSuite(JUnitAttributes(attributes))
        case .testCase: openCase = JUnitCase(JUnitAttributes(attributes), suite: suiteNames.last)
        case .result: openText = JUnitText(message: JUnitAttributes(attributes)["message"])
        case .output: openText = JUnitText(message: nil)
        case .other: break
        }
    }

    func endElement() {
        guard problem == nil, let element = stack.popLast() else { return }
        switch element {
        case .suite:
            suiteNames.removeLast()
        case .testCase:
            if let ended = openCase { file.cases.append(ended.reportCase(suites: suiteNames)) }
            openCase = nil
        case .result(let result):
            endResult(result)
        case .output:
            openCase?.attachments += openText?.attachments ?? []
            openText = nil
        case .suites, .other:
            break
        }
    }

    func takeText(_ bytes: UnsafePointer<XML_Char>?, _ count: Int) {
        guard openText != nil, let bytes else { return }
        switch stack.last {
        case .result, .output: break
        default: return
        }
        // Valid during the call; the text is copied from it.
        openText?.append(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private func kind(of name: String) -> Element {
        switch (name, stack.last) {
        case ("testsuites", nil): .suites
        case ("testsuite", nil), ("testsuite", .suites), ("testsuite", .suite): .suite
        case ("testcase", .suite), ("testcase", .suites): .testCase
        case ("error", .testCase), ("error", .suite), ("rerunError", .testCase): .result(.error)
        case ("failure", .testCase), ("failure", .suite), ("rerunFailure", .testCase): .result(.failure)
        case ("skipped", .testCase): .result(.skipped)
        case ("system-out", .testCase): .output
        default: .other
        }
    }

    private func startRoot(_ attributes: JUnitAttributes) {
        isJUnit = true
        file.declaredTests = attributes["tests"].flatMap { Int($0) }
        file.duration = attributes.duration
    }

    private func startSuite(_ attributes: JUnitAttributes) {
        if stack.count == 1 { startRoot(attributes) }
        suiteNames.append(attributes["name"] ?? "")
        if file.spec == nil, let path = attributes["file"], !path.isEmpty { file.spec = path }
        file.startedAt = file.startedAt ?? attributes["timestamp"].flatMap { Timestamp(rfc3339: $0) }
    }

    private func endResult(_ result: Result) {
        defer { openText = nil }
        guard let text = openText else { return }
        if openCase != nil {
            switch result {
            case .error: openCase?.errors.append(text)
            case .failure: openCase?.failures.append(text)
            case .skipped: openCase?.isSkipped = true
            }
        } else if let failure = text.failure(path: suiteNames) {
            file.suiteErrors.append(failure)
        }
    }

    // MARK: Report

    func report() -> ReportFile {
        guard isJUnit else {
            var other = ReportFile(kind: .junit, verdict: .notJUnit)
            other.problem = "well-formed XML, but no JUnit report"
            return other
        }
        if file.count(.failed) + file.count(.errored) + file.suiteErrors.count > 0 {
            file.verdict = .fail
        } else {
            file.verdict = file.cases.isEmpty ? .empty : .pass
        }
        let times = file.cases.compactMap(\.duration)
        if file.duration == nil, !times.isEmpty { file.duration = times.reduce(.zero, +) }
        return file
    }
}
