/// A set of bytes.
struct ByteSet: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    init() {}

    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

    static let ascii = ByteSet(UInt8(0)...0x7F)
    static let beyondASCII = ByteSet(UInt8(0x80)...0xFF)
    /// The bytes of a character but its first one.
    static let continuations = ByteSet(UInt8(0x80)...0xBF)
    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let blanks = ByteSet(" \t\r\n".utf8)
    static let word = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)

    /// What a name between `[:` and `:]` stands for, of ASCII; `nil` for another name.
    static func named(_ name: String) -> ByteSet? {
        let (upper, lower) = (
            ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")), ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
        )
        let visible = ByteSet(UInt8(0x21)...0x7E)
        return switch name {
        case "alpha": upper.union(lower)
        case "digit": digits
        case "alnum": upper.union(lower).union(digits)
        case "upper": upper
        case "lower": lower
        case "space": blanks.union(ByteSet([0x0B, 0x0C]))
        case "blank": ByteSet(" \t".utf8)
        case "punct": ByteSet((UInt8(0x21)...0x7E).filter { !word.contains($0) || $0 == UInt8(ascii: "_") })
        case "xdigit": ByteSet("0123456789abcdefABCDEF".utf8)
        case "cntrl": ByteSet(Array(UInt8(0)...0x1F) + [0x7F])
        case "graph": visible
        case "print": visible.union(ByteSet([0x20]))
        case "word": word
        default: nil
        }
    }

    func union(_ other: ByteSet) -> ByteSet {
        var set = self
        set.formUnion(other)
        return set
    }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    /// All ASCII characters that are not in it. The line feed is none of them: it stands in no line.
    var otherASCII: ByteSet {
        var set = self
        set.words = ~words & Self.ascii.words
        set.words[0] &= ~(1 << UInt64(UInt8(ascii: "\n")))
        return set
    }

    /// With every letter in both cases.
    var folded: ByteSet {
        var set = self
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(byte) || contains(byte - 32) {
            set.insert(byte)
            set.insert(byte - 32)
        }
        return set
    }

    /// The one byte in it; `nil` when there is none or more.
    var only: UInt8? {
        let count = (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount }
        return count == 1 ? first : nil
    }

    /// The one letter that is in it in both cases, in lower case, or the one byte.
    var onlyIgnoringCase: UInt8? {
        if let byte = only { return (0x41...0x5A).contains(byte) ? nil : byte }
        guard let letter = (UInt8(ascii: "a")...UInt8(ascii: "z")).first(where: contains) else { return nil }
        return self == ByteSet([letter]).folded ? letter : nil
    }

    private var first: UInt8? { (UInt8.min...UInt8.max).first(where: contains) }
}

extension UInt8 {
    /// Whether it goes on with a character that has begun.
    var isContinuation: Bool { self & 0xC0 == 0x80 }

    /// How many bytes belong to the character that it begins, besides itself.
    var continuationCount: Int {
        switch self {
        case 0xC2...0xDF: 1
        case 0xE0...0xEF: 2
        case 0xF0...0xF4: 3
        default: 0
        }
    }
}
