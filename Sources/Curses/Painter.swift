import CNcurses
import Screen

/// Turns cells into what ncurses takes, at the terminal's colour depth.
struct Painter {
    private let depth: ColorDepth
    private let isASCII: Bool
    private var theme: Theme?
    /// By role and emphasis; empty places have not been needed yet.
    private var looks: [Look?] = []
    private var row: [cn_cell] = []
    /// How many combinations of emphasis there are.
    private static let emphases = 128

    private struct Look {
        let attributes: UInt8
        let pair: Int32
    }

    init(depth: ColorDepth, isASCII: Bool) { (self.depth, self.isASCII) = (depth, isASCII) }

    /// Takes another theme. Whether it is another one, so that everything must be drawn again.
    mutating func use(_ theme: Theme) -> Bool {
        if theme == self.theme { return false }
        self.theme = theme
        looks = Array(repeating: nil, count: Role.allCases.count * Self.emphases)
        return true
    }

    /// - Parameter cells: a part of row `y` that begins at column `x`.
    mutating func draw(_ cells: ArraySlice<Cell>, x: Int, y: Int) {
        row.removeAll(keepingCapacity: true)
        for cell in cells {
            let look = look(of: cell)
            row.append(
                cn_cell(
                    scalar: isASCII ? GlyphSet.asciiTwin(of: cell.scalar).value : cell.scalar.value,
                    mark: isASCII ? 0 : cell.mark.value, pair: look.pair, attributes: look.attributes,
                    // The twin of a wide character takes one column, and its second half is a blank.
                    width: isASCII ? 1 : cell.width))
        }
        cn_draw(Int32(x), Int32(y), row, Int32(row.count))
    }

    private mutating func look(of cell: Cell) -> Look {
        let index = Int(cell.role.rawValue) * Self.emphases + Int(cell.emphasis.rawValue) % Self.emphases
        if let known = looks[index] { return known }
        let style = (theme ?? .builtIn).style(cell.role, cell.emphasis, at: depth)
        let look = Look(
            attributes: style.emphasis.rawValue & 15,
            pair: cn_pair(number(of: style.foreground), number(of: style.background)))
        looks[index] = look
        return look
    }

    /// The colour as this terminal counts: by index, or as 0xRRGGBB where it has them all.
    private func number(of color: Color) -> Int32 {
        switch color {
        case .terminal: return Int32(CN_TERMINAL_COLOR)
        case .basic(let number) where number < 8 || depth != .direct: return Int32(number)
        case .indexed(let number) where depth != .direct: return Int32(number)
        case .basic, .indexed, .rgb:
            let parts = color.components
            let packed = Int32(parts.red) << 16 | Int32(parts.green) << 8 | Int32(parts.blue)
            // The numbers below 8 are the basic colours there, too.
            return max(8, packed)
        }
    }
}
