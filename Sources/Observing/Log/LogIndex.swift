import CPosix
import Formats
import Glibc
import Runs

/// One log and what is known of where things stand in it, read a slice at a time. Confined to one thread.
final class LogIndex {
    let source: LogSource
    private let root: Root
    let path: String
    /// `nil` where nobody notes arrivals.
    private let timelinePath: String?
    private var descriptor: Int32 = -1
    private var signature: FileSignature?
    /// What stood at the path when it was last looked at.
    private var seen: FileSignature?
    private var marks = LogMarks()
    /// The last bytes read: where other ones stand now, the log was replaced.
    private var recent: [UInt8] = []
    private var buffer: [UInt8] = []
    private var isSettled = false
    /// What was last looked for beyond what has been read, and what came of it.
    private var lookedBehind: (question: LogIndexRequest.Question, answer: LogIndexReport.Answer?)?
    /// Places that lines were counted up to, the newest last: within a long line there are no anchors.
    private var counted: [LogMarks.Anchor] = []
    /// How many bytes have been looked through to count lines.
    private(set) var countedBytes = 0
    private(set) var restarts = 0
    private let timeline = TimelineStore()
    private var arrivals = ArrivalTable()
    private var arrivalKey: (size: Int, facts: Int) = (0, 0)

    private static let slice = 256 * 1024
    private static let probe = 64

    init(_ source: LogSource, in root: Root) {
        (self.source, self.root, path) = (source, root, root.path(of: source))
        if case .run(let build) = source { timelinePath = root.timeline(of: build) } else { timelinePath = nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var size: Int { signature?.size ?? 0 }
    var isComplete: Bool { marks.offset >= size }
    /// Whether one slice brings it to the end.
    var isNearlyComplete: Bool { size - marks.offset <= Self.slice }

    /// Whether another file or another size stands there than was seen last.
    var hasChanged: Bool {
        let current = FileSignature(linkAt: path)
        guard let current, let seen else { return (current == nil) != (seen == nil) }
        return !current.isSameFile(as: seen) || current.size != seen.size
    }

    /// Looks at what stands there now: a longer file is read on, another or a cut one from its start.
    /// - Returns: whether it has changed.
    func refresh() -> Bool {
        let before = seen
        seen = FileSignature(linkAt: path)
        guard let opened = try? root.open(source) else {
            guard let before, let seen else { return before != nil || seen != nil }
            return !seen.isSameFile(as: before)
        }
        let isSame = signature.map { $0.isSameFile(as: opened.signature) } ?? true
        let isCut = opened.signature.size < marks.offset || !holdsRecent(opened.descriptor)
        let isNew = before?.size != opened.signature.size || !isSame || isCut
        if signature != nil, !isSame || isCut {
            marks = LogMarks()
            (recent, isSettled, lookedBehind, counted) = ([], false, nil, [])
            (arrivals, arrivalKey) = (ArrivalTable(), (0, 0))
            restarts += 1
        }
        if descriptor >= 0 { close(descriptor) }
        (descriptor, signature) = opened
        seen = opened.signature
        return isNew
    }

    /// Reads the next slice.
    /// - Returns: whether there is more.
    func readOn() -> Bool {
        guard marks.offset < size else {
            if !isSettled { marks.settle() }
            isSettled = true
            return false
        }
        // What comes little by little needs no room between two parts.
        defer { if marks.offset >= size { buffer = [] } }
        if passHole() { return marks.offset < size || readOn() }
        let (from, wanted) = (marks.offset, min(Self.slice, size - marks.offset))
        if buffer.count < wanted { buffer = [UInt8](repeating: 0, count: wanted) }
        let got = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(from)) }
        guard got > 0 else {
            // The file is shorter than it said: what was there is all there is until the next look.
            signature?.size = marks.offset
            return false
        }
        marks.feed(buffer.span.bytes.extracting(0..<got), passing: PassedLines.pass)
        isSettled = false
        recent = Array((recent + buffer[max(0, got - Self.probe)..<got]).suffix(Self.probe))
        if marks.offset >= size { _ = readOn() }
        return marks.offset < size
    }

