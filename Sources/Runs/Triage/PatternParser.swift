/// Why a text is no pattern; says what would be right.
package struct PatternProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// The parts of a pattern.
indirect enum PatternNode: Equatable, Sendable {
    case bytes(ByteSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is `nil` for any number.
    case repeated(PatternNode, least: Int, most: Int?)
    case lineStart, lineEnd, wordEdge
}

/// Reads the text of a pattern: a subset of regular expressions that can always be matched in linear time.
struct PatternParser {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    static func parse(_ text: String) throws(PatternProblem) -> PatternNode {
        var parser = PatternParser(text)
        let node = try parser.choice()
        guard parser.index == parser.bytes.count else { throw parser.problem("')' without '('") }
        return node
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func problem(_ text: String) -> PatternProblem {
        PatternProblem("\(text), at character \(String(decoding: bytes[..<index], as: UTF8.self).count + 1)")
    }

    private mutating func choice() throws(PatternProblem) -> PatternNode {
        var branches = [try sequence()]
        while next == UInt8(ascii: "|") {
            index += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            var part = try atom()
            while let count = try repetition() { part = .repeated(part, least: count.least, most: count.most) }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func repetition() throws(PatternProblem) -> (least: Int, most: Int?)? {
        switch next {
        case UInt8(ascii: "*"):
            index += 1
            return (0, nil)
        case UInt8(ascii: "+"):
            index += 1
            return (1, nil)
        case UInt8(ascii: "?"):
            index += 1
            return (0, 1)
        case UInt8(ascii: "{"): return try counts()
        default: return nil
        }
    }

    /// `{2}`, `{2,}`, `{2,5}`
    private mutating func counts() throws(PatternProblem) -> (least: Int, most: Int?) {
        index += 1
        let least = number()
        var most = least
        if next == UInt8(ascii: ",") {
            index += 1
            most = number()
        }
        guard let least, next == UInt8(ascii: "}"), least <= 100, most ?? 0 <= 100, most ?? least >= least else {
            throw problem("'{' must be {n}, {n,} or {n,m} of at most 100; write \\{ for the character")
        }
        index += 1
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let byte = next, ByteSet.digits.contains(byte), value ?? 0 < 1000 {
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            index += 1
        }
        return value
    }

    private mutating func atom() throws(PatternProblem) -> PatternNode {
        guard let byte = next else { return .sequence([]) }
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            let sign = Unicode.Scalar(byte)
            throw problem("nothing stands before '\(sign)'; write \\\(sign) for the character")
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return .bytes(try set())
        case UInt8(ascii: "\\"): return try escape()
        default: break
        }
        index += 1
        switch byte {
        case UInt8(ascii: "."): return .bytes(.all)
        case UInt8(ascii: "^"): return .lineStart
        case UInt8(ascii: "$"): return .lineEnd
        default: return .bytes(ByteSet([byte]).folded)
        }
    }

    private mutating func group() throws(PatternProblem) -> PatternNode {
        index += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= 20 else { throw problem("groups are nested too deeply") }
        if next == UInt8(ascii: "?") {
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":") else {
                throw problem("'(?' is not known here; look-around and options are not, (?:…) is")
            }
            index += 2
        }
        let inner = try choice()
        guard next == UInt8(ascii: ")") else { throw problem("'(' without ')'") }
        index += 1
        return inner
    }

    private mutating func escape() throws(PatternProblem) -> PatternNode {
        index += 1
        guard let byte = next else { throw problem("nothing stands behind '\\'") }
        if byte == UInt8(ascii: "b") {
            index += 1
            return .wordEdge
        }
        return .bytes(try escapedSet())
    }

    /// What the escape at the next byte stands for.
    private mutating func escapedSet() throws(PatternProblem) -> ByteSet {
        guard let byte = next else { throw problem("nothing stands behind '\\'") }
        let set: ByteSet
        switch byte {
        case UInt8(ascii: "d"): set = .digits
        case UInt8(ascii: "D"): set = ByteSet.digits.inverted
        case UInt8(ascii: "s"): set = .blanks
        case UInt8(ascii: "S"): set = ByteSet.blanks.inverted
        case UInt8(ascii: "w"): set = .word
        case UInt8(ascii: "W"): set = ByteSet.word.inverted
        case UInt8(ascii: "t"): set = ByteSet([9])
        default:
            guard byte < 0x80, !ByteSet.word.contains(byte) else {
                throw problem(#"there are \d \D \s \S \w \W \b \t and \ before a sign; back-references are not known"#)
            }
            set = ByteSet([byte])
        }
        index += 1
        return set
    }

    /// `[a-z]`, `[^']`
    private mutating func set() throws(PatternProblem) -> ByteSet {
        index += 1
        var set = ByteSet()
        let isInverted = next == UInt8(ascii: "^")
        if isInverted { index += 1 }
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            guard byte < 0x80 else { throw problem("between [ and ] only ASCII characters are known") }
            index += 1
            if byte == UInt8(ascii: "\\") {
                set.formUnion(try escapedSet())
                continue
            }
            guard next == UInt8(ascii: "-"), index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "]") else {
                set.insert(byte)
                continue
            }
            let last = bytes[index + 1]
            guard byte <= last, last < 0x80 else { throw problem("the range in [ ] runs backwards or out of ASCII") }
            set.formUnion(ByteSet(byte...last))
            index += 2
        }
        guard next == UInt8(ascii: "]") else { throw problem("'[' without ']'") }
        index += 1
        return isInverted ? set.folded.inverted : set.folded
    }
}
