import Runs
import Screen

/// Reading logs: opening and leaving, what is asked for, scrolling, following.
extension Browser {
    /// The log that is read, while one is. Opening and leaving a log add and remove it; setting only changes it.
    var log: LogPlace? {
        get { logs.last }
        set { if let newValue, !logs.isEmpty { logs[logs.count - 1] = newValue } }
    }

    /// A growing log tells three times of it: its build, its lines, its index. The lines are shown at once, the others with
    /// the next lines or soon.
    package func mayWait(_ message: ViewMessage) -> Bool {
        guard case .log = place, let log else { return false }
        switch message {
        case .snapshot: return log.isFollowing && log.pending != nil
        case .logIndex: return true
        case .logTally(let tally): return !tally.isComplete
        default: return false
        }
    }

    /// The rows that the log view shows.
    var logRows: Int { max(1, size.rows - 4) }

    /// What of the log stands in which row.
    func screen(of place: LogPlace) -> LogScreen {
        LogScreen(place, Size(columns: size.columns, rows: logRows), context.glyphs)
    }

    /// Why a command does nothing in the log that is read; `nil` when nothing of the log is against it.
    func reasonInLog(against command: BrowserCommand) -> String? {
        guard let log else { return nil }
        switch command {
        case .left, .right: return log.isWrapped ? "nothing stands beside: lines are wrapped, w cuts them" : nil
        case .nextHost, .previousHost, .nextStep, .previousStep, .nextRun, .previousRun, .nextFailure, .previousFailure,
            .lineNumbers, .arrivalTimes:
            return log.openedLine == nil ? nil : "only in the whole log; q leads back to it"
        case .log, .launchLog, .report, .matrix, .failures, .copyCommand:
            return Self.reason(against: command, in: log.source)
        default: return nil
        }
    }

    /// Opens a log of the build that is shown, at what is selected.
    mutating func openLogHere(_ source: (BuildName) -> LogSource) -> [ViewEffect] {
        guard let source = subjectBuild.map(source) else { return [] }
        let build = subjectBuild.flatMap(context.snapshot.build)
        // What was read so far may be of a run that others have followed.
        let isKnown = source.isRun && build?.isBeingRead != true
        let target = isKnown ? logTarget : nil
        if source.isRun, place != .builds {
            if build?.hasLostPlaces == true {
                say(MessageLine(.note, "the log was cut: where this stands is unknown; ]h and ]f look for it"))
            } else if !isKnown, logTarget != nil {
                say(
                    MessageLine(.note, "the log is still being read: this is its end, and [f leads to the last failure")
                )
            }
        }
        let next = LogPlace(source, isFollowing: target == nil, target: target)
        return open(next, at: next.firstPart, landing: .mark)
    }

    /// Opens a log over what is on the screen.
    mutating func open(
        _ next: LogPlace, at part: LogRequest.Part, landing: LogPlace.Landing = .top
    ) -> [ViewEffect] {
        // What the log below waits for is asked for again on the way back, but for what was searched there.
        log?.pending = nil
        submittedSearch = nil
        let name = next.source.build
        // A log of no build lies over a build that is followed on.
        let effects = name == nil || name == place.build ? [] : [ViewEffect.attend(name)]
        enter(.log(next.source))
        // A search names its place; whatever else opens a log leads back to where it was left.
        let kept = part.isSearch ? nil : logShelf.kept(of: next)
        var next = kept ?? next
        logShelf.furnish(&next)
        logs.append(next)
        guard let kept else { return effects + readLog(part, landing: landing) }
        return effects + readLog(kept.resumingPart(rows: logRows))
    }

    /// Forgets the log that was read last.
    mutating func leaveLog() -> [ViewEffect] {
        guard let left = logs.popLast() else { return [] }
        submittedSearch = nil
        logShelf.keep(left, at: screen(of: left), of: launch(of: left))
        var effects: [ViewEffect] = logs.isEmpty ? [.indexLog(nil)] : []
        if left.tallyRequest != nil { effects.append(.tallyLog(nil)) }
        return effects
    }

    /// When the run was launched whose log is read, where that is written down: a log that was begun anew for another one
    /// may be the same file.
    private func launch(of place: LogPlace) -> Timestamp? {
        place.source.build.flatMap { context.snapshot.build($0)?.launch.startedAt }
    }

    mutating func nextRequest() -> Int {
        requests += 1
        return requests
    }

