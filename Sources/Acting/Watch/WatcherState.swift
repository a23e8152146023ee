import Formats
import Plans
import Runs

/// Turns what a watcher knows into `state.json`.
struct WatcherState {
    let root: String
    /// Takes secrets out of a text.
    let clean: (String) -> String

    /// - Parameter file: what stands there; what this version does not know survives in it.
    func update(
        _ file: inout StateFile, from build: BuildSnapshot, posts: [PostBox],
        delivery: (RecordedDelivery, reason: String?)?
    ) {
        file.template = build.launch.template ?? build.flow.template
        file.isCategorized = build.isCategorized
        file.log = root
        var record = RecordedState(state: build.state)
        record.reason = clean(build.reason)
        record.startedAt = build.startedAt
        record.endedAt = build.state.isTerminal ? build.endedAt ?? build.activeAt : nil
        record.summary = build.counts
        record.url = build.runURL
        record.hosts = build.hosts.map(host)
        record.subRuns = build.subRuns.map { part in
            let box = posts.first { $0.subRun == part.key && $0.posting.phase == .posted }
            return RecordedSubRun(
                key: part.key.text, state: part.state, postedAt: box.flatMap { $0.posting.postedAt })
        }
        record.delivery = delivery?.0
        record.deliveryReason = delivery?.reason.map(clean)
        // The time of writing is no news.
        record.updatedAt = file.record.updatedAt
        file.record = record
    }

    private func host(_ host: HostSnapshot) -> RecordedHost {
        var row = RecordedHost(name: host.name, status: host.status.word)
        row.kernel = host.kernel
        row.step = host.step
        row.stepsTotal = host.stepsTotal
        row.startedAt = host.startedAt
        row.endedAt = host.endedAt
        row.detail = clean(host.detail)
        row.subRun = host.subRun
        if host.status == .failed, let failure = host.failures.first?.failure {
            let headline = failure.headline
            row.message = headline == SafeText.firstLine(of: failure.message) ? nil : clean(headline)
        }
        return row
    }
}
