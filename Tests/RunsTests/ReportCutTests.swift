import Runs
import Testing

@Suite struct ReportCutTests {
    private func report(passed: Int, failed: Int, lines: Int, steps: Int = 3) throws -> StatusReport {
        var build = BuildSnapshot(name: try BuildName("b"), state: .failed, reason: "")
        build.hosts = (0..<passed).map { HostSnapshot(name: "good\($0)", status: .passed, detail: "completed") }
        for index in 0..<failed {
            var host = HostSnapshot(name: "bad\(index)", status: .failed, detail: "step 2. Second: it broke")
            let message = (0..<lines).map { "line \($0) of the error" }.joined(separator: "\n")
            host.failures = [
                HostFailure(step: 2, title: "Second", failure: Failure(path: [], message: message))
            ]
            build.hosts.append(host)
        }
        var report = StatusReport(of: build, at: Timestamp(seconds: 0), clock: .utc)
        report.flow = (1...steps).map { "\($0). Step" }
        return report
    }

    private func fences(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("```") } }

    @Test func leavesWhatFits() throws {
        let report = try report(passed: 2, failed: 1, lines: 3)
        let whole = MarkdownReport.text(of: report)
        #expect(ReportCut.text(of: report, limit: whole.unicodeScalars.count) == whole)
        let cut = ReportCut.text(of: report, limit: whole.unicodeScalars.count - 1)
        #expect(cut.contains("- shortened to fit one message: failure excerpts;"))
    }

    @Test(arguments: [
        (4, 3, 400, 3000), (300, 2, 20, 4000), (900, 2, 20, 16_383), (0, 1000, 3, 16_383), (1000, 0, 0, 16_383),
        (1, 1, 100_000, 1000),
    ])
    func fits(_ passed: Int, _ failed: Int, _ lines: Int, _ limit: Int) throws {
        let text = ReportCut.text(of: try report(passed: passed, failed: failed, lines: lines, steps: 22), limit: limit)
        #expect(text.unicodeScalars.count <= limit)
        #expect(fences(text) % 2 == 0)
        for title in ["SUMMARY", "HOSTS", "TIMING", "COVERAGE", "TEST FLOW", "FAILURE NOTES", "NOTES"] {
            #expect(text.contains("**\(title):**"))
        }
        #expect(text.contains("shortened to fit one message"))
    }

    /// Excerpts go before rows, rows before steps; failed rows stay.
    @Test func cutsInTheContractsOrder() throws {
        let report = try report(passed: 40, failed: 2, lines: 30, steps: 22)
        let little = ReportCut.text(of: report, limit: MarkdownReport.text(of: report).unicodeScalars.count - 100)
        #expect(little.contains("| good39 |") && little.contains("22. Step"))
        let more = ReportCut.text(of: report, limit: 2200)
        #expect(!more.contains("| good39 |") && more.contains("| 40 hosts |") && more.contains("22. Step"))
        let most = ReportCut.text(of: report, limit: 950)
        #expect(!most.contains("22. Step") && most.contains("- 22 steps"))
        for text in [little, more, most] { #expect(text.contains("| bad0 |") && text.contains("| bad1 |")) }
    }

    /// One long excerpt does not take the room of the others.
    @Test func sharesTheRoomFairly() throws {
        var report = try report(passed: 0, failed: 3, lines: 2)
        report.failures[0].excerpt = (0..<500).map { "long \($0)" }
        let text = ReportCut.text(of: report, limit: 2500)
        #expect(text.contains("long 10") && !text.contains("long 400"))
        #expect(text.components(of: "line 1 of the error") == 2)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
