import Runs
import Screen

/// The `/` line over a log: what is typed is searched at once from where one was.
struct LogSearchLine: Equatable, Sendable {
    var editor: LineEditor
    /// The log as it was, to go back to.
    let before: LogPlace
    /// The line to search from, and whether it counts.
    let from: Int
    let includesStart: Bool
    /// Whether there were no lines yet when it was opened: then it searches only once there are.
    var isWaiting = false
    /// Why what is typed leads nowhere, or where it leads.
    var note: String?
    /// Why there is nothing further down: then the last hit further up is looked for.
    var missedBelow: String?

    func draw(isPattern: Bool, on line: Canvas, _ glyphs: GlyphSet) {
        let text = note.map { TextWidth.cutEnd($0, line.width * 2 / 3, glyphs) } ?? ""
        let width = TextWidth.columns(text)
        let room = line.width - (text.isEmpty ? 0 : width + 2)
        line.write(text, x: line.width - width - 1, y: 0, .faint)
        let prompt = !isPattern ? "/" : width <= line.width / 2 ? "regular expression: " : "regex: "
        editor.draw(prompt: prompt, on: line.window(x: 0, y: 0, width: room, height: 1), glyphs: glyphs)
    }
}

/// Searching in logs, and counting the hits.
extension Browser {
    mutating func openSearch() {
        guard let place = log else { return }
        submittedSearch = nil
        layer = .search(
            LogSearchLine(
                editor: LineEditor(history: searchHistory), before: place,
                from: searchStart(place), includesStart: place.shownMark == nil, isWaiting: awaitsLog))
    }

    mutating func takeSearchKey(_ key: Key, _ line: LogSearchLine) -> [ViewEffect] {
        var line = line
        if key == .control("r") {
            log?.isPattern.toggle()
            return line.editor.text.isEmpty ? [] : searchAsTyped(line)
        }
        let before = line.editor.text
        switch line.editor.handle(key) {
        case .cancelled where line.isWaiting:
            layer = nil
            log?.isPattern = line.before.isPattern
            return []
        case .cancelled:
            layer = nil
            // Where nothing is typed there is nothing to give up but what was searched before.
            return endSearch(line, isGivenUp: !before.isEmpty)
        case .submitted(let text):
            layer = nil
            searchHistory = line.editor.history
            if putOff(.search(text, isPattern: log?.isPattern == true)) { return [] }
            if text.isEmpty { return searchAgain(line) }
            submit(line)
            return []
        case .edited, .ignored:
            layer = .search(line)
            return line.editor.text == before ? [] : searchAsTyped(line)
        }
    }

    /// Closes a line: what its text has led to is said, or will be once it is known.
    private mutating func submit(_ line: LogSearchLine) {
        if let note = line.note { say(MessageLine(.note, note)) }
        if line.note == nil, case .search = log?.pendingPart { submittedSearch = line }
    }

    /// Shows the first hit of what is typed, from where one was.
    mutating func searchAsTyped(_ line: LogSearchLine) -> [ViewEffect] {
        var line = line
        (line.note, line.missedBelow) = (nil, nil)
        layer = .search(line)
        // From where is not known before there are lines.
        guard !line.isWaiting else { return [] }
        log?.search = line.editor.text
        log?.countsHits = false
        log?.owedHits = 0
        guard let pattern = log?.pattern else {
            goBack(to: line.before)
            return rereadLog() + askTally()
        }
        do throws(PatternProblem) {
            _ = try SearchPattern(pattern)
        } catch {
            line.note = error.description
            layer = .search(line)
            goBack(to: line.before)
            return rereadLog() + askTally()
        }
        holdLog()
        log?.jump = nil
        // The line that one is at may hold another text as well; what is searched again is searched behind it.
        let includesStart = line.includesStart || pattern != line.before.pattern
        return readLog(
            .search(pattern, from: line.from, isForward: true, includesStart: includesStart), landing: .mark)
    }

    /// Goes on with a line that was opened before the log had lines: it is searched from where one is now.
    mutating func goOnTyping(_ typed: LogSearchLine) -> [ViewEffect] {
        openSearch()
        guard case .search(var line) = layer else { return [] }
        line.editor = typed.editor
        layer = .search(line)
        return line.editor.text.isEmpty ? [] : searchAsTyped(line)
    }

