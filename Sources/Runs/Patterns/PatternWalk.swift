/// Which ends of some text are the ends of its line: only there do `^` and `$` match.
package struct LineEnds: Equatable, Sendable {
    package var begins: Bool
    package var ends: Bool

    package init(begins: Bool, ends: Bool) { (self.begins, self.ends) = (begins, ends) }

    package static let both = LineEnds(begins: true, ends: true)
}

/// Goes all ways through a pattern at once, along one line: it never goes back, whatever pattern and line say.
///
/// Ways are kept in the order of the places where they began, so that of several matches the leftmost is known.
package struct PatternWalk {
    private let program: PatternProgram
    private var now: Ways
    private var following: Ways
    /// How many steps have been gone, for callers that have only so much time.
    package private(set) var work = 0

    package init(_ program: PatternProgram) {
        self.program = program
        now = Ways(program.steps)
        following = now
    }

    /// Whether something in the line matches.
    package mutating func matches(_ line: UnsafeRawBufferPointer) -> Bool {
        walk(line, from: 0, .both, limit: .max, stopsAtFirst: true) != nil
    }

    /// The leftmost match from a place on, and of those that begin there the longest; it may be empty.
    /// - Parameters:
    ///   - ends: what of the line's ends is there, where the text is only a part of one.
    ///   - limit: the most steps that are gone; beyond them there is no match.
    package mutating func match(
        in line: UnsafeRawBufferPointer, from start: Int, ends: LineEnds = .both, limit: Int = .max
    ) -> Range<Int>? {
        let found = walk(line, from: start, ends, limit: limit)
        guard !ends.ends, program.endsWithLine else { return found }
        // What would match if the line ended here, and may go on, is taken to go on up to where it ends.
        let open = walk(line, from: start, LineEnds(begins: ends.begins, ends: true), limit: limit)
        guard let open, open.upperBound == line.count, now.beginnings.contains(open.lowerBound) else { return found }
        return found.map { $0.lowerBound < open.lowerBound } == true ? found : open
    }

    private mutating func walk(
        _ line: UnsafeRawBufferPointer, from start: Int, _ ends: LineEnds, limit: Int, stopsAtFirst: Bool = false
    ) -> Range<Int>? {
        (now.ends, following.ends) = (ends, ends)
        now.removeAll()
        var best: Range<Int>?
        var end = limit == .max ? Int.max : work + limit
        if end < work { end = .max }
        var index = start
        while index <= max(start, line.count) {
            if best == nil {
                if now.places.isEmpty { passOver(line, &index) }
                now.enter(program.start, began: index, at: index, of: line, &best)
            }
            if best != nil, stopsAtFirst { return best }
            if index >= line.count || now.places.isEmpty && best != nil { break }
            following.removeAll()
            work += now.places.count
            guard work <= end else { return nil }
            let byte = line[index]
            for (place, began) in zip(now.places, now.beginnings) {
                // What began further right cannot win any more.
                if let best, began > best.lowerBound { break }
                guard case .byte(let set, let next) = program.steps[place], set.contains(byte) else { continue }
                following.enter(next, began: began, at: index + 1, of: line, &best)
            }
            swap(&now, &following)
            index += 1
        }
        return best
    }

    /// Where no way is open, none begins before one of the first bytes: that is no work to speak of.
    private mutating func passOver(_ line: UnsafeRawBufferPointer, _ index: inout Int) {
        guard let first = program.firstBytes else { return }
        let from = index
        while index < line.count, !first.contains(line[index]) { index += 1 }
        if index > from { now.removeAll() }
    }

    /// Steps that wait for a byte, each once, with the places where their ways began.
    private struct Ways {
        private let steps: [PatternProgram.Step]
        private(set) var places: [Int] = []
        private(set) var beginnings: [Int] = []
        private var open: [Int] = []
        private var seen: [Int]
        private var generation = 1
        var ends = LineEnds.both

        init(_ steps: [PatternProgram.Step]) {
            self.steps = steps
            seen = Array(repeating: 0, count: steps.count)
        }

        mutating func removeAll() {
            generation += 1
            places.removeAll(keepingCapacity: true)
            beginnings.removeAll(keepingCapacity: true)
        }

        /// Adds a step, and all that can be reached from it without a byte; a match on the way becomes the best where it is.
        mutating func enter(
            _ first: Int, began: Int, at index: Int, of line: UnsafeRawBufferPointer, _ best: inout Range<Int>?
        ) {
            open.append(first)
            while let place = open.popLast() {
                guard seen[place] != generation else { continue }
                seen[place] = generation
                switch steps[place] {
                case .match:
                    let isBetter = best.map {
                        began < $0.lowerBound || began == $0.lowerBound && index > $0.upperBound
                    }
                    if isBetter ?? true { best = began..<index }
                case .split(let one, let other):
                    open.append(other)
                    open.append(one)
                case .lineStart(let next): if index == 0, ends.begins { open.append(next) }
                case .lineEnd(let next): if index == line.count, ends.ends { open.append(next) }
                case .wordEdge(let isWanted, let next):
                    if Self.isWordEdge(index, line) == isWanted { open.append(next) }
                case .characterEdge(let isWanted, let next):
                    if Self.isCharacterEdge(index, line) == isWanted { open.append(next) }
                case .byte:
                    places.append(place)
                    beginnings.append(began)
                }
            }
        }

        /// A character that is torn ends where its bytes do.
        private static func isCharacterEdge(_ index: Int, _ line: UnsafeRawBufferPointer) -> Bool {
            guard index > 0, index < line.count, line[index].isContinuation else { return true }
            for length in 1...min(3, index) where !line[index - length].isContinuation {
                return line[index - length].continuationCount < length
            }
            return true
        }

        private static func isWordEdge(_ index: Int, _ line: UnsafeRawBufferPointer) -> Bool {
            let before = index > 0 && ByteSet.word.contains(line[index - 1])
            let after = index < line.count && ByteSet.word.contains(line[index])
            return before != after
        }
    }
}
