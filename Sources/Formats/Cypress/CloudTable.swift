import Runs

/// Reads the summary table of cypress-cloud, from `Cloud Run Finished` to its lower edge.
struct CloudTable: Sendable {
    private(set) var rows: [SpecRow] = []
    private var isOpen = false
    private var isInSums = false
    private var foreignLines = 0

    private static let foreignLimit = 40
    /// `│` is followed by a blank, the mark and three blanks.
    private static let labelStart = 5

    mutating func take(_ line: CleanLine) -> RunTable.Progress {
        switch BoxEdge(line) {
        case .top:
            rows = []
            isOpen = true
        case .middle where isOpen:
            break
        case .side(let cell) where isOpen:
            take(TableRow(line, cell, labelStart: Self.labelStart))
            if rows.count > RunTable.rowLimit { return .abandoned }
        case .bottom where isOpen:
            return .ended
        case .middle, .side, .bottom, nil:
            return takeForeign()
        }
        return .more
    }

    mutating func takeForeign() -> RunTable.Progress {
        foreignLines += 1
        return foreignLines > Self.foreignLimit ? .abandoned : .more
    }

    private mutating func take(_ row: TableRow?) {
        switch row {
        case .counts(let label, let time, let counts):
            isInSums = Self.isSum(label)
            guard !isInSums else { return }
            rows.append(SpecRow(spec: label, counts: counts, duration: PrintedDuration.units(time)))
        case .continuation(let rest):
            guard !isInSums, let last = rows.indices.last, rows[last].spec.utf8.count < RunTable.nameLimit else {
                return
            }
            rows[last].spec += Self.label(in: rest)
        case nil:
            break
        }
    }

    /// The rest of the label alone: what stands further right belongs to a time that was wrapped too.
    private static func label(in rest: String) -> String {
        guard let gap = rest.firstRange(ofText: "  ") else { return rest }
        return String(rest[..<gap.lowerBound])
    }

    /// The text of the line of sums.
    private static func isSum(_ label: String) -> Bool {
        if label == "All specs passed!" || label == "No specs executed" { return true }
        guard label.hasSuffix(" failed") else { return false }
        let words = label.split(separator: " ")
        return words.count == 4 && words[1] == "of" && Int(words[0]) != nil && Int(words[2]) != nil
    }
}
