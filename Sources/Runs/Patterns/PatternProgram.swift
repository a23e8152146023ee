/// A pattern as it is matched: steps that lead to one another. A value; whoever matches brings the memory for it.
package struct PatternProgram: Hashable, Sendable {
    /// Numbers are places in the list of all steps.
    enum Step: Hashable, Sendable {
        case byte(ByteSet, next: Int)
        case split(Int, Int)
        case lineStart(next: Int)
        case lineEnd(next: Int)
        case wordEdge(isWanted: Bool, next: Int)
        case characterEdge(isWanted: Bool, next: Int)
        case match
    }

    let steps: [Step]
    let start: Int
    /// Texts of which one stands in every line that matches; empty when there are none. In lower case where case does not
    /// count.
    package let literals: [[UInt8]]
    /// What every match is, byte for byte, and no line without it matches.
    package let exact: [UInt8]?
    package let ignoresCase: Bool
    /// Whether the end of the line is a part of it.
    let endsWithLine: Bool
    /// Sets of ASCII characters, at most three: every match holds bytes that stand next to one another and are in one each.
    /// A table of `table` bytes for each: bit n >> 4 of byte n & 15 tells of n.
    package let neighbours: [UInt8]
    package static let table = 16
    /// The bytes with which a match begins; `nil` where one may be empty.
    let firstBytes: ByteSet?

    /// The most steps that a pattern may have.
    static let stepLimit = 2000

    init(_ text: String, _ dialect: PatternDialect, ignoresCase: Bool) throws(PatternProblem) {
        guard text.utf8.count <= 1000 else { throw PatternProblem("longer than 1000 bytes") }
        let (node, ignoresCase) = try PatternParser.parse(text, dialect, ignoresCase: ignoresCase)
        var writer = Writer()
        let end = try writer.add(.match)
        start = try writer.emit(node, next: end)
        steps = writer.steps
        firstBytes = Self.firstBytes(of: steps, from: start)
        endsWithLine = steps.contains { if case .lineEnd = $0 { true } else { false } }
        self.ignoresCase = ignoresCase
        let reader = PatternLiterals(ignoresCase: ignoresCase)
        literals = reader.required(by: node) ?? []
        exact = reader.exact(node)
        neighbours = PatternNeighbours.rarest(in: node).flatMap(\.halves)
    }

    private static func firstBytes(of steps: [Step], from start: Int) -> ByteSet? {
        var first = ByteSet()
        var open = [start]
        var seen: Set<Int> = []
        while let place = open.popLast() {
            guard seen.insert(place).inserted else { continue }
            switch steps[place] {
            case .byte(let set, _): first.formUnion(set)
            case .split(let one, let other): open += [one, other]
            case .lineStart(let next), .lineEnd(let next): open.append(next)
            case .wordEdge(_, let next), .characterEdge(_, let next): open.append(next)
            case .match: return nil
            }
        }
        return first
    }

    private struct Writer {
        var steps: [Step] = []

        mutating func add(_ step: Step) throws(PatternProblem) -> Int {
            guard steps.count < PatternProgram.stepLimit else {
                let limit = PatternProgram.stepLimit
                throw PatternProblem("too large: repetitions make \(limit) steps")
            }
            steps.append(step)
            return steps.count - 1
        }

        /// - Returns: where to begin, for something that goes on with `next`.
        mutating func emit(_ node: PatternNode, next: Int) throws(PatternProblem) -> Int {
            switch node {
            case .bytes(let set): return try add(.byte(set, next: next))
            case .lineStart: return try add(.lineStart(next: next))
            case .lineEnd: return try add(.lineEnd(next: next))
            case .wordEdge(let isWanted): return try add(.wordEdge(isWanted: isWanted, next: next))
            case .characterEdge: return try add(.characterEdge(isWanted: true, next: next))
            case .beyondASCII: return try emitBeyondASCII(next: next)
            case .sequence(let parts):
                var next = next
                for part in parts.reversed() { next = try emit(part, next: next) }
                return next
            case .choice(let branches):
                guard let last = branches.last else { return next }
                var start = try emit(last, next: next)
                for branch in branches.dropLast().reversed() {
                    start = try add(.split(try emit(branch, next: next), start))
                }
                return start
            case .repeated(let part, let least, let most): return try emit(part, least, most, next: next)
            }
        }

        /// All bytes up to where a character ends, from where one begins.
        private mutating func emitBeyondASCII(next: Int) throws(PatternProblem) -> Int {
            let end = try add(.characterEdge(isWanted: true, next: next))
            let loop = try add(.split(end, end))
            let more = try add(.byte(.continuations, next: loop))
            steps[loop] = .split(try add(.characterEdge(isWanted: false, next: more)), end)
            let first = try add(.byte(.beyondASCII, next: loop))
            return try add(.characterEdge(isWanted: true, next: first))
        }

        private mutating func emit(
            _ part: PatternNode, _ least: Int, _ most: Int?, next: Int
        ) throws(PatternProblem) -> Int {
            var start = next
            if let most {
                for _ in least..<max(least, most) { start = try add(.split(try emit(part, next: start), next)) }
            } else {
                let loop = try add(.split(next, next))
                steps[loop] = .split(try emit(part, next: loop), next)
                start = loop
            }
            for _ in 0..<least {
                let before = steps.count
                start = try emit(part, next: start)
                // Nothing, however often it is repeated.
                if steps.count == before { break }
            }
            return start
        }
    }
}

/// What texts a pattern cannot do without.
struct PatternLiterals {
    let ignoresCase: Bool

    private static let limit = 16

    private func only(_ set: ByteSet) -> UInt8? { ignoresCase ? set.onlyIgnoringCase : set.only }

    /// Texts of which every match holds at least one; of several such sets that whose shortest text is the longest.
    func required(by node: PatternNode) -> [[UInt8]]? {
        switch node {
        case .bytes(let set): return only(set).map { [[$0]] }
        case .lineStart, .lineEnd, .wordEdge, .characterEdge, .beyondASCII: return nil
        case .choice(let branches):
            var all: [[UInt8]] = []
            for branch in branches {
                guard let texts = required(by: branch) else { return nil }
                all += texts
            }
            return all.count <= Self.limit ? all : nil
        case .repeated(let part, let least, _): return least > 0 ? required(by: part) : nil
        case .sequence(let parts): return required(by: flat(parts))
        }
    }

    private func required(by parts: [PatternNode]) -> [[UInt8]]? {
        var best: [[UInt8]]?
        func length(_ texts: [[UInt8]]?) -> Int { texts?.map(\.count).min() ?? 0 }
        func offer(_ texts: [[UInt8]]?) { if length(texts) > length(best) { best = texts } }
        var run: [UInt8] = []
        for part in parts {
            if case .bytes(let set) = part, let byte = only(set) {
                run.append(byte)
                continue
            }
            // Between two edges and what stands beside them is nothing.
            switch part {
            case .lineStart, .lineEnd, .wordEdge, .characterEdge: continue
            default: break
            }
            offer([run])
            run = []
            offer(required(by: part))
        }
        offer([run])
        return best
    }

    private func flat(_ parts: [PatternNode]) -> [PatternNode] {
        parts.flatMap { if case .sequence(let inner) = $0 { flat(inner) } else { [$0] } }
    }

    /// The text that the pattern is, when it is nothing else.
    func exact(_ node: PatternNode) -> [UInt8]? {
        var text: [UInt8] = []
        for part in flat([node]) {
            guard case .bytes(let set) = part, let byte = only(set) else { return nil }
            text.append(byte)
        }
        return text.isEmpty ? nil : text
    }
}
