package import Runs

/// A plan that was printed and may be approved by its digest: once, soon, by the same user on the same host.
package struct PendingApproval: Equatable, Sendable {
    /// A moment that no change of the clock can make young again.
    package struct Moment: Equatable, Sendable {
        /// By the wall clock.
        package var time: Timestamp
        /// By a clock that counts from boot and never jumps.
        package var steady: Timestamp
        /// Which boot that was.
        package var boot: String

        package init(time: Timestamp, steady: Timestamp, boot: String) {
            (self.time, self.steady, self.boot) = (time, steady, boot)
        }
    }

    /// Whoever wants to use it, with what, and when.
    package struct Attempt: Equatable, Sendable {
        package var digest: String
        package var scriptDigest: String
        package var user: String
        package var host: String
        /// The builds that stand in the plan's warnings now.
        package var conflicts: [String]
        package var at: Moment

        package init(
            digest: String, scriptDigest: String, user: String, host: String, conflicts: [String] = [], at: Moment
        ) {
            (self.digest, self.scriptDigest, self.user, self.host) = (digest, scriptDigest, user, host)
            (self.conflicts, self.at) = (conflicts, at)
        }

        /// The attempt to approve `plan`.
        package init(_ plan: PrepPlan, at moment: Moment) {
            self.init(
                digest: plan.digest.text, scriptDigest: plan.surroundings.scriptDigest.text,
                user: plan.surroundings.user, host: plan.surroundings.host,
                conflicts: plan.conflicts.map(\.build.text), at: moment)
        }
    }

    /// How long an approval is good for.
    package static let lifetime = Duration.seconds(15 * 60)

    package let digest: String
    package let scriptDigest: String
    package let user: String
    package let host: String
    package let conflicts: [String]
    package let madeAt: Moment
    /// When it was used up.
    package var usedAt: Timestamp?

    package init(
        digest: String, scriptDigest: String, user: String, host: String, conflicts: [String], madeAt: Moment,
        usedAt: Timestamp? = nil
    ) {
        (self.digest, self.scriptDigest, self.user, self.host) = (digest, scriptDigest, user, host)
        (self.conflicts, self.madeAt, self.usedAt) = (conflicts, madeAt, usedAt)
    }

    /// The record of a plan that is printed.
    package init(of plan: PrepPlan, madeAt: Moment) {
        let own = Attempt(plan, at: madeAt)
        self.init(
            digest: own.digest, scriptDigest: own.scriptDigest, user: own.user, host: own.host,
            conflicts: own.conflicts, madeAt: madeAt)
    }

    /// Why it may not be used; `nil` when it may.
    package func refusal(of attempt: Attempt) -> PendingRefusal? {
        if let usedAt { return .used(usedAt) }
        if user != attempt.user { return .otherUser(user) }
        if host != attempt.host { return .otherHost(host) }
        if scriptDigest != attempt.scriptDigest { return .scriptChanged }
        if digest != attempt.digest { return .otherPlan }
        if attempt.at.boot != madeAt.boot { return .rebooted }
        let (wall, steady) = (attempt.at.time - madeAt.time, attempt.at.steady - madeAt.steady)
        // A moment before it was made: the clock was set back, and nobody can know how old it is.
        if wall < .zero || steady < .zero { return .clockSetBack }
        // Either clock: the one that was set forward lets it end early, at worst.
        if max(wall, steady) > Self.lifetime { return .tooOld }
        if let new = attempt.conflicts.first(where: { !conflicts.contains($0) }) { return .newConflict(new) }
        return nil
    }

    /// Whether it is of no more use at all, not even to say why: its time was over a day ago.
    package func isStale(at now: Moment) -> Bool {
        now.boot != madeAt.boot || now.steady - madeAt.steady > .seconds(24 * 60 * 60)
    }
}

/// Why an approval is refused.
package enum PendingRefusal: Error, Equatable {
    case unknown
    case used(Timestamp)
    case otherUser(String)
    case otherHost(String)
    case scriptChanged
    case otherPlan
    case rebooted
    case clockSetBack
    case tooOld
    case newConflict(String)
    /// The record cannot be trusted; the text says why.
    case unreadable(String)
}

extension PendingRefusal: CustomStringConvertible {
    package var description: String {
        "not approved: \(reason); print the plan again with --print, read it, and approve its digest"
    }

    private var reason: String {
        switch self {
        case .unknown: "no plan of this digest was printed here"
        case .used(let time): "this approval was used at \(time.rfc3339), and is good for once"
        case .otherUser(let user): "the plan was printed for \(SafeText.visible(user)), who alone may approve it"
        case .otherHost(let host): "the plan was printed on \(SafeText.visible(host))"
        case .scriptChanged: "the script was changed since the plan was printed"
        case .otherPlan: "this is another plan than the one with this digest"
        case .rebooted: "the machine was started anew since the plan was printed"
        case .clockSetBack: "the clock was set back since the plan was printed"
        case .tooOld: "the plan was printed more than 15 minutes ago"
        case .newConflict(let build):
            "build \(SafeText.visible(build)) runs now, and the plan that was shown did not say so"
        case .unreadable(let why): SafeText.visible(why)
        }
    }
}
