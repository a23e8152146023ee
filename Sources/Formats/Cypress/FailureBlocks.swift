import Runs

/// Reads the failures that stand between a spec's summary and its results box.
///
///       1) ATVM redhat9.6
///            7. Create migration session:
///          AssertionError: first line of the message
///     further lines, not indented, blank ones among them
///           at Context.eval (webpack://…)
///
/// Messages hold any text, also lines that look like headings. A heading counts only with the next ordinal, after a
/// blank line, with a path of the right shape, and with the title that the failed step's own line has printed.
struct FailureBlocks: Sendable {
    /// Titles of the failed steps by ordinal, as their lines printed them; several where output has imitated one.
    private let titles: [Int: [String]]
    /// Some collectors drop blank lines; then none can be asked for before a heading.
    private let keepsBlankLines: Bool
    /// How many the summary has announced (`2 failing`); `nil` before it says so.
    var announced: Int?
    private var ordinal = 0
    private var block: FailureBlock?
    private var heading: Heading?
    private var previousIsBlank = true

    /// A line that may begin the next block, with the lines of its path so far.
    private struct Heading {
        var offset: Int
        var path: [String]
        /// The lines as they came: if this is no heading, they are text of the block before.
        var lines: [String]
    }

    init(titles: [Int: [String]] = [:], keepsBlankLines: Bool = true) {
        (self.titles, self.keepsBlankLines) = (titles, keepsBlankLines)
    }

    /// Whether a line that does not begin with a number can matter now.
    var collects: Bool { heading != nil || block?.isCollecting == true }

    /// Whether the last lines may begin a block, or belong to the one before.
    var isUndecided: Bool { heading != nil }

    /// Whether a block has begun.
    var hasBegun: Bool { ordinal > 0 || heading != nil }

    /// Takes a blank line; gives the failure that has become complete with it.
    mutating func takeBlank() -> LocatedFailure? {
        previousIsBlank = true
        // A comparison of values begins with a blank line after the path.
        let finished = heading?.path.last?.hasSuffix(":") == true ? confirmHeading() : nil
        if finished == nil { rejectHeading() }
        block?.takeBlank()
        return finished
    }

    /// Takes a line of text; gives the failure that has become complete with it.
    mutating func take(_ line: CleanLine, at offset: Int) -> LocatedFailure? {
        defer { previousIsBlank = false }
        var finished: LocatedFailure?
        if let heading, let last = heading.path.last {
            let isFull = heading.lines.count >= Self.longestHeading
            if line.column == 5 + 2 * heading.path.count, !isTitle(last), !isFull {
                self.heading?.path.append(line.text(from: line.column))
                self.heading?.lines.append(line.text())
                return nil
            }
            if last.hasSuffix(":") {
                finished = confirmHeading()
            } else if isBeginningOfTitle(last), !isFull {
                // The title itself goes on in the next line.
                self.heading?.path[heading.path.count - 1] += "\n" + line.text()
                self.heading?.lines.append(line.text())
                return nil
            } else {
                rejectHeading()
            }
        }
        if heading == nil, beginsHeading(line) {
            let text = line.text(from: line.skipBlanks(line.column) + "\(ordinal + 1)) ".utf8.count)
            heading = Heading(offset: offset, path: [text], lines: [line.text()])
        } else {
            block?.take(line)
        }
        return finished
    }

    /// Ends the last block and gives it.
    mutating func close() -> LocatedFailure? {
        rejectHeading()
        defer { block = nil }
        return block?.failure
    }

    /// In lines: a path of suites, and a title that goes on in further ones.
    private static let longestHeading = 40

    private func beginsHeading(_ line: CleanLine) -> Bool {
        guard previousIsBlank || !keepsBlankLines, line.column == 2, ordinal < announced ?? .max else { return false }
        guard let found = line.number(at: 2) else { return false }
        return found.value == ordinal + 1 && line.has(") ", at: found.next)
    }

    /// The heading is one if its title is that of the failed step with its ordinal, where that is known.
    private mutating func confirmHeading() -> LocatedFailure? {
        guard var heading, let last = heading.path.last, isTitle(last) || titles[ordinal + 1] == nil else {
            rejectHeading()
            return nil
        }
        let finished = block?.failure
        heading.path[heading.path.count - 1] = String(last.dropLast())
        block = FailureBlock(offset: heading.offset, path: heading.path)
        ordinal += 1
        self.heading = nil
        return finished
    }

    private mutating func rejectHeading() {
        guard let heading else { return }
        self.heading = nil
        for line in heading.lines { block?.take(CleanLine(line)) }
    }

    /// Whether a path's text is the title of the step that failed next, with the colon behind it.
    private func isTitle(_ text: String) -> Bool {
        guard text.hasSuffix(":"), let known = titles[ordinal + 1] else { return false }
        let title = text.dropLast().split(separator: "\n", maxSplits: 1).first.map { $0.trimmingBlanks() } ?? ""
        return known.contains(title)
    }

    private func isBeginningOfTitle(_ text: String) -> Bool {
        let firstLine = text.split(separator: "\n", maxSplits: 1).first.map { $0.trimmingBlanks() } ?? ""
        return titles[ordinal + 1]?.contains(firstLine) == true
    }
}

/// A failure with the place of its first line, in bytes.
struct LocatedFailure: Equatable, Sendable {
    var failure: Failure
    var offset: Int
}
