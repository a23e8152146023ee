import Runs
import Screen

/// Jumping in a log by what its index knows.
extension Browser {
    /// Asks the index what it knows of the lines on the screen, and perhaps for a place.
    mutating func askIndex(_ question: LogIndexRequest.Question? = nil) -> [ViewEffect] {
        guard let place = log else { return [] }
        let number = nextRequest()
        log?.indexRequest = number
        let shown = place.top..<max(place.top, place.window?.end ?? 0)
        return [
            .indexLog(
                LogIndexRequest(
                    number: number, source: place.source, question: question, rows: logRows,
                    shown: shown))
        ]
    }

    /// To the next or previous mark of a kind. Keys that come before the answer add up.
    mutating func logMark(_ kind: LogMark, steps: Int) -> [ViewEffect] {
        guard let place = log else { return [] }
        var from = place.shownMark ?? (steps > 0 ? place.top - 1 : place.top)
        var steps = steps
        if case .mark(kind, let start, let earlier) = place.jump, (earlier > 0) == (steps > 0) {
            (from, steps) = (start, steps + earlier)
        }
        return jump(.mark(kind, from: from, steps: steps))
    }

    private mutating func jump(_ question: LogIndexRequest.Question) -> [ViewEffect] {
        log?.jump = question
        return askIndex(question)
    }

    /// To a place that was typed.
    mutating func go(to spot: LogSpot) -> [ViewEffect] {
        guard let place = log else {
            say(MessageLine(.note, "only in a log"))
            return []
        }
        switch spot {
        case .line(let number): return jump(.line(number))
        case .share(let thousandths):
            holdLog()
            log?.jump = nil
            return readLog(.share(thousandths))
        case .time(let seconds):
            guard place.source.isRun else {
                say(MessageLine(.note, "only in the run log"))
                return []
            }
            let end = currentBuild?.endedAt ?? context.now
            return jump(.time(LogSpot.moment(ofDay: seconds, before: end, context.clock)))
        }
    }

    mutating func toggleArrivals() {
        guard let place = log else { return }
        if !place.showsArrivals, place.index?.hasArrivals != true {
            say(MessageLine(.note, "nobody watched this log as it was written: no arrival times are known"))
            return
        }
        log?.showsArrivals.toggle()
    }

    mutating func take(_ report: LogIndexReport) -> [ViewEffect] {
        guard var place = log, report.source == place.source else { return [] }
        if report.restarts > place.index?.restarts ?? report.restarts {
            place.cutAt = context.now
            place.firstLine = nil
            say(MessageLine(.warning, "the log was cut or replaced: what stood there before is gone"))
        }
        if report.request == place.indexRequest { place.firstLine = report.firstLine ?? place.firstLine }
        place.index = report
        log = place
        guard let jump = place.jump, let answer = report.answer else { return [] }
        switch answer {
        case .waiting:
            let share = report.covered * 100 / max(1, report.fileSize)
            say(MessageLine(.note, "\(share)% of the log is indexed: the jump follows as soon as it gets there"))
            return []
        case .nothing:
            log?.jump = nil
            say(MessageLine(.note, Self.absence(of: jump, report)))
            return []
        case .found(let offset):
            holdLog()
            log?.jump = nil
            log?.marked = offset
            clearMessage()
            return readLog(.lines(from: offset, moved: -3))
        }
    }

    private static func absence(of question: LogIndexRequest.Question, _ report: LogIndexReport) -> String {
        switch question {
        case .line: return "the log is empty"
        case .time: return "nobody watched this log as it was written: no arrival times are known"
        case .mark(let kind, _, let steps):
            if report.counts[kind] ?? 0 == 0 { return "the log shows no \(kind.rawValue)" }
            if steps > 0, report.cut.contains(kind) {
                return "the log has more \(kind.rawValue)s than are indexed; search for them with /"
            }
            return "no further \(kind.rawValue)"
        }
    }

    /// A click on the map goes to its part of the log, one on a line marks it.
    mutating func clickInLog(_ point: Point) -> [ViewEffect] {
        guard let place = log, let window = place.window, point.y >= 2, point.y - 2 < logRows else { return [] }
        let layout = LogLayout(place, Size(columns: size.columns, rows: logRows))
        if layout.hasMap, point.x >= layout.map.x {
            holdLog()
            log?.jump = nil
            return readLog(.share((point.y - 2) * 1000 / logRows))
        }
        guard point.y - 2 < window.lines.count else { return [] }
        log?.marked = window.lines[point.y - 2].offset
        return []
    }
}
