import Testing

@testable import Runs

/// Patterns at random, held against a matcher that goes back and back until it has tried everything.
@Suite struct PatternOracleTests {
    private struct Dice {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    private indirect enum Oracle {
        case set([UInt8])
        case sequence([Oracle])
        case choice([Oracle])
        case repeated(Oracle, Int, Int)
        case start, end, edge
        /// One character; one that is none of a word; a place between two characters where no word begins or ends.
        case any, sign, inside
        case character(String)

        var text: String {
            switch self {
            case .set(let bytes):
                bytes.count == 1
                    ? String(decoding: bytes, as: UTF8.self) : "[\(String(decoding: bytes, as: UTF8.self))]"
            case .sequence(let parts): parts.map(\.text).joined()
            case .choice(let parts): "(" + parts.map(\.text).joined(separator: "|") + ")"
            case .repeated(let part, 0, 9): "(?:\(part.text))*"
            case .repeated(let part, 1, 9): "(?:\(part.text))+"
            case .repeated(let part, let least, let most): "(?:\(part.text)){\(least),\(most)}"
            case .start: "^"
            case .end: "$"
            case .edge: "\\b"
            case .any: "."
            case .sign: "\\W"
            case .inside: "\\B"
            case .character(let text): text
            }
        }

        private static func isWord(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 }

        /// Where characters begin, and where the last one ends: a torn one goes on as far as its bytes do.
        private static func edges(_ line: [UInt8]) -> [Int] {
            var (edges, left) = ([Int](), 0)
            for (index, byte) in line.enumerated() {
                let goesOn = left > 0 && (0x80...0xBF).contains(byte)
                if !goesOn { edges.append(index) }
                let length: Int
                switch byte {
                case 0xC2...0xDF: length = 1
                case 0xE0...0xEF: length = 2
                case 0xF0...0xF4: length = 3
                default: length = 0
                }
                left = goesOn ? left - 1 : length
            }
            return edges + [line.count]
        }

        private static func end(of start: Int, _ line: [UInt8]) -> Set<Int> {
            let edges = edges(line)
            guard start < line.count, edges.contains(start) else { return [] }
            return Set(edges.filter { $0 > start }.prefix(1))
        }

        private static func isWordEdge(_ place: Int, _ line: [UInt8]) -> Bool {
            func isWord(_ at: Int) -> Bool { line.indices.contains(at) && Self.isWord(line[at]) }
            return isWord(place - 1) != isWord(place)
        }

        /// All places where a match from a place can end.
        func ends(_ line: [UInt8], _ start: Int) -> Set<Int> {
            switch self {
            case .set(let bytes): return start < line.count && bytes.contains(line[start]) ? [start + 1] : []
            case .sequence(let parts):
                return parts.reduce([start]) { places, part in
                    places.reduce(into: []) { $0.formUnion(part.ends(line, $1)) }
                }
            case .choice(let parts): return parts.reduce(into: []) { $0.formUnion($1.ends(line, start)) }
            case .repeated(let part, let least, let most):
                var found: Set<Int> = least == 0 ? [start] : []
                var places: Set<Int> = [start]
                for count in 1...max(1, most == 9 ? line.count + 1 : most) where most > 0 {
                    places = places.reduce(into: []) { $0.formUnion(part.ends(line, $1)) }
                    if count >= least { found.formUnion(places) }
                }
                return found
            case .start: return start == 0 ? [start] : []
            case .end: return start == line.count ? [start] : []
            case .edge:
                return Self.isWordEdge(start, line) ? [start] : []
            case .any: return Self.end(of: start, line)
            case .sign: return start < line.count && !Self.isWord(line[start]) ? Self.end(of: start, line) : []
            case .inside: return Self.edges(line).contains(start) && !Self.isWordEdge(start, line) ? [start] : []
            case .character(let text): return line[start...].starts(with: text.utf8) ? [start + text.utf8.count] : []
            }
        }
    }

    private static func oracle(_ dice: inout Dice, depth: Int, hasCharacters: Bool = false) -> Oracle {
        if hasCharacters, dice.next(3) == 0 {
            return [.any, .sign, .inside, .character("é"), .character("✓")][dice.next(5)]
        }
        let oracle = { (dice: inout Dice, depth: Int) in
            Self.oracle(&dice, depth: depth, hasCharacters: hasCharacters)
        }
        return plainOracle(&dice, depth: depth, oracle)
    }

    private static func plainOracle(
        _ dice: inout Dice, depth: Int, _ oracle: (inout Dice, Int) -> Oracle
    ) -> Oracle {
        switch dice.next(depth > 0 ? 12 : 5) {
        case 0...3: return .set([Array("abc-".utf8)[dice.next(4)]])
        case 4: return .set(Array("ab".utf8))
        case 5, 6, 7: return .sequence((0..<1 + dice.next(3)).map { _ in oracle(&dice, depth - 1) })
        case 8: return .choice((0..<2 + dice.next(2)).map { _ in oracle(&dice, depth - 1) })
        case 9, 10:
            let (least, most) = [(0, 9), (1, 9), (0, 1), (2, 3), (0, 2)][dice.next(5)]
            return .repeated(oracle(&dice, depth - 1), least, most)
        default: return [.start, .end, .edge][dice.next(3)]
        }
    }

