package import Runs

/// A fact with the place of the line that shows it.
package struct LocatedFact: Equatable, Sendable {
    package var fact: Fact
    /// Of the line's first byte in the source.
    package var offset: Int

    package init(_ fact: Fact, at offset: Int) { (self.fact, self.offset) = (fact, offset) }
}

/// Reads the output of `cypress run` and `cypress-cloud run` line by line and makes facts of it.
///
/// Tests print what they like between the runner's own lines, at any column. So a line counts only where the runner's
/// structure allows it: headings below their rules, table rows within tables, steps within a spec and before its
/// summary, failures after it (cypress-format, sections 1 to 8).
package struct CypressLogReader: Sendable {
    /// Facts that have not been taken yet, in the order of their lines.
    private(set) var facts: [LocatedFact] = []

    /// Where in the runner's structure the last line stood.
    enum Phase: Equatable {
        /// Before the first run, or after a run's end.
        case outside
        /// After `(Run Starting)`, until its box closes.
        case header
        /// In a run, before its first spec or after a spec's results.
        case betweenSpecs
        /// After a spec's heading, where step lines stand.
        case steps
        /// After `N passing`, where failures are described.
        case summary
        /// After `(Results)`, until its box closes.
        case results
        /// After `(Run Finished)`, until its line of sums.
        case runTable
        /// After `Cloud Run Finished`, until its lower edge.
        case cloudTable
    }

    var phase = Phase.outside
    /// Where to go on when a box turns out not to be the runner's.
    var phaseBefore = Phase.outside
    /// The box that a heading has announced; until it opens, the phase stays as it is.
    private var announced: (phase: Phase, line: Int)?
    var line = CleanLine()
    /// The line can be no more than this: its line break has arrived.
    var isWholeLine = true
    /// Lines that were not blank.
    private var lineCount = 0
    private var lastRule = Int.min / 2
    private var lastDoubleRule = Int.min / 2
    private var hasBlankLines = false

    var runs = 0
    var box = BoxReader()
    var table = RunTable()
    /// Of the table's last line, in bytes.
    var tableOffset = 0
    var cloudTable = CloudTable()
    var spec: OpenSpec?
    var breakText = BreakText()
    /// A spec's heading whose name may go on in the next line.
    var heading: SpecHeading?
    /// The list of screenshots that is being read.
    var screenshots: ScreenshotList?
    /// What an invocation of cypress-cloud announced before its second line confirmed it.
    var discovered: (count: Int, offset: Int, line: Int)?
    var hasOpenInvocation = false
    var titles = SharedTitles()

    /// Lines of other programs that may stand between a rule and the heading below it.
    private static let ruleReach = 4
    /// The same for a heading and its box; a table has a line of column titles there.
    private static let boxReach = 6

    package init() {}

    /// Takes one line, without its line break.
    package mutating func consume(_ bytes: borrowing RawSpan, at place: LinePlace) {
        let range = place.hasReturn ? PlainText.lastState(of: bytes) : 0..<bytes.byteCount
        let look = LineLook(bytes, range)
        if case .blank = look.kind { return takeBlank() }
        lineCount &+= 1
        isWholeLine = place.isTerminated
        let isExplained = breakText.isOpen
        defer { if isExplained { takeBreakText(bytes, range, at: place.offset) } }
        if heading != nil, takeHeadingRest(bytes, range) { return }
        if screenshots != nil, takeScreenshot(bytes, range, look.kind, at: place.offset) { return }
        switch look.kind {
        case .blank:
            break
        case .other where look.column < 2 && phase == .steps:
            // Output of a test: most lines of most logs end here.
            break
        case .other:
            takeOther(bytes, range, column: look.column, at: place.offset)
        case .rule:
            line.set(bytes, range)
            guard line.isRule("─") else { return takeText(at: place.offset) }
            lastRule = lineCount
            endOpenBox(at: place.offset)
        case .doubleRule:
            line.set(bytes, range)
            guard line.isRule("=") else { return takeText(at: place.offset) }
            lastDoubleRule = lineCount
            endOpenBox(at: place.offset)
        case .box, .mark, .parenthesis, .number, .dash, .word, .sign:
            line.set(bytes, range)
            take(look.kind, at: place.offset)
        }
    }

    /// Whether a line that begins like nothing of the runner's tells no more now than that there is one.
    var passesPlainLines: Bool {
        guard heading == nil, screenshots == nil, !breakText.isOpen else { return false }
        switch phase {
        case .steps, .outside, .betweenSpecs: return true
        case .summary: return spec?.failures.collects != true
        case .header, .results, .runTable, .cloudTable: return false
        }
    }

    /// Takes lines that begin like nothing of the runner's.
    mutating func pass(_ lines: PassedLines) {
        lineCount &+= lines.count
        if phase == .steps { spec?.filter.noteText(atColumns: lines.columns) }
    }

    /// The source has ended: what was waiting for its next line is complete.
    package mutating func finish() {
        openHeadedSpec()
        closeFailures()
        if phase == .runTable, table.hasAllRows { endRun(at: tableOffset) }
    }

    /// Whether only what follows tells if a failure has begun.
    var isUndecided: Bool { spec?.failures.isUndecided == true }

    /// A run starts: what was seen before it means nothing for it.
    mutating func forgetBefore() { (announced, discovered, hasBlankLines) = (nil, nil, false) }

    /// Gives the facts found since the last call.
    package mutating func takeFacts() -> [LocatedFact] {
        defer { facts = [] }
        return facts
    }

    /// Hands every new fact to `body` and forgets it.
    mutating func drainFacts(_ body: (LocatedFact) -> Void) {
        guard !facts.isEmpty else { return }
        facts.forEach(body)
        facts.removeAll(keepingCapacity: true)
    }

    // MARK: Dispatch

    private mutating func takeBlank() {
        hasBlankLines = true
        breakText.takeBlank()
        openHeadedSpec()
        if screenshots?.takeBlank() == .over { screenshots = nil }
        if phase == .summary, let finished = spec?.failures.takeBlank() { emit(finished) }
    }

    /// A line that begins like nothing of the runner's.
    private mutating func takeOther(
        _ bytes: borrowing RawSpan, _ range: Range<Int>, column: Int, at offset: Int
    ) {
        switch phase {
        case .steps:
            spec?.filter.noteText(at: column)
        case .summary where spec?.failures.collects == true, .runTable:
            line.set(bytes, range)
            takeText(at: offset)
        case .header, .results, .cloudTable:
            takeForeign()
        case .outside, .betweenSpecs, .summary:
            break
        }
    }

    /// The clean line is text: of a failure, of a table, or of another program.
    mutating func takeText(at offset: Int) {
        switch phase {
        case .steps: spec?.filter.noteText(at: line.column)
        case .summary where isWholeLine:
            if let finished = spec?.failures.take(line, at: offset) { emit(finished) }
        case .runTable: takeTableLine(at: offset)
        case .header, .results, .cloudTable: takeForeign()
        case .outside, .betweenSpecs, .summary: break
        }
    }

    private mutating func take(_ kind: LineLook.Kind, at offset: Int) {
        if takeHeading(kind, at: offset) { return }
        if case .box = kind { openAnnouncedBox() }
        switch phase {
        case .header, .results:
            takeBoxLine(at: offset)
        case .runTable:
            takeTableLine(at: offset)
        case .cloudTable:
            takeCloudTableLine(at: offset)
        case .steps:
            takeStepLine(at: offset)
        case .summary:
            takeSummaryLine(at: offset)
        case .outside, .betweenSpecs:
            takeLineBetween(at: offset)
        }
    }

    /// Headings of the runner: they count in any phase, but only in their own surroundings.
    private mutating func takeHeading(_ kind: LineLook.Kind, at offset: Int) -> Bool {
        switch kind {
        case .parenthesis:
            if line.column == 2, line.isExactly("(Run Starting)"), isBelowDoubleRule { return startRun(at: offset) }
            if line.column == 2, line.isExactly("(Run Finished)"), isBelowDoubleRule { return announceTable() }
            if line.column == 2, line.isExactly("(Results)") { return announceResults() }
            if line.column == 2, line.isExactly("(Screenshots)") { return announceScreenshots() }
            return false
        case .word(.running):
            if line.column == 0 { return takeBatch(at: offset) }
            guard isBelowRule, let heading = SpecHeading(line, at: offset) else { return false }
            return startSpec(heading)
        case .word(.recorded):
            return takeRecordedRun(at: offset)
        case .word(.cloud):
            return line.isExactly("Cloud Run Finished") && isBelowDoubleRule ? announceCloudTable() : false
        case .word(.discovered):
            return takeDiscovered(at: offset)
        case .word(.tags):
            return takeInvocationParameters(at: offset)
        case .sign:
            return takeInvocationAddress(at: offset)
        case .blank, .rule, .doubleRule, .box, .mark, .number, .dash, .word, .other:
            return false
        }
    }

    /// A heading below which a box must open.
    mutating func announce(_ phase: Phase) -> Bool {
        announced = (phase, lineCount)
        return true
    }

    private mutating func openAnnouncedBox() {
        guard let announced, BoxEdge(line) == .top else { return }
        self.announced = nil
        guard lineCount - announced.line <= Self.boxReach else { return }
        phaseBefore = phase
        phase = announced.phase
        switch phase {
        case .runTable: table = RunTable()
        case .cloudTable: cloudTable = CloudTable()
        case .outside, .header, .betweenSpecs, .steps, .summary, .results: box = BoxReader()
        }
    }

    // MARK: Tools

    var isBelowRule: Bool { lineCount &- lastRule <= Self.ruleReach }
    var isBelowDoubleRule: Bool { lineCount &- lastDoubleRule <= Self.ruleReach }
    var currentLine: Int { lineCount }
    var keepsBlankLines: Bool { hasBlankLines }

    mutating func emit(_ fact: Fact, at offset: Int) { facts.append(LocatedFact(fact, at: offset)) }

    mutating func emit(_ failure: LocatedFailure) { emit(.failureDescribed(failure.failure), at: failure.offset) }
}

extension CleanLine {
    /// Whether the line is a rule: one character, at least twenty times, and nothing else.
    func isRule(_ character: StaticString) -> Bool {
        let width = character.utf8CodeUnitCount
        guard (end - column).isMultiple(of: width), end - column >= 20 * width else { return false }
        return stride(from: column, to: end, by: width).allSatisfy { has(character, at: $0) }
    }
}
