/// What a first look at the raw bytes of a line tells, without copying or decoding it.
///
/// Almost every line of a run log is output of tests and proves nothing; this look is all it costs.
struct LineLook {
    /// What a line may be; only a close look tells whether it is.
    enum Kind {
        case blank
        /// `────`
        case rule
        /// `====`
        case doubleRule
        /// Begins with an edge of a box: `┌ │ ├ └`.
        case box
        /// `✓`, `√`, `✔`: a passed step.
        case mark
        /// `(Attempt …`, `(Results)`, `(Run …`
        case parenthesis
        /// `1) …`, `22 passing`
        case number
        /// `- …`
        case dash
        /// One of the words with which lines of the runner begin.
        case word(Word)
        /// `🎥 …`, `🏁 …`
        case sign
        case other
    }

    /// The first four letters of what the runner says, as they lie in memory.
    enum Word: UInt32 {
        case running = 0x6E6E_7552  // Runn
        case recorded = 0x6F63_6552  // Reco
        case cloud = 0x756F_6C43  // Clou
        case discovered = 0x6373_6944  // Disc
        case tags = 0x7367_6154  // Tags
        case this = 0x7369_6854  // This
        case the = 0x2065_6854  // The_
        case oops = 0x7370_6F4F  // Oops
        case weDetected = 0x6420_6557  // We_d
        case weFound = 0x6620_6557  // We_f
        case weEncountered = 0x6520_6557  // We_e
        case your = 0x7275_6F59  // Your
        case anError = 0x6520_6E41  // An_e
        case cannot = 0x276E_6143  // Can'
        case cypress = 0x7270_7943  // Cypr
        case error = 0x6F72_7245  // Erro
        case upperError = 0x4F52_5245  // ERRO
        case found = 0x6E75_6F46  // Foun
        case estimated = 0x6974_7345  // Esti
    }

    private(set) var kind = Kind.blank
    /// The blanks in front of the text.
    private(set) var column = 0

    init(_ line: borrowing RawSpan, _ range: Range<Int>) {
        let end = range.upperBound
        var at = range.lowerBound
        while at < end {
            let byte = line[at: at]
            if byte == UInt8(ascii: " ") {
                column &+= 1
                at &+= 1
            } else if byte == PlainText.escape {
                at = PlainText.end(ofEscapeAt: at, in: line, before: end)
            } else {
                kind = Self.kind(of: byte, at: at, in: line, before: end)
                return
            }
        }
    }

    private static func kind(of first: UInt8, at start: Int, in line: borrowing RawSpan, before end: Int) -> Kind {
        switch first {
        case 0x09, 0x0D:
            return .other
        case 0xE2:
            return start &+ 2 < end ? glyph(line[at: start &+ 1], line[at: start &+ 2]) : .other
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            var at = start &+ 1
            while at < end, line[at: at].isDigit { at &+= 1 }
            guard at < end else { return .other }
            let next = line[at: at]
            return next == UInt8(ascii: ")") || next == UInt8(ascii: " ") || next == PlainText.escape ? .number : .other
        case UInt8(ascii: "("):
            guard start &+ 1 < end else { return .other }
            let next = line[at: start &+ 1]
            return next == UInt8(ascii: "R") || next == UInt8(ascii: "A") || next == PlainText.escape
                ? .parenthesis : .other
        case UInt8(ascii: "-"):
            return start &+ 1 < end && line[at: start &+ 1] == UInt8(ascii: " ") ? .dash : .other
        case UInt8(ascii: "="):
            return start &+ 1 < end && line[at: start &+ 1] == first ? .doubleRule : .other
        case 0xF0:
            return .sign
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            guard start &+ 4 <= end else { return .other }
            let letters = UInt32(
                littleEndian: line.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
            return Word(rawValue: letters).map(Kind.word) ?? .other
        default:
            return .other
        }
    }

    /// The kind of a line whose first character is U+2xxx, by that character's second and third byte.
    private static func glyph(_ second: UInt8, _ third: UInt8) -> Kind {
        switch (second, third) {
        case (0x9C, 0x93), (0x9C, 0x94), (0x88, 0x9A): .mark
        case (0x94, 0x80): .rule
        case (0x94, 0x82), (0x94, 0x8C), (0x94, 0x94), (0x94, 0x9C): .box
        default: .other
        }
    }
}
