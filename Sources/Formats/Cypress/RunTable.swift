import Runs

/// Reads the table with which a run ends, from `(Run Finished)` to its line of sums.
struct RunTable: Sendable {
    enum Progress { case more, ended, abandoned }

    private(set) var end = RunEnd()
    private var isOpen = false
    private var isClosed = false
    private var foreignLines = 0

    private static let foreignLimit = 40
    /// Lines of other programs that may stand between the table and its line of sums.
    private static let sumLimit = 4
    /// `│` is followed by a blank, the mark and two blanks.
    private static let labelStart = 4
    /// Specs that a run may have, and bytes that a name may grow to.
    static let (rowLimit, nameLimit) = (10_000, 16 * 1024)

    /// - Parameter isTerminated: false for a line that may be cut off.
    mutating func take(_ line: CleanLine, isTerminated: Bool) -> Progress {
        if isClosed { return takeSums(line, isTerminated: isTerminated) }
        switch BoxEdge(line) {
        case .top:
            end = RunEnd()
            isOpen = true
        case .middle where isOpen:
            break
        case .side(let cell) where isOpen:
            take(TableRow(line, cell, labelStart: Self.labelStart))
            if end.rows.count > Self.rowLimit { return .abandoned }
        case .bottom where isOpen:
            isClosed = true
            foreignLines = 0
        case .middle, .side, .bottom, nil:
            return takeForeign()
        }
        return .more
    }

    mutating func takeForeign() -> Progress {
        foreignLines += 1
        if isClosed { return foreignLines > Self.sumLimit ? .ended : .more }
        return foreignLines > Self.foreignLimit ? .abandoned : .more
    }

    /// Whether all its rows have been read.
    var hasAllRows: Bool { isClosed }

    private mutating func take(_ row: TableRow?) {
        switch row {
        case .counts(let label, let time, let counts):
            let wasSkipped = time == "SKIPPED"
            end.rows.append(
                SpecRow(spec: label, counts: counts, duration: PrintedDuration.table(time), wasSkipped: wasSkipped))
            if counts.failing > 0 { end.saysFailed = true }
            // The line of sums says so too, but the log may end before it.
            if wasSkipped { end.wasCanceled = true }
        case .continuation(let rest):
            guard let last = end.rows.indices.last, end.rows[last].spec.utf8.count < Self.nameLimit else { return }
            end.rows[last].spec += rest
        case nil:
            break
        }
    }

    private mutating func takeSums(_ line: CleanLine, isTerminated: Bool) -> Progress {
        guard case .counts(let label, _, let counts) = TableRow(line, 0..<line.end, labelStart: Self.labelStart),
            isTerminated || line.end < line.bytes.count || line.bytes[line.end - 1] == UInt8(ascii: "-")
        else { return takeForeign() }
        end.totals = counts
        end.wasCanceled = end.wasCanceled || label.holds("was canceled")
        end.saysFailed = end.saysFailed || label.holds(" failed")
        return .ended
    }
}
