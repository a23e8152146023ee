package import Runs

/// One line of the audit trail: who did, or was refused, what, and when.
package struct AuditLine: Equatable, Sendable {
    package enum Moment: String, Sendable {
        /// Written before anything happens; without it nothing does.
        case intent
        case outcome
        case refused
    }

    package var at: Timestamp
    package var moment: Moment
    /// The login user, and the SSH peer where there is one.
    package var person: Person
    /// `start`, `cancel`, `runner start`, …
    package var action: String
    package var build: String
    /// Secrets masked.
    package var commands: [String]
    package var digest: String?
    /// How it went, or why it was refused; one line.
    package var outcome: String?

    package init(
        at: Timestamp, _ moment: Moment, _ person: Person, action: String, build: String, commands: [String] = [],
        digest: String? = nil, outcome: String? = nil
    ) {
        (self.at, self.moment, self.person, self.action) = (at, moment, person, action)
        (self.build, self.commands, self.digest) = (build, commands, digest)
        self.outcome = outcome.map(SafeText.visible)
    }
}

/// The operator behind an action.
package struct Person: Equatable, Sendable {
    /// The user who logged in, also below `sudo`.
    package var login: String
    /// The address that the SSH session came from.
    package var peer: String?

    package init(login: String, peer: String? = nil) {
        self.login = SafeText.visible(login)
        self.peer = peer.map(SafeText.visible)
    }

    /// `aw`, or `aw from 192.168.3.7`
    package var text: String { peer.map { "\(login) from \($0)" } ?? login }
}
