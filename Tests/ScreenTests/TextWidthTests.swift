import CPosix
import Screen
import Testing

/// Scalars that we show otherwise than libc would lay them out, on purpose.
private func isException(_ value: UInt32) -> Bool {
    switch value {
    // Dropped: joiner, variation selectors, skin tones. Invisible or acting on others: bidi controls, zero width, fillers,
    // tags, regional indicators, soft hyphen.
    case 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: true
    case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E: true
    case 0x2060...0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE007F: true
    // Private use has no meaning, and the scripts beyond the basic plane no glyphs.
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF, 0x10000...0x1D3FF, 0x1D800...0x1EFFF, 0x1FC00...0x1FFFF: true
    default: false
    }
}

@Test func widthsAreThoseOfLibc() throws {
    try #require(cp_set_locale("C.UTF-8"), "this host has no C.UTF-8")
    var wrong: [String] = []
    for value in UInt32(0xA0)...0x10FFFF where !isException(value) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let ours: Int32 =
            switch TextWidth.showing(scalar) {
            case .columns(let width): Int32(width)
            case .mark: 0
            case .standIn, .dropped: -1
            }
        if ours != cp_wcwidth(value) {
            wrong.append("U+\(String(value, radix: 16)): \(ours), libc \(cp_wcwidth(value))")
        }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(20))")
}

@Test func exceptionsAreNeverShownAsTheyAre() {
    for value in UInt32(0)...0x10FFFF where value < 0x20 || (0x7F...0x9F).contains(value) || isException(value) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        switch TextWidth.showing(scalar) {
        case .columns, .mark: Issue.record("U+\(String(value, radix: 16)) is shown")
        case .standIn(let other): #expect(other != scalar)
        case .dropped: break
        }
    }
}

@Test(arguments: [
    ("abc", 3, "abc"),
    ("日本", 4, "日本"),
    ("e\u{301}", 1, "e\u{301}"),
    ("e\u{301}\u{302}\u{303}", 1, "e\u{301}"),
    ("\u{301}x", 2, "·x"),
    ("✅", 2, "✅"),
    ("⚠\u{FE0F}", 1, "⚠"),
    ("👍🏽", 2, "👍"),
    ("👩\u{200D}👧", 4, "👩👧"),
    ("🇩🇪", 2, "··"),
    ("\u{1B}[31m", 5, "␛[31m"),
    ("\0\t\u{7F}\u{9B}", 4, "␀␉␡·"),
    ("\u{202E}\u{2066}\u{200B}\u{E0041}", 4, "····"),
    ("\u{E000}\u{1FAE9}\u{FFFF}", 3, "···"),
    ("\u{200B}\u{301}", 1, "·"),
])
func showsText(_ text: String, _ columns: Int, _ shown: String) {
    #expect(TextWidth.columns(text) == columns)
    #expect(TextWidth.shownText(text) == shown)
}

@Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("abcdef", -1, ""),
    ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ("ae\u{301}bc", 3, "ae\u{301}…"),
])
func cutsAtTheEnd(_ text: String, _ columns: Int, _ cut: String) {
    #expect(TextWidth.cutEnd(text, columns) == cut)
}

@Test(arguments: [
    ("e2e-redhat9.6-fc", 16, "e2e-redhat9.6-fc"), ("e2e-redhat9.6-fc", 9, "e2e-…6-fc"), ("abcdef", 4, "ab…f"),
    ("abcdef", 2, "a…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("日本語中国", 6, "日…国"), ("日本語中国", 7, "日…中国"),
])
func cutsInTheMiddle(_ text: String, _ columns: Int, _ cut: String) {
    let actual = TextWidth.cutMiddle(text, columns)
    #expect(actual == cut)
    #expect(TextWidth.columns(actual) <= columns)
}

@Test func pads() {
    #expect(TextWidth.pad("ab", 4) == "ab  ")
    #expect(TextWidth.pad("ab", 4, .trailing) == "  ab")
    #expect(TextWidth.pad("日本語", 4) == "日… ")
    #expect(TextWidth.pad("abcdef", 4, .leading, .ascii) == "abc~")
}

@Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("", 5, [""]),
    ("a bcdefgh i", 4, ["a", "bcde", "fgh", "i"]), ("日本", 1, ["日", "本"].map { $0 }), ("x", 0, []),
    // What is set in at the beginning stays so; blanks at which a line is broken go.
    ("    |  ^", 10, ["    |  ^"]), ("  one two", 5, ["  one", "two"]), ("one    two", 5, ["one  ", "two"]),
    ("      at f (a.ts:1)", 40, ["      at f (a.ts:1)"]), ("   ", 5, ["   "]),
])
func wraps(_ text: String, _ columns: Int, _ lines: [String]) {
    #expect(TextWidth.wrap(text, columns) == lines)
}

@Test(arguments: 0...12)
func cutsStyledText(_ columns: Int) {
    let text = [Span("good", .good), Span("bad", .bad), Span("日本", .plain)]
    let cut = text.cutEnd(columns)
    #expect(cut.width <= columns)
    #expect(cut.width >= min(columns, text.width) - 1)
    #expect(cut.plainText == text.plainText || cut.plainText.hasSuffix("…") || columns == 0)
}
