/// What to look for in lines.
package struct LogPattern: Hashable, Sendable {
    package var text: String
    /// Whether the text is a regular expression.
    package var isRegex: Bool

    package init(_ text: String, isRegex: Bool = false) { (self.text, self.isRegex) = (text, isRegex) }
}

/// What is done with lines that hold something.
package struct LogRule: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, CaseIterable {
        /// Only these lines (or those of another such rule) are shown.
        case only
        /// These lines are not shown.
        case without
        /// These parts are marked.
        case highlight
    }

    package var action: Action
    package var pattern: LogPattern

    package init(_ action: Action, _ pattern: LogPattern) { (self.action, self.pattern) = (action, pattern) }
}

/// Asks for a part of a log.
package struct LogRequest: Equatable, Sendable {
    package enum Part: Equatable, Sendable {
        /// The last lines.
        case end
        /// From the line at an offset, moved by so many lines.
        case lines(from: Int, moved: Int)
        /// From the line around a byte at a share of the file, in thousandths.
        case share(Int)
        /// Around the next line that matches, seen from the line at an offset; whether that line itself counts.
        case search(LogPattern, from: Int, isForward: Bool, includesStart: Bool = false)
    }

    /// Numbers rise; an answer to an old request is of no use any more.
    package var number: Int
    package var source: LogSource
    package var part: Part
    /// How many lines are wanted.
    package var rows: Int
    /// The rules in force. Lines that they leave out are not there for any part.
    package var rules: [LogRule] = []
    /// What was searched for last: its hits are told with the lines.
    package var search: LogPattern?
    /// Where a line begins that is shown as if it were a file of its own, broken into pieces.
    package var openedLine: Int?

    package init(number: Int, source: LogSource, part: Part, rows: Int) {
        (self.number, self.source) = (number, source)
        (self.part, self.rows) = (part, rows)
    }
}
