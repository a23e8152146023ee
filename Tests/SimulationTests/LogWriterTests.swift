import Runs
import Simulation
import Testing

/// A sample of the corpus and the reporter that printed it.
struct Sample: CustomTestStringConvertible {
    var name: String
    var reporter = RunScript.Reporter.spec
    /// Boxes show whole seconds, but the last line of a run is a sum of milliseconds: a fraction that agrees with it.
    var fraction = Duration.zero

    init(_ name: String, _ reporter: RunScript.Reporter = .spec, fraction: Int = 0) {
        (self.name, self.reporter, self.fraction) = (name, reporter, .milliseconds(fraction))
    }

    var testDescription: String { name }

    /// Beside the package; not part of it.
    static let folder = "\(Files.parent(Files.package))/shared/corpus/cypress-stdout"
    static let isThere = Files.exists(folder)
}

@Suite struct LogWriterTests {
    @Test(
        .enabled(if: Sample.isThere, "there is no ../shared/corpus"),
        arguments: [
            Sample("gen-3-hosts", fraction: 680), Sample("gen-retries"), Sample("gen-failfast-pending", fraction: 680),
            Sample("gen-hook-skips"),
            Sample("gen-crash-mid-host"), Sample("gen-multi-reporters", .multi, fraction: 680),
        ])
    func printsWhatCypressPrints(_ sample: Sample) throws {
        let text = try #require(Files.text("\(Sample.folder)/\(sample.name).log"))
        let log = CorpusLog(text, fraction: sample.fraction)
        let writer = LogWriter(folder: "/home/ci/atvm", reporter: sample.reporter)
        let printed = log.printed(by: writer).split(separator: "\n", omittingEmptySubsequences: false)
        let expected = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, pair) in zip(printed, expected).enumerated() {
            try #require(pair.0 == pair.1, "line \(line + 1) of \(sample.name)")
        }
        #expect(printed.count == expected.count)
    }

    @Test(.enabled(if: Sample.isThere, "there is no ../shared/corpus"))
    func printsTheTableOfTheCloudService() throws {
        let text = try #require(Files.text("\(Sample.folder)/gen-cypress-cloud-categorised.log"))
        let end = try #require(text.firstRange(of: "  Cloud Run Finished"))
        let plays = CorpusLog(String(text[..<end.lowerBound])).plays
        let url = "http://sorry.example.test:8080/run/0123456789abcdef0123456789abcdef"
        #expect(plays.count == 2)
        #expect(text.contains(LogWriter().cloudFinished(plays, url: url)))
    }

    @Test func wrapsLongNames() {
        let file = "group/\(String(repeating: "long-name-", count: 9))1.cy.ts"
        var play = SpecPlay(file: file, suite: "ATVM")
        play.counts = Counts(tests: 2, passing: 1, failing: 1)
        let writer = LogWriter(recording: .cypress(url: "https://sorry.lab.test/run/1"))
        let texts = [
            writer.specHeader(file, index: 1, count: 12), writer.results(play), writer.runFinished([play, play]),
            writer.cloudFinished([play], url: "u"),
        ]
        for text in texts {
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("  │") || $0.hasPrefix("  Running:") }
            #expect(!lines.isEmpty)
            #expect(lines.allSatisfy { $0.count == 100 }, "\(text)")
        }
    }

    @Test func cutsTheListOfSpecsInTheHeader() {
        let specs = (1...40).map { "host-\($0).cy.ts" }
        let text = LogWriter().runHeader(specs: specs, group: nil)
        #expect(text.contains("40 found (host-1.cy.ts"))
        let joined = text.split(separator: "\n").filter { $0.hasPrefix("  │") }
            .map { $0.dropFirst(20).dropLast(2) }.joined()
        #expect(joined.contains("...)"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(arguments: [
        (RunScript.Recording.none, false, false), (.cypress(url: "https://a.test/run/1"), true, true),
        (.cloud(url: "https://a.test/run/1"), false, false),
    ])
    func onlyARecordedRunSaysWhere(_ recording: RunScript.Recording, header: Bool, end: Bool) {
        let writer = LogWriter(recording: recording)
        let play = SpecPlay(file: "w2k25.cy.ts", suite: "ATVM w2k25")
        #expect(writer.runHeader(specs: ["w2k25.cy.ts"], group: "windows").contains("Group: windows") == header)
        #expect(writer.runFinished([play]).contains("  Recorded Run: https://a.test/run/1\n") == end)
        #expect(writer.uploads(play).isEmpty != header)
    }
}
