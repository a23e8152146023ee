package import Runs

/// The index of a run log while it is read: where its runs, hosts, steps and failures stand, and how its lines are
/// numbered. Bytes in, in chunks of any size; what it keeps is bounded, however long the log is.
package struct LogMarks: Sendable {
    /// The number of a line and where it begins.
    package struct Anchor: Equatable, Sendable {
        package var offset: Int
        /// Lines before it.
        package var line: Int
    }

    private var sheet = LogMarkSheet()
    /// Marks of what only the end of the log has completed; taken back when it grows.
    private var last = LogMarkLists()
    private var assembler = LineAssembler()
    private var reader = CypressLogReader()

    /// - Parameter offset: where the first chunk begins in the log; lines are numbered from there.
    package init(from offset: Int = 0) { assembler = LineAssembler(offset: offset) }

    /// The bytes read so far.
    package var offset: Int { assembler.offset }

    /// Where the line begins that has not been read to its end.
    package var openLine: Int { assembler.lineStart }

    /// Whether only what follows tells if the last lines read are a mark.
    package var isUndecided: Bool { reader.isUndecided || sheet.isUndecided }

    /// Line breaks so far.
    package var lines: Int { sheet.lines }
    /// How many facts a timeline may know the times of.
    package var timedCount: Int { sheet.timed.count }
    /// Whether the times of older runs are not told any more.
    package var forgetsOlderTimes: Bool { sheet.timed.isCut }

    /// - Parameter pass: passes over lines faster than they are read.
    package mutating func feed(_ chunk: borrowing RawSpan, passing pass: PassedLines.Pass = PassedLines.none) {
        if !last.isEmpty { last = LogMarkLists() }
        assembler.feed(chunk) { chunk, at, offset in
            guard reader.passesPlainLines else { return at }
            let passed = pass(chunk, at, at + sheet.room(from: offset))
            sheet.passLines(passed.count)
            reader.pass(passed)
            return passed.next
        } each: { line, place in
            sheet.beginLine(at: place.offset)
            reader.consume(line, at: place)
            reader.drainFacts { sheet.absorb($0) }
        }
    }

    /// Takes zeros in the place of a hole, however many.
    package mutating func feedZeros(_ count: Int) {
        if !last.isEmpty { last = LogMarkLists() }
        assembler.feedZeros(count)
    }

    /// The log ends here, for now: what waited for its next line counts until there is one.
    package mutating func settle() {
        var assembler = assembler
        var reader = reader
        assembler.finish { line, place in reader.consume(line, at: place) }
        reader.finish()
        var found = LogMarkLists()
        reader.drainFacts { located in
            if let kind = LogMarkSheet.kind(of: located.fact) { found.add(kind, at: located.offset) }
        }
        last = found
    }

    // MARK: Marks

    package func count(_ kind: LogMark) -> Int { sheet.marks[kind].count + last[kind].count }

    /// Kinds of which there were more than are kept.
    package var cut: Set<LogMark> { sheet.marks.cut }

    /// Up to where all marks of a kind are kept: of those behind it some may be missing.
    package func keptEnd(_ kind: LogMark) -> Int {
        sheet.marks.cut.contains(kind) ? sheet.marks[kind].last ?? 0 : offset
    }

    /// How many marks lie within a range.
    package func count(_ kind: LogMark, in range: Range<Int>) -> Int {
        [sheet.marks[kind], last[kind]].reduce(0) {
            $0 + $1.firstIndex(notBelow: range.upperBound) - $1.firstIndex(notBelow: range.lowerBound)
        }
    }

    /// The mark so many places after an offset, or before it; the outermost where there are fewer.
    package func mark(_ kind: LogMark, from offset: Int, steps: Int) -> Int? {
        let all = last[kind].isEmpty ? sheet.marks[kind] : (sheet.marks[kind] + last[kind]).sorted()
        if steps > 0 {
            let first = all.firstIndex(notBelow: offset + 1)
            return first < all.count ? all[min(first + steps - 1, all.count - 1)] : nil
        }
        let after = all.firstIndex(notBelow: offset)
        return after > 0 ? all[max(0, after + steps)] : nil
    }

    // MARK: Lines

    /// The last anchor at or before an offset.
    package func anchor(before offset: Int) -> Anchor {
        sheet.anchors.last(notAbove: offset, by: \.offset) ?? Anchor(offset: 0, line: 0)
    }

    /// The last anchor with at most so many lines before it.
    package func anchor(ofLine line: Int) -> Anchor {
        sheet.anchors.last(notAbove: line, by: \.line) ?? Anchor(offset: 0, line: 0)
    }

    // MARK: Times

    /// The times that a timeline knows, with the places they belong to, in the order of the log.
    package func arrivals(_ stamps: [TimelineFile.Stamp]) -> [(offset: Int, at: Timestamp)] {
        sheet.timed.arrivals(stamps)
    }
}

extension [LogMarks.Anchor] {
    fileprivate func last(notAbove value: Int, by path: KeyPath<LogMarks.Anchor, Int>) -> LogMarks.Anchor? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle][keyPath: path] <= value { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? self[low - 1] : nil
    }
}
