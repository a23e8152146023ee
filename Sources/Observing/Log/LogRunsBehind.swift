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
    /// A rule stands above a run's start, and a few lines between them.
    private static let above = 4096
    /// So far behind the place is read what began before it.
    private static let beyond = 1 << 20
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
        var marks = LogMarks(from: text.lineStart(of: max(0, start - Self.above)))
        let end = min(size, offset + Self.beyond)
        while marks.offset < end {
            let got = fill(&buffer, from: marks.offset, count: min(Self.slice, end - marks.offset))
            guard got > 0 else { return nil }
            marks.feed(buffer.span.bytes.extracting(0..<got), passing: PassedLines.pass)
        }
        if end == size { marks.settle() }
        return marks
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
