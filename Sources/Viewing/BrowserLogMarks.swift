import Runs
import Screen

/// Lines of a log that the operator has marked, and lines that are too long to be shown whole.
extension Browser {
    mutating func toggleMark() {
        guard var place = log else { return }
        let lines = screen(of: place).shownLines
        guard let line = lines.first(where: { $0.offset == place.marked }) ?? lines.first else {
            say(MessageLine(.note, "there is no line to mark"))
            return
        }
        if place.toggleMark(line.offset) == nil {
            say(MessageLine(.warning, "\(LogPlace.mostMarks) lines are marked; no more can be"))
        }
        log = place
    }

    /// To another marked line.
    /// - Parameter wraps: whether behind the last one comes the first.
    mutating func goToMark(forward: Bool, wraps: Bool = false) -> [ViewEffect] {
        guard let place = log else { return [] }
        guard let first = place.marks.first else {
            say(MessageLine(.note, "no line is marked yet: m marks one"))
            return []
        }
        let screen = screen(of: place)
        let here = screen.shownLines.contains { $0.offset == place.marked } || place.pending != nil ? place.marked : nil
        let from = here ?? (forward ? screen.topOffset - 1 : screen.topOffset)
        let next = forward ? place.marks.first { $0 > from } : place.marks.last { $0 < from }
        guard let offset = next ?? (wraps ? first : nil) else {
            say(MessageLine(.note, "no further marked line"))
            return []
        }
        return goToLine(at: offset)
    }

    /// Shows a line with a few before it.
    mutating func goToLine(at offset: Int) -> [ViewEffect] {
        holdLog()
        log?.jump = nil
        log?.marked = offset
        log?.awaited = offset
        log?.leaveSearchColumn()
        return readLog(.lines(from: offset, moved: -3), landing: .mark)
    }

    /// Says so where a jump has led to a line that the rules leave out.
    mutating func sayIfLeftOut() {
        guard let place = log, let awaited = place.awaited else { return }
        log?.awaited = nil
        guard place.filters.hiding > 0, place.window?.lines.contains(where: { $0.offset == awaited }) == false else {
            return
        }
        let isEmpty = place.window?.lines.isEmpty ?? true
        let instead = isEmpty ? "nor does any other" : "the nearest that does is shown"
        say(MessageLine(.warning, "that line does not pass the filters: \(instead)"))
    }

    // MARK: Lines that are too long

    /// Where the line begins that Enter opens: the marked one, else the first on the screen that is too long.
    var elidedLine: Int? {
        guard isInLog, let place = log, place.openedLine == nil else { return nil }
        let lines = screen(of: place).shownLines.filter { $0.elided != nil }
        return (lines.first { $0.offset == place.marked } ?? lines.first)?.offset
    }

    /// Opens a line as if it were a file of its own.
    mutating func openElidedLine() -> [ViewEffect] {
        guard let place = log, let offset = elidedLine else { return [] }
        var next = LogPlace(place.source, isFollowing: false, openedLine: offset)
        guard let pattern = place.pattern, place.hit == offset else {
            return open(next, at: .lines(from: offset, moved: 0))
        }
        // What was found in it may lie millions of bytes further on.
        (next.search, next.isPattern) = (place.search, place.isPattern)
        let part = LogRequest.Part.search(pattern, from: offset, isForward: true, includesStart: true)
        return open(next, at: part, landing: .mark)
    }
}
