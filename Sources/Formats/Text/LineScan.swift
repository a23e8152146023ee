/// Finds line breaks eight bytes at a time.
enum LineScan {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Where the next byte of 0x08…0x0F stands, or the end: LF and CR are among them, and one test finds both.
    static func nextControl(in span: borrowing RawSpan, from start: Int) -> Int {
        let count = span.byteCount
        var at = start
        // The loops' conditions prove what a checked load would check again: this is the hottest place of the program.
        while at &+ 32 <= count {
            let one = marks(span.uncheckedWord(at: at))
            let two = marks(span.uncheckedWord(at: at &+ 8))
            let three = marks(span.uncheckedWord(at: at &+ 16))
            let four = marks(span.uncheckedWord(at: at &+ 24))
            if one | two | three | four != 0 {
                if one != 0 { return at &+ one.firstMark }
                if two != 0 { return at &+ 8 &+ two.firstMark }
                if three != 0 { return at &+ 16 &+ three.firstMark }
                return at &+ 24 &+ four.firstMark
            }
            at &+= 32
        }
        while at &+ 8 <= count {
            let found = marks(span.uncheckedWord(at: at))
            if found != 0 { return at &+ found.firstMark }
            at &+= 8
        }
        while at < count, span[at: at] & 0xF8 != 0x08 { at &+= 1 }
        return at
    }

    /// Whether a range holds ESC, or the byte with which C1 controls begin in UTF-8; it may say so wrongly.
    static func mayHoldEscapes(_ span: borrowing RawSpan, _ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        var found: UInt64 = 0
        while at &+ 8 <= range.upperBound {
            let word = span.word(at: at)
            found |= zeros(word ^ 0x1B1B_1B1B_1B1B_1B1B) | zeros(word ^ 0xC2C2_C2C2_C2C2_C2C2)
            at &+= 8
        }
        while at < range.upperBound {
            if span[at: at] == PlainText.escape || span[at: at] == 0xC2 { return true }
            at &+= 1
        }
        return found != 0
    }

    /// The high bit of each byte of 0x08…0x0F. Above the first such byte a mark may be false, never at or below it.
    private static func marks(_ word: UInt64) -> UInt64 {
        zeros((word & 0xF8F8_F8F8_F8F8_F8F8) ^ 0x0808_0808_0808_0808)
    }

    /// The high bit of each byte that is zero; false marks stand only above a true one.
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}

extension UInt64 {
    /// The byte of the lowest mark, counted from the byte that was first in memory.
    fileprivate var firstMark: Int { trailingZeroBitCount &>> 3 }
}

extension RawSpan {
    /// The byte at an offset; the offset is checked.
    subscript(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    /// Eight bytes from an offset that the caller has checked.
    fileprivate func uncheckedWord(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// Eight bytes from an offset, the first of them lowest; the offset is checked.
    func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

extension [UInt8] {
    /// Appends a range of the bytes of `span`.
    mutating func append(from span: borrowing RawSpan, _ range: Range<Int>) {
        let part = span.extracting(range)
        // The buffer is read within the call that lends it and is not kept.
        part.withUnsafeBytes { append(contentsOf: $0) }
    }
}
