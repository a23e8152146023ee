import Runs

// Runs: their header, their table, and what stands between their specs.
extension CypressLogReader {
    mutating func startRun(at offset: Int) -> Bool {
        closeFailures()
        spec = nil
        heading = nil
        forgetBefore()
        box = BoxReader()
        phase = .header
        phaseBefore = .betweenSpecs
        runs += 1
        emit(.runStarted, at: offset)
        return true
    }

    /// A line while a box of keys and values is open.
    mutating func takeBoxLine(at offset: Int) {
        switch box.take(line) {
        case .more: break
        case .abandoned: phase = phaseBefore
        case .closed: closeBox(at: offset)
        }
    }

    private mutating func closeBox(at offset: Int) {
        if phase == .header {
            emit(.runDescribed(RunHeader(box: box.values)), at: offset)
            phase = .betweenSpecs
        } else {
            endSpec(at: offset)
        }
    }

    /// A rule stands in no box: another program has written into the lower edge, or there was none.
    mutating func endOpenBox(at offset: Int) {
        switch phase {
        case .header where box.values.isEmpty: phase = .betweenSpecs
        case .header, .results: closeBox(at: offset)
        case .outside, .betweenSpecs, .steps, .summary, .runTable, .cloudTable: break
        }
    }

    /// A line of another program where a box or table stands.
    mutating func takeForeign() {
        switch phase {
        case .header, .results:
            if box.takeForeign() == .abandoned { phase = phaseBefore }
        case .cloudTable:
            if cloudTable.takeForeign() == .abandoned { phase = phaseBefore }
        case .outside, .betweenSpecs, .steps, .summary, .runTable:
            break
        }
    }

    /// `(Run Finished)`
    mutating func announceTable() -> Bool {
        switch phase {
        case .betweenSpecs, .steps, .summary: announce(.runTable)
        case .outside, .header, .results, .runTable, .cloudTable: false
        }
    }

    mutating func takeTableLine(at offset: Int) {
        switch table.take(line, isTerminated: isWholeLine) {
        case .more: tableOffset = offset
        case .abandoned: phase = phaseBefore
        case .ended: endRun(at: offset)
        }
    }

    mutating func endRun(at offset: Int) {
        // While a spec is open only the run's own table can end it: that of a run within a test does not name the spec.
        if let spec, !spec.isClosed, !table.end.rows.contains(where: { spec.isNamed(by: $0.spec) }) {
            phase = phaseBefore
            return
        }
        closeFailures()
        spec = nil
        phase = .outside
        emit(.runEnded(table.end), at: offset)
    }

    /// A line outside of specs: the address of the run that has just ended, or why nothing starts.
    mutating func takeLineBetween(at offset: Int) {
        guard phase == .outside, runs == 0, isWholeLine else { return }
        if CypressPhrases.isStartFailure(line) {
            emit(.startFailed(line.text(from: line.column)), at: offset)
        } else if line.column == 2, case .summary(.passing, _) = StepLine(line, sharing: &titles) {
            emit(.reporterOnly, at: offset)
        }
    }

    mutating func takeRecordedRun(at offset: Int) -> Bool {
        guard phase == .outside, runs > 0, isWholeLine, isBelowRule, line.column == 2,
            line.has("Recorded Run: ", at: 2)
        else { return false }
        emit(.runAddressed(url: line.text(from: line.skipBlanks(16))), at: offset)
        return true
    }
}
