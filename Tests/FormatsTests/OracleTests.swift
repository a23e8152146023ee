import Formats
import Runs
import Testing

/// Real output and real reporter files read as their oracle says.
@Suite(.enabled(if: Corpus.isThere, Corpus.absence)) struct OracleTests {
    @Test(arguments: Corpus.entries(of: "cypress-stdout"))
    func log(_ entry: Corpus.Entry) {
        let got = Inspection(log: read(entry.bytes)).json
        #expect(LogOracle.differences(of: got, from: entry.truth) == [])
    }

    @Test(arguments: Corpus.entries(of: "junit", "mochawesome"))
    func reporterFile(_ entry: Corpus.Entry) {
        let file = ReportReader.read(entry.bytes)
        let got = Inspection(log: nil, artifacts: [.init(path: entry.name, file: file)]).json["artifacts"]?.array?.first
        #expect(artifactDifferences(of: got ?? .null, from: entry) == [])
    }

    private func artifactDifferences(of got: JSONValue, from entry: Corpus.Entry) -> [String] {
        var found = Differences()
        let truth = entry.truth
        found.compare("verdict", got["verdict"], truth["verdict"])
        switch truth["verdict"]?.string {
        case "INVALID":
            if (got["problem"]?.string ?? "").isEmpty { found.list.append("an invalid file needs its problem named") }
            return found.list
        case "NOT_JUNIT": return found.list
        default: break
        }
        found.compare("passed", got["passed"], truth["passed"])
        found.compare("failed", got["failed"], truth["failed"])
        guard truth["kind"]?.string == "junit" else { return found.list }
        found.compare("cases", got["cases"], truth["testcases"])
        for name in ["errored", "skipped"] { found.compare(name, got[name], truth[name]) }
        // The oracle names the spec as it was before the file was converted to UTF-16; the file names another.
        if entry.name != "junit/enc-utf16le.xml" { found.compare("spec", got["spec"], truth["spec_file"]) }
        found.compare(
            "number of failing", .integer(got["failing"]?.array?.count ?? 0),
            .integer(truth["failing"]?.array?.count ?? 0))
        return found.list
    }
}

/// Where a reading is not what it should be, in words.
struct Differences {
    var list: [String] = []

    /// A field that is missing is the same as `null`.
    mutating func compare(_ what: String, _ got: JSONValue?, _ wanted: JSONValue?) {
        let (got, wanted) = (got ?? .null, wanted ?? .null)
        if got != wanted { list.append("\(what): got \(got.compactText), want \(wanted.compactText)") }
    }
}
