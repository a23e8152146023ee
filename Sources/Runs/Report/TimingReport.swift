/// The timing block of a build: what reports, the build view and JSON show of it.
package struct TimingReport: Equatable, Sendable {
    package struct Extreme: Equatable, Sendable {
        package var host: String
        package var duration: Duration
    }

    package var start: Timestamp?
    package var end: Timestamp?
    /// Elapsed while the build runs.
    package var total: Duration?
    package var quickest: Extreme?
    package var longest: Extreme?
    package var average: Duration?

    /// - Parameter isWhole: whether `hosts` are all of the build; a sub-run's times are those of its hosts.
    package init(of build: BuildSnapshot, _ hosts: [HostSnapshot], isWhole: Bool, at now: Timestamp) {
        if isWhole {
            (start, end, total) = (build.startedAt, build.endedAt, build.elapsed(at: now))
        } else {
            start = hosts.compactMap(\.startedAt).min()
            if hosts.allSatisfy(\.status.isFinished) { end = hosts.compactMap(\.endedAt).max() }
            if let start, let end { total = max(.zero, end - start) }
        }
        // Only hosts that went through: a skipped one has no runtime. What one took at least is nothing to compare.
        let finished = hosts.compactMap { host -> Extreme? in
            guard host.status == .passed || host.status == .failed, !host.tookLonger, let duration = host.duration
            else { return nil }
            return Extreme(host: SafeText.visible(host.name), duration: duration)
        }
        quickest = finished.min { $0.duration < $1.duration }
        longest = finished.max { $0.duration < $1.duration }
        if !finished.isEmpty { average = finished.reduce(.zero) { $0 + $1.duration } / finished.count }
    }

    /// The six rows of the report, `n/a` for what is not known.
    package func rows(_ clock: LocalClock) -> [StatusReport.Row] {
        func text(_ extreme: Extreme?) -> String {
            extreme.map { "\($0.host) - \(DurationText.full($0.duration))" } ?? "n/a"
        }
        return [
            .init(label: "start", value: start.map(clock.full) ?? "n/a"),
            .init(label: "end", value: end.map(clock.full) ?? "n/a"),
            .init(label: "total", value: total.map(DurationText.full) ?? "n/a"),
            .init(label: "quickest", value: text(quickest)), .init(label: "longest", value: text(longest)),
            .init(label: "average", value: average.map(DurationText.full) ?? "n/a"),
        ]
    }
}