    mutating func readLog(_ part: LogRequest.Part, landing: LogPlace.Landing = .stays) -> [ViewEffect] {
        guard var place = log else { return [] }
        let number = nextRequest()
        (place.pending, place.latest, place.latestPart, place.landing) = (number, number, part, landing)
        if part != .end { place.owedFromEnd = nil }
        (place.scanned, place.sizeAtRequest) = (nil, place.size(currentBuild))
        if case .search = part {} else { (place.owedHits, submittedSearch) = (0, nil) }
        log = place
        var request = LogRequest(number: number, source: place.source, part: part, rows: logRows)
        // Of wrapped lines also those around the screen are wanted: how many rows they take must be known.
        if place.isWrapped, !part.isShare { request.rows = 3 * logRows }
        request.rules = place.filters.rules
        request.search = place.pattern
        request.openedLine = place.openedLine
        return [.readLog(request)]
    }

    /// Asks again for the lines on the screen.
    mutating func rereadLog() -> [ViewEffect] {
        guard let place = log else { return [] }
        // Where one will be is not known yet.
        if place.window == nil, let part = place.pendingPart { return readLog(part, landing: place.landing) }
        if place.isFollowing { return readLog(.end) }
        guard place.isWrapped else { return readLog(.lines(from: place.top, moved: 0)) }
        if place.anchor == nil { log?.anchor = LogAnchor(offset: place.top) }
        return readLog(.lines(from: screen(of: place).topOffset, moved: -logRows))
    }

    /// Asks again for what is on the screen, after the size or the log has changed.
    mutating func refill(isResized: Bool = false) -> [ViewEffect] {
        switch place {
        case .log:
            guard let place = log else { return [] }
            // A growing log must not push a running search aside.
            if let part = place.pendingPart, case .search = part {
                return isResized ? readLog(part, landing: place.landing) : []
            }
            guard let window = place.window else {
                return readLog(place.latestPart ?? .end, landing: place.landing)
            }
            let isShort = window.lines.count < logRows || (place.isWrapped && isResized)
            return place.isFollowing || isShort ? rereadLog() : askIndex()
        case .build(let name):
            guard size.columns >= 180, size.rows >= 40, context.snapshot.build(name)?.logSize != nil else { return [] }
            tailRequest = nextRequest()
            let request = LogRequest(number: tailRequest, source: .run(name), part: .end, rows: size.rows)
            return [.readLog(request)]
        case .builds, .host, .report, .matrix, .failures: return []
        }
    }

    mutating func take(_ window: LogWindow) -> [ViewEffect] {
        if window.request == tailRequest, log == nil {
            tail = window
            return []
        }
        // An answer may come in parts: the newest request is answered until there is a newer one.
        guard var place = log, window.request == place.latest else { return [] }
        place.scanned = window.scanned
        if window.scanned != nil {
            log = place
            return []
        }
        let part = place.latestPart
        place.pending = nil
        if let problem = window.problem, window.lines.isEmpty {
            if case .search = part {
                log = place
                return missed(problem)
            }
            if place.filters.rules.isEmpty, place.window?.lines.isEmpty == false {
                // What cannot be read leaves the screen as it was.
                log = place
                say(MessageLine(.note, problem))
                return []
            }
        }
        let resumption = place.resumption
        if let resumption, !resumption.fits(window, place, of: launch(of: place)) { return openAnew(place) }
        place.resumption = nil
        place.show(window, part)
        if window.file != nil, !place.source.isRun { place.isGone = false }
        log = place
        var effects: [ViewEffect] = []
        if let hit = window.hit {
            effects = found(hit, isForward: part?.isForward ?? true)
            let column = log.map { screen(of: $0).column(showing: hit) }
            log?.show(column: column ?? 0)
        }
        let owed = place.landing == .stays ? 0 : place.owed
        land()
        if log?.isWrapped == false { log?.owed = 0 }
        if owed != 0 { effects += scrollLog(by: owed) }
        sayIfLeftOut()
        effects += askIndex()
        if let owed = log?.owedFromEnd {
            log?.owedFromEnd = nil
            if owed != 0 { effects += scrollLog(by: owed) }
        }
        return effects + goOnToHits() + (resumption == nil ? [] : askTally())
    }

    /// Shows a log from where it is opened first: what stands there is not what was left.
    private mutating func openAnew(_ left: LogPlace) -> [ViewEffect] {
        var next = LogPlace(
            left.source, isFollowing: left.opensFollowing, target: left.target, openedLine: left.openedLine)
        next.filters = logShelf.filters.forAnotherLog()
        next.early = left.early
        log = next
        say(MessageLine(.note, "the log was cut or replaced since it was left"))
        return readLog(next.firstPart, landing: .mark)
    }

