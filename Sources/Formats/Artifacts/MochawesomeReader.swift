package import Runs

/// Reads one mochawesome JSON file. It never fails: what is wrong stands in the report's `problem`.
///
/// Everything is counted from the tests. The `stats` of real files are wrong: a run whose only test failed has
/// `failures: 0` there (cypress-format, section 12).
package enum MochawesomeReader {
    /// Suites nest within `results` and each nesting takes two levels of JSON.
    private static let limits = JSONLimits(bytes: 64 * 1024 * 1024, depth: 64)

    package static func read(_ bytes: [UInt8]) -> ReportFile {
        do {
            return report(from: try JSONValue(json: bytes, limits: limits))
        } catch {
            return problem(.invalid, bytes.isEmpty ? "the file is empty" : "not JSON: \(error)")
        }
    }

    private static func report(from json: JSONValue) -> ReportFile {
        guard let results = json["results"]?.array else {
            return problem(.notJUnit, "JSON, but no mochawesome report")
        }
        var file = ReportFile(kind: .mochawesome, verdict: .empty)
        file.spec = results.lazy.compactMap { path(of: $0) }.first
        for result in results { collect(result, path: [], into: &file) }
        file.startedAt = json["stats"]?["start"]?.string.flatMap { Timestamp(rfc3339: $0) }
        let times = file.cases.compactMap(\.duration)
        if !times.isEmpty { file.duration = times.reduce(.zero, +) }
        if file.count(.failed) + file.suiteErrors.count > 0 {
            file.verdict = .fail
        } else if !file.cases.isEmpty {
            file.verdict = .pass
        }
        return file
    }

    private static func path(of result: JSONValue) -> String? {
        for name in ["fullFile", "file"] {
            if let path = result[name]?.string, !path.isEmpty { return path }
        }
        return nil
    }

    private static func collect(_ suite: JSONValue, path: [String], into file: inout ReportFile) {
        let title = suite["title"]?.string ?? ""
        let path = title.isEmpty ? path : path + [title]
        for test in suite["tests"]?.array ?? [] {
            if let read = reportCase(test, path: path) { file.cases.append(read) }
        }
        for hooks in ["beforeHooks", "afterHooks"] {
            for hook in suite[hooks]?.array ?? [] where hook["fail"]?.bool == true || hook["state"]?.string == "failed"
            {
                file.suiteErrors.append(failure(of: hook, path: path + [hook["title"]?.string ?? "hook"]))
            }
        }
        for inner in suite["suites"]?.array ?? [] { collect(inner, path: path, into: &file) }
    }

    private static func reportCase(_ test: JSONValue, path: [String]) -> ReportCase? {
        guard test.object != nil else { return nil }
        let printed = test["title"]?.string ?? ""
        let named = HookTitle.parse(printed)
        let title = named?.step ?? printed
        let milliseconds = test["duration"]?.double.flatMap { $0 >= 0 && $0 < 1e12 ? $0.rounded() : nil }
        var reportCase = ReportCase(
            title: title, outcome: outcome(of: test), duration: milliseconds.map { .milliseconds($0) })
        reportCase.hook = named?.hook
        if reportCase.outcome == .failed {
            reportCase.failures = [failure(of: test, path: path + [title])]
            reportCase.screenshots = screenshots(in: test["context"], depth: 0)
        }
        return reportCase
    }

    /// What has been added to a test: a path, `{"title": …, "value": path}`, a list of these, or one of them in a text.
    private static func screenshots(in context: JSONValue?, depth: Int) -> [String] {
        guard let context, depth < 4 else { return [] }
        if let list = context.array {
            var found: [String] = []
            for element in list where found.count < Screenshot.limit {
                found += screenshots(in: element, depth: depth + 1)
            }
            return Array(found.prefix(Screenshot.limit))
        }
        if let value = context["value"] { return screenshots(in: value, depth: depth + 1) }
        guard let text = context.string else { return [] }
        if Screenshot.isOne(text) { return [text] }
        let inner = try? JSONValue(json: Array(text.utf8), limits: JSONLimits(bytes: 64 * 1024, depth: 8))
        return screenshots(in: inner, depth: depth + 1)
    }

    /// A test that says nothing of its outcome has not run.
    private static func outcome(of test: JSONValue) -> ReportCase.Outcome {
        if test["fail"]?.bool == true || test["state"]?.string == "failed" { return .failed }
        if test["pass"]?.bool == true || test["state"]?.string == "passed" { return .passed }
        return .skipped
    }

    private static func failure(of test: JSONValue, path: [String]) -> Failure {
        let error = test["err"]
        let message = error?["message"]?.string ?? error?.string ?? ""
        let stack = (error?["estack"]?.string ?? error?["stack"]?.string ?? "").split(separator: "\n")
            .filter { $0.trimmingBlanks().hasPrefix("at ") }.prefix(Failure.stackLimit)
        return Failure(
            path: path, message: message.limited(toBytes: Failure.messageLimit), stack: stack.map(String.init))
    }

    private static func problem(_ verdict: ReportFile.Verdict, _ text: String) -> ReportFile {
        var file = ReportFile(kind: .mochawesome, verdict: verdict)
        file.problem = text
        return file
    }
}
