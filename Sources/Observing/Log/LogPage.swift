import Formats
import Glibc
import Runs

/// Reads lines of an open file around byte offsets. What it costs depends on the lines asked for, not on the file's size.
struct LogPage {
    let descriptor: Int32
    /// The file's size when the page was opened.
    let size: Int

    private static let chunk = 64 * 1024
    /// How far is looked for a line's beginning or end; longer lines are cut there.
    private static let reach = 8 << 20

    /// Where the last `count` lines that end before `end` begin.
    func start(ofLast count: Int, before end: Int) -> Int {
        guard count > 0, end > 0 else { return end }
        var wanted = count
        var position = end
        // A line break right before `end` ends the last line; it does not begin another.
        var isFirst = true
        while position > 0, end - position < Self.reach {
            let from = max(0, position - Self.chunk)
            let bytes = read(from: from, count: position - from)
            guard !bytes.isEmpty else { return position }
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                if isFirst, from + index == end - 1 {
                    isFirst = false
                    continue
                }
                isFirst = false
                wanted -= 1
                if wanted == 0 { return from + index + 1 }
            }
            isFirst = false
            position = from
        }
        return position
    }

    /// Where the line begins that is `count` lines after the one at `offset`; the last line's start at the most.
    func start(ofLine count: Int, after offset: Int) -> Int {
        guard count > 0 else { return offset }
        var left = count
        var position = offset
        var lastStart = offset
        while position < size {
            let bytes = read(from: position, count: min(Self.chunk, size - position))
            guard !bytes.isEmpty else { return lastStart }
            for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
                let start = position + index + 1
                guard start < size else { return lastStart }
                lastStart = start
                left -= 1
                if left == 0 { return start }
            }
            position += bytes.count
        }
        return lastStart
    }

    /// The beginning of the line in which a byte lies.
    func lineStart(of offset: Int) -> Int {
        let offset = min(max(0, offset), size)
        let before = start(ofLast: 1, before: offset + 1)
        return min(before, offset)
    }

    /// Whole lines from an offset on.
    /// - Returns: the lines, and where the one after them begins.
    func lines(from offset: Int, count: Int) -> (lines: [LogLine], end: Int) {
        var lines: [LogLine] = []
        var assembler = LineAssembler(offset: offset)
        var position = offset
        var breaks = 0
        while lines.count < count, position < size, position - offset < Self.reach {
            let bytes = read(from: position, count: min(Self.chunk, size - position))
            guard !bytes.isEmpty else { break }
            assembler.feed(bytes.span.bytes) { line, place in
                guard lines.count < count else { return }
                lines.append(LogLine(offset: place.offset, text: ShownLine.text(of: line, place)))
            }
            // By the line breaks themselves: a line's length says nothing of the carriage returns at its end.
            for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
                breaks += 1
                if breaks == count { return (lines, position + index + 1) }
            }
            position += bytes.count
        }
        if lines.count < count {
            let isWhole = position >= size
            assembler.finish { line, place in
                lines.append(LogLine(offset: place.offset, text: ShownLine.text(of: line, place, isWhole: isWhole)))
            }
        }
        return (lines, min(position, size))
    }

    func read(from offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, got in
            // As many bytes are initialised as the kernel has written.
            got = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }
}
