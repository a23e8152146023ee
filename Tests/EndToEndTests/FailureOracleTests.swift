import Formats
import Runs
import Screen
import TestKit
import Testing

/// The failures that operators are told of real logs are those that the corpus's oracle tells of them.
@Suite(.enabled(if: !FailureOracle.logs.isEmpty, "there is no ../shared/corpus")) struct FailureOracleTests {
    private let lab: Lab

    init() throws {
        lab = try Lab.empty()
        for folder in ["tmp", "var/lib/atvm-run-watcher"] { lab.folder.makeFolder(folder) }
    }

    /// Each failed host with its message, and each of its failures with message and excerpt.
    @Test(arguments: FailureOracle.logs) func commandLine(_ log: FailureOracle) throws {
        lab.folder.write(try #require(readBytes(log.path)), to: "tmp/b.log")
        let run = try lab.run("failures", "b", "--format", "json")
        let hosts = try JSONValue(json: Array(run.output.utf8))["failures"]?.array ?? []
        #expect(hosts.count == log.failed.count)
        for (host, wanted) in zip(hosts, log.failed) {
            let message = FailureOracle.line(host["message"])
            #expect(FailureOracle.line(host["excerpt"]?.array?.first) == message)
            // A failure whose cause is known is told before the others.
            let isKnown = host["known_cause"] != .null
            #expect(message == wanted.message || isKnown && wanted.failures.contains { $0.message == message })
            let all = host["all"]?.array ?? []
            let told = all.map { FailureOracle.line($0["message"]) }
            // A spec that broke off describes no failure: the step that it was at has failed, by the line that says so.
            #expect(told == wanted.failures.map(\.message) || wanted.failures.isEmpty && told == [wanted.message])
            for (failure, wanted) in zip(all, wanted.failures) {
                #expect(FailureOracle.line(failure["excerpt"]?.array?.first) == wanted.message)
                let title = failure["title"]?.string ?? ""
                #expect(wanted.title.contains(title), "\(title) is not of \(wanted.title)")
            }
        }
    }

    /// The console shows the excerpt of each failure that is selected.
    @Test(arguments: FailureOracle.logs.filter { !$0.failed.isEmpty }) func console(_ log: FailureOracle) throws {
        lab.folder.write(try #require(readBytes(log.path)), to: "tmp/b.log")
        var console = try lab.console("--build", "b", size: Size(columns: 200, rows: 50))
        try console.waitFor("FLOW")
        console.write("e")
        try console.waitFor("of failure")
        // Equal failures stand in one row, which says how many they are.
        var told: [String] = []
        for failed in log.failed where !told.contains(failed.message) {
            if !told.isEmpty { console.write("j") }
            let texts = [failed.message] + failed.failures.map(\.message)
            try console.wait(for: "one of \(texts)") { lines in
                texts.contains { text in lines.contains { $0.contains("│ \(text.prefix(60))") } }
            }
            told.append(failed.message)
        }
        console.write("Q")
        #expect(try console.waitForExit() == 0)
    }
}

/// What the oracle says of the failures of one real log.
struct FailureOracle: Sendable, CustomTestStringConvertible {
    struct Failed: Sendable {
        /// The first line of the first failure, or of why the host broke off.
        var message: String
        var failures: [(title: String, message: String)]
    }

    var path: String
    /// Hosts as the last run that had them left them, in the order of the log.
    var failed: [Failed]

    var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }

    private static let folder = packageRoot() + "/../shared/corpus"

    static let logs: [FailureOracle] = {
        guard let bytes = readBytes("\(folder)/oracle.json"),
            let oracle = try? JSONValue(json: bytes, limits: JSONLimits(bytes: 16 * 1024 * 1024))
        else { return [] }
        return (oracle["entries"]?.object?.fields ?? []).filter { $0.value["kind"]?.string == "cypress-stdout" }
            .map { FailureOracle(path: "\(folder)/\($0.name)", failed: failed(in: $0.value)) }
            .sorted { $0.path < $1.path }
    }()

    /// A host that is still running has not failed, whatever its log says already.
    private static func failed(in truth: JSONValue) -> [Failed] {
        var specs: [JSONValue] = []
        for spec in (truth["runs"]?.array ?? []).flatMap({ $0["specs"]?.array ?? [] }) {
            if let before = specs.firstIndex(where: { $0["spec"] == spec["spec"] }) {
                specs[before] = spec
            } else {
                specs.append(spec)
            }
        }
        return specs.filter { $0["verdict"]?.string == "FAIL" }.map { spec in
            let failures = (spec["failures"]?.array ?? []).map {
                (title: SafeText.visible($0["path"]?.array?.last?.string ?? ""), message: line($0["first_line"]))
            }
            let early = spec["early_exit_line"].flatMap { $0 == .null ? nil : line($0) }
            // Without step lines nothing is known but that it has failed.
            let message = early ?? failures.first?.message ?? "failed; nothing says at which step"
            return Failed(message: message, failures: failures)
        }
    }

    static func line(_ text: JSONValue?) -> String { SafeText.firstLine(of: text?.string ?? "").trimmingBlanks() }
}
