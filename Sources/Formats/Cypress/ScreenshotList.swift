import Runs

/// Reads the list of screenshots below a spec's results, joining the paths that were wrapped.
///
///       (Screenshots)
///
///       -  /srv/cypress/screenshots/w2k25.cy.ts/ATVM w2k25 -- 7. Create migration sess     (1280x720)
///          ion (failed).png
struct ScreenshotList: Sendable {
    enum Progress: Equatable {
        /// The line is of the list.
        case more
        /// The line ends the path of one that begins at that offset.
        case found(String, at: Int)
        /// The line is of another program.
        case foreign
        /// The line is no more of the list.
        case over
    }

    /// What is read of the path that is not whole yet.
    private var path = ""
    private var offset = 0
    private var hasEntries = false
    private var foreignLines = 0

    /// Characters after which a path goes on in the next line.
    private static let width = 80
    /// Where a path begins in a line that goes on with it.
    private static let indent = 5
    private static let foreignLimit = 8

    /// A blank line ends the list, but for those below its heading.
    mutating func takeBlank() -> Progress { hasEntries ? .over : takeForeign() }

    mutating func take(_ line: CleanLine, at place: Int) -> Progress {
        if line.column == 2, line.has("- ", at: 2) {
            guard let end = Self.endOfPath(in: line) else { return .over }
            path = line.trimmedText(line.skipBlanks(4)..<end)
            (offset, hasEntries) = (place, true)
            return takePath()
        }
        if !path.isEmpty, line.column >= Self.indent {
            // Blanks at the end of a piece are only to be known by its width.
            let missing = Self.width - path.utf16.count % Self.width
            if missing <= 3 { path += String(repeating: " ", count: missing) }
            path += line.text(from: Self.indent)
            return takePath()
        }
        return line.column == 2 && line.has("(", at: 2) ? .over : takeForeign()
    }

    private mutating func takeForeign() -> Progress {
        foreignLines += 1
        return foreignLines > Self.foreignLimit ? .over : .foreign
    }

    /// Every path ends alike, and one that was cut off is none.
    private mutating func takePath() -> Progress {
        guard Screenshot.isOne(path) else {
            if path.utf8.count > Screenshot.lengthLimit { path = "" }
            return .more
        }
        defer { path = "" }
        return .found(path, at: offset)
    }

    /// Where the blanks before the size begin, with which the first line of an entry ends: `(1280x720)`.
    private static func endOfPath(in line: CleanLine) -> Int? {
        guard line.end > 0, line.bytes[line.end - 1] == UInt8(ascii: ")") else { return nil }
        guard let open = line.bytes[..<line.end].lastIndex(of: UInt8(ascii: "(")), open > indent else { return nil }
        guard let width = line.number(at: open + 1), line.has("x", at: width.next),
            let height = line.number(at: width.next + 1), height.next == line.end - 1
        else { return nil }
        return open
    }
}
