import CPosix
import Runs

/// Asked on the way whether what is done is still wanted. Confined to one thread.
final class ScanGate {
    private let isWanted: () -> Bool
    /// Somebody has said that it is not: whatever was found since means nothing.
    private(set) var isClosed = false

    init(_ isWanted: @escaping () -> Bool) { self.isWanted = isWanted }

    func isOpen() -> Bool {
        if !isClosed, !isWanted() { isClosed = true }
        return !isClosed
    }
}

/// Finds the lines of a slice that hold one pattern. Confined to one thread.
final class LineFinder {
    /// Which pieces of an opened line hold a hit.
    enum Counting {
        /// Those in which it begins, so that each hit counts once.
        case beginnings
        /// All in which something of it is to be seen.
        case parts
    }

    let pattern: SearchPattern
    private let texts: [[UInt8]]
    private let ignoresCase: Bool
    private let automaton: LineAutomaton?
    /// Sets of bytes that stand next to one another in whatever matches; used where there are no texts to speak of.
    private let neighbours: [UInt8]
    private var worth = GuideWorth()
    private let gate: ScanGate
    /// Where each text stands next, as far as that is known; `bytes.count` for nowhere.
    private var places: [Int]
    /// Where the pattern stands next.
    private var place = -1
    /// Of a line that comes in pieces.
    private var isHit = false
    private var tail: [UInt8] = []
    /// The pieces of an opened line that the slice holds, and how many of them lie behind.
    private var pieces: [LogPiece] = []
    private var passed = 0
    private let counting: Counting
    private var hits: PatternHits

    /// So many steps are gone for what is found in one piece; where they are not enough, it is believed.
    private static let pieceBudget = 4_000_000
    /// So many texts are looked for one after another; more are found faster byte by byte.
    private static let textLimit = 4
    /// Shorter texts stand in most lines.
    private static let telling = 3
    /// How much is matched before somebody is asked whether it is still wanted: some expressions need many states.
    private static let part = 4096
    private static let lineFeed = UInt8(ascii: "\n")

    init(_ pattern: SearchPattern, _ counting: Counting, _ gate: ScanGate) {
        (self.pattern, self.counting, self.gate) = (pattern, counting, gate)
        hits = PatternHits(pattern)
        switch pattern {
        case .text(let text, let ignoresCase):
            (texts, self.ignoresCase, automaton, neighbours) = ([text], ignoresCase, nil, [])
        case .program(let program):
            let literals = program.literals.count <= Self.textLimit ? program.literals : []
            let isShort =
                literals.contains { $0.count < Self.telling } && program.neighbours.count > PatternProgram.table
            texts = isShort ? [] : literals
            neighbours = texts.isEmpty ? program.neighbours : []
            (ignoresCase, automaton) = (program.ignoresCase, LineAutomaton(program))
        }
        places = Array(repeating: -1, count: texts.count)
    }

    /// Another slice comes.
    /// - Parameter pieces: what of an opened line its lines are, if they are.
    func begin(_ pieces: [LogPiece]) {
        place = -1
        (self.pieces, passed) = (pieces, 0)
        for index in places.indices { places[index] = -1 }
        worth.beginSlice()
    }

    /// An offset within the next line that matches; the slice's count when there is none.
    /// - Parameter start: the beginning of a line, not before what was asked last.
    func next(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        if place < start { place = pieces.isEmpty ? search(bytes, from: start) : searchPieces(bytes, from: start) }
        return place
    }

    /// A piece is seen with what stands beside it, and matched as if it were a whole line: what is found so is looked at
    /// more closely.
    private func searchPieces(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        while gate.isOpen() {
            let hit = search(bytes, from: at)
            while passed < pieces.count, pieces[passed].line.upperBound < hit { passed += 1 }
            guard hit < bytes.count, passed < pieces.count else { return bytes.count }
            if isHit(pieces[passed], bytes) { return hit }
            at = pieces[passed].line.upperBound + 1
        }
        return bytes.count
    }

