import Screen

/// A filled band with a word, in big letters where it is high enough.
struct WallboardBand {
    /// The height from which the word is written big.
    static func big(_ scale: Int) -> Int { BigText.height * scale + 2 }

    let role: Role
    let glyph: String
    let word: String
    /// What stands at the right, in ordinary letters.
    let beside: String

    func draw(on canvas: Canvas, _ glyphs: GlyphSet, scale: Int = 1) {
        canvas.fill(role: role)
        let middle = (canvas.height - 1) / 2
        let letters = BigText(word, scale: scale)
        var x: Int
        if canvas.height >= Self.big(scale), letters.width + 4 <= canvas.width {
            letters.draw(
                on: canvas.window(
                    x: 2, y: (canvas.height - letters.rows) / 2, width: canvas.width - 2, height: letters.rows),
                role: role, glyphs: glyphs)
            // The word again in letters of its own size: what is copied from the screen should say it too.
            x = letters.width + 4
            if x + TextWidth.columns(word) + 4 <= canvas.width {
                x = canvas.write("\(glyph) \(word)", x: x, y: middle, role, .bold)
            }
        } else {
            x = canvas.write("\(glyph) \(word)", x: 1, y: middle, role, .bold)
        }
        let text = TextWidth.cutEnd(beside, canvas.width - x - 4, glyphs)
        guard TextWidth.columns(text) > 4 else { return }
        canvas.write(text, x: canvas.width - TextWidth.columns(text) - 2, y: middle, role)
    }
}
