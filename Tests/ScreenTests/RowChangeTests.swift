import Screen
import Testing

/// What of a row is drawn again.
@Suite struct RowChangeTests {
    private static func row(_ text: String, _ role: Role = .plain) -> ArraySlice<Cell> {
        let canvas = Canvas(size: Size(columns: 8, rows: 1))
        canvas.write(text, x: 0, y: 0, role)
        return canvas.frame.row(0)
    }

    @Test(arguments: [
        ("abcdefgh", "abcdefgh", 0..<0), ("abcdefgh", "xbcdefgh", 0..<1), ("abcdefgh", "abcdefgx", 7..<8),
        ("abcdefgh", "abXdeYgh", 2..<6), ("abcdefgh", "", 0..<8),
        // Wide characters are drawn whole: new ones, old ones, one over the half of another.
        ("ab日ef", "ab本ef", 2..<4), ("ab日ef", "abcdef", 2..<4), ("abcdef", "ab日ef", 2..<4),
        ("a日日f", "ab日日", 1..<6), ("日日日日", "日日日日", 0..<0),
        // A mark alone makes a difference.
        ("abe\u{301}d", "abed", 2..<3),
    ])
    func columns(_ old: String, _ new: String, _ changed: Range<Int>) {
        #expect(RowChange.columns(from: Self.row(old), to: Self.row(new)) == changed)
    }

    @Test func aRoleAloneMakesADifference() {
        #expect(RowChange.columns(from: Self.row("ab"), to: Self.row("ab", .bad)) == 0..<2)
    }

    @Test func anotherLengthIsDrawnWhole() {
        #expect(RowChange.columns(from: [], to: Self.row("ab")) == 0..<8)
    }

    /// Neither end cuts a wide character, and what is left out looks alike.
    @Test func anyTwoRows() {
        var random = SystemRandomNumberGenerator()
        let letters = ["a", "b", "日", "本", " "]
        for _ in 0..<2000 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0...8, using: &random)).map { _ in letters[Int.random(in: 0..<5, using: &random)] }
                    .joined()
            }
            let (old, new) = (Array(Self.row(texts[0])), Array(Self.row(texts[1])))
            let changed = RowChange.columns(from: old[...], to: new[...])
            var drawn = old
            drawn.replaceSubrange(changed, with: new[changed])
            #expect(drawn == new, "\(texts)")
            for end in [changed.lowerBound, changed.upperBound] where end < 8 && !changed.isEmpty {
                #expect(old[end].width != 0 && new[end].width != 0, "\(texts)")
            }
        }
    }
}
