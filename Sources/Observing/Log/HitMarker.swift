import CPosix
import Runs

/// Marks what patterns find in the lines of one window, within a budget of work. Confined to one thread.
final class HitMarker {
    private struct Marked {
        let kind: LogHit
        let pattern: SearchPattern
        var walk: PatternWalk?
    }

    private var marked: [Marked] = []
    /// Steps of patterns that are gone for one window, for the search and for all highlights together. Every line has its
    /// share, and what it leaves is for those after it; what is beyond is not marked.
    static let (searchBudget, highlightBudget) = (3_000_000, 1_000_000)
    private var searchLeft = searchBudget
    private var highlightsLeft = highlightBudget
    private var linesLeft: Int
    var work: Int { Self.searchBudget - searchLeft + Self.highlightBudget - highlightsLeft }

    private static let hitsPerLine = 1000

    /// - Parameter lines: how many will be asked for.
    init(_ rules: CompiledRules, search: SearchPattern?, lines: Int = 1) {
        linesLeft = max(1, lines)
        if let search { add(.search, search) }
        for (number, pattern) in rules.highlights.sorted(by: { $0.key < $1.key }) { add(.highlight(number), pattern) }
    }

    /// Whether there is anything to be found.
    var isMarking: Bool { !marked.isEmpty }

    private func add(_ kind: LogHit, _ pattern: SearchPattern) {
        guard !pattern.isEmpty else { return }
        var walk: PatternWalk?
        if case .program(let program) = pattern { walk = PatternWalk(program) }
        marked.append(Marked(kind: kind, pattern: pattern, walk: walk))
    }

    /// The hits in a line, in their order.
    /// - Parameters:
    ///   - before: what stands before a piece of an opened line, so that what lies across the two is found; in bytes that
    ///     patterns see.
    ///   - after: what stands behind it.
    func hits(in line: ShownLine, before: [UInt8] = [], after: [UInt8] = []) -> [LogSpan<LogHit>] {
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
            let isSearch = marked[index].kind == .search
            let found =
                isSearch
                ? ranges(of: &marked[index], in: seen, &searchShare)
                : ranges(of: &marked[index], in: seen, &highlightShare)
            for range in found {
                let own = range.clamped(to: before.count..<before.count + line.plain.count)
                let place = own.lowerBound - before.count..<own.upperBound - before.count
                if let shown = line.shown(place) { hits.append(LogSpan(shown, marked[index].kind)) }
            }
        }
        // Those of the search come first where they begin together.
        let order = hits.indices.sorted {
            (hits[$0].range.lowerBound, $0) < (hits[$1].range.lowerBound, $1)
        }
        return order.map { hits[$0] }
    }

    /// - Parameter share: the steps that may be gone; fewer when they have been.
    private func ranges(of marked: inout Marked, in line: [UInt8], _ share: inout Int) -> [Range<Int>] {
        switch marked.pattern {
        case .text(let text, let ignoresCase): return Self.ranges(of: text, in: line, ignoresCase)
        case .program(let program):
            guard Self.mayMatch(program, line) else { return [] }
            return line.withUnsafeBytes { ranges(of: &marked, in: $0, &share) }
        }
    }

    private func ranges(
        of marked: inout Marked, in line: UnsafeRawBufferPointer, _ share: inout Int
    ) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at <= line.count, share > 0, found.count < Self.hitsPerLine {
            let before = marked.walk?.work ?? 0
            let match = marked.walk?.match(in: line, from: at, limit: share)
            share -= (marked.walk?.work ?? 0) - before
            guard let match else { break }
            if !match.isEmpty { found.append(match) }
            at = match.isEmpty ? match.upperBound + 1 : match.upperBound
        }
        return found
    }

    private static func ranges(of text: [UInt8], in line: [UInt8], _ ignoresCase: Bool) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at < line.count, found.count < hitsPerLine {
            let hit = line.withUnsafeBytes {
                cp_find_text($0.baseAddress.map { $0 + at }, line.count - at, text, text.count, ignoresCase)
            }
            guard hit >= 0 else { break }
            found.append(at + hit..<at + hit + text.count)
            at += hit + text.count
        }
        return found
    }

    private static func mayMatch(_ program: PatternProgram, _ line: [UInt8]) -> Bool {
        program.literals.isEmpty
            || program.literals.contains { cp_find_text(line, line.count, $0, $0.count, program.ignoresCase) >= 0 }
    }
}
