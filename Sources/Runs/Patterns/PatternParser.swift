/// Why a text is no pattern; says what would be right.
package struct PatternProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// How closely the text of a pattern is read.
enum PatternDialect {
    /// In a file of rules: what is not clear is refused.
    case rule
    /// Typed into a search: a `{` that opens no repetition is a character.
    case search
}

/// The parts of a pattern.
indirect enum PatternNode: Equatable, Sendable {
    case bytes(ByteSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is `nil` for any number.
    case repeated(PatternNode, least: Int, most: Int?)
    case lineStart, lineEnd
    case wordEdge(isWanted: Bool)
    /// Between two characters.
    case characterEdge
    /// One character beyond ASCII, what is left of a torn one, or a byte that is part of none.
    case beyondASCII
}

/// Reads the text of a pattern: a subset of regular expressions that can always be matched in linear time.
struct PatternParser {
    private let all: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    private let dialect: PatternDialect
    private let ignoresCase: Bool

    /// In front of a pattern: case does not count.
    private static let option = "(?i)"

    private static let depthLimit = 100

    /// - Returns: the pattern, and whether case does not count in it: it may say so itself.
    static func parse(
        _ text: String, _ dialect: PatternDialect, ignoresCase: Bool
    ) throws(PatternProblem) -> (node: PatternNode, ignoresCase: Bool) {
        var parser = PatternParser(text, dialect, ignoresCase: ignoresCase)
        let node = try parser.choice()
        guard parser.next == nil else { throw parser.problem("')' without '('") }
        return (node, parser.ignoresCase)
    }

    /// Whether a pattern says that case does not count.
    static func saysIgnoresCase(_ text: String) -> Bool { text.hasPrefix(option) }

    private init(_ text: String, _ dialect: PatternDialect, ignoresCase: Bool) {
        let hasOption = Self.saysIgnoresCase(text)
        (all, index) = (Array(text.unicodeScalars), hasOption ? Self.option.unicodeScalars.count : 0)
        (self.dialect, self.ignoresCase) = (dialect, ignoresCase || hasOption)
    }

    private var next: Unicode.Scalar? { index < all.count ? all[index] : nil }

    /// - Parameter place: of the character that is to blame; the next one without.
    private func problem(_ text: String, at place: Int? = nil) -> PatternProblem {
        PatternProblem("\(text), character \((place ?? index) + 1)")
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    // MARK: Parts

    private mutating func choice() throws(PatternProblem) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw problem("groups are nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            var part = try atom()
            while let count = try repetition() {
                part = .repeated(part, least: count.least, most: count.most)
                // Whether as few as possible are taken makes no difference to whether a line matches.
                _ = take("?")
            }
            parts.append(part)
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition() throws(PatternProblem) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        return next == "{" ? try counts() : nil
    }

    /// `{2}`, `{2,}`, `{2,5}`
    private mutating func counts() throws(PatternProblem) -> (least: Int, most: Int?)? {
        let start = index
        let limit = dialect == .rule ? 100 : 1000
        index += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        let isClosed = least != nil && take("}")
        if !isClosed, dialect == .search {
            index = start
            return nil
        }
        guard isClosed, let least, least <= limit, most ?? 0 <= limit, most ?? least >= least else {
            throw problem("only {n} {n,} {n,m} to \(limit); or \\{", at: start)
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = next, ("0"..."9").contains(digit), value ?? 0 < 10_000 {
            value = (value ?? 0) * 10 + Int(digit.value - 0x30)
            index += 1
        }
        return value
    }

    private mutating func atom() throws(PatternProblem) -> PatternNode {
        guard let scalar = next else { return .sequence([]) }
        switch scalar {
        case "*", "+", "?": throw problem("nothing before '\(scalar)'; or \\\(scalar)")
        case "{" where dialect == .rule:
            throw problem("nothing before '{'; or \\{")
        case "(": return try group()
        case "[": return try characterClass()
        case "\\": return try escape()
        default: break
        }
        index += 1
        switch scalar {
        case ".": return .choice([.bytes(ByteSet().otherASCII), .beyondASCII])
        case "^": return .lineStart
        case "$": return .lineEnd
        default: return literal(scalar)
        }
    }

    private mutating func group() throws(PatternProblem) -> PatternNode {
        let start = index
        index += 1
        if take("?"), !take(":") {
            throw problem("'(?' only as (?:ab), in front (?i)", at: start)
        }
        let inner = try choice()
        guard take(")") else { throw problem("'(' without ')'", at: start) }
        return inner
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        let forms = ignoresCase && !scalar.isASCII ? CaseForms.of(scalar) : [scalar]
        let texts = forms.map { Array(String($0).utf8) }
        let branches = texts.map { text in PatternNode.sequence(text.map { .bytes(cased(ByteSet([$0]))) }) }
        guard texts.count > 1 else { return texts[0].count == 1 ? .bytes(cased(ByteSet(texts[0]))) : branches[0] }
        let begin = texts[0].dropLast()
        guard texts.allSatisfy({ $0.dropLast() == begin }) else { return .choice(branches) }
        // Most letters differ from their capitals in the last byte alone.
        return .sequence(begin.map { .bytes(ByteSet([$0])) } + [.bytes(ByteSet(texts.compactMap(\.last)))])
    }

    private func cased(_ set: ByteSet) -> ByteSet { ignoresCase ? set.folded : set }

    // MARK: Escapes and classes

    private mutating func escape() throws(PatternProblem) -> PatternNode {
        index += 1
        guard let scalar = next else { throw problem("nothing behind '\\'", at: index - 1) }
        switch scalar {
        case "b", "B":
            index += 1
            // A word begins and ends between characters anyway.
            return scalar == "b" ? .wordEdge(isWanted: true) : .sequence([.characterEdge, .wordEdge(isWanted: false)])
        case "D", "S", "W":
            index += 1
            return .choice([.bytes((Self.known(scalar) ?? ByteSet()).otherASCII), .beyondASCII])
        default:
            if scalar.isASCII { return .bytes(cased(try escapedSet())) }
            index += 1
            return literal(scalar)
        }
    }

    private static func known(_ scalar: Unicode.Scalar) -> ByteSet? {
        switch scalar {
        case "d", "D": .digits
        case "w", "W": .word
        case "s", "S": .blanks
        case "t": ByteSet([0x09])
        case "e": ByteSet([0x1B])
        default: nil
        }
    }

    /// What the escape at the next character stands for.
    private mutating func escapedSet() throws(PatternProblem) -> ByteSet {
        guard let scalar = next else { throw problem("nothing behind '\\'", at: index - 1) }
        let isSign = scalar.isASCII && !ByteSet.word.contains(UInt8(truncatingIfNeeded: scalar.value))
        guard let set = Self.known(scalar) ?? (isSign ? ByteSet(String(scalar).utf8) : nil) else {
            throw problem(#"\"# + "\(scalar)" + #" is none of \d \s \w \b \t \e"#, at: index - 1)
        }
        index += 1
        return "DSW".unicodeScalars.contains(scalar) ? set.otherASCII : set
    }

    /// `[a-z]`, `[^']`
    private mutating func characterClass() throws(PatternProblem) -> PatternNode {
        let start = index
        index += 1
        let isNegated = take("^")
        var set = ByteSet()
        var others: [PatternNode] = []
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            index += 1
            if scalar == "[", next == ":" {
                set.formUnion(try namedClass())
            } else if scalar == "\\" {
                if let negated = next, "DSW".unicodeScalars.contains(negated) { others.append(.beyondASCII) }
                set.formUnion(try escapedSet())
            } else if !scalar.isASCII {
                guard dialect == .search, !isNegated else {
                    throw problem("only ASCII can stand in [\(isNegated ? "^" : "")…]", at: index - 1)
                }
                others.append(literal(scalar))
            } else {
                set.formUnion(try range(from: scalar))
            }
        }
        guard take("]") else { throw problem("'[' without ']'", at: start) }
        if isNegated {
            // What stands for all beyond ASCII stands for nothing when it is turned round.
            return others.isEmpty
                ? .choice([.bytes(cased(set).otherASCII), .beyondASCII]) : .bytes(cased(set).otherASCII)
        }
        return others.isEmpty ? .bytes(cased(set)) : .choice([.bytes(cased(set))] + others)
    }

    /// `[:digit:]` within a class, from its colon on.
    private mutating func namedClass() throws(PatternProblem) -> ByteSet {
        let rest = all[(index + 1)...]
        guard
            let end = rest.indices.first(where: {
                rest[$0] == ":" && rest.indices.contains($0 + 1) && rest[$0 + 1] == "]"
            })
        else {
            throw problem("'[:' without ':]'", at: index - 1)
        }
        let name = String(String.UnicodeScalarView(rest[..<end]))
        guard let set = ByteSet.named(name) else {
            throw problem("no such class; [:digit:] is one", at: index - 1)
        }
        index = end + 2
        return set
    }

    /// A character of a class that has been taken, with what follows when it begins a range.
    private mutating func range(from low: Unicode.Scalar) throws(PatternProblem) -> ByteSet {
        var high = low
        let first = index - 1
        // Before a class such as [:digit:] the '-' is a character.
        if index + 2 < all.count, all[index + 1] == "[", all[index + 2] == ":" {
            return ByteSet([UInt8(truncatingIfNeeded: low.value)])
        }
        if next == "-", index + 1 < all.count, all[index + 1] != "]" {
            let start = index
            high = all[index + 1]
            index += 2
            if high == "\\" {
                // A range to an escaped sign; before a class such as \d the '-' is a character.
                guard let byte = try escapedSet().only else {
                    index = start
                    return ByteSet([UInt8(truncatingIfNeeded: low.value)])
                }
                high = Unicode.Scalar(byte)
            }
        }
        guard high.isASCII, low <= high else { throw problem("a range backwards or beyond ASCII", at: first) }
        return ByteSet(UInt8(truncatingIfNeeded: low.value)...UInt8(truncatingIfNeeded: high.value))
    }
}
