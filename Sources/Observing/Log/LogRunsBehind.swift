import CPosix
import Formats
import Glibc
import Runs

/// Finds the last marks before a place that the index has not reached yet: it reads the last runs before it. Where a run
/// starts, whatever stood before in the log matters no more.
struct LogRunsBehind {
    let descriptor: Int32
    /// Of the file.
    let size: Int
    /// Up to where the index has read.
    let read: Int

    /// How far before the place runs are looked for, one after another.
    var reaches = [1 << 20, 4 << 20, 16 << 20, 64 << 20]
    /// So far behind the place is read what began before it.
    var beyond = 1 << 20
    /// A rule stands above a run's start, and a few lines between them: so many lines are read before it, blank ones among
    /// them, and so many bytes at least and at most.
    private static let linesAbove = 16
    private static let above = (least: 4096, most: 1 << 20)
    private static let longest = 4 << 20
    private static let slice = 256 * 1024
    private static let start = Array("(Run Starting)".utf8)

    /// - Parameter steps: how many marks further up, from 1 on.
    /// - Returns: `nil` when that is not known from the runs that are near.
    func mark(_ kind: LogMark, before offset: Int, steps: Int) -> Int? {
        for reach in reaches where offset - reach > read {
            guard let marks = marks(from: offset - reach, around: offset) else { continue }
            // What was read before the first run is not known to be what it looks like.
            guard let first = marks.mark(.run, from: -1, steps: 1), first < offset else { continue }
            if marks.count(kind, in: first..<offset) >= steps { return marks.mark(kind, from: offset, steps: -steps) }
        }
        return nil
    }

    private func marks(from base: Int, around offset: Int) -> LogMarks? {
        var buffer = [UInt8](repeating: 0, count: Self.slice)
        guard let start = runStart(from: base, to: offset, &buffer) else { return nil }
        let text = LogText(descriptor: descriptor, size: size)
        var marks = LogMarks(from: above(start, text))
        let end = min(size, offset + beyond)
        // The line around the place is read to its end, if that is near.
        let last = min(size, end + Self.longest)
        while marks.offset < end || marks.openLine < offset && marks.offset < last {
            let count = min(Self.slice, (marks.offset < end ? end : last) - marks.offset)
            let got = fill(&buffer, from: marks.offset, count: count)
            guard got > 0 else { return nil }
            marks.feed(buffer.span.bytes.extracting(0..<got), passing: PassedLines.pass)
        }
        if marks.offset < size, marks.isUndecided || marks.openLine < offset { return nil }
        // A failure that is being described is one, however it goes on.
        marks.settle()
        return marks
    }

    /// Where is begun to read, for a run that may start at a place.
    private func above(_ start: Int, _ text: LogText) -> Int {
        var line = text.lineStart(of: start)
        for _ in 0..<Self.linesAbove where line > 0 && start - line < Self.above.most {
            line = text.lineStart(of: line - 1)
        }
        return min(line, text.lineStart(of: max(0, start - Self.above.least)))
    }

    /// Where the first run within a range may start.
    private func runStart(from base: Int, to end: Int, _ buffer: inout [UInt8]) -> Int? {
        var position = base
        while position < end {
            let got = fill(&buffer, from: position, count: min(Self.slice, end - position))
            let hit = cp_find_text(buffer, got, Self.start, Self.start.count, false)
            if hit >= 0 { return position + hit }
            guard got > Self.start.count, position + got < end else { return nil }
            position += got - Self.start.count + 1
        }
        return nil
    }

    private func fill(_ buffer: inout [UInt8], from offset: Int, count: Int) -> Int {
        buffer.withUnsafeMutableBytes { max(0, pread(descriptor, $0.baseAddress, min(count, $0.count), off_t(offset))) }
    }
}