    /// Searches for a text as if it had been typed now.
    mutating func submitSearch(_ text: String) -> [ViewEffect] {
        openSearch()
        guard case .search(var line) = layer else { return [] }
        layer = nil
        if text.isEmpty { return searchAgain(line) }
        line.editor.setText(text)
        let effects = searchAsTyped(line)
        if case .search(let searched) = layer { submit(searched) }
        layer = nil
        return effects
    }

    /// Searches on for what was searched last, here or in another log.
    private mutating func searchAgain(_ line: LogSearchLine) -> [ViewEffect] {
        let text = line.before.search.isEmpty ? searchHistory.last ?? "" : line.before.search
        log?.search = text
        log?.countsHits = line.before.countsHits
        return search(forward: true)
    }

    /// Back to exactly where one was before the line was opened.
    /// - Parameter isGivenUp: whether what was searched before is searched again; else nothing is.
    private mutating func endSearch(_ line: LogSearchLine, isGivenUp: Bool) -> [ViewEffect] {
        goBack(to: line.before)
        log?.search = isGivenUp ? line.before.search : ""
        log?.countsHits = isGivenUp && line.before.countsHits
        if isGivenUp { log?.isPattern = line.before.isPattern }
        return rereadLog() + askTally()
    }

    /// Shows what was shown before, where it still is there.
    private mutating func goBack(to before: LogPlace) {
        guard var place = log else { return }
        place.pending = nil
        guard place.cutAt == before.cutAt else {
            log = place
            return
        }
        (place.window, place.firstLine) = (before.window, before.firstLine)
        (place.anchor, place.owed) = (before.anchor, 0)
        (place.column, place.isColumnOfSearch) = (before.column, before.isColumnOfSearch)
        (place.marked, place.hit, place.hitSpan) = (before.marked, before.hit, before.hitSpan)
        (place.isFollowing, place.heldSize) = (before.isFollowing, before.heldSize)
        if before.isFollowing { place.lines.forgetHeld() }
        log = place
    }

    /// The line from which is searched: the marked one, else the first that is shown or on its way.
    private func searchStart(_ place: LogPlace) -> Int {
        place.shownMark ?? place.pendingTop ?? screen(of: place).topOffset
    }

    mutating func search(forward: Bool) -> [ViewEffect] {
        guard let place = log else { return [] }
        guard let pattern = place.pattern else {
            say(MessageLine(.note, "nothing to search for yet: press /"))
            return []
        }
        if case .search(_, _, let isForward, _) = place.pendingPart {
            // Keys that come before the answer add up; there and back is nowhere, and ends what takes long.
            let owed = place.owedHits + (forward ? 1 : -1)
            log?.owedHits = owed
            return owed != 0 && isForward != (owed > 0) ? rereadLog() : []
        }
        if let hidden = hiddenHit(place, isForward: forward) { return show(hidden) }
        let from = searchStart(place)
        submittedSearch = nil
        holdLog()
        log?.jump = nil
        return readLog(
            .search(pattern, from: from, isForward: forward, includesStart: place.shownMark == nil), landing: .mark)
    }

    /// The next hit of the line that one is at, where the screen does not show it: lines are longer than screens.
    private func hiddenHit(_ place: LogPlace, isForward: Bool) -> Range<Int>? {
        guard place.pending == nil, let line = place.hit, place.marked == line, let here = place.hitSpan else {
            return nil
        }
        return screen(of: place).hiddenHit(inLine: line, beside: here, isForward: isForward)
    }

    /// Shows another hit of the line that one is at.
    private mutating func show(_ hit: Range<Int>) -> [ViewEffect] {
        holdLog()
        log?.jump = nil
        log?.hitSpan = hit
        guard let place = log, let line = place.hit else { return [] }
        let screen = screen(of: place)
        log?.show(column: screen.column(showing: line))
        guard place.isWrapped else { return [] }
        log?.anchor = screen.anchor(showing: line) ?? place.anchor
        guard let moved = log else { return [] }
        let next = self.screen(of: moved)
        return next.hasRoom(around: next.top) ? [] : rereadLog()
    }

