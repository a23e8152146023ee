/// Keeps a log of thousands of runs small: a run that names only specs of the first runs, and whose own have all been run
/// again, says nothing more about hosts and their order. Its place, its end and its sums stay.
///
/// No rule tells the difference; only what was shown of the older execution is gone, as it is from every screen. Of many
/// thousand runs those in a row become one record.
package struct SupersededRuns: Equatable, Sendable {
    /// The runs before this one have been looked at.
    private var next = Self.first

    /// So many runs at the beginning stay whole: they say in which order hosts stand.
    package static let first = 8
    /// So many runs at the end stay whole.
    package static let last = 32
    /// So many that are superseded stay apart.
    package static let apart = 1024

    package init() {}

    /// Looks at the runs that have become old enough since the last call, each once.
    package mutating func letGo(in log: inout RunLog) {
        while next + Self.last < log.runs.count {
            if isSuperseded(log.runs[next], at: next, in: log) { log.runs[next].letGo() }
            next += 1
        }
        if next > Self.first + 2 * Self.apart { fold(&log) }
    }

    /// Makes one record of those that stand in a row before the ones that stay apart.
    private mutating func fold(_ log: inout RunLog) {
        var kept = Array(log.runs[..<Self.first])
        for run in log.runs[Self.first..<(next - Self.apart)] {
            if run.isSuperseded, kept.last?.isSuperseded == true {
                kept[kept.count - 1].fold(run)
            } else {
                kept.append(run)
            }
        }
        kept += log.runs[(next - Self.apart)...]
        next -= log.runs.count - kept.count
        log.runs = kept
    }

    private func isSuperseded(_ run: RunRecord, at place: Int, in log: RunLog) -> Bool {
        guard Self.isPlain(run), let names = Self.names(in: run) else { return false }
        let early = log.runs[..<Self.first].filter(Self.isPlain).flatMap { $0.specNames + $0.specs.map(\.path) }
        guard names.isSubset(of: early) else { return false }
        // What it only lists is an entry of the early runs already, and stays theirs.
        var missing = Set(run.specs.map(\.path))
        for later in log.runs[(place + 1)...(place + Self.last)] {
            if missing.isEmpty { break }
            // A run of a group, or one in which two hosts share a name, tells of other hosts than it seems to.
            guard Self.isPlain(later), Self.names(in: later) != nil else { return false }
            missing.subtract(later.specs.map(\.path))
        }
        return missing.isEmpty
    }

    private static func isPlain(_ run: RunRecord) -> Bool { run.invocation == nil && run.group == nil }

    /// The specs of a run that are listed or have begun; `nil` where two of them share a host's name.
    private static func names(in run: RunRecord) -> Set<String>? {
        let paths = Set(run.specNames).union(run.specs.map(\.path))
        let begun = run.specs.map { HostName.fromSpec($0.path) }
        guard Set(paths.map(HostName.fromSpec)).count == paths.count, Set(begun).count == begun.count else {
            return nil
        }
        return paths
    }
}

extension RunRecord {
    fileprivate mutating func letGo() {
        (specs, specNames, rows) = ([], [], [])
        isSuperseded = true
    }
}
