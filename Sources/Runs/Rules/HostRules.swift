/// Derives the hosts of a build from its log and its reporter files.
///
/// Artifacts decide verdicts and durations; the log gives liveness and the current step (contract, section 4).
struct HostRules {
    let flow: Flow
    let matching: StepMatching
    let launch: Launch
    /// Finds the host of a spec's name in the inventory.
    let inventory: (String) -> InventoryHost?
    /// Where sources contradict each other, one line each.
    private(set) var contradictions: [String] = []

    init(flow: Flow, launch: Launch, inventory: @escaping (String) -> InventoryHost?) {
        self.flow = flow
        matching = StepMatching(flow)
        self.launch = launch
        self.inventory = inventory
    }

    mutating func host(from entry: SpecEntry) -> HostSnapshot {
        let logStatus = status(ofLog: entry)
        let report = usableReport(of: entry, logStatus)
        let status = report.map { Self.status(ofReport: $0.file) } ?? logStatus
        if let report, logStatus.isFinished, logStatus.word != status.word {
            contradictions.append(
                "\(entry.name): the log says \(logStatus.word), its report \(report.path) says \(status.word)")
        }
        var host = HostSnapshot(name: entry.name, status: status)
        host.kernel = inventory(entry.name)?.kernel
        host.subRun = entry.subRun
        host.spec = entry.record?.path ?? entry.path
        host.stepsTotal = flow.steps.isEmpty ? nil : flow.steps.count
        host.logOffset = entry.record?.offset
        host.artifacts = report.map { [$0.path] + entry.otherReports.map(\.path) } ?? []
        if status == .failed {
            host.screenshots = Self.screenshots(of: entry.record, report).map(SafeText.visible)
            host.screenshotsLeftOut = entry.record?.screenshotsLeftOut ?? 0
        }
        setTimes(of: &host, entry, report)
        let rules = StepRules(flow: flow, matching: matching)
        host.steps = rules.steps(of: entry.record, report?.file, status)
        host.stepsPassed = host.steps.count { $0.status == .passed }
        let canFail = !status.isFinished || status == .failed
        host.failures = canFail ? rules.failures(of: entry.record, report?.file, host.steps, status) : []
        host.failureOffset =
            host.failures.lazy.compactMap(\.logOffset).first
            // A report may describe the failures, but the log is where the line stands.
            ?? (status == .failed ? entry.record?.earlyExitOffset : nil)
        setCurrentStep(of: &host, entry)
        host.detail = detail(of: host, entry)
        return host
    }

    /// Gives hosts the inventory's names, as long as that keeps them apart (contract, section 4).
    static func nameByInventory(_ hosts: inout [HostSnapshot], _ inventory: (String) -> InventoryHost?) {
        let names = hosts.map { inventory($0.name)?.name ?? $0.name }
        var uses: [String: Int] = [:]
        for (host, name) in zip(hosts, names) { uses["\(host.subRun?.text ?? "")/\(name)", default: 0] += 1 }
        for index in hosts.indices where uses["\(hosts[index].subRun?.text ?? "")/\(names[index])"] == 1 {
            hosts[index].name = names[index]
        }
    }

    /// Those that the log lists, else those that the report names.
    private static func screenshots(of record: SpecRecord?, _ report: ReportEvidence?) -> [String] {
        if let listed = record?.screenshots, !listed.isEmpty { return listed }
        return Array((report?.file.cases ?? []).flatMap(\.screenshots).prefix(Screenshot.limit))
    }

    // MARK: Status

    private func status(ofLog entry: SpecEntry) -> HostStatus {
        guard let record = entry.record else {
            if let row = entry.row { return Self.status(ofRow: row) }
            return entry.wasLeftOut
                ? .skipped(reason: entry.wasCanceled ? "the run was cancelled" : "the run ended without it") : .waiting
        }
        if let counts = record.counts {
            return Self.status(ofCounts: counts, isBroken: record.earlyExit != nil)
        }
        if let row = entry.row { return Self.status(ofRow: row) }
        if entry.isOver, entry.wasCanceled { return .skipped(reason: "the run was cancelled") }
        // It said that it broke off, and something else came after it: only its results are missing.
        if entry.isOver, record.earlyExit != nil { return .failed }
        return .running
    }

    private static func status(ofCounts counts: Counts, isBroken: Bool) -> HostStatus {
        if counts.failing > 0 || isBroken { return .failed }
        if counts.passing > 0 { return .passed }
        return .skipped(reason: counts.pending > 0 ? "all its tests are pending" : "it ran no test")
    }

