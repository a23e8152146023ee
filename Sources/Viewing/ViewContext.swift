package import Runs
package import Screen

/// What every view needs besides its own state.
package struct ViewContext: Sendable {
    package var snapshot: Snapshot {
        didSet {
            (tally, common) = (Tally(of: snapshot), CommonCause.recent(in: snapshot))
            snapshots += 1
        }
    }
    /// How many snapshots have come: while it stands nothing more is known.
    private(set) var snapshots = 0
    /// How many builds stand how.
    private(set) var tally: Tally
    /// What failures of several builds have in common.
    private(set) var common: [CommonCause]
    package var now: Timestamp
    /// When the sources were last looked at.
    package var lookedAt: Timestamp
    package var isStale = false
    package var clock: LocalClock
    package var glyphs: GlyphSet
    /// A word in the header, such as `read-only` or `demo`.
    package var badge: String?
    package var preps = PrepSign()
    /// Keys of whoever wraps the browser.
    package var added = AddedKeys()

    package init(snapshot: Snapshot, now: Timestamp, clock: LocalClock, glyphs: GlyphSet, badge: String? = nil) {
        (self.snapshot, self.now, self.lookedAt) = (snapshot, now, now)
        (tally, common) = (Tally(of: snapshot), CommonCause.recent(in: snapshot))
        (self.clock, self.glyphs, self.badge) = (clock, glyphs, badge)
    }

    /// `4s ago`, `22m ago`; `now` for less than a second.
    package func ago(_ time: Timestamp) -> String {
        let age = now - time
        return age < .seconds(1) ? "now" : DurationText.short(age) + " ago"
    }
}