    /// Goes on to the hits that were asked for meanwhile.
    mutating func goOnToHits() -> [ViewEffect] {
        guard let owed = log?.owedHits, owed != 0, log?.pending == nil else { return [] }
        log?.owedHits = owed - owed.signum()
        return search(forward: owed > 0)
    }

    /// Takes the answer that a search has found its text.
    /// - Parameter isForward: where it came from: of several hits in the line the nearest one is the one that one is at.
    mutating func found(_ hit: Int, isForward: Bool) -> [ViewEffect] {
        // What was said of another search is over.
        clearMessage()
        log?.marked = hit
        log?.hit = hit
        let hits = log?.window?.lines.first { $0.offset == hit }?.searchHits ?? []
        log?.hitSpan = isForward ? hits.first : hits.last
        log?.countsHits = true
        if case .search(var line) = layer {
            line.note = line.missedBelow == nil ? nil : "only further up"
            layer = .search(line)
        } else if let line = submittedSearch {
            submittedSearch = nil
            if line.missedBelow != nil { say(MessageLine(.note, "only further up")) }
        }
        return askTally()
    }

    /// Takes the answer that a search has led nowhere: the screen stays as it was, or while it is typed goes back there.
    mutating func missed(_ problem: String) -> [ViewEffect] {
        log?.owedHits = 0
        var typed: LogSearchLine?
        if case .search(let line) = layer { typed = line }
        guard var line = typed ?? submittedSearch else {
            say(MessageLine(.note, problem))
            // While it was searched nothing else was read: the screen may have grown.
            return (log?.window?.lines.count ?? 0) < logRows ? rereadLog() : []
        }
        if line.missedBelow == nil, let pattern = log?.pattern {
            line.missedBelow = problem
            if typed == nil { submittedSearch = line } else { layer = .search(line) }
            return readLog(.search(pattern, from: line.from, isForward: false), landing: .mark)
        }
        let text = SafeText.visible(line.editor.text)
        let isHiding = log?.filters.hiding ?? 0 > 0
        // What is no pattern is said as it is; what stands nowhere, in one sentence.
        line.note =
            line.missedBelow == problem
            ? problem : "'\(text)' does not stand in \(isHiding ? "what the filters leave" : "this log")"
        if typed == nil {
            submittedSearch = nil
            if let note = line.note { say(MessageLine(.note, note)) }
        } else {
            layer = .search(line)
        }
        goBack(to: line.before)
        return rereadLog() + askTally()
    }

    // MARK: Counting

    /// What is to be counted now; `nil` when nobody wants to know.
    private func wantedTally(_ place: LogPlace) -> LogTallyRequest? {
        let search = place.countsHits ? place.pattern : nil
        guard search != nil || place.filters.hiding > 0 else { return nil }
        var request = LogTallyRequest(
            number: 0, source: place.source, rules: place.filters.rules, search: search,
            at: search == nil ? nil : place.hit)
        request.openedLine = place.openedLine
        if place.filters.hiding > 0, !place.isFollowing { request.heldAt = place.heldSize }
        return request
    }

    /// Asks for the counts of what is searched and filtered, or says that nobody wants to know any more.
    mutating func askTally() -> [ViewEffect] {
        guard var place = log else { return [] }
        guard var request = wantedTally(place) else {
            guard place.tallyRequest != nil else { return [] }
            (place.tallyRequest, place.tally) = (nil, nil)
            log = place
            return [.tallyLog(nil)]
        }
        // What was counted stays to be read until there is more, where it was the same.
        if let old = place.tallyRequest, old.rules == request.rules, old.search == request.search {
            if old.at != request.at { place.tally?.place = nil }
        } else {
            place.tally = nil
        }
        request.number = nextRequest()
        place.tallyRequest = request
        place.talliedSize = place.size(currentBuild)
        log = place
        return [.tallyLog(request)]
    }

    mutating func take(_ tally: LogTally) -> [ViewEffect] {
        guard let request = log?.tallyRequest, request.number == tally.request else { return [] }
        log?.tally = tally
        return tallyGrowth()
    }

    /// Asks for the counts of a log that has grown, once those of before are there.
    mutating func tallyGrowth() -> [ViewEffect] {
        guard isInLog, let place = log, let tally = place.tally, tally.isComplete, place.tallyRequest != nil,
            let size = place.size(currentBuild), size != place.talliedSize
        else { return [] }
        return askTally()
    }
}
