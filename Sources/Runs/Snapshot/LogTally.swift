/// Asks how many lines of a log match.
package struct LogTallyRequest: Equatable, Sendable {
    /// Numbers rise; a newer request ends an older one.
    package var number: Int
    package var source: LogSource
    package var rules: [LogRule]
    package var search: LogPattern?
    /// The line that is shown as if it were a file of its own, if so.
    package var openedLine: Int?
    /// Where the line begins whose place among all hits is wanted.
    package var at: Int?
    /// Where the file ended when the view stopped following: how many of the lines that have come since the rules leave is
    /// wanted.
    package var heldAt: Int?

    package init(number: Int, source: LogSource, rules: [LogRule] = [], search: LogPattern? = nil, at: Int? = nil) {
        (self.number, self.source, self.rules, self.search, self.at) = (number, source, rules, search, at)
    }
}

/// How many lines of a log match, as far as it has been counted.
package struct LogTally: Equatable, Sendable {
    package var request: Int
    /// Lines that the rules leave.
    package var shown = 0
    /// Those of them that begin at or behind the asked place.
    package var shownSinceHeld = 0
    /// Lines that hold what is searched, of those that the rules leave.
    package var hits = 0
    /// The place of the asked line among them, counted from 1, where it is one and is known.
    package var place: Int?
    /// Up to where it was counted, and the size of the file, in bytes.
    package var covered = 0
    package var fileSize = 0

    package init(request: Int) { self.request = request }

    package var isComplete: Bool { covered >= fileSize }
}