    /// Sets where a wrapped view stands in lines that have come.
    private mutating func land() {
        guard var place = log, place.isWrapped else { return }
        let screen = screen(of: place)
        switch place.landing {
        case .top: place.anchor = place.window?.lines.first.map { LogAnchor(offset: $0.offset) }
        case .mark: place.anchor = place.marked.flatMap(screen.anchor) ?? place.anchor
        case .stays where place.owed != 0:
            place.anchor = screen.anchor(at: screen.moved(screen.top, by: place.owed).position) ?? place.anchor
        case .stays: break
        }
        (place.landing, place.owed) = (.stays, 0)
        log = place
    }

    // MARK: Scrolling

    mutating func scrollLog(by rows: Int) -> [ViewEffect] {
        guard let place = log, let window = place.window else { return [] }
        log?.jump = nil
        if let owed = place.owedFromEnd, place.pendingPart == .end {
            // Where the end is nobody knows yet: keys count from there.
            log?.owedFromEnd = min(0, owed + rows)
            return []
        }
        if rows < 0 { holdLog() }
        // At the end already: going further means to follow.
        if rows > 0, !place.isGoingElsewhere, screen(of: place).isShowingEnd, place.hasNewest(currentBuild),
            place.owed == 0
        {
            return followLog()
        }
        if place.isGoingElsewhere, place.isWrapped || place.pendingTop == nil {
            // What is on the screen is about to be left: keys count from where one goes.
            log?.owed += rows
            return []
        }
        if place.isWrapped { return scrollWrapped(by: rows, window) }
        // Keys that come while an answer is under way add up: the newest request holds them all.
        if case .lines(let from, let moved) = place.pendingPart {
            return readLog(.lines(from: from, moved: moved + rows))
        }
        return readLog(.lines(from: place.top, moved: rows))
    }

    /// Moves over the lines that are there; what lies beyond is asked for, and moved over when it comes.
    private mutating func scrollWrapped(by rows: Int, _ window: LogWindow) -> [ViewEffect] {
        guard var place = log, !window.lines.isEmpty else { return [] }
        let screen = screen(of: place)
        var (next, rest) = screen.moved(screen.top, by: rows + place.owed)
        let isLast = window.isAtEnd && place.hasNewest(currentBuild)
        if isLast, next > screen.bottom { (next, rest) = (screen.bottom, 0) }
        if rest < 0, place.isFirst(window.lines[0].offset) { rest = 0 }
        if rest > 0, isLast { rest = 0 }
        place.anchor = screen.anchor(at: next)
        place.owed = rest
        log = place
        let isStale = window.isAtEnd && !isLast
        if rest == 0, !isStale, screen.hasRoom(around: next) { return [] }
        return readLog(.lines(from: window.lines[next.line].offset, moved: -logRows))
    }

    /// Moves sideways; wrapped lines have nothing there.
    mutating func toggleWrap() -> [ViewEffect] {
        guard var place = log else { return [] }
        let screen = screen(of: place)
        let top = screen.top.line
        if place.isWrapped, !place.isFollowing, let window = place.window, top < window.lines.count {
            // The first line on the screen stays the first.
            var cut = window
            cut.lines.removeFirst(top)
            place.firstLine = place.number(ofLine: top)
            place.window = cut
        }
        place.isWrapped.toggle()
        place.column = 0
        place.anchor = place.window?.lines.first.map { LogAnchor(offset: $0.offset) }
        log = place
        return rereadLog()
    }

    // MARK: Following

    mutating func holdLog() {
        guard var place = log, place.isFollowing else { return }
        let screen = screen(of: place)
        if place.isWrapped { place.anchor = screen.anchor(at: screen.top) }
        place.isFollowing = false
        place.heldSize = place.window?.fileSize
        place.lines.forgetHeld()
        log = place
    }

    mutating func followLog() -> [ViewEffect] {
        log?.owedFromEnd = 0
        log?.isFollowing = true
        log?.heldSize = nil
        log?.lines.forgetHeld()
        log?.owed = 0
        return readLog(.end)
    }

    mutating func toggleFollow() -> [ViewEffect] {
        guard log?.isFollowing == false else {
            holdLog()
            return []
        }
        return followLog()
    }
}

extension LogPlace {
    /// Whether other lines than those on the screen have been asked for by their place.
    fileprivate var isGoingElsewhere: Bool {
        switch pendingPart {
        case .lines(let from, let moved): landing != .stays || !isWrapped && (from != top || moved < 0)
        case .share: true
        case .end, .search, nil: false
        }
    }
}

extension LogRequest.Part {
    /// Whether it looks for something.
    fileprivate var isSearch: Bool { if case .search = self { true } else { false } }

    /// Whether it is for a share of the file: there the first line of the answer is the place.
    fileprivate var isShare: Bool { if case .share = self { true } else { false } }

    /// Whether a search looked further down.
    fileprivate var isForward: Bool { if case .search(_, _, let isForward, _) = self { isForward } else { true } }
}
