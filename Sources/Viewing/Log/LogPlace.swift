import Runs
import Screen

/// A log as it is being read.
struct LogPlace: Equatable, Sendable {
    let source: LogSource
    var window: LogWindow?
    /// Whether the end is kept in view while the log grows.
    var isFollowing: Bool
    /// The first column shown.
    var column = 0
    var search = ""
    /// Whether that is a regular expression.
    var isPattern = false
    /// The line that is marked: the last hit, or the place that was jumped to.
    var marked: Int?
    /// The file's size when the view stopped following, to say how much is new.
    var heldSize: Int?
    /// What the place waits for, so that a key pressed meanwhile is not lost: the newest request.
    var pending: Int?
    /// The part that `pending` asks for.
    var pendingPart: LogRequest.Part?

    /// What the index of the log knows.
    var index: LogIndexReport?
    /// The newest request to the index.
    var indexRequest = 0
    /// What the index is to find, and has not yet.
    var jump: LogIndexRequest.Question?
    /// The number of the first line shown, where it is known.
    var firstLine: Int?
    var showsNumbers = false
    var showsArrivals = false
    /// When it was seen that the log had been cut or replaced.
    var cutAt: Timestamp?

    init(_ source: LogSource, isFollowing: Bool) { (self.source, self.isFollowing) = (source, isFollowing) }

    /// The marked line, where it is on the screen or about to be: what is searched is searched from there. One that was
    /// scrolled away counts no more.
    var shownMark: Int? {
        guard let marked else { return nil }
        return pending != nil || (window?.lines.contains { $0.offset == marked } ?? false) ? marked : nil
    }

    /// Where the first line shown begins.
    var top: Int { window?.lines.first?.offset ?? 0 }

    /// Takes other lines; what was known of the old ones' numbers tells those of the new ones where both have a line.
    mutating func show(_ next: LogWindow) {
        let old = window?.lines ?? []
        if let known = firstLine, let top = next.lines.first?.offset {
            if let moved = old.firstIndex(where: { $0.offset == top }) {
                firstLine = known + moved
            } else if let first = old.first?.offset, let moved = next.lines.firstIndex(where: { $0.offset == first }) {
                firstLine = known - moved
            } else {
                firstLine = nil
            }
        }
        window = next
    }
}
