import Runs
import Screen

/// Jumping in a log by what its index knows.
extension Browser {
    /// Asks the index what it knows of the lines on the screen, and perhaps for a place.
    mutating func askIndex(_ question: LogIndexRequest.Question? = nil) -> [ViewEffect] {
        guard let place = log else { return [] }
        var request = LogIndexRequest(
            number: nextRequest(), source: place.source, question: question, rows: logRows,
            shown: place.top..<max(place.top, place.window?.end ?? 0))
        (request.heldAt, request.countsAll) = (countedFrom(place), countsAll(place))
        if place.showsNumbers, place.filters.hiding > 0, place.openedLine == nil {
            request.lines = place.window?.lines.map(\.offset) ?? []
        }
        log?.indexRequest = request.number
        log?.indexCounts = LogLineCount.Wish(heldAt: request.heldAt, all: request.countsAll)
        return [.indexLog(request)]
    }

    /// The place behind which lines are to be counted: where the view was held.
    private func countedFrom(_ place: LogPlace) -> Int? {
        place.openedLine != nil || place.isFollowing ? nil : place.heldSize
    }

    /// Whether all lines are to be counted: where some are left out, to say of how many.
    private func countsAll(_ place: LogPlace) -> Bool { place.openedLine == nil && place.filters.hiding > 0 }

    /// To the next or previous mark of a kind. Keys that come before the answer add up.
    mutating func logMark(_ kind: LogMark, steps: Int) -> [ViewEffect] {
        guard let place = log else { return [] }
        let top = screen(of: place).topOffset
        var from = place.shownMark ?? (steps > 0 ? top - 1 : top)
        var steps = steps
        if case .mark(kind, let start, let earlier) = place.jump {
            (from, steps) = (start, steps + earlier)
            if steps == 0 {
                // There and back before the answer: where one was is on the screen.
                log?.jump = nil
                return []
            }
        }
        return jump(.mark(kind, from: from, steps: steps))
    }

    private mutating func jump(_ question: LogIndexRequest.Question) -> [ViewEffect] {
        log?.jump = question
        let effects = askIndex(question)
        let asked = log?.indexRequest ?? 0
        log?.jumpRequest = asked
        return effects
    }

    /// To a place that was typed.
    mutating func go(to spot: LogSpot) -> [ViewEffect] {
        guard isInLog, let place = log else {
            say(MessageLine(.note, "only in a log"))
            return []
        }
        if place.openedLine != nil, !spot.isShare {
            say(MessageLine(.note, "only in the whole log; q leads back to it"))
            return []
        }
        if putOff(.spot(spot)) { return [] }
        switch spot {
        case .line(let number): return jump(.line(number))
        case .share(let thousandths):
            clearMessage()
            holdLog()
            log?.jump = nil
            return readLog(.share(thousandths), landing: .top)
        case .time(let seconds):
            guard place.source.isRun else {
                say(MessageLine(.note, "only in the run log"))
                return []
            }
            let end = currentBuild?.endedAt ?? context.now
            return jump(.time(LogSpot.moment(ofDay: seconds, before: end, context.clock)))
        }
    }

    mutating func toggleNumbers() -> [ViewEffect] {
        log?.showsNumbers.toggle()
        // Of lines that are left apart by filters each number is counted, so only when they are wanted.
        guard let place = log, place.showsNumbers, place.filters.hiding > 0 else { return [] }
        return askIndex()
    }

    mutating func toggleArrivals() {
        guard let place = log else { return }
        guard place.index != nil || place.showsArrivals else {
            // Whether any are known is told with the first report.
            log?.owesArrivals.toggle()
            return
        }
        if !place.showsArrivals, place.index?.hasArrivals != true {
            say(MessageLine(.note, Self.noArrivals))
            return
        }
        log?.showsArrivals.toggle()
        if log?.showsArrivals == true, place.index?.forgetsOlderTimes == true {
            say(MessageLine(.note, "of so many runs only the newest have times"))
        }
    }

    mutating func take(_ report: LogIndexReport) -> [ViewEffect] {
        guard var place = log, report.source == place.source else { return [] }
        let old = place.index
        if report.request == place.indexRequest {
            place.firstLine = report.firstLine ?? place.firstLine
            place.numbers = report.numbers
            place.lines.take(report, heldAt: place.indexCounts.heldAt, held: place.isFollowing ? nil : place.heldSize)
        }
        place.index = report
        log = place
        if place.owesArrivals {
            log?.owesArrivals = false
            toggleArrivals()
        }
        if let old, report.restarts > old.restarts { return takeCut(report) }
        var effects = takeAnswer(report)
        if let news = takeAbsence(report, after: old) { return effects + news }
        if effects.isEmpty, isInLog, old?.fileSize != report.fileSize { effects = takeGrowth(report) }
        return effects + tallyGrowth()
    }

