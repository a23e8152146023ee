import Runs

// Specs: heading, steps, summary with its failures, results.
extension CypressLogReader {
    mutating func startSpec(_ found: SpecHeading) -> Bool {
        switch phase {
        case .betweenSpecs:
            break
        case .steps, .summary, .results, .runTable:
            // The spec before has no results: only the next one of the same run can follow.
            guard let spec, found.index == spec.index + 1, found.count == spec.count else { return false }
        case .outside, .header, .cloudTable:
            return false
        }
        guard isWholeLine || !found.mayGoOn else { return true }
        heading = found
        if !found.mayGoOn { openHeadedSpec() }
        return true
    }

    /// Takes the line after a long heading, if it is the rest of the name; opens the spec either way.
    mutating func takeHeadingRest(_ bytes: borrowing RawSpan, _ range: Range<Int>) -> Bool {
        line.set(bytes, range)
        // No name goes on with a rule: below it something else begins.
        let isRule = line.isRule("─") || line.isRule("=")
        let isRest = !isRule && heading?.takeRest(line) == true
        if !isRest { openHeadedSpec() }
        return isRest
    }

    /// Opens the spec whose heading is complete now.
    mutating func openHeadedSpec() {
        guard let found = heading else { return }
        heading = nil
        closeFailures()
        screenshots = nil
        spec = OpenSpec(found)
        breakText = BreakText()
        phase = .steps
        emit(.specStarted(path: found.path, index: found.index, count: found.count), at: found.offset)
    }

    // MARK: Steps

    mutating func takeStepLine(at offset: Int) {
        guard let step = StepLine(line, sharing: &titles) else { return takeSpecText(at: offset) }
        if case .summary(let kind, let count) = step {
            return kind == .passing && line.column == 2 ? startSummary(passing: count) : takeSpecText(at: offset)
        }
        guard isWholeLine || step.isComplete else { return }
        guard spec?.filter.accepts(step, at: line.column) == true else { return takeSpecText(at: offset) }
        // It goes on: what said that it breaks off was only talk.
        breakText = BreakText()
        emit(step, at: offset)
    }

    private mutating func emit(_ step: StepLine, at offset: Int) {
        switch step {
        case .passed(let title, let duration):
            emit(.stepEnded(StepEnd(title: title, status: .passed, duration: duration)), at: offset)
        case .pending(let title):
            emit(.stepEnded(StepEnd(title: title, status: .pending)), at: offset)
        case .failed(_, let title):
            let named = HookTitle.parse(title)
            let end = StepEnd(title: named?.step ?? title, status: .failed, hook: named?.hook)
            emit(.stepEnded(end), at: offset)
        case .retried(let title, let attempt, let total):
            emit(.stepRetried(title: title, attempt: attempt, of: total), at: offset)
        case .summary:
            break
        }
    }

    /// A line within a spec that is no step.
    private mutating func takeSpecText(at offset: Int) {
        if isWholeLine, line.column == 0, CypressPhrases.isEarlyExit(line) {
            emit(.specBroke(line.text()), at: offset)
            spec?.filter.noteBreak()
            breakText.open()
        } else if line.has("This spec and its tests were skipped", at: line.column) {
            emit(.specSkipped(line.text(from: line.column)), at: offset)
            spec?.isClosed = true
            phase = .betweenSpecs
        } else if !line.has("Estimated:", at: line.column) {
            spec?.filter.noteText(at: line.column)
        }
    }

    /// Takes a line below the one with which the spec broke off, after it was looked at for what it may be itself.
    mutating func takeBreakText(_ bytes: borrowing RawSpan, _ range: Range<Int>, at offset: Int) {
        guard breakText.isOpen else { return }
        line.set(bytes, range)
        guard phase == .steps, isWholeLine, !line.isRule("─"), !line.isRule("="), !line.isExactly("(Results)") else {
            return breakText.close()
        }
        for text in breakText.take(line.text()) { emit(.specBreakTold(text), at: offset) }
    }

    // MARK: Summary and results

    private mutating func startSummary(passing: Int) {
        let keepsBlankLines = keepsBlankLines
        spec?.startSummary(passing: passing, keepsBlankLines: keepsBlankLines)
        phase = .summary
    }

    mutating func takeSummaryLine(at offset: Int) {
        if spec?.failures.hasBegun == false, line.column == 2,
            case .summary(.failing, let count) = StepLine(line, sharing: &titles)
        {
            spec?.failures.announced = count
            return
        }
        let mayGoOn = spec.map { !$0.isSummaryCertain && !$0.failures.hasBegun } ?? false
        if mayGoOn, let step = StepLine(line, sharing: &titles),
            step.showsThatStepsGoOn(at: line.column)
        {
            // A test had imitated the summary: the steps go on.
            phase = .steps
            return takeStepLine(at: offset)
        }
        takeText(at: offset)
    }

    /// `(Results)`
    mutating func announceResults() -> Bool {
        phase == .steps || phase == .summary ? announce(.results) : false
    }

    /// The results box has closed.
    mutating func endSpec(at offset: Int) {
        guard let spec, let counts = Counts(box: box.values),
            box.values["Spec Ran"].map(spec.isNamed) != false
        else {
            phase = phaseBefore
            return
        }
        closeFailures()
        emit(.specEnded(counts, duration: box.values["Duration"].flatMap { PrintedDuration.words($0) }), at: offset)
        self.spec?.isClosed = true
        phase = .betweenSpecs
    }

    // MARK: Screenshots

    /// `(Screenshots)`, below the results of a spec.
    mutating func announceScreenshots() -> Bool {
        guard phase == .betweenSpecs, spec?.isClosed == true else { return false }
        screenshots = ScreenshotList()
        return true
    }

    /// Takes a line of the list of screenshots.
    /// - Returns: whether it is of the list.
    mutating func takeScreenshot(
        _ bytes: borrowing RawSpan, _ range: Range<Int>, _ kind: LineLook.Kind, at offset: Int
    ) -> Bool {
        line.set(bytes, range)
        let isRule: Bool =
            switch kind {
            case .rule, .doubleRule, .box: true
            default: false
            }
        switch isRule || !isWholeLine ? .over : screenshots?.take(line, at: offset) ?? .over {
        case .more: return true
        case .found(let path, let begin):
            emit(.screenshotTaken(path: path), at: begin)
            return true
        case .foreign: return false
        case .over:
            screenshots = nil
            return false
        }
    }

    /// Ends the failure that is being described.
    mutating func closeFailures() {
        if let last = spec?.failures.close() { emit(last) }
    }
}

extension StepLine {
    /// Whether the line shows its own end, so that it cannot have been cut off.
    fileprivate var isComplete: Bool {
        if case .passed(_, let duration) = self { duration != nil } else { false }
    }

    /// Whether the line, standing after a summary, shows that the summary was none.
    fileprivate func showsThatStepsGoOn(at column: Int) -> Bool {
        switch self {
        case .passed, .retried: true
        case .failed: column > 2
        case .summary(let kind, _): kind == .passing && column == 2
        case .pending: false
        }
    }
}
