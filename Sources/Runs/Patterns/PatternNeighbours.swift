/// Finds what stands next to one another in every match of a pattern: a set of ASCII characters for each byte.
struct PatternNeighbours {
    private var run: [ByteSet] = []
    private var best: (sets: [ByteSet], weight: Int) = ([], Self.certain)
    /// How many parts may still be looked at: nested repetitions make many of few.
    private var budget = 1000

    private static let length = 3
    /// The weight of three sets that hold all.
    private static let certain = 1000 * 1000 * 1000

    /// At most three sets; those whose bytes are the rarest in logs. Empty when nothing is known.
    static func rarest(in node: PatternNode) -> [ByteSet] {
        var finder = PatternNeighbours()
        finder.add(node)
        finder.cut()
        return finder.best.sets
    }

    private mutating func add(_ node: PatternNode) {
        guard budget > 0 else { return cut() }
        budget -= 1
        switch node {
        case .bytes(let set):
            if set.isASCII { run.append(set) } else { cut() }
        case .sequence(let parts): for part in parts { add(part) }
        case .choice, .beyondASCII: cut()
        // Nothing stands between what they stand between.
        case .lineStart, .lineEnd, .wordEdge, .characterEdge: break
        case .repeated(let part, let least, let most):
            let copies = min(least, Self.length)
            for _ in 0..<copies { add(part) }
            guard most != least || least > copies else { return }
            // What follows stands beside the last ones.
            cut()
            for _ in 0..<copies { add(part) }
        }
    }

    private mutating func cut() {
        for start in run.indices {
            let sets = Array(run[start...].prefix(Self.length))
            let weight = sets.map(\.weight).reduce(1, *) * (sets.count..<Self.length).reduce(1) { all, _ in all * 1000 }
            if weight < best.weight { best = (sets, weight) }
        }
        run = []
    }
}

extension ByteSet {
    fileprivate var isASCII: Bool { !(UInt8(0x80)...0xFF).contains(where: contains) }

    /// How many of a thousand bytes of a log are in it, about.
    fileprivate var weight: Int {
        let weight = (UInt8(0)...0x7F).filter(contains).map { byte in
            switch byte {
            case UInt8(ascii: " "): 120
            case UInt8(ascii: "0")...UInt8(ascii: "9"): 25
            case UInt8(ascii: "a")...UInt8(ascii: "z"): 20
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): 3
            default: 6
            }
        }.reduce(0, +)
        return min(1000, max(1, weight))
    }

    /// Two halves of a byte: bit n >> 4 of byte n & 15 tells of n.
    var halves: [UInt8] {
        (UInt8(0)..<16).map { low in
            (UInt8(0)..<8).reduce(0) { $0 | (contains($1 << 4 | low) ? 1 << $1 : 0) }
        }
    }
}
