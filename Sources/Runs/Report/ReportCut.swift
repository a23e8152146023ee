/// Cuts a status report to the length of one chat message: excerpts first, then the rows of hosts that passed, then the
/// list of steps. What was cut is said in NOTES; summary, failed hosts and notes stay as long as anything else can go.
package enum ReportCut {
    /// The report's Markdown in at most `limit` Unicode scalars, which is how Mattermost counts.
    package static func text(of report: StatusReport, limit: Int) -> String {
        let whole = MarkdownReport.text(of: report)
        guard length(whole) > limit else { return whole }
        for stage in Stage.allCases {
            let reduced = stage.reduce(report)
            // Every host's excerpt gets the same room; short ones leave theirs to the others.
            guard let room = largestRoom(reduced, limit) else { continue }
            return MarkdownReport.text(of: excerpts(of: reduced, cutTo: room))
        }
        // Nothing but a limit far below any report gets here.
        return String(String.UnicodeScalarView(whole.unicodeScalars.prefix(max(0, limit))))
    }

    private static func length(_ text: String) -> Int { text.unicodeScalars.count }

    /// What goes, each stage with all before it.
    private enum Stage: Int, CaseIterable {
        case excerpts, passedRows, steps, failureHeadings, failedDetails, failedRows, values

        func reduce(_ report: StatusReport) -> StatusReport {
            var report = report
            var cut = ["failure excerpts"]
            if self >= .passedRows, report.foldPassedRows() { cut.append("rows of passed hosts") }
            if self >= .steps, report.foldSteps() { cut.append("the list of steps") }
            if self >= .failureHeadings, report.foldFailures() { cut.append("the list of failures") }
            if self >= .failedDetails {
                for index in report.hosts.indices { report.hosts[index].detail = shortened(report.hosts[index].detail) }
                cut.append("details")
            }
            if self >= .failedRows, report.foldRows(to: 100) { cut.append("rows of hosts") }
            if self >= .values {
                report.shortenValues(to: 200)
                cut.append("long values")
            }
            report.notes.append("shortened to fit one message: \(cut.joined(separator: ", ")); the console shows all")
            return report
        }

        private func shortened(_ text: String) -> String { text.count <= 24 ? text : text.prefix(23) + "…" }

        static func >= (one: Stage, other: Stage) -> Bool { one.rawValue >= other.rawValue }
    }

    /// The most scalars that each excerpt may keep; `nil` when the report does not fit even without any.
    private static func largestRoom(_ report: StatusReport, _ limit: Int) -> Int? {
        func fits(_ room: Int) -> Bool {
            length(MarkdownReport.text(of: excerpts(of: report, cutTo: room))) <= limit
        }
        guard fits(0) else { return nil }
        var (low, high) = (0, 4096)
        while low < high {
            let middle = (low + high + 1) / 2
            if fits(middle) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private static func excerpts(of report: StatusReport, cutTo room: Int) -> StatusReport {
        var report = report
        for index in report.failures.indices {
            report.failures[index].excerpt = cut(report.failures[index].excerpt, to: room)
        }
        return report
    }

    /// Whole lines as far as they fit; of the first one at least its beginning.
    private static func cut(_ lines: [String], to room: Int) -> [String] {
        var kept: [String] = []
        var left = room
        for line in lines {
            let needed = length(line) + 1
            if needed <= left {
                kept.append(line)
                left -= needed
                continue
            }
            if kept.isEmpty, left > 20 {
                kept.append(String(String.UnicodeScalarView(line.unicodeScalars.prefix(left - 2))) + "…")
            } else if !kept.isEmpty {
                kept.append("…")
            }
            break
        }
        return kept
    }
}

extension StatusReport {
    /// Puts the rows of hosts that passed into one, with their number.
    fileprivate mutating func foldPassedRows() -> Bool {
        let passed = hosts.filter { $0.status.hasSuffix("PASS") }
        guard passed.count > 1, let first = passed.first else { return false }
        hosts.removeAll { $0.status.hasSuffix("PASS") }
        hosts.append(HostRow(host: "\(passed.count) hosts", kernel: "", status: first.status, detail: "completed"))
        return true
    }

    fileprivate mutating func foldSteps() -> Bool {
        guard flow.count > 1 else { return false }
        flow = ["\(flow.count) steps"]
        return true
    }

    fileprivate mutating func foldFailures() -> Bool {
        guard failures.count > 1 else { return false }
        failures = [Note(heading: "\(failures.count) failures", excerpt: [])]
        return true
    }

    /// What the operator has typed, or a source has said, at any length.
    fileprivate mutating func shortenValues(to count: Int) {
        func short(_ text: String) -> String {
            text.unicodeScalars.count <= count
                ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(count - 1))) + "…"
        }
        for index in coverage.indices { coverage[index].value = short(coverage[index].value) }
        for index in failures.indices { failures[index].heading = short(failures[index].heading) }
        for index in hosts.indices { hosts[index].host = short(hosts[index].host) }
        flow = flow.prefix(30).map(short)
        notes = notes.prefix(20).map(short)
    }

    fileprivate mutating func foldRows(to count: Int) -> Bool {
        guard hosts.count > count else { return false }
        let left = hosts.count - count
        hosts.removeLast(left)
        hosts.append(HostRow(host: "\(left) more hosts", kernel: "", status: "", detail: "not shown"))
        return true
    }
}
