/// Takes out of a line what was meant for a terminal.
package enum PlainText {
    /// The line as a reader would have seen it: without escape sequences, a progress bar in its last state, and bytes
    /// that are no UTF-8 as U+FFFD. Other control characters stay.
    package static func text(of line: borrowing RawSpan) -> String {
        var bytes: [UInt8] = []
        let hasReturn = LineScan.hasReturn(in: line)
        copy(line, hasReturn ? lastState(of: line) : 0..<line.byteCount, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same for text that is already in memory.
    package static func text(of text: String) -> String {
        let bytes = Array(text.utf8)
        return Self.text(of: bytes.span.bytes)
    }

    /// The part of a line that stands after its last carriage return, or the part before where nothing does.
    static func lastState(of line: borrowing RawSpan) -> Range<Int> {
        var end = line.byteCount
        while true {
            var start = end
            while start > 0, line[at: start - 1] != LineScan.carriageReturn { start -= 1 }
            var isBlank = true
            for at in start..<end where line[at: at] != UInt8(ascii: " ") {
                isBlank = false
                break
            }
            if !isBlank || start == 0 { return start..<end }
            end = start - 1
        }
    }

    /// Appends the bytes of a range without its escape sequences: CSI, OSC and the other control strings, two-byte
    /// escapes, and their 8-bit forms as UTF-8 spells them. A sequence that the line cuts off ends with the line.
    static func copy(_ line: borrowing RawSpan, _ range: Range<Int>, into plain: inout [UInt8]) {
        guard LineScan.mayHoldEscapes(line, range) else {
            plain.append(from: line, range)
            return
        }
        plain.reserveCapacity(plain.count + range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = line[at: at]
            if byte == escape {
                at = end(ofEscapeAt: at, in: line, before: range.upperBound)
            } else if byte == 0xC2, at + 1 < range.upperBound, line[at: at + 1] & 0xE0 == 0x80 {
                // A C1 control: it introduces what its 7-bit form would.
                at = end(of: line[at: at + 1] - 0x40, from: at + 2, in: line, before: range.upperBound)
            } else {
                plain.append(byte)
                at += 1
            }
        }
    }

    static let escape: UInt8 = 0x1B

    /// Where the escape sequence that begins at `start` ends.
    static func end(ofEscapeAt start: Int, in line: borrowing RawSpan, before end: Int) -> Int {
        guard start + 1 < end else { return end }
        return Self.end(of: line[at: start + 1], from: start + 2, in: line, before: end)
    }

    /// Where a sequence ends whose kind is told by the byte after ESC.
    private static func end(of kind: UInt8, from start: Int, in line: borrowing RawSpan, before end: Int) -> Int {
        var at = start
        switch kind {
        case UInt8(ascii: "["):
            while at < end, (0x20...0x3F).contains(line[at: at]) { at += 1 }
            // Anything but a final byte belongs to the text: the sequence was broken off.
            return at < end && (0x40...0x7E).contains(line[at: at]) ? at + 1 : at
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            while at < end {
                let byte = line[at: at]
                if byte == 0x07 { return at + 1 }
                if at + 1 < end {
                    let next = line[at: at + 1]
                    if byte == escape, next == UInt8(ascii: "\\") { return at + 2 }
                    if byte == 0xC2, next == 0x9C { return at + 2 }
                }
                at += 1
            }
            return end
        case 0x20...0x2F:
            while at < end, (0x20...0x2F).contains(line[at: at]) { at += 1 }
            return at < end && (0x30...0x7E).contains(line[at: at]) ? at + 1 : at
        case 0x30...0x7E:
            return at
        default:
            // Not an escape sequence: ESC alone is dropped.
            return start - 1
        }
    }
}

extension LineScan {
    fileprivate static func hasReturn(in line: borrowing RawSpan) -> Bool {
        var at = nextControl(in: line, from: 0)
        while at < line.byteCount {
            if line[at: at] == carriageReturn { return true }
            at = nextControl(in: line, from: at + 1)
        }
        return false
    }
}
