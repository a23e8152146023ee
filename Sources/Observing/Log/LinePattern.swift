/// A regular expression that is matched in time proportional to the text, whatever it says and whatever the text is: all
/// ways through it are gone at once. Sets of places become states as they are met, and at most so many are kept.
///
/// Each line is matched by itself; the text may come in pieces, cut anywhere. Confined to one thread.
final class LinePattern {
    /// What a state knows: the places that may be reached, and what stands before them.
    private struct State: Hashable {
        var places: [Int]
        var isLineStart: Bool
        var isAfterWord: Bool
    }

    private let nodes: [PatternNode]
    private let start: Int
    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    /// 256 successors for each state: a state, `hit` or `unknown`.
    private var table: [Int32] = []
    private var current: Int32 = 0
    private var seen: [Int] = []
    private var generation = 0

    private static let unknown: Int32 = -1
    private static let hit: Int32 = -2
    private static let stateLimit = 1000
    private static let lineFeed = UInt8(ascii: "\n")

    /// - Throws: what is wrong with the expression.
    init(_ text: String) throws(PatternError) {
        (nodes, start) = try PatternParser.compile(text, ignoresCase: !Self.holdsCapital(text))
        seen = Array(repeating: 0, count: nodes.count)
        begin()
    }

    /// Without a capital in the text, case does not count; what stands behind a backslash is none.
    private static func holdsCapital(_ text: String) -> Bool {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar.properties.isUppercase { return true }
            isEscaped = !isEscaped && scalar == "\\"
        }
        return false
    }

    /// What comes next begins a line.
    func begin() { current = number(of: firstState) }

    private var firstState: State { State(places: [start], isLineStart: true, isAfterWord: false) }

    /// Reads on until a line is known to match.
    /// - Returns: an offset within that line (or of its line feed); the rest of it is not read. `nil` at the end.
    func next(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        var at = offset
        while at < bytes.count {
            // The table does not change while known ways are gone.
            at = table.withUnsafeBufferPointer { table in
                var at = at
                var state = current
                while at < bytes.count {
                    let next = table[Int(state) &* 256 &+ Int(bytes[at])]
                    if next < 0 { break }
                    state = next
                    at &+= 1
                }
                current = state
                return at
            }
            guard at < bytes.count else { return nil }
            let found = step(bytes[at])
            if found == Self.hit {
                begin()
                return at
            }
            current = found
            at += 1
        }
        return nil
    }

    /// The text has ended, without a line feed: whether its last line matches.
    func endsWithHit() -> Bool {
        defer { begin() }
        return step(Self.lineFeed) == Self.hit
    }

    /// The successor of the current state, which becomes known with it.
    private func step(_ byte: UInt8) -> Int32 {
        let known = table[Int(current) * 256 + Int(byte)]
        if known != Self.unknown { return known }
        let from = states[Int(current)]
        let isEnd = byte == Self.lineFeed
        let isWord = !isEnd && ByteSet.word.contains(byte)
        generation += 1
        var reached: Set<Int> = []
        var isHit = false
        var open = from.places
        while let place = open.popLast() {
            guard seen[place] != generation else { continue }
            seen[place] = generation
            switch nodes[place] {
            case .match: isHit = true
            case .split(let one, let other): open += [one, other]
            case .lineStart(let next): if from.isLineStart { open.append(next) }
            case .lineEnd(let next): if isEnd { open.append(next) }
            case .wordEdge(let isWanted, let next):
                if (from.isAfterWord != isWord) == isWanted { open.append(next) }
            case .byte(let set, let next): if set.contains(byte) { reached.insert(next) }
            }
        }
        let result: Int32
        if isHit {
            result = Self.hit
        } else if isEnd {
            result = number(of: firstState)
        } else {
            // A match may begin anywhere.
            reached.insert(start)
            result = number(of: State(places: reached.sorted(), isLineStart: false, isAfterWord: isWord))
        }
        // Numbering may have forgotten all states, this one among them.
        if let number = numbers[from] { table[Int(number) * 256 + Int(byte)] = result }
        return result
    }

    private func number(of state: State) -> Int32 {
        if let known = numbers[state] { return known }
        if states.count >= Self.stateLimit {
            states.removeAll(keepingCapacity: true)
            numbers.removeAll(keepingCapacity: true)
            table.removeAll(keepingCapacity: true)
        }
        let number = Int32(states.count)
        states.append(state)
        numbers[state] = number
        table += repeatElement(Self.unknown, count: 256)
        return number
    }
}
