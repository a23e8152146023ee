import Screen

/// A build's name in big letters, broken behind its hyphens so that hosts stay whole.
struct BigName: Equatable {
    /// As many as the name needs in that width.
    let lines: [String]

    init(_ name: String, columns: Int) {
        var lines: [String] = []
        var line = ""
        for part in Self.parts(name) {
            if line.isEmpty || BigText(line + part).width <= columns {
                line += part
            } else {
                lines.append(line)
                line = part
            }
            // A part that is longer than a whole line is broken where it stands.
            while BigText(line).width > columns {
                let fitting = max(1, BigText.fitting(line, columns: columns))
                guard fitting < line.count else { break }
                lines.append(String(line.prefix(fitting)))
                line.removeFirst(fitting)
            }
        }
        self.lines = line.isEmpty ? lines : lines + [line]
    }

    /// The rows that its first `count` lines take.
    static func height(_ count: Int) -> Int { count * (BigText.height + 1) }

    /// Draws as many lines as there are rows for; dots tell that the name goes on.
    func draw(on canvas: Canvas, role: Role, glyphs: GlyphSet) {
        let shown = min(lines.count, (canvas.height + 1) / (BigText.height + 1))
        for index in 0..<shown {
            var text = lines[index]
            if index == shown - 1, shown < lines.count {
                while !text.isEmpty, BigText(text + "...").width > canvas.width { text.removeLast() }
                text += "..."
            }
            let window = canvas.window(
                x: 0, y: index * (BigText.height + 1), width: canvas.width, height: BigText.height)
            BigText(text).draw(on: window, role: role, glyphs: glyphs)
        }
    }

    /// `e2e-`, `redhat9.6-`, `fc`
    private static func parts(_ name: String) -> [String] {
        name.reduce(into: [""]) { parts, letter in
            parts[parts.count - 1].append(letter)
            if letter == "-" { parts.append("") }
        }
    }
}
