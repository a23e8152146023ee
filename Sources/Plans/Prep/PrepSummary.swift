package import Runs

/// One prep, as lists show it.
package struct PrepSummary: Equatable, Sendable {
    package enum Standing: Equatable, Sendable {
        case running
        case asking(PrepQuestion)
        case ended(PrepOutcome, Timestamp)
    }

    package var id: PrepID
    /// `nil` for one that this version does not know.
    package var mode: PrepMode?
    package var lun: String
    package var client: String
    package var startedBy: Person
    package var startedAt: Timestamp
    package var standing: Standing
    /// What of an ended prep still runs: then its client and LUN are not free.
    package var leftRunning: Int?

    package init(
        id: PrepID, mode: PrepMode?, lun: String, client: String, startedBy: Person, startedAt: Timestamp,
        standing: Standing, leftRunning: Int? = nil
    ) {
        (self.id, self.mode, self.lun, self.client) = (id, mode, lun, client)
        (self.startedBy, self.startedAt) = (startedBy, startedAt)
        (self.standing, self.leftRunning) = (standing, leftRunning)
    }

    package var isRunning: Bool { if case .ended = standing { false } else { true } }
    /// Whether its client and its LUN may not be used by another prep.
    package var isInTheWay: Bool { isRunning || leftRunning != nil }

    package var question: PrepQuestion? { if case .asking(let question) = standing { question } else { nil } }
    package var outcome: PrepOutcome? { if case .ended(let outcome, _) = standing { outcome } else { nil } }

    package var endedAt: Timestamp? { if case .ended(_, let time) = standing { time } else { nil } }

    /// How it stands, in words.
    package var words: String {
        switch standing {
        case .running: "running"
        case .asking(let question): "asks: \(question.shown)"
        case .ended(let outcome, _):
            outcome.text + (leftRunning.map { "; its script, process \($0), still runs" } ?? "")
        }
    }

    /// What a new plan must know of it.
    package var fact: PrepFacts.Prep {
        PrepFacts.Prep(
            mode ?? .maintenance, lun: lun, client: client, startedBy: startedBy.text, startedAt: startedAt)
    }
}
