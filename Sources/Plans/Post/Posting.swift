package import Runs

/// Where the post of one report stands, and what follows from the outcome of a request: the rules by which a status is
/// never posted twice by our doing, and never lost silently.
package struct Posting: Equatable, Sendable {
    package enum Phase: String, Sendable, CaseIterable {
        /// The body is frozen; nothing that may have been taken has been sent.
        case prepared
        /// A request may be under way.
        case sending
        case posted
        /// A request was sent and its outcome is not known.
        case unknown
        /// The server refused it for good.
        case gaveUp = "gave-up"
    }

    package private(set) var phase: Phase
    /// When it was first tried.
    package private(set) var firstTriedAt: Timestamp?
    /// When it was posted, as far as this process has seen it.
    package private(set) var postedAt: Timestamp?
    /// Requests that were refused or could not be sent.
    package private(set) var failures: Int
    /// When the next request is due.
    package private(set) var nextAt: Timestamp?
    /// Why it stands where it stands; one line, no secret.
    package private(set) var reason: String?
    /// An operator has asked for it to be sent again: it is sent whatever the build has come to since.
    package private(set) var isAskedFor = false

    package init() { (phase, failures) = (.prepared, 0) }

    /// A posting as an earlier process wrote it down. One that was sending cannot be known.
    package init(
        recovered phase: Phase, firstTriedAt: Timestamp?, failures: Int, reason: String?, isAskedFor: Bool = false,
        postedAt: Timestamp? = nil
    ) {
        self.phase = phase == .sending ? .unknown : phase
        (self.isAskedFor, self.postedAt) = (isAskedFor, postedAt)
        (self.firstTriedAt, self.failures) = (firstTriedAt, failures)
        self.reason = phase == .sending ? "the process that sent it ended before its answer was written down" : reason
    }

    package var isOver: Bool { phase == .posted || phase == .unknown || phase == .gaveUp }

    package func isDue(at now: Timestamp) -> Bool { phase == .prepared && wait(at: now) <= .zero }

    /// How long until the next request is due. No pause is longer than `longestPause`: where more seems to be left, the
    /// clock was set back.
    package func wait(at now: Timestamp) -> Duration {
        guard let nextAt else { return .zero }
        let left = nextAt - now
        return left > Self.longestPause ? .zero : max(.zero, left)
    }

    private static let longestPause = Duration.seconds(660)

    /// A request is about to be sent.
    package mutating func send(at now: Timestamp) {
        guard phase == .prepared else { return }
        phase = .sending
        firstTriedAt = firstTriedAt ?? now
    }

    /// Takes the outcome of the request.
    /// - Parameters:
    ///   - jitter: from 0 to 1, so that many watchers do not ask together.
    package mutating func take(_ outcome: PostOutcome, at now: Timestamp, pauses: RetryPauses, jitter: Double) {
        guard phase == .sending else { return }
        reason = outcome.reason
        switch outcome {
        case .delivered: (phase, postedAt) = (.posted, now)
        case .refused, .redirected: phase = .gaveUp
        case .unclear: phase = .unknown
        case .notSent, .busy, .limited:
            failures += 1
            if let first = firstTriedAt, now - first >= pauses.limit, failures >= pauses.fewest {
                phase = .gaveUp
                reason = "\(outcome.reason ?? "not sent"); given up after \(DurationText.short(pauses.limit))"
                return
            }
            phase = .prepared
            if case .limited(let wait?) = outcome {
                nextAt = now + min(max(wait, .seconds(1)), .seconds(600))
            } else {
                nextAt = now + pauses.pause(after: failures, jitter: jitter)
            }
        }
    }

    /// An operator has decided about an unknown outcome.
    package mutating func settle(_ decision: SettlePlan.Decision) {
        guard phase == .unknown || phase == .gaveUp else { return }
        switch decision {
        case .markPosted: (phase, reason) = (.posted, "marked as posted by an operator")
        case .postAgain:
            (phase, reason) = (.prepared, "to be posted again by an operator's decision")
            (firstTriedAt, nextAt, failures, isAskedFor) = (nil, nil, 0, true)
        }
    }
}

/// How long to wait between requests that were not taken.
package struct RetryPauses: Equatable, Sendable {
    package var first: Duration
    package var longest = Duration.seconds(300)
    /// After this long nothing is tried any more…
    package var limit = Duration.seconds(24 * 3600)
    /// …once it has been tried this often: a day for which the machine was off, or by which its clock was set forward, is
    /// no day of trying. The longest pause that a server may ask for leaves room for more.
    package var fewest = 100

    package init(first: Duration = .seconds(2)) { self.first = first }

    /// Doubled with each failure, up to a tenth longer by jitter.
    func pause(after failures: Int, jitter: Double) -> Duration {
        let doubled = first * (1 << min(max(failures, 1) - 1, 20))
        return min(doubled, longest) * (1 + 0.1 * min(max(jitter, 0), 1))
    }
}
