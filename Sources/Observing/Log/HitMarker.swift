import CPosix
import Runs

/// Marks what patterns find in the lines of one window, within a budget of work. Confined to one thread.
final class HitMarker {
    private var marked: [(kind: LogHit, hits: PatternHits)] = []
    /// Steps of patterns that are gone for one window, for the search and for all highlights together. Every line has its
    /// share, and what it leaves is for those after it; what is beyond is not marked.
    static let budget = (search: 3_000_000, highlights: 1_000_000)
    private let budget: (search: Int, highlights: Int)
    private var searchLeft: Int
    private var highlightsLeft: Int
    private var linesLeft: Int
    var work: Int { budget.search - searchLeft + budget.highlights - highlightsLeft }

    private static let hitsPerLine = 1000

    /// - Parameter lines: how many will be asked for.
    init(
        _ rules: CompiledRules, search: SearchPattern?, lines: Int = 1,
        budget: (search: Int, highlights: Int) = HitMarker.budget
    ) {
        self.budget = budget
        (searchLeft, highlightsLeft, linesLeft) = (budget.search, budget.highlights, max(1, lines))
        if let search { add(.search, search) }
        for (number, pattern) in rules.highlights.sorted(by: { $0.key < $1.key }) { add(.highlight(number), pattern) }
    }

    /// Whether there is anything to be found.
    var isMarking: Bool { !marked.isEmpty }

    private func add(_ kind: LogHit, _ pattern: SearchPattern) {
        guard !pattern.isEmpty else { return }
        marked.append((kind, PatternHits(pattern)))
    }

    /// The hits in a line, in their order.
    /// - Parameters:
    ///   - before: what stands before a piece of an opened line, so that what lies across the two is found; in bytes that
    ///     patterns see.
    ///   - after: what stands behind it.
    ///   - ends: which ends of the line are there, with what stands beside the piece.
    func hits(
        in line: ShownLine, before: [UInt8] = [], after: [UInt8] = [], _ ends: LineEnds = .both
    ) -> [LogSpan<LogHit>] {
        var hits: [LogSpan<LogHit>] = []
        let seen = before.isEmpty && after.isEmpty ? line.plain : before + line.plain + after
        let (search, highlights) = (searchLeft / linesLeft, highlightsLeft / linesLeft)
        var (searchShare, highlightShare) = (search, highlights)
        defer {
            searchLeft -= search - searchShare
            highlightsLeft -= highlights - highlightShare
            linesLeft = max(1, linesLeft - 1)
        }
        for index in marked.indices {
            let found =
                marked[index].kind == .search
                ? ranges(of: &marked[index].hits, in: seen, ends, &searchShare)
                : ranges(of: &marked[index].hits, in: seen, ends, &highlightShare)
            for range in found {
                let own = range.clamped(to: before.count..<before.count + line.plain.count)
                let place = own.lowerBound - before.count..<own.upperBound - before.count
                guard let shown = line.shown(place) else { continue }
                let isRest = range.lowerBound < before.count && marked[index].kind == .search
                hits.append(LogSpan(shown, isRest ? .searchRest : marked[index].kind))
            }
        }
        // Those of the search come first where they begin together.
        let order = hits.indices.sorted {
            (hits[$0].range.lowerBound, $0) < (hits[$1].range.lowerBound, $1)
        }
        return order.map { hits[$0] }
    }

    /// - Parameter share: the steps that may be gone; fewer when they have been.
    private func ranges(
        of hits: inout PatternHits, in line: [UInt8], _ ends: LineEnds, _ share: inout Int
    ) -> [Range<Int>] {
        if case .program(let program) = hits.pattern, !Self.mayMatch(program, line) { return [] }
        var found: [Range<Int>] = []
        let before = hits.work
        line.withUnsafeBytes { bytes in
            hits.each(in: bytes, ends, limit: share) { match in
                if !match.isEmpty { found.append(match) }
                return found.count < Self.hitsPerLine
            }
        }
        share -= hits.work - before
        return found
    }

    private static func mayMatch(_ program: PatternProgram, _ line: [UInt8]) -> Bool {
        program.literals.isEmpty
            || program.literals.contains { cp_find_text(line, line.count, $0, $0.count, program.ignoresCase) >= 0 }
    }
}
