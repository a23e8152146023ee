import Runs
import Screen

/// Reading logs: scrolling, following, searching.
extension Browser {
    mutating func scrollLog(by rows: Int) -> [ViewEffect] {
        guard let place = log, let window = place.window else { return [] }
        if rows < 0 { holdLog() }
        log?.jump = nil
        if rows > 0, window.isAtEnd {
            // At the end already: going further means to follow.
            log?.isFollowing = true
            log?.heldSize = nil
            return readLog(.end)
        }
        // Keys that come while an answer is under way add up: the newest request holds them all.
        if case .lines(let from, let moved) = place.pendingPart {
            return readLog(.lines(from: from, moved: moved + rows))
        }
        return readLog(.lines(from: place.top, moved: rows))
    }

    mutating func holdLog() {
        guard log?.isFollowing == true else { return }
        log?.isFollowing = false
        let size = log?.window?.fileSize
        log?.heldSize = size
    }

    mutating func toggleFollow() -> [ViewEffect] {
        guard log?.isFollowing == false else {
            holdLog()
            return []
        }
        log?.isFollowing = true
        log?.heldSize = nil
        return readLog(.end)
    }

    mutating func search(forward: Bool) -> [ViewEffect] {
        guard let place = log else { return [] }
        guard !place.search.isEmpty else {
            say(MessageLine(.note, "nothing to search for yet: press /"))
            return []
        }
        holdLog()
        log?.jump = nil
        let mark = place.shownMark
        return readLog(
            .search(
                LogPattern(place.search, isRegex: place.isPattern), from: mark ?? place.top, isForward: forward,
                includesStart: mark == nil))
    }
}
