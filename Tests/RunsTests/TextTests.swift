import Runs
import Testing

@Suite struct TextTests {
    // MARK: Safe text

    @Test(arguments: [
        ("plain – ünï 漢字 🙂", "plain – ünï 漢字 🙂"), ("a\u{1B}[2Jb", "a␛[2Jb"), ("a\nb\r", "a␊b␍"), ("a\tb", "a b"),
        ("\u{0}", "␀"), ("\u{7F}", "␡"), ("\u{9B}2J", "<U+009B>2J"), ("\u{202E}txt", "<U+202E>txt"),
        ("a\u{200B}b", "a<U+200B>b"), ("\u{FEFF}x", "<U+FEFF>x"), ("\u{E0041}", "<U+E0041>"), ("\u{AD}", "<U+00AD>"),
        ("\u{FFFE}", "<U+FFFE>"), ("\u{1FFFF}", "<U+1FFFF>"), ("", ""), ("\u{FE0F}", "<U+FE0F>"),
        ("\u{2066}\u{2069}", "<U+2066><U+2069>"), ("a\r\nb", "a␍␊b"),
    ])
    func visible(_ text: String, _ shown: String) { #expect(SafeText.visible(text) == shown) }

    @Test func nothingUnsafeRemains() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), SafeText.isUnsafe(scalar) else { continue }
            let shown = SafeText.visible(String(scalar))
            #expect(!shown.unicodeScalars.contains(where: SafeText.isUnsafe), "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("one\ntwo", "one"), ("\n\n  three ", "three"), ("", ""), ("\n", ""), ("a\u{1B}b\nc", "a␛b"),
        ("one\r\ntwo", "one"), ("\r\n one\rx\r\n", "one␍x"),
    ])
    func firstLine(_ text: String, _ line: String) { #expect(SafeText.firstLine(of: text) == line) }

    // MARK: Durations

    @Test(arguments: [
        (7_509, "2h 05m 09s", "2h 05m"), (309, "5m 09s", "5m"), (9, "9s", "9s"), (0, "0s", "0s"), (-5, "0s", "0s"),
        (59, "59s", "59s"), (60, "1m 00s", "1m"), (3599, "59m 59s", "59m"), (3600, "1h 00m 00s", "1h 00m"),
        (172_799, "47h 59m 59s", "47h 59m"), (172_800, "48h 00m 00s", "2d 00h"), (273_600, "76h 00m 00s", "3d 04h"),
    ])
    func durations(_ seconds: Int, _ full: String, _ short: String) {
        #expect(DurationText.full(.seconds(seconds)) == full)
        #expect(DurationText.short(.seconds(seconds)) == short)
    }

    @Test(arguments: [(950, "950ms"), (999, "999ms"), (1000, "1s"), (41_900, "41s"), (190_000, "3m 10s"), (-3, "0ms")])
    func stepDurations(_ milliseconds: Int, _ text: String) {
        #expect(DurationText.step(.milliseconds(milliseconds)) == text)
    }

    @Test func hugeDurationsDoNotTrap() {
        #expect(DurationText.full(.seconds(Int64.max)).hasSuffix("s"))
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
        #expect(Timestamp(milliseconds: .max) + .seconds(1) == Timestamp(milliseconds: .max))
        #expect(Timestamp(milliseconds: .min) - Timestamp(milliseconds: .max) == .milliseconds(Int64.min))
    }
}
