/// Finds the lines of a text that a pattern matches, byte by byte: sets of steps become states as they are met, and at
/// most so many are kept. The text may come in pieces, cut anywhere. Confined to one thread.
package final class LineAutomaton {
    /// What a state knows: the steps that may be reached, and what stands before them.
    package struct State: Hashable {
        fileprivate var places: [Int]
        fileprivate var isLineStart: Bool
        fileprivate var isAfterWord: Bool
        /// How many more bytes the character may have that has begun; 0 where nobody asks for it.
        fileprivate var restOfCharacter: Int
    }

    private let program: PatternProgram
    /// Bytes that no step tells apart are one class.
    private let classes: [UInt8]
    private let width: Int
    /// Whether the program asks where characters end.
    private let asksForCharacters: Bool
    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    private var placeCount = 0
    /// The successors of each state by class: where that state's row begins, `hit` or `unknown`.
    private var table: [Int32] = []
    private var current: Int32 = 0
    /// The number of the first state, as long as it has one.
    private var first: Int32?
    private var seen: [Int]
    private var generation = 0

    private static let unknown: Int32 = -1
    private static let hit: Int32 = -2
    private static let stateLimit = 1000
    /// Of all states together: about a megabyte.
    private static let placeLimit = 100_000
    private static let lineFeed = UInt8(ascii: "\n")

    package init(_ program: PatternProgram) {
        self.program = program
        (classes, width) = Self.classes(of: program)
        asksForCharacters = program.steps.contains { if case .characterEdge = $0 { true } else { false } }
        seen = Array(repeating: 0, count: program.steps.count)
        begin()
    }

    private static func classes(of program: PatternProgram) -> ([UInt8], Int) {
        var sets: Set<ByteSet> = [ByteSet([lineFeed])]
        for step in program.steps {
            switch step {
            case .byte(let set, _): sets.insert(set)
            case .wordEdge: sets.insert(.word)
            case .characterEdge: sets.formUnion(characterSets)
            case .split, .lineStart, .lineEnd, .match: break
            }
        }
        var classes = [Int](repeating: 0, count: 256)
        var count = 1
        for set in sets {
            var numbers: [Int: Int] = [:]
            count = 0
            for byte in 0..<256 {
                let key = classes[byte] * 2 + (set.contains(UInt8(byte)) ? 1 : 0)
                if numbers[key] == nil {
                    numbers[key] = count
                    count += 1
                }
                classes[byte] = numbers[key] ?? 0
            }
        }
        return (classes.map { UInt8($0) }, count)
    }

    /// Bytes by how they stand in characters.
    private static let characterSets: [ByteSet] =
        [.continuations]
        + (1...3).map { rest in ByteSet((UInt8.min...UInt8.max).filter { $0.continuationCount == rest }) }

    /// What comes next begins a line.
    package func begin() {
        let number = first ?? number(of: firstState)
        (current, first) = (number, number)
    }

    /// Where it stands: from equal states on, equal bytes lead to equal ones.
    package var state: State { states[Int(current) / width] }

    private var firstState: State {
        State(places: [program.start], isLineStart: true, isAfterWord: false, restOfCharacter: 0)
    }

    /// Reads on until a line is known to match.
    /// - Returns: an offset within that line (or of its line feed); the rest of it is not read. `nil` at the end.
    package func next(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        var at = offset
        while at < bytes.count {
            at = goKnownWays(bytes, from: at)
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

    /// The table does not change while known ways are gone.
    private func goKnownWays(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        table.withUnsafeBufferPointer { table in
            classes.withUnsafeBufferPointer { classes in
                var at = start
                var state = current
                while at < bytes.count {
                    let next = table[Int(state) &+ Int(classes[Int(bytes[at])])]
                    if next < 0 { break }
                    state = next
                    at &+= 1
                }
                current = state
                return at
            }
        }
    }

    /// The text has ended, without a line feed: whether its last line matches.
    package func endsWithHit() -> Bool {
        defer { begin() }
        return step(Self.lineFeed) == Self.hit
    }

    /// The successor of the current state, which becomes known with it.
    private func step(_ byte: UInt8) -> Int32 {
        let column = Int(classes[Int(byte)])
        let known = table[Int(current) + column]
        if known != Self.unknown { return known }
        let from = states[Int(current) / width]
        let result = successor(of: from, byte)
        // Numbering may have forgotten all states, this one among them.
        if let number = numbers[from] { table[Int(number) + column] = result }
        return result
    }

    private func successor(of from: State, _ byte: UInt8) -> Int32 {
        let isEnd = byte == Self.lineFeed
        let isWord = !isEnd && ByteSet.word.contains(byte)
        generation += 1
        var reached: Set<Int> = []
        var open = from.places
        while let place = open.popLast() {
            guard seen[place] != generation else { continue }
            seen[place] = generation
            switch program.steps[place] {
            case .match: return Self.hit
            case .split(let one, let other): open += [one, other]
            case .lineStart(let next): if from.isLineStart { open.append(next) }
            case .lineEnd(let next): if isEnd { open.append(next) }
            case .wordEdge(let isWanted, let next):
                if (from.isAfterWord != isWord) == isWanted { open.append(next) }
            case .characterEdge(let isWanted, let next):
                if (isEnd || from.restOfCharacter == 0 || !byte.isContinuation) == isWanted { open.append(next) }
            case .byte(let set, let next): if set.contains(byte) { reached.insert(next) }
            }
        }
        if isEnd { return number(of: firstState) }
        // A match may begin anywhere.
        reached.insert(program.start)
        return number(
            of: State(
                places: reached.sorted(), isLineStart: false, isAfterWord: isWord,
                restOfCharacter: rest(of: from, behind: byte)))
    }

    private func rest(of from: State, behind byte: UInt8) -> Int {
        guard asksForCharacters else { return 0 }
        return byte.isContinuation ? max(0, from.restOfCharacter - 1) : byte.continuationCount
    }

    private func number(of state: State) -> Int32 {
        if let known = numbers[state] { return known }
        if states.count >= Self.stateLimit || placeCount >= Self.placeLimit {
            (states, numbers, table, placeCount, first) = ([], [:], [], 0, nil)
        }
        placeCount += state.places.count
        let number = Int32(states.count * width)
        states.append(state)
        numbers[state] = number
        table.append(contentsOf: repeatElement(Self.unknown, count: width))
        return number
    }
}