    /// - Returns: whether a hole was jumped over; zeros stand before one, once a slice of it has been read.
    private func passHole() -> Bool {
        guard recent.last == 0 else { return false }
        let end = min(size, LogHole.end(around: marks.offset, of: descriptor) ?? size)
        guard end > marks.offset else { return false }
        let count = end - marks.offset
        marks.feedZeros(count)
        isSettled = false
        recent = Array((recent + Array(repeating: 0, count: min(count, Self.probe))).suffix(Self.probe))
        return true
    }

    private func holdsRecent(_ descriptor: Int32) -> Bool {
        guard !recent.isEmpty else { return true }
        let page = LogText(descriptor: descriptor, size: size)
        var bytes: [UInt8] = []
        page.read(&bytes, from: marks.offset - recent.count, count: recent.count)
        return bytes == recent
    }

    // MARK: Answers

    /// - Parameter isEnd: whether the log is read no further, so that what is not known now is not there.
    func answer(_ question: LogIndexRequest.Question) -> LogIndexReport.Answer {
        let missing: LogIndexReport.Answer = isComplete ? .nothing : .waiting
        switch question {
        case .mark(let kind, let from, let steps):
            if steps < 0, marks.keptEnd(kind) < min(from, marks.offset) {
                // Nearer ones than the last that was kept are looked for on the spot.
                return behind(question, read: 0) ?? .notIndexed(kind)
            }
            guard let hit = marks.mark(kind, from: from, steps: steps) else {
                return steps < 0 && marks.offset >= from ? .nothing : behind(question, read: marks.offset) ?? missing
            }
            // Backwards, a nearer one may still come; forwards, further ones that were asked for.
            let isSure = steps < 0 ? marks.offset >= from : marks.count(kind, in: from + 1..<hit + 1) >= steps
            return isSure || isComplete ? .found(hit) : behind(question, read: marks.offset) ?? .waiting
        case .line(let number):
            guard number - 1 < marks.lines || isComplete else { return .waiting }
            guard size > 0 else { return .nothing }
            let anchor = marks.anchor(ofLine: max(0, number - 1))
            let page = LogText(descriptor: descriptor, size: size)
            let line = page.start(ofLine: max(0, number - 1) - anchor.line, after: anchor.offset)
            if let all = lines(notBefore: 0), number > all { return .last(line, of: all) }
            return .found(line)
        case .time(let time):
            guard isComplete else { return .waiting }
            lookAtTimeline()
            return arrivals.answer(time)
        }
    }

    func report(_ request: LogIndexRequest) -> LogIndexReport {
        var report = LogIndexReport(request: request.number, source: source)
        (report.covered, report.fileSize, report.restarts) = (marks.offset, size, restarts)
        report.isMissing = seen == nil
        for kind in LogMark.allCases { report.counts[kind] = marks.count(kind) }
        report.cut = marks.cut
        if request.rows > 0, size > 0 {
            report.map = (0..<request.rows).map { row in
                let part = size * row / request.rows..<max(size * row / request.rows, size * (row + 1) / request.rows)
                var cell = LogIndexReport.MapRow()
                cell.runs = marks.count(.run, in: part)
                cell.hosts = marks.count(.host, in: part)
                cell.failures = marks.count(.failure, in: part)
                return cell
            }
        }
        report.firstLine = lineNumber(of: request.shown.lowerBound)
        report.numbers = numbers(of: request.lines)
        lookAtTimeline()
        report.hasArrivals = !arrivals.isEmpty
        report.forgetsOlderTimes = marks.forgetsOlderTimes
        report.arrivals = arrivals.within(request.shown)
        if let place = request.heldAt, isComplete { report.newLines = lines(notBefore: place) }
        if request.countsAll, isComplete { report.allLines = lines(notBefore: 0) }
        return report
    }

