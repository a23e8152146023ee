/// Derives everything that is shown of a build from its evidence.
package enum BuildRules {
    /// The build at a moment.
    /// - Parameters:
    ///   - inventory: finds the host of a spec's name in the inventory.
    ///   - usual: what the steps of a flow usually take.
    package static func snapshot(
        of name: BuildName, from evidence: Evidence, at now: Timestamp, windows: Windows,
        inventory: @escaping (String) -> InventoryHost? = { _ in nil }, usual: (Flow) -> UsualTimes = { _ in .none }
    ) -> BuildSnapshot {
        if case .unread = evidence.log, let recorded = evidence.recorded, recorded.state.isTerminal {
            return RecordedRules.summary(of: name, recorded, evidence)
        }
        let log = evidence.log.runLog ?? RunLog()
        let subRuns = SubRunRules.subRuns(of: log)
        let isCategorized = SubRunRules.isCategorized(evidence.launch, subRuns)
        let endedAt = end(of: evidence, subRuns)
        var entries = SpecList.entries(of: log, subRuns: subRuns, isCategorized: isCategorized)
        if entries.isEmpty { entries = recordedEntries(evidence) }
        attachReports(ReportRules.reports(of: evidence, endedAt: endedAt, windows: windows), to: &entries)
        let flow = FlowRules.flow(
            template: evidence.launch.template, titles: entries.map { titles(of: $0) })
        var rules = HostRules(flow: flow, launch: evidence.launch, inventory: inventory)
        var hosts = entries.map { rules.host(from: $0) }
        HostRules.nameByInventory(&hosts, inventory)
        if log.runs.isEmpty { fillFromRecord(&hosts, evidence, flow) }

        let facts = stateFacts(evidence, log, subRuns, isCategorized, hosts, entries, windows, now)
        var verdict = StateRules.derive(facts, at: now, windows: windows)
        if verdict.state == .terminated || verdict.state == .unknown, let line = log.startFailure, log.runs.isEmpty {
            verdict.reason = "the run did not start: \(SafeText.visible(line))"
        }
        var build = BuildSnapshot(name: name, state: verdict.state, reason: verdict.reason)
        build.launch = evidence.launch
        build.flow = flow
        build.isCategorized = isCategorized
        build.startedAt = evidence.launch.startedAt ?? hosts.compactMap(\.startedAt).min()
        build.activeAt = facts.changedAt
        // A hung run has not ended: its runner lives.
        let isOver = verdict.state.isTerminal && verdict.state != .hung
        build.endedAt = isOver ? endedAt ?? facts.changedAt : evidence.recorded?.endedAt
        for index in hosts.indices { settle(&hosts[index], entries[index], in: verdict.state) }
        build.hosts = hosts
        build.counts = HostCounts(hosts.map(\.status), expected: isCategorized ? 0 : expected(log, subRuns))
        if hosts.isEmpty, let summary = evidence.recorded?.summary {
            build.counts = summary
            build.counts.total = max(summary.total, summary.finished)
        }
        build.subRuns = isCategorized ? subRuns.map { snapshot(of: $0, hosts, verdict.state) } : []
        build.runURL = subRuns.last(where: { $0.url != nil })?.url ?? evidence.recorded?.url
        build.delivery = evidence.delivery
        build.anomalies = Anomalies.lines(of: verdict, evidence, flow, rules.contradictions)
        // Nothing says that it has failed, so that no list of failures tells of it.
        for (host, entry) in zip(hosts, entries)
        where verdict.state.isTerminal && host.status == .running && entry.breach != nil {
            build.anomalies.append("\(HostLabel.text(host.name, in: host.subRun)): \(host.detail)")
        }
        build.problems = evidence.problems
        if case .refused(let why) = evidence.log { build.problems.append(why) }
        if let line = log.startFailure, log.runs.isEmpty {
            build.anomalies.append("the run did not start: \(SafeText.visible(line))")
        } else if log.isReporterOnly {
            build.anomalies.append("the log shows a reporter's lines, but no run around them: started with --quiet?")
        } else if log.runs.isEmpty, log.invocations.isEmpty, (evidence.log.vitals?.size ?? 0) > 1 << 16 {
            build.problems.insert("its log shows no run so far", at: 0)
        }
        build.logSize = evidence.log.vitals?.size
        expect(&build, usual(flow), at: now)
        return build
    }

    /// Says of a build that runs when it will end, if its steps take what is usual.
    package static func expect(_ build: inout BuildSnapshot, _ usual: UsualTimes, at now: Timestamp) {
        guard build.state == .running else { return }
        build.usual = usual
        build.expectedEnd = usual.expectedEnd(of: build, at: now)
    }

    // MARK: Parts

    private static func titles(of entry: SpecEntry) -> [String] {
        let ofLog = entry.record?.steps.map(\.title) ?? []
        let ofReport = entry.report?.file.cases.map(\.title) ?? []
        return ofReport.count > ofLog.count ? ofReport : ofLog
    }

    private static func attachReports(_ reports: [String: [ReportEvidence]], to entries: inout [SpecEntry]) {
        // From the last one on: the newest report belongs to the latest execution of a host's spec.
        var left = reports
        for index in entries.indices.reversed() {
            guard entries[index].record != nil || entries[index].run < 0 else { continue }
            let host = HostName.fromSpec(entries[index].path).lowercased()
            guard let report = left[host]?.popLast() else { continue }
            entries[index].report = report
            // Two reporters write one execution down at the same time, each in its own form.
            while let other = left[host]?.last, other.file.kind != report.file.kind,
                report.changedAt - other.changedAt <= .seconds(60),
                !entries[index].otherReports.contains(where: { $0.file.kind == other.file.kind })
            {
                entries[index].otherReports.append(other)
                left[host]?.removeLast()
            }
        }
    }

    /// The specs of a build whose log is gone: those that a watcher has written down.
    private static func recordedEntries(_ evidence: Evidence) -> [SpecEntry] {
        (evidence.recorded?.hosts ?? []).map { SpecEntry(name: $0.name, path: $0.name, run: -1) }
    }

    private static func fillFromRecord(_ hosts: inout [HostSnapshot], _ evidence: Evidence, _ flow: Flow) {
        for (index, recorded) in (evidence.recorded?.hosts ?? []).enumerated() where hosts.indices.contains(index) {
            RecordedRules.fill(&hosts[index], from: recorded, of: flow)
        }
    }

    private static func end(of evidence: Evidence, _ subRuns: [SubRun]) -> Timestamp? {
        if let recorded = evidence.recorded, recorded.state.isTerminal, let end = recorded.endedAt { return end }
        if !subRuns.isEmpty, subRuns.allSatisfy(\.hasEnded) { return evidence.log.vitals?.changedAt }
        if case .gone(let since, _) = evidence.runner { return since }
        return nil
    }

    private static func expected(_ log: RunLog, _ subRuns: [SubRun]) -> Int {
        subRuns.map { part in
            part.invocation.flatMap { log.invocations[$0].discovered }
                ?? part.runs.compactMap { log.runs[$0].specsExpected }.max() ?? 0
        }.max() ?? 0
    }

    private static func stateFacts(
        _ evidence: Evidence, _ log: RunLog, _ subRuns: [SubRun], _ isCategorized: Bool, _ hosts: [HostSnapshot],
        _ entries: [SpecEntry], _ windows: Windows, _ now: Timestamp
    ) -> StateFacts {
        var facts = StateFacts()
        if let recorded = evidence.recorded, recorded.state.isTerminal {
            facts.recorded = Verdict(recorded.state, recorded.reason.map(SafeText.visible) ?? "as its watcher recorded")
        }
        facts.isCancelled = evidence.isCancelled
        facts.failedHosts = hosts.count { $0.status == .failed }
        facts.saysFailed = subRuns.contains(where: \.saysFailed)
        facts.wasCanceledByService = subRuns.last?.wasCanceled ?? false
        facts.runner = evidence.runner
        facts.hasOutput = (evidence.log.vitals?.size ?? 0) > 0 || entries.contains { $0.report != nil }
        facts.changedAt = ([evidence.log.vitals?.changedAt] + entries.map { $0.report?.changedAt }).compactMap(\.self)
            .max()
        // Where nobody has written down the launch, the grace counts from when somebody began to wait for it.
        facts.launchedAt = evidence.launch.startedAt ?? evidence.watchedSince
        facts.reachedEnd = reachedEnd(evidence, log, subRuns, isCategorized, entries, facts, windows, now)
        return facts
    }

    /// Whether the run has reached its end (contract, section 4).
    private static func reachedEnd(
        _ evidence: Evidence, _ log: RunLog, _ subRuns: [SubRun], _ isCategorized: Bool, _ entries: [SpecEntry],
        _ facts: StateFacts, _ windows: Windows, _ now: Timestamp
    ) -> Bool {
        guard let last = subRuns.last, !last.wasCanceled else { return false }
        if isCategorized {
            guard subRuns.allSatisfy(\.hasEnded) else { return false }
            let silence = facts.changedAt.map { now - $0 } ?? .zero
            switch evidence.runner {
            case .gone(let since, _): return now - since > windows.endGrace
            case .alive: return false
            // Nobody can say whether another group follows; silence for the whole hang window does.
            case .unknown: return silence >= windows.hang
            }
        }
        if last.hasEnded { return true }
        guard case .gone = evidence.runner else { return false }
        let expected = expected(log, subRuns)
        return expected > 0 && entries.count >= expected && entries.allSatisfy { $0.report != nil }
    }

    /// What a host that was under way shows once its build hangs or is over.
    private static func settle(_ host: inout HostSnapshot, _ entry: SpecEntry, in state: BuildState) {
        switch host.status {
        case _ where !state.isTerminal: break
        case .running where state == .hung: host.detail += "; nothing was written since"
        case .waiting where state == .hung: break
        case .running:
            let place = host.step.flatMap { step in host.stepsTotal.map { "step \(step)/\($0)" } } ?? "its spec"
            let why = entry.breach.map { ": \($0)" } ?? ""
            host.detail = "the run stopped in \(place)\(host.stepTitle.map { " \($0)" } ?? "")\(why)"
            host.stepStartedAt = nil
            host.startedAt = nil
        case .waiting: host.detail = "the run stopped before it began"
        case .passed, .failed, .skipped: break
        }
    }

    private static func snapshot(of part: SubRun, _ hosts: [HostSnapshot], _ build: BuildState) -> SubRunSnapshot {
        let counts = HostCounts(hosts.lazy.filter { $0.subRun == part.key }.map(\.status))
        let state: BuildState =
            if part.hasEnded { counts.failed > 0 || part.saysFailed ? .failed : .completed } else { build }
        return SubRunSnapshot(
            key: part.key, group: part.group.map(SafeText.visible), state: state, url: part.url, counts: counts)
    }
}
