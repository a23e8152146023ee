/// A pattern for one line of text, found anywhere in it unless `^` and `$` say otherwise; case does not count.
///
/// It is a subset of regular expressions without look-around and back-references, which is what lets it be matched
/// without ever going back: the time grows with the length of the line and of the pattern, whatever they say.
package struct LinePattern: Equatable, Sendable {
    package let text: String
    private let steps: [Step]
    /// Texts of which one stands in every line that matches; empty when there are none.
    private let literals: [[UInt8]]

    private enum Step: Equatable, Sendable {
        case byte(UInt8)
        case set(ByteSet)
        case either(Int, Int)
        case lineStart, lineEnd, wordEdge
        case found
    }

    /// The most steps that a pattern may have.
    static let stepLimit = 2000

    package init(_ text: String) throws(PatternProblem) {
        self.text = text
        guard text.utf8.count <= 1000 else { throw PatternProblem("longer than 1000 bytes") }
        let node = try PatternParser.parse(text)
        var steps: [Step] = []
        guard Self.append(node, to: &steps) else {
            throw PatternProblem("too large: nested repetitions make it more than \(Self.stepLimit) steps")
        }
        steps.append(.found)
        self.steps = steps
        literals = Self.literals(of: node) ?? []
        // It would claim every failure there is.
        guard !matches(FoldedLine("")) else { throw PatternProblem("it fits every line; say what it must hold") }
    }

    // MARK: Compiling

    private static func append(_ node: PatternNode, to steps: inout [Step]) -> Bool {
        guard steps.count < stepLimit else { return false }
        switch node {
        case .bytes(let set): steps.append(lowered(set))
        case .lineStart: steps.append(.lineStart)
        case .lineEnd: steps.append(.lineEnd)
        case .wordEdge: steps.append(.wordEdge)
        case .sequence(let parts):
            for part in parts { guard append(part, to: &steps) else { return false } }
        case .choice(let branches): return append(branches[...], to: &steps)
        case .repeated(let part, let least, let most):
            for _ in 0..<least { guard append(part, to: &steps) else { return false } }
            guard let most else { return appendLoop(part, to: &steps) }
            var openings: [Int] = []
            for _ in least..<max(least, most) {
                openings.append(steps.count)
                steps.append(.found)
                guard append(part, to: &steps) else { return false }
            }
            for opening in openings { steps[opening] = .either(opening + 1, steps.count) }
        }
        return steps.count < stepLimit
    }

    private static func append(_ branches: ArraySlice<PatternNode>, to steps: inout [Step]) -> Bool {
        guard let first = branches.first else { return true }
        guard branches.count > 1 else { return append(first, to: &steps) }
        let fork = steps.count
        steps.append(.found)
        guard append(first, to: &steps) else { return false }
        let leave = steps.count
        steps.append(.found)
        steps[fork] = .either(fork + 1, steps.count)
        guard append(branches.dropFirst(), to: &steps) else { return false }
        steps[leave] = .either(steps.count, steps.count)
        return true
    }

    private static func appendLoop(_ part: PatternNode, to steps: inout [Step]) -> Bool {
        let fork = steps.count
        steps.append(.found)
        guard append(part, to: &steps) else { return false }
        steps.append(.either(fork, fork))
        steps[fork] = .either(fork + 1, steps.count)
        return true
    }

    /// Lines are in lower case: of a letter in both cases only the small one can come.
    private static func lowered(_ set: ByteSet) -> Step {
        only(set).map(Step.byte) ?? .set(set)
    }

    private static func only(_ set: ByteSet) -> UInt8? {
        if let byte = set.only { return byte }
        guard let letter = (UInt8(ascii: "a")...UInt8(ascii: "z")).first(where: set.contains) else { return nil }
        return set == ByteSet([letter]).folded ? letter : nil
    }

    /// Texts of which every match holds at least one; of several such sets that whose shortest text is the longest.
    private static func literals(of node: PatternNode) -> [[UInt8]]? {
        switch node {
        case .bytes(let set): return only(set).map { [[$0]] }
        case .lineStart, .lineEnd, .wordEdge: return nil
        case .choice(let branches):
            var all: [[UInt8]] = []
            for branch in branches {
                guard let texts = literals(of: branch) else { return nil }
                all += texts
            }
            return all.count <= 16 ? all : nil
        case .repeated(let part, let least, _): return least > 0 ? literals(of: part) : nil
        case .sequence(let parts):
            var best: [[UInt8]]?
            var run: [UInt8] = []
            func offer(_ texts: [[UInt8]]?) {
                guard let texts, let length = texts.map(\.count).min(), length > 0 else { return }
                if length > (best?.map(\.count).min() ?? 0) { best = texts }
            }
            for part in parts {
                if case .bytes(let set) = part, let byte = only(set) {
                    run.append(byte)
                    continue
                }
                offer([run])
                run = []
                offer(literals(of: part))
            }
            offer([run])
            return best
        }
    }

    // MARK: Matching

    /// Whether the line holds what the pattern describes.
    package func matches(_ line: FoldedLine) -> Bool {
        guard literals.isEmpty || literals.contains(where: line.holds) else { return false }
        let bytes = line.bytes
        var places = Places(count: steps.count)
        var following = Places(count: steps.count)
        for index in 0...bytes.count {
            if enter(0, at: index, of: bytes, &places) { return true }
            guard index < bytes.count else { break }
            following.removeAll()
            for place in places.all {
                let isNext =
                    switch steps[place] {
                    case .byte(let byte): byte == bytes[index]
                    case .set(let set): set.contains(bytes[index])
                    case .either, .lineStart, .lineEnd, .wordEdge, .found: false
                    }
                if isNext, enter(place + 1, at: index + 1, of: bytes, &following) { return true }
            }
            swap(&places, &following)
        }
        return false
    }

    /// Adds a step, and all that can be reached from it without a byte.
    /// - Returns: whether the end is among them.
    private func enter(_ first: Int, at index: Int, of bytes: [UInt8], _ places: inout Places) -> Bool {
        var open = [first]
        while let place = open.popLast() {
            guard places.insert(place) else { continue }
            switch steps[place] {
            case .found: return true
            case .either(let one, let other):
                open.append(other)
                if one != other { open.append(one) }
            case .lineStart: if index == 0 { open.append(place + 1) }
            case .lineEnd: if index == bytes.count { open.append(place + 1) }
            case .wordEdge: if Self.isWordEdge(index, bytes) { open.append(place + 1) }
            case .byte, .set: break
            }
        }
        return false
    }

    private static func isWordEdge(_ index: Int, _ bytes: [UInt8]) -> Bool {
        let before = index > 0 && ByteSet.word.contains(bytes[index - 1])
        let after = index < bytes.count && ByteSet.word.contains(bytes[index])
        return before != after
    }

    /// Steps, each once, in the order in which they came.
    private struct Places {
        private(set) var all: [Int] = []
        private var isIn: [Bool]

        init(count: Int) { isIn = Array(repeating: false, count: count) }

        mutating func insert(_ place: Int) -> Bool {
            if isIn[place] { return false }
            isIn[place] = true
            all.append(place)
            return true
        }

        mutating func removeAll() {
            for place in all { isIn[place] = false }
            all.removeAll(keepingCapacity: true)
        }
    }
}

/// A line as patterns see it: in lower case, at most 4 KiB of it.
package struct FoldedLine: Sendable {
    package static let limit = 4096

    let bytes: [UInt8]

    package init(_ line: some StringProtocol) {
        bytes = line.utf8.prefix(Self.limit).map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }
    }

    func holds(_ text: [UInt8]) -> Bool {
        guard let first = text.first, bytes.count >= text.count else { return text.isEmpty }
        return bytes.withUnsafeBufferPointer { bytes in
            text.withUnsafeBufferPointer { text in
                for start in 0...bytes.count - text.count where bytes[start] == first {
                    var length = 1
                    while length < text.count, bytes[start + length] == text[length] { length += 1 }
                    if length == text.count { return true }
                }
                return false
            }
        }
    }
}
