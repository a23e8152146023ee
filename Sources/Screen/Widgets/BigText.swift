/// Letters five rows high, to be read from across a room. Knows A–Z, 0–9 and `. - _ / : + % ( )`; small letters are
/// drawn as capitals, anything else as a box.
package struct BigText {
    package static let height = 5

    private let letters: [[String]]
    /// The cells of each dot, across and down.
    private let scale: Int

    package init(_ text: String, scale: Int = 1) {
        self.scale = max(1, scale)
        letters = text.uppercased().map { BigLetters.rows[$0] ?? BigLetters.unknown }
    }

    /// The columns that it takes, without a blank behind.
    package var width: Int { letters.reduce(-1) { $0 + $1[0].count + 1 } * scale }

    /// The rows that it takes.
    package var rows: Int { Self.height * scale }

    /// How many letters fit into `columns` at scale 1.
    package static func fitting(_ text: String, columns: Int) -> Int {
        var used = -1
        var count = 0
        for letter in BigText(text).letters {
            used += letter[0].count + 1
            if used > columns { break }
            count += 1
        }
        return count
    }

    /// Draws it at the top left, cut at the window's edge.
    package func draw(on canvas: Canvas, role: Role, glyphs: GlyphSet = .unicode) {
        let dash = String(repeating: glyphs[.block], count: scale)
        var x = 0
        for letter in letters where x < canvas.width {
            for (y, row) in letter.enumerated() {
                for (column, dot) in row.enumerated() where dot == "#" {
                    for row in y * scale..<(y + 1) * scale {
                        canvas.write(dash, x: x + column * scale, y: row, role)
                    }
                }
            }
            x += (letter[0].count + 1) * scale
        }
    }
}