    /// The log was cut or replaced: what is there now is shown from its beginning.
    private mutating func takeCut(_ report: LogIndexReport) -> [ViewEffect] {
        say(MessageLine(.warning, "the log was cut or replaced: what stood there before is gone"))
        guard var place = log else { return [] }
        place.forgetAll(at: context.now)
        if !place.source.isRun { place.isGone = report.isMissing }
        log = place
        guard isInLog else { return [] }
        // A key that came before this was known is meant for what is there now.
        let answered = takeAnswer(report)
        if !answered.isEmpty { return answered + askTally() }
        let part = place.isFollowing ? LogRequest.Part.end : .lines(from: place.start, moved: 0)
        return readLog(part, landing: .top) + askTally()
    }

    /// A file has come or gone of which only its index tells: what stood there can still be read, where it is shown.
    ///
    /// Held against what is shown, which was read at another moment, and not against the report before: the file may have
    /// come or gone between the two.
    /// - Returns: `nil` where it has neither come nor gone.
    private mutating func takeAbsence(_ report: LogIndexReport, after old: LogIndexReport?) -> [ViewEffect]? {
        guard isInLog, let place = log, !place.source.isRun, let window = place.window,
            place.pending == nil, report.request == place.indexRequest
        else { return nil }
        if report.isMissing {
            if window.lines.isEmpty { return window.file != nil || old?.isMissing == false ? rereadLog() : nil }
            guard !place.isGone else { return nil }
            log?.isGone = true
            say(MessageLine(.warning, Self.goneText(place.source)))
            return []
        }
        guard window.isMissing || place.isGone else { return nil }
        // What stands there now may be nothing that is read: until it was it is gone.
        clearMessage()
        return rereadLog()
    }

    /// A file has grown of which only its index tells: the run log's growth comes with snapshots.
    private mutating func takeGrowth(_ report: LogIndexReport) -> [ViewEffect] {
        guard let place = log, place.openedLine == nil else { return [] }
        if !place.source.isRun, place.pending == nil, report.fileSize != place.window?.fileSize {
            let isShort = (place.window?.lines.count ?? 0) < logRows
            if place.isFollowing || isShort { return rereadLog() }
        }
        // Lines are to be counted from somewhere else now.
        let wish = LogLineCount.Wish(heldAt: countedFrom(place), all: countsAll(place))
        return wish == place.indexCounts ? [] : askIndex()
    }

    private mutating func takeAnswer(_ report: LogIndexReport) -> [ViewEffect] {
        guard let place = log, let jump = place.jump, let answer = report.answer, report.request >= place.jumpRequest
        else { return [] }
        switch answer {
        case .waiting:
            let share = report.covered * 100 / max(1, report.fileSize)
            say(MessageLine(.note, "\(share)% of the log is indexed: the jump follows as soon as it gets there"))
            return []
        case .nothing:
            log?.jump = nil
            say(MessageLine(.note, Self.absence(of: jump, report)))
            return []
        case .notIndexed(let kind):
            log?.jump = nil
            say(MessageLine(.note, Self.tooMany(kind)))
            return []
        case .found(let offset):
            clearMessage()
            return goToLine(at: offset)
        case .last(let offset, let lines):
            let count = "\(NumberText.grouped(lines)) line\(lines == 1 ? "" : "s")"
            say(MessageLine(.note, "the log has \(count): this is its end"))
            return goToLine(at: offset)
        case .outside(let offset, let span):
            let (first, last) = (context.clock.time(span.lowerBound), context.clock.time(span.upperBound))
            let why =
                report.forgetsOlderTimes
                ? "of so many runs only the newest have times: from"
                : "nothing came at that time: the log was written from"
            say(MessageLine(.note, "\(why) \(first) to \(last)"))
            return goToLine(at: offset)
        }
    }

    private static let noArrivals = "no watcher was there as this log was written: no arrival times are known"

    private static func tooMany(_ kind: LogMark) -> String {
        "the log has more \(kind.rawValue)s than are indexed; search for them with /"
    }

    private static func absence(of question: LogIndexRequest.Question, _ report: LogIndexReport) -> String {
        switch question {
        case .line: return "the log is empty"
        case .time: return noArrivals
        case .mark(let kind, _, let steps):
            if report.counts[kind] ?? 0 == 0 { return "the log shows no \(kind.rawValue)" }
            if steps > 0, report.cut.contains(kind) { return tooMany(kind) }
            return "no further \(kind.rawValue)"
        }
    }

    /// A click on the map goes to its part of the log, one on a line marks it.
    mutating func clickInLog(_ point: Point) -> [ViewEffect] {
        guard let place = log, place.window != nil, point.y >= 2, point.y - 2 < logRows else { return [] }
        let screen = screen(of: place)
        if screen.layout.hasMap, point.x >= screen.layout.map.x {
            holdLog()
            log?.jump = nil
            return readLog(.share((point.y - 2) * 1000 / logRows), landing: .top)
        }
        let rows = screen.rows
        guard rows.indices.contains(point.y - 2), let line = rows[point.y - 2].line else { return [] }
        log?.marked = place.window?.lines[line].offset
        return []
    }
}
