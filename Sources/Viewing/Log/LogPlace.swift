import Runs
import Screen

/// A log as it is being read.
struct LogPlace: Equatable, Sendable {
    let build: BuildName
    let file: LogKind
    var window: LogWindow?
    /// Whether the end is kept in view while the log grows.
    var isFollowing: Bool
    /// The first column shown.
    var column = 0
    var search = ""
    /// The line that is marked: the last hit, or the place that was jumped to.
    var marked: Int?
    /// The file's size when the view stopped following, to say how much is new.
    var heldSize: Int?
    /// What the place waits for, so that a key pressed meanwhile is not lost: the newest request.
    var pending: Int?
    /// The part that `pending` asks for.
    var pendingPart: LogRequest.Part?

    init(_ build: BuildName, _ file: LogKind, isFollowing: Bool) {
        (self.build, self.file, self.isFollowing) = (build, file, isFollowing)
    }

    /// The marked line, where it is on the screen or about to be: what is searched is searched from there. One that was
    /// scrolled away counts no more.
    var shownMark: Int? {
        guard let marked else { return nil }
        return pending != nil || (window?.lines.contains { $0.offset == marked } ?? false) ? marked : nil
    }

    /// Where the first line shown begins.
    var top: Int { window?.lines.first?.offset ?? 0 }
}
