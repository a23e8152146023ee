package import Runs

/// The end of the audit trail, as a screen shows it. Every text is safe to show.
package struct AuditExcerpt: Equatable, Sendable {
    /// A line of the trail.
    package struct Entry: Equatable, Sendable {
        /// Where its line begins in the file, in bytes: tells it from every other.
        package var offset: Int
        package var at: Timestamp?
        /// `intent`, `outcome`, `refused`, or whatever a newer program writes; empty for a line that is none.
        package var moment = ""
        /// The login user, with the address the session came from.
        package var person = ""
        package var action = ""
        package var build = ""
        package var commands: [String] = []
        package var digest: String?
        package var outcome: String?
        /// The line itself, where it could not be read as one of the trail.
        package var raw: String?

        package init(offset: Int) { self.offset = offset }
    }

    /// In the order of the file: the newest last.
    package var entries: [Entry] = []
    /// Whether the file has more in front of them.
    package var isCut = false
    /// Why there are none, or no more; one line.
    package var problem: String?

    package init() {}
}
