/// The lines of a log that a screen shows. Places are byte offsets, so that a window costs the same in a file of any size.
package struct LogWindow: Equatable, Sendable {
    /// The number of the request that it answers.
    package var request: Int
    /// Whole lines, control characters made visible; fewer than asked for at the end of the file.
    package var lines: [LogLine] = []
    /// Where the line after the last one begins.
    package var end = 0
    /// The size of the whole file when this was read, in bytes.
    package var fileSize = 0
    /// Where the line begins in which a search has found its text.
    package var hit: Int?
    /// Why there is nothing to show, or what a search did not find.
    package var problem: String?

    package init(request: Int) { self.request = request }

    /// Whether the end of the file is in it.
    package var isAtEnd: Bool { end >= fileSize }
}

/// One line of a log.
package struct LogLine: Equatable, Sendable {
    /// Where it begins, in bytes.
    package var offset: Int
    package var text: String

    package init(offset: Int, text: String) { (self.offset, self.text) = (offset, text) }
}

/// Which log of a build.
package enum LogKind: String, Equatable, Sendable { case run, launch }

/// Asks for a part of a log.
package struct LogRequest: Equatable, Sendable {
    package enum Part: Equatable, Sendable {
        /// The last lines.
        case end
        /// From the line at an offset, moved by so many lines.
        case lines(from: Int, moved: Int)
        /// From the line around a byte at a share of the file, in thousandths.
        case share(Int)
        /// Around the next line that holds the text, seen from the line at an offset; whether that line itself counts,
        /// and whether the text is a regular expression.
        case search(
            text: String, from: Int, isForward: Bool, includesStart: Bool = false, isPattern: Bool = false)
    }

    /// Numbers rise; an answer to an old request is of no use any more.
    package var number: Int
    package var build: BuildName
    package var file: LogKind
    package var part: Part
    /// How many lines are wanted.
    package var rows: Int

    package init(number: Int, build: BuildName, file: LogKind, part: Part, rows: Int) {
        (self.number, self.build, self.file) = (number, build, file)
        (self.part, self.rows) = (part, rows)
    }
}
