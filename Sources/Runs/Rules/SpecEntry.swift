/// One host's place in a build before its status is derived: its spec, and every source that speaks of it.
struct SpecEntry {
    /// The host's name; the spec's path where two specs of one run share a name.
    var name: String
    var path: String
    var subRun: SubRunKey?
    /// Its latest execution in the log.
    var record: SpecRecord?
    /// The run of `record`, or the run that lists the spec.
    var run: Int
    /// The run's final table's row.
    var row: SpecRow?
    var report: ReportEvidence?
    /// The same execution as another reporter tells it, with what it says itself.
    var otherReports: [ReportEvidence] = []
    /// Something that came after it in the log shows that its execution is over.
    var isOver = false
    /// Its run has ended without ever starting it.
    var wasLeftOut = false
    /// Its run was cancelled by the recording service.
    var wasCanceled = false

    /// The error with which its spec breaks off, in one line; safe to show.
    var breach: String? { record.flatMap(StepRules.breach)?.headline }
}

/// Lists the specs of a build in the order in which its runs list them, each with its latest execution.
enum SpecList {
    static func entries(of log: RunLog, subRuns: [SubRun], isCategorized: Bool) -> [SpecEntry] {
        let scopes = isCategorized ? subRuns.map { [$0] } : [subRuns]
        return scopes.flatMap { scope -> [SpecEntry] in
            var list = Scope(key: isCategorized ? scope.first?.key : nil)
            for subRun in scope { list.add(subRun, of: log) }
            return list.entries
        }
    }

    /// The specs of one sub-run, or of all runs of a plain build: a spec that runs again replaces its earlier execution.
    private struct Scope {
        let key: SubRunKey?
        var entries: [SpecEntry] = []
        private var byName: [String: Int] = [:]

        init(key: SubRunKey?) { self.key = key }

        mutating func add(_ subRun: SubRun, of log: RunLog) {
            let invocation = subRun.invocation.map { log.invocations[$0] }
            let first = subRun.runs.first ?? 0
            for path in invocation?.taken ?? [] { list(path, run: first) }
            for index in subRun.runs {
                let run = log.runs[index]
                let isLast = index == log.runs.count - 1
                for path in run.specNames { list(path, run: index) }
                for (position, spec) in run.specs.enumerated() {
                    let isOver = run.hasEnded || !isLast || position < run.specs.count - 1
                    take(spec, run: index, isOver: isOver, wasCanceled: run.wasCanceled)
                }
                if run.hasEnded { close(run, at: index, leavesOut: invocation == nil) }
            }
            if let invocation, invocation.hasEnded { close(invocation.rows, leavesOut: true) }
        }

        private mutating func list(_ path: String, run: Int) {
            let name = HostName.fromSpec(path)
            guard byName[name] == nil else { return }
            byName[name] = entries.count
            entries.append(SpecEntry(name: name, path: path, subRun: key, run: run))
        }

        private mutating func take(_ spec: SpecRecord, run: Int, isOver: Bool, wasCanceled: Bool) {
            var name = HostName.fromSpec(spec.path)
            if let known = byName[name], let other = entries[known].record, entries[known].run == run,
                other.index != spec.index
            {
                // Two specs of one run with one base name are two hosts: the second goes by its path.
                name = spec.path == other.path ? "\(spec.path) (\(spec.index))" : spec.path
            }
            if byName[name] == nil {
                byName[name] = entries.count
                entries.append(SpecEntry(name: name, path: spec.path, subRun: key, run: run))
            }
            guard let index = byName[name] else { return }
            entries[index].record = spec
            entries[index].run = run
            entries[index].row = nil
            entries[index].isOver = isOver
            entries[index].wasCanceled = wasCanceled
        }

        private mutating func close(_ run: RunRecord, at index: Int, leavesOut: Bool) {
            for position in entries.indices where entries[position].run == index {
                entries[position].row = run.rows.first { Self.names($0.spec, entries[position]) }
                entries[position].wasCanceled = run.wasCanceled
                if entries[position].record == nil, leavesOut { entries[position].wasLeftOut = true }
            }
        }

        private mutating func close(_ rows: [SpecRow], leavesOut: Bool) {
            for position in entries.indices {
                entries[position].row = entries[position].row ?? rows.first { Self.names($0.spec, entries[position]) }
                entries[position].isOver = true
                if entries[position].record == nil { entries[position].wasLeftOut = leavesOut }
            }
        }

        /// Tables wrap long names and may lose a blank at the cut.
        private static func names(_ row: String, _ entry: SpecEntry) -> Bool {
            row == entry.path || row == entry.record?.path || HostName.fromSpec(row) == entry.name
                || row.filter { $0 != " " } == entry.path.filter { $0 != " " }
        }
    }
}