    @Test(arguments: 0..<30) func allMatchersAgree(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 104_729 &+ 11)
        for _ in 0..<25 {
            let hasCharacters = seed.isMultiple(of: 2)
            let oracle = Self.oracle(&dice, depth: 3, hasCharacters: hasCharacters)
            let program = try PatternProgram(oracle.text, .search, ignoresCase: false)
            let automaton = LineAutomaton(program)
            var walk = PatternWalk(program)
            for _ in 0..<8 {
                // Whole characters, torn ones, and bytes that are part of none.
                let torn: [UInt8] = [0xC3, 0xA9, 0xE2, 0x9C, 0x93, 0xF0, 0x80, 0xC1, 0xFF]
                let line = (0..<dice.next(9)).flatMap { _ -> [UInt8] in
                    guard hasCharacters, dice.next(2) == 0 else { return [Array("abc-".utf8)[dice.next(4)]] }
                    return dice.next(3) == 0 ? Array(["é", "✓"][dice.next(2)].utf8) : [torn[dice.next(torn.count)]]
                }
                let shown = "'\(oracle.text)' in '\(String(decoding: line, as: UTF8.self))' \(line)"
                let starts = (0...line.count).map { oracle.ends(line, $0) }
                let first = starts.firstIndex { !$0.isEmpty }
                let span = first.map { $0..<(starts[$0].max() ?? $0) }
                #expect(line.withUnsafeBytes { walk.match(in: $0, from: 0) } == span, "\(shown)")
                #expect(line.withUnsafeBytes { walk.matches($0) } == (span != nil), "\(shown)")
                automaton.begin()
                let isHit = line.withUnsafeBytes { automaton.next(in: $0, from: 0) != nil } || automaton.endsWithHit()
                #expect(isHit == (span != nil), "\(shown)")
                if span != nil, !program.literals.isEmpty {
                    let text = String(decoding: line, as: UTF8.self)
                    let holds = program.literals.contains { text.contains(String(decoding: $0, as: UTF8.self)) }
                    #expect(holds, "\(shown) holds one of \(program.literals)")
                }
                if span != nil { #expect(Self.holds(line, program.neighbours), "\(shown)") }
            }
        }
    }

    /// Whether bytes stand next to one another that are in one set each.
    private static func holds(_ line: [UInt8], _ neighbours: [UInt8]) -> Bool {
        let tables = stride(from: 0, to: neighbours.count, by: PatternProgram.table).map { Array(neighbours[$0...]) }
        return (0...line.count).contains { start in
            tables.indices.allSatisfy { index in
                guard start + index < line.count else { return false }
                let byte = line[start + index]
                return byte < 0x80 && tables[index][Int(byte & 15)] & (1 << (byte >> 4)) != 0
            }
        }
    }

    @Test(
        arguments: [
            ("[A-F][A-F][0-9]{3}[G-K]", ["[A-F]", "[A-F]", "[0-9]"]), ("[0-9]{3}x[a-f]{9}", ["x", "[a-f]", "[a-f]"]),
            ("(a|b)[X-Z]", ["[X-Z]"]), ("^[a-c]+[A-C]$", ["[a-c]", "[A-C]"]), ("([AB]c?[DE])+", ["[AB]"]),
            ("([AB]c?[DE]){2}", ["[DE]", "[AB]"]),
            ("x?", []), (".*", []), ("[^a]", ["[^a]"]), ("é[0-9]", ["[0-9]"]), ("((((a{9}){9}){9}){9}){9}", ["a"]),
        ] as [(String, [String])])
    func knowsWhatStandsSideBySide(_ pattern: String, _ sets: [String]) throws {
        let wanted = try sets.flatMap { set in
            try PatternProgram(set, .search, ignoresCase: false).neighbours
        }
        let program = try? PatternProgram(pattern, .search, ignoresCase: false)
        #expect(program?.neighbours ?? wanted == wanted)
    }

    @Test(
        arguments: [
            ("abc", ["abc"], true), ("a.c", ["a"], false), ("[0-9]+ failed", [" failed"], false),
            ("foo|quux", ["foo", "quux"], false),
            ("(ab|cd)efg*", ["ab", "cd"], false), ("x*", [], false), ("\\bword\\b", ["word"], false),
            ("(abc)+", ["abc"], false),
            ("a{3}b", ["a"], false), ("[eE]rr", ["err"], true), ("^$", [], false),
        ] as [(String, [String], Bool)])
    func knowsWhatItCannotDoWithout(_ pattern: String, _ literals: [String], _ isExact: Bool) throws {
        let program = try PatternProgram(pattern, .search, ignoresCase: true)
        #expect(program.literals.map { String(decoding: $0, as: UTF8.self) } == literals)
        #expect((program.exact != nil) == isExact)
    }

    /// With a capital, a letter in both cases is no text that stands there.
    @Test func casedLiteralsAreAsTyped() throws {
        let program = try PatternProgram("[eE]rrOR", .search, ignoresCase: false)
        #expect(program.literals == [Array("rrOR".utf8)])
        #expect(
            try SearchPattern(LogPattern("\\Dx", isRegex: true)) != SearchPattern(LogPattern("\\DX", isRegex: true)))
    }
}