    private func isHit(_ piece: LogPiece, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var isHit = false
        let before = hits.work
        let line = UnsafeRawBufferPointer(rebasing: bytes[piece.line])
        hits.each(in: line, piece.ends, limit: Self.pieceBudget) { match in
            let begin = piece.line.lowerBound + match.lowerBound
            let end = piece.line.lowerBound + match.upperBound
            isHit =
                piece.holds(begin)
                || counting == .parts && begin < piece.own.upperBound && end > piece.own.lowerBound
            return !isHit && begin < piece.own.upperBound
        }
        return isHit || hits.work - before >= Self.pieceBudget
    }

    private func search(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard automaton != nil else { return nextText(bytes, from: start) }
        var at = start
        while gate.isOpen() {
            guard worth.isUsed, !texts.isEmpty || !neighbours.isEmpty else {
                return match(bytes, from: at) ?? bytes.count
            }
            let hit = texts.isEmpty ? nextNeighbours(bytes, from: at) : nextText(bytes, from: at)
            guard hit < bytes.count, let base = bytes.baseAddress else { return bytes.count }
            let begin = at + cp_find_last_byte(base + at, hit - at, Self.lineFeed) + 1
            let lineFeed = cp_find_byte(base + hit, bytes.count - hit, Self.lineFeed)
            let end = lineFeed < 0 ? bytes.count : hit + lineFeed + 1
            let line = UnsafeRawBufferPointer(rebasing: bytes[begin..<end])
            if match(line, from: 0) != nil { return hit }
            worth.note(inVain: end - at)
            at = end
        }
        return bytes.count
    }

    private func nextText(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
        var nearest = bytes.count
        for (index, text) in texts.enumerated() {
            if places[index] < start {
                let hit = cp_find_text(base + start, bytes.count - start, text, text.count, ignoresCase)
                places[index] = hit < 0 ? bytes.count : start + hit
            }
            nearest = min(nearest, places[index])
        }
        return nearest
    }

    private func nextNeighbours(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
        let sets = neighbours.count / PatternProgram.table
        let hit = cp_find_sets(base + start, bytes.count - start, neighbours, sets)
        return hit < 0 ? bytes.count : start + hit
    }

    private func match(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let automaton else { return nil }
        automaton.begin()
        var at = start
        while at < bytes.count {
            guard gate.isOpen() else { return nil }
            let end = min(bytes.count, at + Self.part)
            if let hit = automaton.next(in: UnsafeRawBufferPointer(rebasing: bytes[..<end]), from: at) { return hit }
            at = end
        }
        return bytes.last != Self.lineFeed && automaton.endsWithHit() ? bytes.count - 1 : nil
    }

    // MARK: A line in pieces

    func beginLine() {
        isHit = false
        tail = []
        automaton?.begin()
    }

    func feed(_ piece: UnsafeRawBufferPointer) {
        guard !isHit else { return }
        if automaton != nil {
            var at = 0
            while at < piece.count, !isHit, gate.isOpen() {
                let end = min(piece.count, at + Self.part)
                let part = UnsafeRawBufferPointer(rebasing: piece[..<end])
                isHit = automaton?.next(in: part, from: at) != nil
                at = end
            }
            return
        }
        guard let text = texts.first else { return }
        let edge = tail + piece.prefix(text.count - 1)
        isHit =
            cp_find_text(edge, edge.count, text, text.count, ignoresCase) >= 0
            || cp_find_text(piece.baseAddress, piece.count, text, text.count, ignoresCase) >= 0
        tail = Array((tail + piece.suffix(text.count - 1)).suffix(text.count - 1))
    }

    /// Takes a piece, too.
    /// - Returns: whether as many more of it as one likes would change nothing.
    func staysWhereItIs(with piece: UnsafeRawBufferPointer) -> Bool {
        let (state, end) = (automaton?.state, tail)
        feed(piece)
        return isHit || automaton?.state == state && tail == end
    }

    /// Whether the line matched.
    func endLine() -> Bool { isHit || automaton?.endsWithHit() ?? false }
}
