import Testing

@testable import Runs

@Suite struct LineAutomatonTests {
    private static func program(_ text: String) throws -> PatternProgram {
        let isCased = text.contains { $0.isUppercase } && !text.contains("\\")
        return try PatternProgram(text, .search, ignoresCase: !isCased)
    }

    /// Whether each line of a text matches, read in pieces of a size.
    private static func lines(_ pattern: LineAutomaton, _ text: String, piece: Int) -> Bool {
        let bytes = Array(text.utf8)
        pattern.begin()
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let part = Array(bytes[start..<min(bytes.count, start + piece)])
            if part.withUnsafeBytes({ pattern.next(in: $0, from: 0) }) != nil { return true }
        }
        return pattern.endsWithHit()
    }

    @Test(
        arguments: [
            ("abc", "xxabcxx", true), ("abc", "ab", false), ("ABC", "abc", false), ("abc", "xABCx", true),
            ("a.c", "a\u{FC}c", true), ("a.c", "ac", false), ("^a", "ba", false), ("^a", "b\na", true),
            ("a$", "ab", false), ("a$", "a\nb", true), ("a$", "ba", true), ("^$", "", true), ("^$", "x", false),
            ("a|b|c", "xxc", true), ("(ab)+c", "ababc", true), ("^(ab)+c", "abaabc", false),
            ("^a{2,3}$", "aaaa", false), ("^a{2,3}$", "aaa", true), ("^a{2}$", "a", false), ("^a{2,}$", "aaaaa", true),
            ("a{x", "a{x", true), ("[0-9]+ failing", "  12 failing", true), ("[^0-9]", "123", false),
            ("[^0-9]", "1\u{2713}", true), ("[]x]+$", "]x", true), ("\\d+\\.\\d", "v1.2", true),
            ("\\bword\\b", "a word.", true),
            ("\\bword\\b", "swords", false), ("\\Bord", "word", true), ("\\w\\s\\W", "a -", true),
            ("\u{FC}", "x\u{FC}", true),
            ("[\u{E4}\u{FC}]", "\u{FC}", true), ("a*?b", "aab", true), ("(?:x|y)z", "yz", true),
            ("\\S\\D", "a1", false),
            ("a\nb", "a\nb", false), ("x?y?z?$", "q", true), ("^[+-\\d]+$", "+-5", true), ("^[+-\\d]+$", "+,5", false),
            ("^[+-\\d]+$", "\\", false),
            ("^[+-\\.]+$", "+,-.", true), ("^[+-\\.]+$", "/", false), ("^[+-\\.x]+$", "x-", true),
            ("^[a\\-z]+$", "a-z", true), ("^[a\\-z]+$", "b", false), ("^[\\w-\\.]+$", "a-.", true),
            ("\\(Results\\)", "(Results)", true),
            ("(a|b)*a(a|b){12}$", "abbababbbabababba", false), ("(a|b)*a(a|b){12}$", "abbaaababbbabababb", true),
        ] as [(String, String, Bool)])
    func matches(_ text: String, _ line: String, _ isHit: Bool) throws {
        let pattern = LineAutomaton(try Self.program(text))
        for piece in [1, 2, 1000] { #expect(Self.lines(pattern, line, piece: piece) == isHit, "by \(piece)") }
        var walk = PatternWalk(try Self.program(text))
        let lines = line.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        #expect(lines.contains { $0.withUnsafeBytes { walk.matches($0) } } == isHit, "line by line")
    }

    /// Logs of other encodings, and characters that were torn.
    @Test(
        arguments: [
            ("Fehler.*gefunden", Array("Fehler: Ger".utf8) + [0xE4] + Array("t nicht gefunden".utf8), 0..<28),
            ("a.b", [0x61, 0xC3, 0x62], 0..<3), ("a.b", [0x61, 0xE2, 0x9C, 0x62], 0..<4),
            ("a..b", [0x61, 0xE2, 0x9C, 0x62], nil), ("a\\Wb", [0x61, 0xF0, 0x62], 0..<3), ("^.$", [0xE4], 0..<1),
            ("^..$", [0xE4, 0xE4], 0..<2), ("[^x]y", [0xF4, 0x79], 0..<2), ("\\S$", [0x20, 0xC3], 1..<2),
            ("\\D{2}", [0x31, 0xC3, 0xC3], 1..<3), ("^.$", Array("\u{E9}".utf8), 0..<2),
            ("^..$", Array("\u{2713}".utf8), nil), ("\\W{2}", Array("\u{2713}".utf8), nil),
            ("\\W{2}", Array("a\u{2713}\u{2713}".utf8), 1..<7), ("^.\\B.$", Array("\u{2713}\u{E9}".utf8), 0..<5),
            ("\\B\\W", Array("a\u{2713}".utf8), nil), ("\\B.", Array("-\u{2713}".utf8), 0..<1),
            (".{3}", [0x80, 0x80, 0xFF, 0x61], 0..<3), (".", Array("\u{1F600}".utf8), 0..<4),
        ] as [(String, [UInt8], Range<Int>?)])
    func characters(_ text: String, _ line: [UInt8], _ hit: Range<Int>?) throws {
        let program = try Self.program(text)
        var walk = PatternWalk(program)
        #expect(line.withUnsafeBytes { walk.match(in: $0, from: 0) } == hit)
        let automaton = LineAutomaton(program)
        let isFound = line.contains { byte in
            [byte].withUnsafeBytes { automaton.next(in: $0, from: 0) } != nil
        }
        #expect((isFound || automaton.endsWithHit()) == (hit != nil))
    }

    @Test(arguments: [
        "(", ")", "a)", "(a", "[a", "*a", "a\\", "(?=a)", "[[:digits:]]", "[[:", "a(?i)", "\\1", "a{5,2}", "a{2000}",
        "[z-a]",
        "((a{99}){99}){99}",
        "[^\u{E9}]", "\\q", String(repeating: "(", count: 500),
    ])
    func refuses(_ text: String) {
        #expect(throws: PatternProblem.self) { try Self.program(text) }
    }

    /// What keeps other machines busy for ever takes as long as any other expression.
    @Test(.timeLimit(.minutes(1)), arguments: ["(a+)+$", "(a*)*b", "(a|aa)+$", "^(a?){50}a{50}b"])
    func neverFreezes(_ text: String) throws {
        let pattern = LineAutomaton(try Self.program(text))
        let line = String(repeating: "a", count: 64 * 1024) + "!"
        #expect(!Self.lines(pattern, line, piece: 4096))
        var walk = PatternWalk(try Self.program(text))
        #expect(line.utf8.withContiguousStorageIfAvailable { walk.matches(UnsafeRawBufferPointer($0)) } != true)
    }

    /// More states than are kept are forgotten and made again.
    @Test(.timeLimit(.minutes(2))) func forgetsStates() throws {
        let pattern = LineAutomaton(try Self.program("^(a|b)*a(a|b){14}c"))
        var text = ""
        var seed: UInt32 = 1
        for _ in 0..<20_000 {
            seed = seed &* 1_664_525 &+ 1_013_904_223
            text += seed >> 31 == 0 ? "a" : "b"
        }
        #expect(!Self.lines(pattern, text + "d", piece: 100))
        #expect(Self.lines(pattern, text + "a" + String(repeating: "b", count: 14) + "c", piece: 100))
    }
}
