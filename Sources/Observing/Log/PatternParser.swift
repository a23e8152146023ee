/// Why a text is no regular expression, in words for the message line.
struct PatternError: Error, Equatable {
    let text: String
}

/// Parts of a compiled expression; numbers are places in the list of all parts.
enum PatternNode: Equatable {
    case byte(ByteSet, next: Int)
    case split(Int, Int)
    case lineStart(next: Int)
    case lineEnd(next: Int)
    case wordEdge(isWanted: Bool, next: Int)
    case match
}

/// A set of bytes.
struct ByteSet: Equatable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(_ ranges: ClosedRange<UInt8>...) { for range in ranges { insert(range) } }

    static func == (one: ByteSet, other: ByteSet) -> Bool { one.words == other.words }

    mutating func insert(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        words = (
            words.0 | other.words.0, words.1 | other.words.1, words.2 | other.words.2, words.3 | other.words.3
        )
    }

    /// The ASCII characters that are not in it, line feed left out.
    var otherASCII: ByteSet {
        var result = ByteSet()
        for byte in UInt8(0)...0x7F where byte != 0x0A && !contains(byte) { result.insert(byte) }
        return result
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    static let digits = ByteSet(0x30...0x39)
    static let word = ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    static let blanks = ByteSet(0x09...0x09, 0x0B...0x0D, 0x20...0x20)
}

/// Compiles regular expressions. What no machine without memory can match (back references, looking around) is refused.
struct PatternParser {
    /// An expression as it was written.
    private indirect enum Tree: Sendable {
        case empty
        case byte(ByteSet)
        case sequence([Tree])
        case choice([Tree])
        case repeated(Tree, Int, Int?)
        case lineStart, lineEnd
        case wordEdge(Bool)
    }

    private var rest: Substring.UnicodeScalarView
    private let ignoresCase: Bool
    private var nodes: [PatternNode] = []
    private var depth = 0

    private static let nodeLimit = 2000
    private static let repeatLimit = 1000
    private static let depthLimit = 100

    /// - Returns: the parts, and which of them is the first.
    static func compile(_ text: String, ignoresCase: Bool) throws(PatternError) -> (nodes: [PatternNode], start: Int) {
        var parser = PatternParser(rest: text[...].unicodeScalars, ignoresCase: ignoresCase)
        let tree = try parser.choice()
        guard parser.rest.isEmpty else { throw PatternError(text: "a ) without its (") }
        let end = try parser.add(.match)
        let start = try parser.emit(tree, next: end)
        return (parser.nodes, start)
    }

    private init(rest: Substring.UnicodeScalarView, ignoresCase: Bool) {
        (self.rest, self.ignoresCase) = (rest, ignoresCase)
    }

    // MARK: Reading

