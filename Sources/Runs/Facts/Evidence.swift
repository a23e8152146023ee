/// Everything known of one launch of one build, from all sources. Rules derive states from it; nothing else may.
package struct Evidence: Equatable, Sendable {
    package var launch = Launch()
    /// Since when a watcher has been waiting for the run; `nil` where none looks.
    package var watchedSince: Timestamp?
    package var recorded: RecordedState?
    package var isCancelled = false
    package var delivery: Delivery = .none
    package var log: LogEvidence = .missing
    package var reports: [ReportEvidence] = []
    package var runner: RunnerEvidence = .unknown
    /// What could not be read, one line each.
    package var problems: [String] = []

    package init() {}
}

/// What a build's run log shows.
package enum LogEvidence: Equatable, Sendable {
    case missing
    /// The file stands but may not or cannot be read; the text says why.
    case refused(String)
    case read(RunLog, LogVitals)
    /// It stands, but has not been read: a recorded terminal state says enough for a list.
    case unread(LogVitals)

    package var runLog: RunLog? {
        if case .read(let log, _) = self { log } else { nil }
    }

    package var vitals: LogVitals? {
        switch self {
        case .read(_, let vitals), .unread(let vitals): vitals
        case .missing, .refused: nil
        }
    }
}

/// The signs of life of a run log.
package struct LogVitals: Equatable, Sendable {
    /// In bytes.
    package var size: Int
    /// When it was last written.
    package var changedAt: Timestamp
    /// Bytes may be missing: the file was truncated or replaced while it was being followed.
    package var wasCut: Bool

    package init(size: Int, changedAt: Timestamp, wasCut: Bool = false) {
        (self.size, self.changedAt, self.wasCut) = (size, changedAt, wasCut)
    }
}

/// A reporter file with its place.
package struct ReportEvidence: Equatable, Sendable {
    package var path: String
    package var changedAt: Timestamp
    package var file: ReportFile

    package init(path: String, changedAt: Timestamp, file: ReportFile) {
        (self.path, self.changedAt, self.file) = (path, changedAt, file)
    }

    /// When its spec ran, as well as it is known.
    package var time: Timestamp { file.startedAt ?? changedAt }
}

/// What is known of the process that runs the suite.
package enum RunnerEvidence: Equatable, Sendable {
    /// Nobody can say: no supervisor has a record of it, or the supervisor does not answer.
    case unknown
    case alive
    /// `how` in words, such as `exit status 1`; `nil` when only its absence is known.
    case gone(since: Timestamp, how: String?)
}

/// Whether the status of the build has been posted.
package enum Delivery: Equatable, Sendable {
    case none
    case posted
    /// A request was sent and its outcome is not known.
    case unknown
    /// It could not be posted so far; the watcher tries on.
    case waiting
    /// Nobody tries on.
    case gaveUp

    /// Whether a person must look at it.
    package var needsAttention: Bool { self == .unknown || self == .waiting || self == .gaveUp }

    /// In a word or two, where there is something to say.
    package var word: String? {
        switch self {
        case .none, .posted: nil
        case .unknown: "delivery unknown"
        case .waiting: "not posted yet"
        case .gaveUp: "not posted"
        }
    }
}

/// The state that a watcher has written down.
package struct RecordedState: Equatable, Sendable {
    package var state: BuildState
    package var reason: String?
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var updatedAt: Timestamp?
    package var summary: HostCounts?
    package var url: String?
    package var hosts: [RecordedHost] = []
    package var subRuns: [RecordedSubRun] = []
    package var delivery: RecordedDelivery?
    /// Why the status has not been posted; one line.
    package var deliveryReason: String?

    package init(state: BuildState) { self.state = state }
}

/// A host's row in a recorded state.
package struct RecordedHost: Equatable, Sendable {
    package var name: String
    package var kernel: String?
    package var status: String
    package var step: Int?
    package var stepsTotal: Int?
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var detail: String?
    package var subRun: SubRunKey?
    /// The failure in one line, where `detail` has only the beginning of it.
    package var message: String?

    package init(name: String, status: String) { (self.name, self.status) = (name, status) }
}

/// A sub-run's row in a recorded state.
package struct RecordedSubRun: Equatable, Sendable {
    package var key: String
    package var state: BuildState
    package var postedAt: Timestamp?

    package init(key: String, state: BuildState, postedAt: Timestamp? = nil) {
        (self.key, self.state, self.postedAt) = (key, state, postedAt)
    }
}

/// How far the post of a build's status has come, as its watcher wrote it down.
package enum RecordedDelivery: String, Equatable, Sendable {
    case pending, sending, posted, unknown
    case gaveUp = "gave-up"
}
