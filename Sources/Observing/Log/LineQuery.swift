import CPosix
import Runs

/// Which lines are wanted: those that hold something of each group and nothing of what is left out. Confined to one thread.
final class LineQuery {
    private let groups: [[LineFinder]]
    private let without: [LineFinder]
    let gate: ScanGate

    private static let lineFeed = UInt8(ascii: "\n")

    /// - Parameter search: what a line must hold besides.
    init(_ rules: CompiledRules, search: SearchPattern? = nil, _ gate: ScanGate) {
        let rule = { (pattern: SearchPattern) in LineFinder(pattern, .parts, gate) }
        let searched = search.map { [LineFinder($0, .beginnings, gate)] } ?? []
        groups = [rules.only.map(rule), searched].filter { !$0.isEmpty }
        without = rules.without.map(rule)
        self.gate = gate
    }

    /// Whether every line is wanted.
    var isEmpty: Bool { groups.isEmpty && without.isEmpty }

    /// Another slice comes.
    /// - Parameter pieces: what of an opened line its lines are, if they are.
    func begin(_ pieces: [LogPiece] = []) {
        for group in groups { group.forEach { $0.begin(pieces) } }
        without.forEach { $0.begin(pieces) }
    }

    /// The next line that is wanted, with its line break.
    /// - Parameter start: the beginning of a line, not before what was asked last.
    func next(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        guard let base = bytes.baseAddress else { return nil }
        var at = start
        search: while at < bytes.count, !gate.isClosed {
            for group in groups {
                let hit = group.reduce(bytes.count) { min($0, $1.next(in: bytes, from: at)) }
                guard hit < bytes.count else { return nil }
                let begin = at + cp_find_last_byte(base + at, hit - at, Self.lineFeed) + 1
                // The other groups must match there, too.
                if begin > at {
                    at = begin
                    continue search
                }
            }
            let lineFeed = cp_find_byte(base + at, bytes.count - at, Self.lineFeed)
            let end = lineFeed < 0 ? bytes.count : at + lineFeed + 1
            if without.contains(where: { $0.next(in: bytes, from: at) < end }) {
                at = end
                continue
            }
            return at..<end
        }
        return nil
    }

    /// How many lines of the slice are wanted.
    func count(in bytes: UnsafeRawBufferPointer) -> Int {
        if isEmpty, let last = bytes.last {
            return cp_count_byte(bytes.baseAddress, bytes.count, Self.lineFeed) + (last == Self.lineFeed ? 0 : 1)
        }
        begin()
        var (count, at) = (0, 0)
        while let line = next(in: bytes, from: at) { (count, at) = (count + 1, line.upperBound) }
        return count
    }

    // MARK: A line in pieces

    func beginLine() { for finder in groups.joined() + without { finder.beginLine() } }

    func feed(_ piece: UnsafeRawBufferPointer) { for finder in groups.joined() + without { finder.feed(piece) } }

    /// Takes a piece, too.
    /// - Returns: whether as many more of it as one likes would change nothing.
    func staysWhereItIs(with piece: UnsafeRawBufferPointer) -> Bool {
        (groups.joined() + without).map { $0.staysWhereItIs(with: piece) }.allSatisfy { $0 }
    }

    func endLine() -> Bool {
        // All are asked: each is at its beginning again.
        let isHeld = groups.map { group in group.map { $0.endLine() }.contains(true) }
        let isLeftOut = without.map { $0.endLine() }.contains(true)
        return !isHeld.contains(false) && !isLeftOut
    }
}
