import Runs
import Screen

/// A log as it is being read.
struct LogPlace: Equatable, Sendable {
    let source: LogSource
    /// Where the line begins that is shown as if it were a file of its own.
    let openedLine: Int?
    var window: LogWindow?
    /// The place that it was opened for; `nil` where that was its end or its beginning.
    let target: Int?
    /// Whether it was opened at its end, to follow it.
    let opensFollowing: Bool
    /// Whether the end is kept in view while the log grows.
    var isFollowing: Bool
    /// The first column shown.
    var column = 0
    /// Whether a search has scrolled there, and not the operator.
    var isColumnOfSearch = false
    /// Whether lines are broken at the screen's edge.
    var isWrapped = false
    /// Where a wrapped log stands; `nil` at the first line of the window.
    var anchor: LogAnchor?
    /// Rows that are still to be scrolled, once the lines are there.
    var owed = 0
    /// Rows that are to be scrolled up from the end that was gone to and is on its way; `nil` where one stands already.
    var owedFromEnd: Int?
    var search = ""
    /// Whether that is a regular expression.
    var isPattern = false
    /// The line that is marked: the last hit, or the place that was jumped to.
    var marked: Int?
    /// The line of the last hit of the search.
    var hit: Int?
    /// The hit in that line that one is at, in bytes of its text; `nil` where the line is too long to show it.
    var hitSpan: Range<Int>?
    /// Hits that are still to be gone on to, once the one under way is there; back where it is negative.
    var owedHits = 0
    /// Lines that the operator has marked, rising.
    var marks: [Int] = []
    /// The size of the log when marks of before were made: a shorter one is another log, where they mean nothing.
    var markedSize: Int?
    /// The line that a jump leads to, until it is there: the rules may leave it out.
    var awaited: Int?
    var filters = LogFilters()
    /// The file's size when the view stopped following, to say how much is new.
    var heldSize: Int?
    /// The newest request.
    var latest: Int?
    /// What the place waits for, so that a key pressed meanwhile is not lost: the newest request while it has no answer.
    var pending: Int?
    /// The part that the newest request asks for.
    var latestPart: LogRequest.Part?
    /// The size of the file that was known when the newest request was made: its answer shows at least that, or a log
    /// that was cut.
    var sizeAtRequest: Int?
    /// How many bytes have been looked through for the answer, where that takes long.
    var scanned: Int?
    /// Where the answer is to be looked at.
    var landing = Landing.top

    /// What the index of the log knows.
    var index: LogIndexReport?
    /// The newest request to the index, and what it wants counted.
    var indexRequest = 0
    var indexCounts = LogLineCount.Wish()
    /// What the index is to find, and has not yet, and the request that asked for it: what comes earlier answers another.
    var jump: LogIndexRequest.Question?
    var jumpRequest = 0
    /// The number of the first line of the window, where it is known.
    var firstLine: Int?
    /// The numbers of lines by their offsets, where filters leave lines out.
    var numbers: [Int: Int] = [:]
    var lines = LogLineCount()
    var tally: LogTally?
    /// What is counted now.
    var tallyRequest: LogTallyRequest?
    /// The size of the log when that was asked for.
    var talliedSize: Int?
    /// Whether what is searched is worth counting: it has been found once.
    var countsHits = false
    var showsNumbers = false
    var showsArrivals = false
    /// Whether arrivals are to be shown as soon as it is known that there are any.
    var owesArrivals = false
    /// Whether the log was there and is not any more.
    var isGone = false
    /// When it was seen that the log had been cut or replaced.
    var cutAt: Timestamp?
    /// Where the first line shown of all begins, where it is known.
    private(set) var firstOffset: Int?
    /// Where the window began before it had no lines.
    private var lastTop = 0
    /// What was asked before there were lines.
    var early: [LogWish] = []
    /// Where it was left, until its lines show that it still is what was left.
    var resumption: LogResumption?

    init(_ source: LogSource, isFollowing: Bool, target: Int? = nil, openedLine: Int? = nil) {
        (self.source, self.isFollowing, opensFollowing) = (source, isFollowing, isFollowing)
        (self.target, self.openedLine) = (target, openedLine)
        (isWrapped, marked) = (openedLine != nil, target)
    }

    /// What is asked for when it is opened.
    var firstPart: LogRequest.Part {
        if opensFollowing { return .end }
        return target.map { .lines(from: $0, moved: -3) } ?? .lines(from: start, moved: 0)
    }

    /// Where a wrapped view stands in the lines that come.
    enum Landing: Equatable, Sendable {
        /// Where it stood.
        case stays
        /// At the first line.
        case top
        /// So that the marked line is to be seen, with a little before it.
        case mark
    }

    /// The part that `pending` asks for.
    var pendingPart: LogRequest.Part? { pending == nil ? nil : latestPart }

    /// Where what is read begins.
    var start: Int { openedLine ?? 0 }

    var pattern: LogPattern? { search.isEmpty ? nil : LogPattern(search, isRegex: isPattern) }

    /// The marked line, where it is on the screen or about to be: what is searched is searched from there. One that was
    /// scrolled away counts no more.
    var shownMark: Int? {
        guard let marked else { return nil }
        return pending != nil || (window?.lines.contains { $0.offset == marked } ?? false) ? marked : nil
    }

    /// The hit that one is at, where it stands in this line.
    func currentHit(in line: LogLine) -> Range<Int>? { line.offset == hit && marked == hit ? hitSpan : nil }

    /// Where the screen is about to begin; `nil` while nothing else is read.
    var pendingTop: Int? { if case .lines(let from, _) = pendingPart { from } else { nil } }

