/// The part of a build that ends, and is reported, on its own: the whole of a plain build, one group of a categorized one.
package struct SubRun: Equatable, Sendable {
    package var key: SubRunKey
    package var group: String?
    package var url: String?
    /// Indices into `RunLog.runs`, in order.
    package var runs: [Int]
    /// Index into `RunLog.invocations`, where a recording service runs it.
    package var invocation: Int?
    package var hasEnded: Bool
    package var wasCanceled: Bool
    /// A table says that specs failed.
    package var saysFailed: Bool
    /// Where its output begins in the log, in bytes.
    package var offset: Int
}

/// Divides the runs of a log into sub-runs.
package enum SubRunRules {
    /// The sub-runs of a log, in order.
    ///
    /// An invocation of a recording service is one sub-run, whatever the number of its batches; every other run is one of
    /// its own.
    package static func subRuns(of log: RunLog) -> [SubRun] {
        var parts: [(invocation: Int?, runs: [Int])] = log.invocations.indices.map { ($0, []) }
        var order: [Int] = []
        for (index, run) in log.runs.enumerated() {
            if let invocation = run.invocation, parts.indices.contains(invocation) {
                if parts[invocation].runs.isEmpty { order.append(invocation) }
                parts[invocation].runs.append(index)
            } else {
                order.append(parts.count)
                parts.append((nil, [index]))
            }
        }
        // An invocation that has not begun its first run counts too: its service may still be waiting.
        for index in log.invocations.indices where parts[index].runs.isEmpty { order.append(index) }
        let ordered = order.map { parts[$0] }
        let groups = ordered.map { group(of: $0, in: log) }
        let keys = SubRunKey.keys(forGroups: groups)
        return zip(ordered, zip(groups, keys)).map { part, named in
            subRun(of: part, group: named.0, key: named.1, in: log)
        }
    }

    /// Whether the sub-runs are groups of a categorized build: as the launch says, else when the log names several groups.
    package static func isCategorized(_ launch: Launch, _ subRuns: [SubRun]) -> Bool {
        if let known = launch.isCategorized { return known }
        let groups = subRuns.compactMap(\.group)
        return groups.count == subRuns.count && Set(groups).count > 1
    }

    private static func group(of part: (invocation: Int?, runs: [Int]), in log: RunLog) -> String? {
        part.invocation.flatMap { log.invocations[$0].group } ?? part.runs.lazy.compactMap { log.runs[$0].group }.first
    }

    private static func subRun(
        of part: (invocation: Int?, runs: [Int]), group: String?, key: SubRunKey, in log: RunLog
    ) -> SubRun {
        let runs = part.runs.lazy.map { log.runs[$0] }
        let invocation = part.invocation.map { log.invocations[$0] }
        let rowsFailed = invocation?.rows.contains { $0.counts.failing > 0 } ?? false
        return SubRun(
            key: key, group: group, url: invocation?.url ?? runs.last?.url, runs: part.runs,
            invocation: part.invocation, hasEnded: invocation?.hasEnded ?? (runs.last?.hasEnded ?? false),
            wasCanceled: runs.contains(where: \.wasCanceled),
            saysFailed: rowsFailed || runs.contains(where: \.saysFailed), offset: runs.first?.offset ?? 0)
    }
}
