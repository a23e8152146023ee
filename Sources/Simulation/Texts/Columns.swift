/// Text cut and filled to columns, as the tables of Cypress do it. Every character here takes one column.
enum Columns {
    /// The width of Cypress' boxes, borders and indentation included.
    static let width = 100

    /// Cut hard every `width` characters, in the middle of words; one empty piece for an empty text.
    static func pieces(_ text: String, _ width: Int) -> [String] {
        var rest = Substring(text)
        var pieces: [String] = []
        repeat {
            pieces.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        } while !rest.isEmpty
        return pieces
    }

    static func left(_ text: String, _ width: Int) -> String { text + blanks(width - text.count) }
    static func right(_ text: String, _ width: Int) -> String { blanks(width - text.count) + text }
    static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    static func rule(_ character: Character, _ count: Int) -> String { String(repeating: character, count: count) }

    /// A line break after every line.
    static func text(_ lines: [String]) -> String { lines.reduce(into: "") { $0 += $1 + "\n" } }

    static var top: String { "  ┌" + rule("─", 96) + "┐" }
    static var middle: String { "  ├" + rule("─", 96) + "┤" }
    static var bottom: String { "  └" + rule("─", 96) + "┘" }

    /// A box of keys and values; values wrap under themselves, with an empty key.
    static func box(_ rows: [(key: String, value: String)], keyWidth: Int) -> String {
        let lines = rows.flatMap { key, value in
            pieces(value, 94 - keyWidth).enumerated().map { index, piece in
                "  │ \(left(index == 0 ? key : "", keyWidth))\(left(piece, 94 - keyWidth)) │"
            }
        }
        return text([top] + lines + [bottom])
    }
}