    /// The number of the line that begins at an offset, where the log has been read as far.
    private func lineNumber(of offset: Int) -> Int? { size > 0 ? breaks(before: offset).map { $0 + 1 } : nil }

    /// How many bytes are looked through for the numbers of one screen.
    private static let numberBudget = 64 << 20

    /// Every report asks for a few places, and each of them comes again.
    private static let countedLimit = 8

    /// The numbers of lines that may lie far apart. Each is counted from the nearest place whose line is known, forwards or
    /// back; beyond the budget none is known.
    private func numbers(of offsets: [Int]) -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        var known = marks.anchor(before: 0)
        var left = Self.numberBudget
        for offset in offsets where offset >= known.offset && offset < size {
            let start = nearest(to: offset, or: known)
            left -= abs(offset - start.offset)
            guard left >= 0, let line = breaks(before: offset, from: start) else { break }
            (known.offset, known.line) = (offset, line)
            numbers[offset] = line + 1
        }
        return numbers
    }

    /// How many lines begin at or after an offset.
    private func lines(notBefore offset: Int) -> Int? {
        guard offset < size else { return 0 }
        guard offset > 0 else { return breaks(before: size - 1).map { $0 + 1 } }
        guard let before = breaks(before: offset - 1), let all = breaks(before: size - 1) else { return nil }
        return all - before
    }

    /// How many line breaks stand before an offset, where the log has been read as far.
    private func breaks(before offset: Int) -> Int? {
        let start = nearest(to: offset, or: marks.anchor(before: offset))
        return breaks(before: offset, from: start)
    }

    /// Of the places that lines are known of, the one from which there is the least to count, in either direction.
    private func nearest(to offset: Int, or known: LogMarks.Anchor) -> LogMarks.Anchor {
        let all = [known, marks.anchor(before: offset)] + counted
        return all.min { abs($0.offset - offset) < abs($1.offset - offset) } ?? known
    }

    private func breaks(before offset: Int, from known: LogMarks.Anchor) -> Int? {
        guard max(offset, known.offset) <= marks.offset, descriptor >= 0 else { return nil }
        guard let count = breaks(in: min(offset, known.offset)..<max(offset, known.offset)) else { return nil }
        var place = known
        (place.offset, place.line) = (offset, known.offset <= offset ? known.line + count : known.line - count)
        if abs(offset - known.offset) >= Self.slice {
            if counted.count >= Self.countedLimit { counted.removeFirst() }
            counted.append(place)
        }
        return place.line
    }

    private func breaks(in range: Range<Int>) -> Int? {
        let text = LogText(descriptor: descriptor, size: size)
        var (position, count) = (range.lowerBound, 0)
        var bytes: [UInt8] = []
        while position < range.upperBound {
            text.read(&bytes, from: position, count: min(Self.slice, range.upperBound - position))
            guard !bytes.isEmpty else { return nil }
            count += cp_count_byte(bytes, bytes.count, UInt8(ascii: "\n"))
            position += bytes.count
            countedBytes += bytes.count
        }
        return count
    }

    /// What stands shortly before an offset is looked for there.
    /// - Parameter read: up to where it is known; nothing is looked for before that.
    private func behind(_ question: LogIndexRequest.Question, read: Int) -> LogIndexReport.Answer? {
        guard case .mark(let kind, let from, let steps) = question, steps < 0, read < from else { return nil }
        if let lookedBehind, lookedBehind.question == question { return lookedBehind.answer }
        let runs = LogRunsBehind(descriptor: descriptor, size: size, read: read)
        let answer = runs.mark(kind, before: from, steps: -steps).map { LogIndexReport.Answer.found($0) }
        lookedBehind = (question, answer)
        return answer
    }

    private func lookAtTimeline() {
        guard let timelinePath, let current = FileSignature(linkAt: timelinePath), current.isRegular else { return }
        let key = (current.size, marks.timedCount)
        guard key != arrivalKey else { return }
        arrivalKey = key
        timeline.read(timelinePath, current)
        arrivals = ArrivalTable(marks.arrivals(timeline.stamps))
    }
}
