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
        /// `(Attempt …`, `(Results)`, `(Run …`, `(Screenshots)`
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

    /// The first eight letters of what the runner says, as they lie in memory; `_` stands for a blank.
    enum Word: UInt64, CaseIterable {
        case running = 0x3A67_6E69_6E6E_7552  // Running:
        case recorded = 0x6465_6472_6F63_6552  // Recorded
        case cloud = 0x7552_2064_756F_6C43  // Cloud_Ru
        case discovered = 0x7265_766F_6373_6944  // Discover
        case thisSpec = 0x6570_7320_7369_6854  // This_spe
        case theTestRunner = 0x7473_6554_2065_6854  // The_Test
        case theBrowser = 0x776F_7262_2065_6854  // The_brow
        case thePackage = 0x7270_7963_2065_6854  // The_cypr
        case oops = 0x772E_2E2E_7370_6F4F  // Oops...w
        case weDetected = 0x6365_7465_6420_6557  // We_detec
        case weFound = 0x646E_756F_6620_6557  // We_found
        case weEncountered = 0x756F_636E_6520_6557  // We_encou
        case yourConfiguration = 0x6E6F_6320_7275_6F59  // Your_con
        case yourSystem = 0x7379_7320_7275_6F59  // Your_sys
        case anError = 0x726F_7272_6520_6E41  // An_error
        case cannot = 0x7572_2074_276E_6143  // Can't_ru
        case cypress = 0x2073_7365_7270_7943  // Cypress_
        case error = 0x5420_3A72_6F72_7245  // Error:_T
        case found = 0x6F6E_2064_6E75_6F46  // Found_no
        case estimated = 0x6574_616D_6974_7345  // Estimate
        /// Shorter than eight: what follows `Tags: ` and `ERROR` is free.
        case tags = 0x203A_7367_6154  // Tags:_
        case upperError = 0x52_4F52_5245  // ERROR

        init?(_ letters: UInt64) {
            if letters & 0xFFFF_FFFF_FFFF == 0x203A_7367_6154 {
                self = .tags
            } else if letters & 0xFF_FFFF_FFFF == 0x52_4F52_5245 {
                self = .upperError
            } else {
                self.init(rawValue: letters)
            }
        }
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
            if next == UInt8(ascii: ")") || next == PlainText.escape { return .number }
            guard next == UInt8(ascii: " "), at &+ 1 < end else { return .other }
            let letter = line[at: at &+ 1]
            return letter == UInt8(ascii: "p") || letter == UInt8(ascii: "f") ? .number : .other
        case UInt8(ascii: "("):
            guard start &+ 1 < end else { return .other }
            let next = line[at: start &+ 1]
            switch next {
            case UInt8(ascii: "R"), UInt8(ascii: "A"), UInt8(ascii: "S"), PlainText.escape: return .parenthesis
            default: return .other
            }
        case UInt8(ascii: "-"):
            return start &+ 1 < end && line[at: start &+ 1] == UInt8(ascii: " ") ? .dash : .other
        case UInt8(ascii: "="):
            return start &+ 1 < end && line[at: start &+ 1] == first ? .doubleRule : .other
        case 0xF0:
            return .sign
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return start &+ 8 <= end ? Word(line.word(at: start)).map(Kind.word) ?? .other : .other
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