    private static func status(ofRow row: SpecRow) -> HostStatus {
        row.wasSkipped ? .skipped(reason: "the run was cancelled") : status(ofCounts: row.counts, isBroken: false)
    }

    private static func status(ofReport file: ReportFile) -> HostStatus {
        if file.verdict == .fail { return .failed }
        return file.count(.passed) > 0 ? .passed : .skipped(reason: "all its tests are pending")
    }

    /// The entry's report, where it can be of this execution: one that nobody dated may be of an earlier launch, so it
    /// must not say more than the log does.
    private func usableReport(of entry: SpecEntry, _ logStatus: HostStatus) -> ReportEvidence? {
        guard let report = entry.report else { return nil }
        if launch.startedAt != nil { return report }
        return logStatus.word == Self.status(ofReport: report.file).word ? report : nil
    }

    // MARK: Times

    private func setTimes(of host: inout HostSnapshot, _ entry: SpecEntry, _ report: ReportEvidence?) {
        host.startedAt = entry.record?.startedAt ?? report?.file.startedAt
        guard host.status.isFinished else {
            if case .running = host.status {
                host.stepStartedAt = entry.record?.steps.last.map(\.endedAt) ?? entry.record?.startedAt
            }
            return
        }
        let ofLog = entry.record?.duration ?? entry.row?.duration
        let ofReport = report?.file.duration
        // Cypress reports a failed test with a time of zero, so a failed host's report can be too short.
        host.duration = host.status == .failed ? [ofLog, ofReport].compactMap(\.self).max() : ofReport ?? ofLog
        if case .skipped = host.status { host.duration = nil }
        host.endedAt = entry.record?.endedAt
        if host.status == .failed, host.duration ?? .zero == .zero, let record = entry.record, record.earlyExit != nil {
            // When it ended does not follow from it: it may be less than it took.
            setDuration(ofBroken: record, to: &host)
            return
        }
        if host.endedAt == nil, let start = host.startedAt, let duration = host.duration {
            host.endedAt = start + duration
        }
    }

    /// What a spec took that broke off: its box says `0 seconds` however long it ran. `nil` when nothing tells.
    private func setDuration(ofBroken record: SpecRecord, to host: inout HostSnapshot) {
        if let start = host.startedAt, let end = record.endedAt, end > start {
            host.duration = end - start
            return
        }
        let sum = record.steps.compactMap(\.duration).reduce(Duration.zero, +)
        host.duration = sum > .zero ? sum : nil
        host.tookLonger = sum > .zero
    }

    // MARK: Step and detail

    private func setCurrentStep(of host: inout HostSnapshot, _ entry: SpecEntry) {
        switch host.status {
        case .failed:
            // Of what broke off only one failure is told, and a step that failed before it may not be that one.
            let told = entry.record?.earlyExit == nil ? nil : host.failures.first?.step
            let failed = host.steps.first { $0.status == .failed && (told == nil || $0.number == told) }
            host.step = failed?.number ?? host.failures.first?.step
            let title = failed?.title ?? host.failures.first?.title
            // A failure of no step has none.
            host.stepTitle = title?.isEmpty == true ? nil : title
        case .running:
            let running = host.steps.first { $0.status == .running }
            host.step = running?.number
            host.stepTitle = running?.title
        case .passed:
            host.step = host.stepsTotal
        case .waiting, .skipped:
            break
        }
    }

    /// Of a host that has failed, where no source says more.
    static let unknownPlace = "failed; nothing says at which step"

    private func detail(of host: HostSnapshot, _ entry: SpecEntry) -> String {
        switch host.status {
        case .waiting: return "waiting"
        case .passed: return "completed"
        case .skipped(let reason): return SafeText.visible(reason ?? "skipped")
        case .failed:
            if let failure = host.failures.first {
                let line = SafeText.firstLine(of: failure.failure.message)
                // The line itself says that it broke off.
                return failure.brokeOff == nil ? "\(failure.heading): \(line)" : failure.failure.headline
            }
            return host.step.map { "step \($0). \(host.stepTitle ?? "")" } ?? Self.unknownPlace
        case .running:
            if entry.isOver { return "its result is missing from the log" }
            if let breach = entry.breach { return breach }
            guard let step = host.step, let total = host.stepsTotal else { return "in progress" }
            // A run that goes on after a failure must not look like one without.
            let failed = host.steps.count { $0.status == .failed }
            return "step \(step)/\(total) \(host.stepTitle ?? "")" + (failed > 0 ? "; \(failed) failed before" : "")
        }
    }
}
