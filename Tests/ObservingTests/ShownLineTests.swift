import Runs
import Testing

@testable import Observing

@Suite struct ShownLineTests {
    private static func shown(_ text: String) -> ShownLine { ShownLine(Array(text.utf8)[...]) }

    /// The parts of a text with what is said of them.
    private static func parts<Kind>(_ text: String, _ spans: [LogSpan<Kind>]) -> [String] {
        let bytes = Array(text.utf8)
        return spans.map { "\(String(decoding: bytes[$0.range], as: UTF8.self))=\(name(of: $0.kind))" }
    }

    private static func name(of kind: Any) -> String {
        switch kind {
        case let tint as LogTint: Self.name(of: tint)
        case LogHit.search: "?"
        case LogHit.searchRest: "…"
        case LogHit.highlight(let number): "\(number)"
        default: "\(kind)"
        }
    }

    /// `red!_ on blue`
    private static func name(of tint: LogTint) -> String {
        let signs = [(tint.isBold, "!"), (tint.isDim, "."), (tint.isUnderlined, "_"), (tint.isReversed, "^")]
        return (tint.color?.rawValue ?? "plain") + signs.filter(\.0).map(\.1).joined()
            + (tint.ground.map { " on \($0.rawValue)" } ?? "")
    }

    @Test(
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m plain", ["red=red"]),
            ("\u{1B}[1mb\u{1B}[32mg\u{1B}[22mh", ["b=plain!", "g=green!", "h=green"]),
            ("\u{1B}[1;33mw\u{1B}[mx", ["w=yellow!"]), ("\u{1B}[90ma\u{1B}[96mb\u{1B}[39mc", ["a=gray", "b=cyan"]),
            ("\u{1B}[38;5;196mr\u{1B}[38;5;245mg\u{1B}[38;5;255mw", ["r=red"]),
            ("\u{1B}[38;5;240mdim\u{1B}[38;5;12mblue", ["dim=gray", "blue=blue"]),
            ("\u{1B}[38;2;250;10;240mpink\u{1B}[38;2;90;90;90mdim", ["pink=magenta", "dim=gray"]),
            ("\u{1B}[48;5;196mback\u{1B}[31mred", ["back=plain on red", "red=red on red"]),
            ("\u{1B}[4;7mx\u{1B}[24my\u{1B}[27mz", ["x=plain_^", "y=plain^"]),
            ("\u{1B}[3ma\u{1B}[4mb\u{1B}[23mc\u{1B}[24md", ["abc=plain_"]),
            ("\u{1B}[2ma\u{1B}[1mb\u{1B}[22mc", ["a=plain.", "b=plain!."]),
            ("\u{1B}[4:3ma\u{1B}[4:0mb", ["a=plain_"]), ("\u{1B}[21ma\u{1B}[0mb", ["a=plain_"]),
            ("\u{1B}[41ma\u{1B}[102mb\u{1B}[49mc", ["a=plain on red", "b=plain on green"]),
            ("\u{1B}[30;47ma\u{1B}[40mb", ["ab=gray on gray"]),
            ("\u{1B}[48;2;0;0;200;1ma", ["a=plain! on blue"]), ("\u{1B}[48:2::0:0:200;1ma", ["a=plain! on blue"]),
            ("\u{1B}[48:2:0:0:200ma", ["a=plain on blue"]), ("\u{1B}[58:5:1;31ma", ["a=red"]),
            ("\u{1B}[48ma", ["a=plain on gray"]), ("\u{1B}[48:5ma", ["a=plain on magenta"]), ("\u{1B}[38;5mx", []),
            ("\u{1B}[38;2;1;2mx", []), ("\u{1B}[99999999999999999999mx", []),
            ("\u{1B}[34m\u{1B}[34ma\u{1B}[34mb", ["ab=blue"]), ("\u{1B}[31mü\t\u{7}\u{1B}[0mx", ["ü       ␇=red"]),
            ("\u{1B}[38:5:196mr", ["r=red"]),
        ] as [(String, [String])])
    func coloursAreTold(_ text: String, _ wanted: [String]) {
        let line = Self.shown(text)
        #expect(Self.parts(line.text, line.tints) == wanted)
    }

    @Test(
        arguments: [
            ("error", false, "an Error, \u{1B}[31merr\u{1B}[0mor", ["Error=?", "error=?"]),
            ("Error", false, "error Error", ["Error=?"]),
            ("a+", true, "caat a", ["aa=?", "a=?"]), ("a|ab|abc", true, "xabcab", ["abc=?", "ab=?"]),
            ("x*", true, "axxb", ["xx=?"]), ("^a$", true, "a\r", ["a=?"]), ("ü", false, "\u{7}ü", ["ü=?"]),
            ("b", false, "\ta\tb", ["b=?"]), ("\\t", true, "a\tb", ["       =?"]),
            ("\u{7}x", false, "\u{7}x", ["␇x=?"]),
            ("\\B.", true, "ab", ["b=?"]), ("[^a]", true, "ü", ["ü=?"]), ("", false, "x", []),
            ("(", false, "f(x)", ["(=?"]),
            ("ä.é", false, "Ä.É ä.é Äxé", ["Ä.É=?", "ä.é=?"]), ("Ä", false, "ä Ä", ["Ä=?"]),
            ("σοφία", false, "ΣΟΦΊΑ σοφία", ["ΣΟΦΊΑ=?", "σοφία=?"]), ("λόγος", false, "ΛΌΓΟΣ", ["ΛΌΓΟΣ=?"]),
            ("ошибка", false, "Ошибка: ОШИБКА", ["Ошибка=?", "ОШИБКА=?"]), ("ÿ", false, "Ÿÿ", ["Ÿ=?", "ÿ=?"]),
            ("[äö]r", true, "ÄR öR", ["ÄR=?", "öR=?"]), ("größe", false, "GRÖßE GRÖSSE", ["GRÖßE=?"]),
            ("日本", false, "日本", ["日本=?"]), ("é+", true, "éÉé", ["éÉé=?"]),
        ] as [(String, Bool, String, [String])])
    func hitsAreTold(_ pattern: String, _ isRegex: Bool, _ text: String, _ wanted: [String]) throws {
        let search = try SearchPattern(LogPattern(pattern, isRegex: isRegex))
        let line = Self.shown(text)
        let hits = HitMarker(try CompiledRules([]), search: search).hits(in: line)
        #expect(Self.parts(line.text, hits) == wanted)
    }

    @Test func highlightsHaveTheirNumbers() throws {
        let rules = [
            LogRule(.only, LogPattern("a")), LogRule(.highlight, LogPattern("bc")),
            LogRule(.highlight, LogPattern("c.")),
        ]
        var rules2 = rules
        rules2[2].pattern.isRegex = true
        let line = Self.shown("abcd abc")
        let hits = HitMarker(try CompiledRules(rules2), search: try SearchPattern(LogPattern("abc"))).hits(in: line)
        #expect(Self.parts(line.text, hits) == ["abc=?", "bc=1", "cd=2", "abc=?", "bc=1"])
    }

    /// What keeps other machines busy for ever is given up within the budget, and lines after it are shown all the same.
    @Test(.timeLimit(.minutes(3)), arguments: ["(a+)+$", "a.*z|a", "(a|aa)+b", "(.*a){20}b"])
    func marksWithinABudget(_ pattern: String) throws {
        let search = try SearchPattern(LogPattern(pattern, isRegex: true))
        let marker = HitMarker(try CompiledRules([]), search: search, budget: (200_000, 200_000))
        let line = Self.shown(String(repeating: "a", count: 64 * 1024) + "!")
        for _ in 0..<5 { _ = marker.hits(in: line) }
        #expect(marker.work <= 210_000)
    }

    /// However long the lines of a window are, and whatever is highlighted in them, the hits of the search are to be seen.
    @Test(arguments: [#"id=\d+"#, #"[a-z]+=\d+"#, "[i-k]d=.7"])
    func everyLineOfAWindowHasItsHits(_ pattern: String) throws {
        let highlights = [#"[a-z]+_[a-z]+"#, #"\w+ms"#].map { text in
            LogRule(.highlight, LogPattern(text, isRegex: true))
        }
        let search = try SearchPattern(LogPattern(pattern, isRegex: true))
        let field = #"{"name":"identity of a volume","kind":12,"took":"31 s","path":"/dev/disk/by-id"},"#
        let line = Self.shown(String(repeating: field, count: 16_000 / field.utf8.count) + "id=77")
        let marker = HitMarker(try CompiledRules(highlights), search: search, lines: 60)
        for row in 0..<60 {
            let hits = marker.hits(in: line)
            #expect(Self.parts(line.text, hits.filter { $0.kind == .search }) == ["id=77=?"], "row \(row)")
        }
    }

    /// Bytes that are no text, in all their ways: the text is whole, and every place in it has a place.
    @Test func anyBytesAreShown() {
        var state: UInt64 = 5
        for _ in 0..<500 {
            let bytes = (0..<12).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let some: [UInt8] = [
                    0x41, 0xC3, 0xA9, 0xE2, 0x9C, 0x93, 0xF0, 0x9F, 0x98, 0x80, 0xFF, 0x1B, 0x5B, 0x6D, 0x09,
                ]
                return some[Int(state >> 33) % some.count]
            }
            let line = ShownLine(bytes[...])
            #expect(!line.text.unicodeScalars.contains(where: SafeText.isUnsafe))
            for start in 0..<line.plain.count {
                guard let shown = line.shown(start..<start + 1) else {
                    Issue.record("nothing is shown of byte \(start) of \(bytes)")
                    continue
                }
                let part = Array(line.text.utf8)[shown]
                #expect(String(validating: part, as: UTF8.self) != nil, "\(bytes)")
            }
        }
    }
}