    private mutating func choice() throws(PatternError) -> Tree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw PatternError(text: "too many groups within groups") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> Tree {
        var parts: [Tree] = []
        while let next = rest.first, next != "|", next != ")" { parts.append(try repetition()) }
        return parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func repetition() throws(PatternError) -> Tree {
        var tree = try atom()
        while let next = rest.first {
            switch next {
            case "*": tree = .repeated(tree, 0, nil)
            case "+": tree = .repeated(tree, 1, nil)
            case "?": tree = .repeated(tree, 0, 1)
            case "{":
                guard let (least, most, after) = bounds() else { return tree }
                guard least <= Self.repeatLimit, most ?? 0 <= Self.repeatLimit, most ?? least >= least else {
                    throw PatternError(text: "a repetition between braces goes from 0 to \(Self.repeatLimit)")
                }
                rest = after
                tree = .repeated(tree, least, most)
                _ = take("?")
                continue
            default: return tree
            }
            rest.removeFirst()
            // Whether as few as possible are taken makes no difference to whether a line matches.
            _ = take("?")
        }
        return tree
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else is a brace and nothing more.
    private func bounds() -> (Int, Int?, Substring.UnicodeScalarView)? {
        var view = rest.dropFirst()
        func number(_ view: inout Substring.UnicodeScalarView) -> Int? {
            let digits = view.prefix { ("0"..."9").contains($0) }
            guard !digits.isEmpty, digits.count < 9 else { return nil }
            view = view.dropFirst(digits.count)
            return Int(String(digits))
        }
        guard let least = number(&view) else { return nil }
        var most: Int? = least
        if view.first == "," {
            view = view.dropFirst()
            most = number(&view)
        }
        guard view.first == "}" else { return nil }
        return (least, most, view.dropFirst())
    }

    private mutating func atom() throws(PatternError) -> Tree {
        let scalar = rest.removeFirst()
        switch scalar {
        case "(":
            if take("?"), !take(":") { throw PatternError(text: "of groups with (? only (?: is known") }
            let tree = try choice()
            guard take(")") else { throw PatternError(text: "a ( without its )") }
            return tree
        case "[": return try characterClass()
        case ".": return .choice([.byte(ByteSet().otherASCII), Self.beyondASCII])
        case "^": return .lineStart
        case "$": return .lineEnd
        case "*", "+", "?": throw PatternError(text: "nothing stands before \(scalar)")
        case "\\": return try escaped()
        default: return literal(scalar)
        }
    }

    private mutating func escaped() throws(PatternError) -> Tree {
        guard let scalar = rest.popFirst() else { throw PatternError(text: "a \\ at the end") }
        switch scalar {
        case "b": return .wordEdge(true)
        case "B": return .wordEdge(false)
        case "D", "W", "S": return .choice([.byte(Self.set(scalar)?.otherASCII ?? ByteSet()), Self.beyondASCII])
        case "d", "w", "s": return .byte(Self.set(scalar) ?? ByteSet())
        case "t": return .byte(ByteSet(0x09...0x09))
        case "e": return .byte(ByteSet(0x1B...0x1B))
        case "0"..."9", "a"..."z", "A"..."Z": throw PatternError(text: "\\\(scalar) is not known")
        default: return literal(scalar)
        }
    }

    private static func set(_ scalar: Unicode.Scalar) -> ByteSet? {
        switch scalar {
        case "d", "D": .digits
        case "w", "W": .word
        case "s", "S": .blanks
        default: nil
        }
    }

    private mutating func characterClass() throws(PatternError) -> Tree {
        let isNegated = take("^")
        var set = ByteSet()
        var others: [Tree] = []
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst {
                if isNegated, !others.isEmpty {
                    throw PatternError(text: "[^…] takes only ASCII characters")
                }
                if isNegated { return .choice([.byte(set.otherASCII), Self.beyondASCII]) }
                return others.isEmpty ? .byte(set) : .choice([.byte(set)] + others)
            }
            isFirst = false
            var low = scalar
            if scalar == "\\" {
                guard let escaped = rest.popFirst() else { break }
                if let known = Self.set(escaped), ("a"..."z").contains(escaped) {
                    set.formUnion(known)
                    continue
                }
                low = escaped == "t" ? "\t" : escaped
            }
            guard low.isASCII else {
                others.append(literal(low))
                continue
            }
            var high = low
            if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
                rest = rest.dropFirst(2)
                high = end
            }
            guard high.isASCII, low <= high else { throw PatternError(text: "\(low)-\(high) is no range") }
            for value in UInt8(low.value)...UInt8(high.value) { insert(value, into: &set) }
        }
        throw PatternError(text: "a [ without its ]")
    }

    private func insert(_ byte: UInt8, into set: inout ByteSet) {
        set.insert(byte)
        if ignoresCase, (0x61...0x7A).contains(byte | 0x20) { set.insert(byte ^ 0x20) }
    }

    private func literal(_ scalar: Unicode.Scalar) -> Tree {
        let bytes = Array(String(scalar).utf8)
        let sets = bytes.map { byte in
            var set = ByteSet()
            insert(byte, into: &set)
            return Tree.byte(set)
        }
        return sets.count == 1 ? sets[0] : .sequence(sets)
    }

    /// One character beyond ASCII, or a byte that is none.
    private static let beyondASCII: Tree = {
        let more = Tree.byte(ByteSet(0x80...0xBF))
        return .choice([
            .sequence([.byte(ByteSet(0xC2...0xDF)), more]), .sequence([.byte(ByteSet(0xE0...0xEF)), more, more]),
            .sequence([.byte(ByteSet(0xF0...0xF4)), more, more, more]),
            .byte(ByteSet(0x80...0xC1, 0xF5...0xFF)),
        ])
    }()

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    // MARK: Writing

    private mutating func add(_ node: PatternNode) throws(PatternError) -> Int {
        guard nodes.count < Self.nodeLimit else { throw PatternError(text: "the expression is too large") }
        nodes.append(node)
        return nodes.count - 1
    }

    /// - Returns: where to begin, for something that goes on with `next`.
    private mutating func emit(_ tree: Tree, next: Int) throws(PatternError) -> Int {
        switch tree {
        case .empty: return next
        case .byte(let set): return try add(.byte(set, next: next))
        case .lineStart: return try add(.lineStart(next: next))
        case .lineEnd: return try add(.lineEnd(next: next))
        case .wordEdge(let isWanted): return try add(.wordEdge(isWanted: isWanted, next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = try emit(part, next: next) }
            return next
        case .choice(let branches):
            var start = try emit(branches[branches.count - 1], next: next)
            for branch in branches.dropLast().reversed() {
                start = try add(.split(try emit(branch, next: next), start))
            }
            return start
        case .repeated(let part, let least, let most):
            var start = next
            if let most {
                for _ in least..<max(least, most) { start = try add(.split(try emit(part, next: start), next)) }
            } else {
                let loop = try add(.split(next, next))
                nodes[loop] = .split(try emit(part, next: loop), next)
                start = loop
            }
            for _ in 0..<least { start = try emit(part, next: start) }
            return start
        }
    }
}
