import CPosix
import Runs

/// Finds what a pattern matches in a line, from left to right, none over another. Confined to one thread.
struct PatternHits {
    let pattern: SearchPattern
    private var walk: PatternWalk?

    init(_ pattern: SearchPattern) {
        self.pattern = pattern
        if case .program(let program) = pattern { walk = PatternWalk(program) }
    }

    /// How many steps of a pattern have been gone.
    var work: Int { walk?.work ?? 0 }

    /// Hands on one match after another, also empty ones.
    /// - Parameters:
    ///   - ends: which ends of the line are there.
    ///   - limit: the most steps that are gone; what only stands beyond them is not found.
    ///   - body: says whether to go on.
    mutating func each(
        in line: UnsafeRawBufferPointer, _ ends: LineEnds = .both, limit: Int, _ body: (Range<Int>) -> Bool
    ) {
        let start = work
        var at = 0
        while at <= line.count, walk == nil || work - start < limit {
            guard let match = next(in: line, from: at, ends, limit: limit - (work - start)), body(match) else { return }
            at = match.isEmpty ? match.upperBound + 1 : match.upperBound
        }
    }

    private mutating func next(
        in line: UnsafeRawBufferPointer, from start: Int, _ ends: LineEnds, limit: Int
    ) -> Range<Int>? {
        guard case .text(let text, let ignoresCase) = pattern else {
            return walk?.match(in: line, from: start, ends: ends, limit: limit)
        }
        guard !text.isEmpty else { return nil }
        let hit = cp_find_text(
            line.baseAddress.map { $0 + start }, line.count - start, text, text.count, ignoresCase)
        return hit < 0 ? nil : start + hit..<start + hit + text.count
    }
}
