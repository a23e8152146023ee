import Runs

/// The failed hosts of all builds, kept from snapshot to snapshot: of thousands of builds hardly one changes.
struct FailureLedger: Sendable {
    enum Change: Equatable {
        case nothing
        /// More, or less, is known of these; how they failed is the same.
        case details([FailedHost])
        /// Other hosts have failed, in other ways, or of other builds.
        case failures
    }

    private struct Entry: Sendable {
        let build: BuildName
        let newest: Timestamp
        let counts: HostCounts
        let flow: Flow
        /// As they were when `failed` was made. An array that is still the same one is compared in no time.
        let hosts: [HostSnapshot]
        let failed: [FailedHost]

        init(_ build: BuildSnapshot) {
            (self.build, newest, counts, flow) = (build.name, build.newest, build.counts, build.flow)
            failed = build.counts.failed > 0 ? build.failedHosts : []
            hosts = failed.isEmpty ? [] : build.hosts
        }
    }

    private var entries: [Entry] = []
    /// Where the hosts of a build begin in `failed`.
    private var starts: [Int: Int] = [:]
    /// All of them, those of the newest build first.
    private(set) var failed: [FailedHost] = []

    mutating func take(_ builds: [BuildSnapshot]) -> Change {
        let isSame =
            builds.count == entries.count && builds.indices.allSatisfy { builds[$0].name == entries[$0].build }
        guard isSame else {
            takeAnew(builds)
            return .failures
        }
        var details: [FailedHost] = []
        var isOther = false
        for index in builds.indices {
            let old = entries[index]
            let isFree = old.failed.isEmpty && builds[index].counts.failed == 0
            if isFree {
                // Whether a host passed counts for what is said of suspect hosts.
                if builds[index].counts != old.counts {
                    entries[index] = Entry(builds[index])
                    isOther = true
                }
                continue
            }
            guard builds[index].hosts != old.hosts || builds[index].flow != old.flow else { continue }
            let new = Entry(builds[index])
            entries[index] = new
            if new.counts == old.counts, Self.areAlike(old.failed, new.failed) {
                details += zip(old.failed, new.failed).compactMap { $0 == $1 ? nil : $1 }
                if let start = starts[index] {
                    failed.replaceSubrange(start..<start + new.failed.count, with: new.failed)
                }
            } else {
                isOther = true
            }
        }
        if isOther { arrange() }
        return isOther ? .failures : details.isEmpty ? .nothing : .details(details)
    }

    private static func areAlike(_ old: [FailedHost], _ new: [FailedHost]) -> Bool {
        old.count == new.count
            && zip(old, new).allSatisfy {
                $0.isSameHost(as: $1) && $0.key == $1.key && $0.endedAt == $1.endedAt
                    && $0.cause?.label == $1.cause?.label
            }
    }

    private mutating func takeAnew(_ builds: [BuildSnapshot]) {
        let known = Dictionary(
            entries.indices.map { (entries[$0].build, $0) }, uniquingKeysWith: { first, _ in first })
        entries = builds.indices.map { index in
            guard let place = known[builds[index].name] else { return Entry(builds[index]) }
            let old = entries[place]
            let isSame =
                old.counts == builds[index].counts && (old.failed.isEmpty || old.hosts == builds[index].hosts)
                && old.newest == builds[index].newest
            return isSame ? old : Entry(builds[index])
        }
        arrange()
    }

    private mutating func arrange() {
        let order = entries.indices.filter { !entries[$0].failed.isEmpty }.map {
            (index: $0, newest: entries[$0].newest)
        }.sorted { one, other in
            one.newest == other.newest ? one.index < other.index : one.newest > other.newest
        }.map(\.index)
        (failed, starts) = ([], [:])
        for index in order {
            starts[index] = failed.count
            failed += entries[index].failed
        }
    }
}
