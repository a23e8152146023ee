/// What stands in a log that one can jump to.
package enum LogMark: String, Equatable, Hashable, Sendable, CaseIterable { case run, host, step, failure }

/// Asks for the index of a log: what it has where.
package struct LogIndexRequest: Equatable, Sendable {
    package enum Question: Equatable, Sendable {
        /// The mark so many places after an offset, or before it where the number is negative.
        case mark(LogMark, from: Int, steps: Int)
        /// The line of that number, counted from 1.
        case line(Int)
        /// The last line that had arrived by then.
        case time(Timestamp)
    }

    /// Numbers rise.
    package var number: Int
    package var source: LogSource
    /// What is to be found; `nil` when only the report is wanted. A newer question takes the place of an older one.
    package var question: Question?
    /// The rows of the map.
    package var rows: Int
    /// The offsets of the first line on the screen and of the line after the last one.
    package var shown: Range<Int>
    /// Where the file ended when the view stopped following: how many lines have come since is wanted.
    package var heldAt: Int?
    /// Whether it is wanted how many lines there are.
    package var countsAll = false
    /// Where lines begin whose numbers are wanted, besides that of the first one shown; rising.
    package var lines: [Int] = []

    package init(
        number: Int, source: LogSource, question: Question? = nil, rows: Int, shown: Range<Int>
    ) {
        (self.number, self.source) = (number, source)
        (self.question, self.rows, self.shown) = (question, rows, shown)
    }
}

/// What the index of a log knows so far.
package struct LogIndexReport: Equatable, Sendable {
    /// What a question has come to.
    package enum Answer: Equatable, Sendable {
        /// Where the line begins.
        case found(Int)
        /// Where the last line begins: there are only so many.
        case last(Int, of: Int)
        /// Nothing came at that time: where the nearer end of the log begins, and when its lines came.
        case outside(Int, ClosedRange<Timestamp>)
        /// There is none.
        case nothing
        /// There may be one, but there are more of that kind than are kept, and none is near.
        case notIndexed(LogMark)
        /// The index has not got there; the answer follows.
        case waiting
    }

    /// One row of the map: what begins in its part of the file.
    package struct MapRow: Equatable, Sendable {
        package var runs = 0
        package var hosts = 0
        package var failures = 0

        package init() {}
    }

    /// The number of the newest request that it answers.
    package var request: Int
    package var source: LogSource
    /// Up to where the log has been read, and its size, in bytes.
    package var covered = 0
    package var fileSize = 0
    /// Nothing stands there now; what is told is of what stood there before.
    package var isMissing = false
    package var counts: [LogMark: Int] = [:]
    /// Marks that were too many to be kept: jumps end there.
    package var cut: Set<LogMark> = []
    package var map: [MapRow] = []
    /// The number of the first line shown, counted from 1; `nil` while nobody knows.
    package var firstLine: Int?
    /// The numbers of the lines asked for, by their offsets, as far as they are known.
    package var numbers: [Int: Int] = [:]
    /// When lines on the screen arrived, by their offsets.
    package var arrivals: [Int: Timestamp] = [:]
    /// Lines behind the place asked for with `heldAt`.
    package var newLines: Int?
    /// All lines, where they were to be counted and the log has been read to its end.
    package var allLines: Int?
    /// Whether any arrival is known.
    package var hasArrivals = false
    /// Whether those of older runs, of very many, are not kept.
    package var forgetsOlderTimes = false
    /// How often the log was cut or replaced since it was opened.
    package var restarts = 0
    package var answer: Answer?

    package init(request: Int, source: LogSource) {
        (self.request, self.source) = (request, source)
    }

    package var isComplete: Bool { covered >= fileSize }
}
