import Screen

/// What the probe shows.
struct Picture {
    let glyphs: GlyphSet
    var theme = Theme.builtIn
    private var text = "ready"
    private var count = 0

    init(glyphs: GlyphSet) { self.glyphs = glyphs }

    mutating func note(_ event: InputEvent) {
        count += 1
        switch event {
        case .key(let key): text = "key \(key.name)"
        case .paste(let pasted): text = "paste \(pasted)"
        case .mouse(let mouse): text = "mouse \(mouse.action) \(mouse.at.x),\(mouse.at.y)"
        }
    }

    func frame(in size: Size) -> Frame {
        let canvas = Canvas(size: size)
        canvas.row(0).fill(role: .bar)
        canvas.write("probe \(size.columns)x\(size.rows)", x: 1, y: 0, .bar)
        canvas.write("\(count) \(text)", x: 1, y: 2, .strong)
        canvas.write("\(glyphs[.passed]) PASS", x: 1, y: 4, .good)
        canvas.write("\(glyphs[.failed]) FAIL", x: 9, y: 4, .bad)
        canvas.write("wide 日本 and e\u{301} and \u{202E}\u{1B}[31m", x: 1, y: 5)
        canvas.write(String(repeating: "=", count: 40), x: 1, y: 6, .rule)
        for (number, role) in Role.allCases.enumerated() where number + 8 < size.rows {
            canvas.write("\(role)", x: 1, y: number + 8, role)
        }
        return canvas.frame
    }
}
