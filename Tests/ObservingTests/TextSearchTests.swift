import CPosix
import Testing

@testable import Observing

/// What is done many bytes at a time, held against doing it byte by byte.
@Suite struct TextSearchTests {
    private static func random(_ count: Int, _ alphabet: [UInt8], _ state: inout UInt64) -> [UInt8] {
        (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func find(_ bytes: [UInt8], _ wanted: [UInt8], _ folds: Bool) -> Int {
        guard wanted.count <= bytes.count else { return -1 }
        return (0...bytes.count - wanted.count).first { start in
            wanted.indices.allSatisfy { index in
                let byte = bytes[start + index]
                return (folds ? lowered(byte) : byte) == wanted[index]
            }
        } ?? -1
    }

    @Test(arguments: 0..<20) func findsWhatStandsThere(_ seed: Int) {
        var state = UInt64(seed) &* 7919 &+ 3
        for round in 0..<150 {
            let alphabet = Array((round.isMultiple(of: 2) ? "abAB@`[{" : "xX\u{FC}-_ e").utf8)
            let bytes = Self.random((round * 7) % 130, alphabet, &state)
            var wanted = Self.random(1 + round % 6, alphabet, &state)
            let folds = round.isMultiple(of: 3)
            if folds { wanted = wanted.map(Self.lowered) }
            let found = cp_find_text(bytes, bytes.count, wanted, wanted.count, folds)
            #expect(found == Self.find(bytes, wanted, folds), "\(wanted) in \(bytes)")
        }
    }

    /// Wherever it stands, also at the last byte.
    @Test func findsAtEveryPlace() {
        let wanted = Array("Needle".utf8)
        for start in 0..<200 {
            for end in [0, 1, 40] {
                var bytes = [UInt8](repeating: UInt8(ascii: "e"), count: start + wanted.count + end)
                bytes.replaceSubrange(start..<start + wanted.count, with: wanted)
                #expect(cp_find_text(bytes, bytes.count, wanted, wanted.count, false) == start)
                #expect(cp_find_text(bytes, bytes.count, Array("needle".utf8), wanted.count, true) == start)
                #expect(cp_find_text(bytes, start + wanted.count - 1, wanted, wanted.count, false) == -1)
            }
        }
    }

    /// Progress bars write very many of them into one line.
    @Test(arguments: [0, 1, 100, 8_000_000]) func returnsAreTakenFromEndsOfLines(_ count: Int) {
        let returns = [UInt8](repeating: 0x0D, count: count)
        let inside = Array("ab".utf8) + returns + Array("c".utf8)
        for (bytes, wanted) in [
            (inside + returns + [0x0A] + returns + [0x0A], inside + [0x0A, 0x0A]), (inside + returns, inside),
            (returns + inside, returns + inside), (returns, []),
            (returns + [0x0A] + returns + [0x61], [0x0A] + returns + [0x61]),
        ] {
            var plain = bytes
            let length = plain.withUnsafeMutableBytes { cp_without_returns($0.baseAddress, $0.count) }
            #expect(plain.prefix(length).elementsEqual(wanted))
        }
    }

    @Test func countsBytes() {
        var state: UInt64 = 1
        for count in [0, 1, 15, 16, 63, 64, 65, 4032, 4096, 70_000] {
            let bytes = Self.random(count, [1, 2, 2, 255], &state)
            for wanted in [UInt8(1), 2, 3, 255] {
                #expect(cp_count_byte(bytes, count, wanted) == bytes.count { $0 == wanted }, "\(wanted) in \(count)")
            }
        }
        let same = [UInt8](repeating: 7, count: 100_000)
        #expect(cp_count_byte(same, same.count, 7) == 100_000)
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("\u{1B}[31mred\u{1B}[0m", "red"), ("a\u{1B}[1;38;5;9mb", "ab"),
            ("\u{1B}[2Jx", "\u{1B}[2Jx"),
            ("\u{1B}[31", "\u{1B}[31"), ("\u{1B}", "\u{1B}"), ("\u{1B}\u{1B}[mx", "\u{1B}x"),
            ("\u{1B}[3\n1mx", "\u{1B}[3\n1mx"),
        ] as [(String, String)])
    func takesColoursOut(_ text: String, _ wanted: String) {
        var bytes = Array(text.utf8)
        let count = bytes.withUnsafeMutableBytes { cp_without_colours($0.baseAddress, $0.count, $0.baseAddress) }
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == wanted)
    }

    @Test(
        arguments: [
            ("a\r\nb\r\r\nc\rd\n", "a\nb\nc\rd\n"), ("\r", ""), ("\r\n", "\n"), ("a\r", "a"), ("a\rb", "a\rb"),
            ("a\n", "a\n"),
        ] as [(String, String)])
    func takesReturnsOut(_ text: String, _ wanted: String) {
        var bytes = Array(text.utf8)
        let count = bytes.withUnsafeMutableBytes { cp_without_returns($0.baseAddress, $0.count) }
        #expect(Array(bytes[..<count]) == Array(wanted.utf8))
    }
}