    /// Where the first line of the window begins.
    var top: Int { window?.lines.first?.offset ?? lastTop }

    /// Takes other lines; what was known of the old ones' numbers tells those of the new ones where both have a line.
    mutating func show(_ next: LogWindow, _ part: LogRequest.Part?) {
        let old = window?.lines ?? []
        if let known = firstLine, let top = next.lines.first?.offset {
            if old.first?.offset == top {
                firstLine = known
            } else if filters.hiding > 0 {
                firstLine = nil
            } else if let moved = old.firstIndex(where: { $0.offset == top }) {
                firstLine = known + moved
            } else if let first = old.first?.offset, let moved = next.lines.firstIndex(where: { $0.offset == first }) {
                firstLine = known - moved
            } else {
                firstLine = nil
            }
        }
        if let size = markedSize, next.problem == nil {
            if next.fileSize < size { marks = [] }
            markedSize = nil
        }
        if let top = next.lines.first?.offset {
            lastTop = top
            if case .lines(start, 0) = part { firstOffset = top }
        }
        window = next
    }

    /// Back to where the operator has scrolled sideways: what a search has shown beside is left.
    mutating func leaveSearchColumn() { if isColumnOfSearch { (column, isColumnOfSearch) = (0, false) } }

    /// Shows columns where a search has found something.
    mutating func show(column: Int) {
        if column != self.column { isColumnOfSearch = true }
        self.column = column
    }

    /// Whether a line is the first that there is to be seen.
    func isFirst(_ offset: Int) -> Bool { offset == start || offset == firstOffset }

    /// Takes note that other lines are shown than before.
    mutating func forgetFirst() {
        firstOffset = nil
        firstLine = nil
    }

    /// The log was cut or replaced: places in what was there mean nothing any more.
    mutating func forgetAll(at now: Timestamp) {
        cutAt = now
        forgetFirst()
        numbers = [:]
        marks = []
        (marked, hit, hitSpan, awaited, heldSize) = (nil, nil, nil, nil, nil)
        owedHits = 0
        lines = LogLineCount()
        tally = nil
    }

    /// The number of a line of the window. Where lines are left out, each is counted by itself.
    func number(ofLine index: Int) -> Int? {
        guard openedLine == nil else { return nil }
        guard filters.hiding > 0 else { return firstLine.map { $0 + index } }
        guard let lines = window?.lines, lines.indices.contains(index) else { return nil }
        return numbers[lines[index].offset] ?? (index == 0 ? firstLine : nil)
    }

    // MARK: Growth

    /// How far a search or a filter has got that takes long, in hundredths.
    func scannedShare(_ build: BuildSnapshot?) -> Int? {
        guard let scanned, let size = size(build), size > start else { return nil }
        return min(99, scanned * 100 / (size - start))
    }

    /// The size of the file, as far as anybody has told.
    func size(_ build: BuildSnapshot?) -> Int? {
        if source.isRun, let size = build?.logSize { return max(size, index?.fileSize ?? 0) }
        return index?.fileSize ?? window?.fileSize
    }

    /// Whether the window's end is the end of the log, as far as anybody has told: a view that is held does not grow.
    func hasNewest(_ build: BuildSnapshot?) -> Bool {
        guard !isFollowing, openedLine == nil, let window, let size = size(build) else { return true }
        return size <= window.fileSize || size == sizeAtRequest
    }

    /// What has come since the view stopped following.
    func news(_ build: BuildSnapshot?) -> LogNews? {
        guard !isFollowing, openedLine == nil, let heldSize, let size = size(build), size > heldSize else { return nil }
        guard let lines = lines.sinceHeld, lines > 0 else { return .bytes(size - heldSize) }
        guard filters.hiding > 0 else { return .lines(lines) }
        let isCounted = tally?.isComplete == true && tallyRequest?.heldAt == heldSize
        return .passing(isCounted ? tally?.shownSinceHeld : nil, of: lines)
    }

    // MARK: Marks

    static let mostMarks = 1000

    /// Marks a line, or takes its mark away.
    /// - Returns: whether it is marked now; `nil` where there are too many.
    mutating func toggleMark(_ offset: Int) -> Bool? {
        if let index = marks.firstIndex(of: offset) {
            marks.remove(at: index)
            return false
        }
        guard marks.count < Self.mostMarks else { return nil }
        marks.insert(offset, at: marks.firstIndex { $0 > offset } ?? marks.count)
        return true
    }
}

/// How many lines there are, of what the index has told.
struct LogLineCount: Equatable, Sendable {
    /// What the index is to count.
    struct Wish: Equatable, Sendable {
        /// The place behind which lines are counted.
        var heldAt: Int?
        var all = false
    }

    /// All lines of the file.
    private(set) var all: Int?
    /// Lines behind the place where the view was held.
    private(set) var sinceHeld: Int?

    /// Takes what the index has counted.
    /// - Parameters:
    ///   - heldAt: the place behind which it has counted.
    ///   - held: where the view was held, if it was.
    mutating func take(_ report: LogIndexReport, heldAt: Int?, held: Int?) {
        if let lines = report.allLines { all = lines }
        if let lines = report.newLines, let heldAt, heldAt == held { sinceHeld = lines }
    }

    /// The view is held somewhere else, or not any more.
    mutating func forgetHeld() { sinceHeld = nil }
}

/// What has come to a log while its end was not followed.
enum LogNews: Equatable {
    /// Lines that are not counted yet.
    case bytes(Int)
    case lines(Int)
    /// Lines of which the filters leave some; `nil` while these are not counted.
    case passing(Int?, of: Int)
}

/// Writes numbers.
enum NumberText {
    /// `172,367`
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }
}
