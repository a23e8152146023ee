import Screen

/// A build's name in big letters, broken behind its hyphens so that hosts stay whole.
struct BigName: Equatable {
    /// As many as the name needs in that width.
    let lines: [String]
    private let scale: Int

    init(_ name: String, columns: Int, scale: Int) {
        self.scale = scale
        let columns = columns / scale
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

    /// The rows of one line, with the blank one below.
    var lineHeight: Int { BigText.height * scale + 1 }

    /// How many lines show at least a third of the name: fewer are not worth their rows.
    var fewestLines: Int {
        let total = lines.reduce(0) { $0 + $1.count }
        var shown = 0
        let last = lines.firstIndex { line in
            shown += line.count
            return 3 * shown >= total
        }
        return (last ?? 0) + 1
    }

    /// Draws as many lines as there are rows for; dots tell that the name goes on.
    func draw(on canvas: Canvas, role: Role, glyphs: GlyphSet) {
        let shown = min(lines.count, (canvas.height + 1) / lineHeight)
        for index in 0..<shown {
            var text = lines[index]
            if index == shown - 1, shown < lines.count {
                while !text.isEmpty, BigText(text + "...", scale: scale).width > canvas.width { text.removeLast() }
                text += "..."
            }
            let window = canvas.window(x: 0, y: index * lineHeight, width: canvas.width, height: lineHeight)
            BigText(text, scale: scale).draw(on: window, role: role, glyphs: glyphs)
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
