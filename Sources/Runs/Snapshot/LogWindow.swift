/// The lines of a log that a screen shows. Places are byte offsets, so that a window costs the same in a file of any size.
package struct LogWindow: Equatable, Sendable {
    /// The number of the request that it answers.
    package var request: Int
    /// Whole lines, control characters made visible; fewer than asked for at the end of the file.
    package var lines: [LogLine] = []
    /// Where the line after the last one begins.
    package var end = 0
    /// The size of the whole file when this was read, in bytes; of one opened line, where it ends.
    package var fileSize = 0
    /// Which file was read.
    package var file: LogFileID?
    /// Where the line begins in which a search has found its text.
    package var hit: Int?
    /// Why there is nothing to show, or what a search did not find.
    package var problem: String?
    /// Nothing stood there when this was to be read.
    package var isMissing = false
    /// How many bytes have been looked through so far, where that takes long: nothing else is in such a window, and the
    /// answer follows.
    package var scanned: Int?

    package init(request: Int) { self.request = request }

    /// Whether the end of the file is in it.
    package var isAtEnd: Bool { end >= fileSize }
}

/// What a file is called by the kernel, whatever its name.
package struct LogFileID: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }
}

/// One line of a log.
package struct LogLine: Equatable, Sendable {
    /// Where it begins, in bytes.
    package var offset: Int
    package var text: String
    /// How parts of the text were coloured by whoever wrote it, in order; parts without a span are plain.
    package var tints: [LogSpan<LogTint>] = []
    /// What the search and the highlights found in it, in order.
    package var hits: [LogSpan<LogHit>] = []
    /// The length of a line that is too long to be shown whole, in bytes (without its line break); where the file ends
    /// before it does, what there is so far.
    package var elided: Int?

    package init(offset: Int, text: String) { (self.offset, self.text) = (offset, text) }
}

/// A part of a line's text, in UTF-8 bytes of it.
package struct LogSpan<Kind: Equatable & Sendable>: Equatable, Sendable {
    package var range: Range<Int>
    package var kind: Kind

    package init(_ range: Range<Int>, _ kind: Kind) { (self.range, self.kind) = (range, kind) }
}

/// A look as a program asked for it, in the words of terminals.
package struct LogTint: Hashable, Sendable {
    package enum Color: String, Hashable, Sendable, CaseIterable { case gray, red, green, yellow, blue, magenta, cyan }

    package var color: Color?
    /// The colour of the ground; `nil` for the line's own.
    package var ground: Color?
    package var isBold = false
    package var isDim = false
    /// Underlined or slanted: few terminals know the latter.
    package var isUnderlined = false
    package var isReversed = false

    package init(_ color: Color?, isBold: Bool = false) { (self.color, self.isBold) = (color, isBold) }

    /// Whether it is as any other text.
    package var isPlain: Bool { self == LogTint(nil) }
}

/// Why a part of a line is marked.
package enum LogHit: Hashable, Sendable {
    case search
    /// What the search has found before this part of an opened line goes on here: no hit of its own.
    case searchRest
    /// The number of the highlight among the request's rules.
    case highlight(Int)
}
