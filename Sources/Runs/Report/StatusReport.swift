/// The status report of a build: the facts that every writer of it shows. Console, `status`, watcher and copy key use it.
package struct StatusReport: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        package var label: String
        package var value: String
    }

    package struct HostRow: Equatable, Sendable {
        package var host: String
        package var kernel: String
        /// `✅ PASS`, `⚠️ FAIL`, `⏳ RUN`, `⏭️ SKIP`.
        package var status: String
        package var detail: String
    }

    package struct Note: Equatable, Sendable {
        /// `ubuntu24.04: step 7. Create migration session`
        package var heading: String
        /// Message, then at most 12 lines of stack or code frame.
        package var excerpt: [String]
        /// What a rule knows of it: `CMC-01: a disk of the session is in use elsewhere`
        package var knownCause: String?
    }

    package var build: BuildSnapshot
    package var summary: [Row]
    package var hosts: [HostRow]
    package var timing: [Row]
    package var coverage: [Row]
    /// `1. Verifying set up`, …
    package var flow: [String]
    package var failures: [Note]
    package var notes: [String]

    /// - Parameter subRun: the sub-run to report on; `nil` for the whole build.
    package init(of build: BuildSnapshot, subRun: SubRunKey? = nil, at now: Timestamp, clock: LocalClock) {
        let hosts = subRun.map { key in build.hosts.filter { $0.subRun == key } } ?? build.hosts
        let counts = subRun == nil ? build.counts : HostCounts(hosts.map(\.status))
        self.build = build
        summary = [
            Row(label: "finished", value: "\(counts.finished)"), Row(label: "passed", value: "\(counts.passed)"),
            Row(label: "failed", value: "\(counts.failed)"), Row(label: "skipped", value: "\(counts.skipped)"),
        ]
        self.hosts = hosts.map(Self.row)
        timing = TimingReport(of: build, hosts, isWhole: subRun == nil, at: now).rows(clock)
        coverage = Self.coverage(of: build, subRun)
        flow = build.flow.steps.enumerated().map { "\($0.offset + 1). \(SafeText.visible($0.element))" }
        failures = hosts.flatMap { Self.notes(of: $0, in: build) }
        let part = build.subRuns.first { $0.key == subRun }
        notes = Self.notes(of: build, url: part?.url ?? build.runURL)
    }

    private static func row(of host: HostSnapshot) -> HostRow {
        HostRow(
            host: SafeText.visible(host.name), kernel: SafeText.visible(host.kernel ?? "unknown"),
            status: host.status.reportWord,
            detail: cut(host.detail.isEmpty ? host.status.word : host.detail))
    }

    /// A detail has at most 120 characters (contract, section 6).
    private static func cut(_ detail: String) -> String {
        detail.count <= 120 ? detail : detail.prefix(119).trimmingBlanks() + "…"
    }

    /// What the run was to cover: only fields that the launch has recorded.
    package static func coverage(of build: BuildSnapshot, _ subRun: SubRunKey? = nil) -> [Row] {
        let launch = build.launch
        var rows: [Row] = []
        func add(_ label: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append(Row(label: label, value: SafeText.visible(value))) }
        }
        add("template", launch.template)
        add("categorize mode", launch.isCategorized.map { $0 ? "enabled" : "disabled" })
        add("group", subRun.flatMap { key in build.subRuns.first { $0.key == key }?.group })
        add("datastore/config family", launch.configFamily)
        add("config file", launch.configFile)
        add("migration style", launch.migrationStyle)
        add("integration/plugin path", launch.integration)
        add("scope", launch.scope)
        add("run options", launch.runOptions.joined(separator: " "))
        return rows
    }

    private static func notes(of host: HostSnapshot, in build: BuildSnapshot) -> [Note] {
        if host.status == .failed, host.failures.isEmpty { return [note(ofBare: host, in: build)] }
        return host.failures.map { failure in
            Note(
                heading: "\(SafeText.visible(host.name)): \(SafeText.visible(failure.heading))",
                excerpt: FailureExcerpt.lines(of: failure.failure, stack: 12), knownCause: text(of: failure.cause))
        }
    }

    /// A failed host of which no source describes the failure: a table or a record alone tells of it.
    private static func note(ofBare host: HostSnapshot, in build: BuildSnapshot) -> Note {
        let failed = FailedHost(host, of: build.name, flow: build.flow)
        let place = failed.step.isEmpty ? "nothing says at which step" : "step \(failed.step)"
        let saysNoMore = failed.message.isEmpty || failed.message == place || failed.message == HostRules.unknownPlace
        return Note(
            heading: "\(SafeText.visible(host.name)): \(place)", excerpt: saysNoMore ? [] : [failed.message],
            knownCause: text(of: failed.cause))
    }

    private static func text(of cause: KnownCause?) -> String? { cause.map { "\($0.text) (\($0.rerun))" } }

    static func commandNote(_ command: String) -> String { "command: `\(command)`" }

    /// Recorded run, command, anomalies and what could not be read.
    package static func notes(of build: BuildSnapshot, url: String?) -> [String] {
        var notes: [String] = []
        if let url { notes.append("recorded run: \(SafeText.visible(url))") }
        if let command = build.launch.templateCommand { notes.append(commandNote(SafeText.visible(command))) }
        notes += (build.anomalies + build.problems).map(SafeText.visible)
        return notes
    }
}

extension HostStatus {
    /// The report knows four; a host that has not started counts as running there (contract, section 4).
    fileprivate var reportWord: String {
        switch self {
        case .passed: "✅ PASS"
        case .failed: "⚠️ FAIL"
        case .running, .waiting: "⏳ RUN"
        case .skipped: "⏭️ SKIP"
        }
    }
}

/// The lines of a failure that reports and screens show.
package enum FailureExcerpt {
    /// The message, then at most `stack` lines of its stack; 4 KiB in all, every line safe to show.
    package static func lines(of failure: Failure, stack: Int) -> [String] {
        let message = failure.message.textLines.map { SafeText.visible($0.trimmingTrailingBlanks()) }
        let frames = failure.stack.prefix(stack).map { SafeText.visible($0.trimmingTrailingBlanks()) }
        var budget = 4096
        var lines: [String] = []
        for line in message + frames {
            guard line.utf8.count <= budget else {
                lines.append(String(line.prefix(max(0, budget / 4))) + "…")
                break
            }
            budget -= line.utf8.count + 1
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

extension StringProtocol {
    /// Without blanks at the end.
    package func trimmingTrailingBlanks() -> String {
        guard let last = unicodeScalars.lastIndex(where: { !$0.isBlank }) else { return "" }
        return String(self[...last])
    }
}
