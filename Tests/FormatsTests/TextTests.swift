import Formats
import Runs
import TestKit
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("\u{1B}[?25l\u{1B}[2Kx", "x"),
        ("a\u{1B}]0;title\u{7}b", "ab"), ("a\u{1B}]8;;http://x\u{1B}\\b", "ab"), ("a\u{1B}]52;c;eA==", "a"),
        ("a\u{1B}P1$r0m\u{1B}\\b", "ab"), ("a\u{1B}_apc\u{9C}b", "ab"), ("a\u{1B}^pm\u{1B}\\b", "ab"),
        ("a\u{1B}Xsos\u{1B}\\b", "ab"), ("a\u{9B}31mb", "ab"), ("a\u{9D}0;t\u{9C}b", "ab"), ("a\u{85}b", "ab"),
        ("a\u{1B}(Bb", "ab"), ("a\u{1B}7b", "ab"), ("a\u{1B}", "a"), ("a\u{1B}[", "a"), ("a\u{1B}[31", "a"),
        ("a\u{1B}[3é", "aé"), ("a\u{1B}éb", "aéb"), ("1 %\r99 %", "99 %"), ("1 %\r99 %\r", "99 %"),
        ("1 %\r   ", "1 %"), ("\r\r", ""), ("\u{1B}[31m1 %\r\u{1B}[32m2 %\u{1B}[0m", "2 %"), ("é ©", "é ©"), ("", ""),
    ])
    func plainText(_ raw: String, _ shown: String) {
        #expect(PlainText.text(of: raw) == shown)
    }

    @Test(arguments: [
        ([0x61, 0xFF, 0x62] as [UInt8], "a\u{FFFD}b"), ([0x61, 0xE2, 0x9C], "a\u{FFFD}"), ([0x61, 0xC2], "a\u{FFFD}"),
        ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0x61, 0x00, 0x62], "a\0b"),
    ])
    func bytesThatAreNoTextAreReplaced(_ bytes: [UInt8], _ shown: String) {
        #expect(PlainText.text(of: bytes.span.bytes) == shown)
    }

    @Test(arguments: [
        ("a b  c", ["a", "b", "c"]), ("", []), ("  \t ", []), ("'a b' c", ["a b", "c"]), ("\"a b\"c'd e'", ["a bcd e"]),
        ("''", [""]), (#"a\ b"#, ["a b"]), (#""\$x \" \\ \n""#, [#"$x " \ \n"#]), (#"'a\b'"#, [#"a\b"#]),
        ("a\\\nb", ["ab"]), ("a\nb", ["a", "b"]), ("é 'ü ö'", ["é", "ü ö"]), ("$HOME `x` *", ["$HOME", "`x`", "*"]),
    ])
    func shellWords(_ line: String, _ words: [String]) {
        #expect(ShellWords.split(line) == words)
    }

    @Test(arguments: ["'a", "\"a", "a\\", "a 'b' \"c\\\""]) func openQuotesGiveNothing(_ line: String) {
        #expect(ShellWords.split(line) == nil)
    }

    @Test(arguments: [
        ["a", "b c"], [""], ["it's", "\"x\"", "$HOME", "a\\b", "a;b", "*", "é"], ["\n", "'", "''"], ["--x=1", "-p"],
    ])
    func joinedWordsSplitTheSame(_ words: [String]) {
        #expect(ShellWords.split(ShellWords.join(words)) == words)
    }

    // MARK: Lines

    struct Line: Equatable {
        var text: String
        var place: LinePlace
    }

    private func lines(_ bytes: [UInt8], offset: Int = 0, pieces: () -> Int) -> [Line] {
        var assembler = LineAssembler(offset: offset)
        var lines: [Line] = []
        let keep = { (line: RawSpan, place: LinePlace) in
            lines.append(Line(text: line.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, place: place))
        }
        var start = 0
        while start < bytes.count {
            let end = min(start + pieces(), bytes.count)
            assembler.feed(bytes.span.bytes.extracting(start..<end), each: keep)
            start = end
        }
        #expect(assembler.offset == offset + bytes.count)
        assembler.finish(keep)
        return lines
    }

    @Test func linesHaveTheirPlaces() {
        let got = lines(Array("one\r\n\n1 %\r2 %\nlast".utf8), offset: 100) { 1000 }
        #expect(got.map(\.text) == ["one", "", "1 %\r2 %", "last"])
        #expect(got.map(\.place.offset) == [100, 105, 106, 114])
        #expect(got.map(\.place.length) == [3, 0, 7, 4])
        #expect(got.map(\.place.hasReturn) == [false, false, true, false])
        #expect(got.map(\.place.isTerminated) == [true, true, true, false])
    }

    @Test(arguments: 1...20) func linesAreTheSameInAnyPieces(_ seed: Int) {
        let long = String(repeating: "x", count: 70_000)
        let bytes = Array("one\r\n\r\n\n1 %\r2 %\r\r\n\u{8}\u{B}\u{C}é✓\n\(seed < 4 ? long : "")\nlast\r".utf8)
        var numbers = SeededNumbers(seed: UInt64(seed))
        let whole = lines(bytes) { bytes.count }
        #expect(lines(bytes) { Int.random(in: 1...(seed * seed), using: &numbers) } == whole)
    }

    @Test(arguments: [(65_535, false), (65_536, false), (65_537, true), (300_000, true)])
    func ofALongLineTheRestIsLeftOut(_ length: Int, _ isElided: Bool) throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: length) + Array("\nnext\n".utf8)
        for piece in [1 << 20, 4096, 65_536] {
            let got = lines(bytes) { piece }
            try #require(got.count == 2)
            #expect(got[0].place.length == length)
            #expect(got[0].place.isElided == isElided)
            #expect(got[0].text.utf8.count == min(length, LineAssembler.keptBytes))
            #expect(got[1].place.offset == length + 1)
        }
    }
}
