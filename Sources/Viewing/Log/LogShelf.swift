import Runs

/// What an operator has made in logs and will want in the next: rules, which there begin switched off where they hide lines;
/// marks, which stay with their log; and where a log was left, for whoever comes back to it.
struct LogShelf: Equatable, Sendable {
    private struct Marks: Equatable, Sendable {
        var source: LogSource
        /// Where the line begins that was opened by itself; `nil` of the whole log.
        var openedLine: Int?
        var offsets: [Int]
        /// The size of the log then.
        var size: Int
    }

    /// Logs whose marks are kept, and logs whose places are.
    private static let limit = 50

    var filters = LogFilters()
    private var marks: [Marks] = []
    /// Logs as they were left, the last one last.
    private var places: [LogPlace] = []

    init() {}

    /// A log as it was left, where it is opened in the same way again: who asks for another place wants to be there.
    func kept(of next: LogPlace) -> LogPlace? {
        places.first { $0.isSameLog(as: next) && $0.target == next.target }
    }

    /// Gives a log that is opened what there is for it.
    func furnish(_ place: inout LogPlace) {
        place.filters = filters.forAnotherLog()
        guard let kept = marks.first(where: { $0.source == place.source && $0.openedLine == place.openedLine }) else {
            return
        }
        (place.marks, place.markedSize) = (kept.offsets, kept.size)
    }

    /// Takes the marks of a log that is left, and where it was.
    mutating func keep(_ place: LogPlace, at screen: LogScreen, of launch: Timestamp?) {
        // A log that is left before anything of it was to be seen leaves no other place.
        if let resting = place.resting(at: screen, of: launch) {
            places.removeAll { $0.isSameLog(as: place) }
            places.append(resting)
        }
        places.removeFirst(max(0, places.count - Self.limit))
        marks.removeAll {
            // Of a log that was cut or replaced nothing is kept, wherever it was marked.
            $0.source == place.source && ($0.openedLine == place.openedLine || place.cutAt != nil)
        }
        guard !place.marks.isEmpty else { return }
        marks.append(
            Marks(
                source: place.source, openedLine: place.openedLine, offsets: place.marks,
                size: place.window?.fileSize ?? 0))
        marks.removeFirst(max(0, marks.count - Self.limit))
    }
}

extension LogPlace {
    fileprivate func isSameLog(as other: LogPlace) -> Bool {
        source == other.source && openedLine == other.openedLine
    }
}
