import Runs

/// Where a log was left, and by what it is known again.
struct LogResumption: Equatable, Sendable {
    /// Where the first line on the screen began, and how its text did.
    let top: Int
    private let text: String
    /// The size of the log then.
    private let size: Int
    private let file: LogFileID?
    /// When the run began; `nil` where nobody knows.
    private let launch: Timestamp?

    private static let textLimit = 200

    /// - Returns: `nil` where nothing was to be seen.
    init?(_ window: LogWindow?, _ screen: LogScreen, of launch: Timestamp?) {
        guard let window, let line = screen.shownLines.first else { return nil }
        (top, text) = (line.offset, String(line.text.prefix(Self.textLimit)))
        (size, file, self.launch) = (window.fileSize, window.file, launch)
    }

    /// Whether a window shows what was left, if it shows anything: the same file, no shorter, of the same run, with the same
    /// line at that place.
    func fits(_ window: LogWindow, _ place: LogPlace, of launch: Timestamp?) -> Bool {
        guard window.problem == nil else { return true }
        if let launch, let old = self.launch, launch != old { return false }
        guard window.fileSize >= size else { return false }
        if let file, let now = window.file, file != now { return false }
        if place.isFollowing { return true }
        return window.lines.first { $0.offset == top }?.text.hasPrefix(text) ?? (place.filters.hiding > 0)
    }
}

extension LogPlace {
    /// The place as it is put aside: with nothing that is to be asked for again.
    func resting(at screen: LogScreen, of launch: Timestamp?) -> LogPlace? {
        guard let resumption = LogResumption(window, screen, of: launch) else { return nil }
        var place = LogPlace(source, isFollowing: opensFollowing, target: target, openedLine: openedLine)
        place.isFollowing = isFollowing
        place.resumption = resumption
        (place.isWrapped, place.column, place.isColumnOfSearch) = (isWrapped, column, isColumnOfSearch)
        if isWrapped, !isFollowing { place.anchor = screen.anchor(at: screen.top) }
        (place.search, place.isPattern, place.countsHits) = (search, isPattern, countsHits)
        (place.marked, place.hit, place.hitSpan) = (marked, hit, hitSpan)
        (place.heldSize, place.showsNumbers, place.showsArrivals) = (heldSize, showsNumbers, showsArrivals)
        return place
    }

    /// What is asked for to show again what was left.
    func resumingPart(rows: Int) -> LogRequest.Part {
        guard !isFollowing, let top = resumption?.top else { return .end }
        return .lines(from: top, moved: isWrapped ? -rows : 0)
    }
}
