/// A clipped window on a picture that is being drawn. Copies draw into the same picture.
///
/// Coordinates count from the window's own top left; what falls outside is left out. Text is made safe here as the last
/// line of defence: whatever a terminal could act on, and whatever has no known width, is shown as a stand-in.
package struct Canvas {
    private final class Picture {
        let size: Size
        var cells: [Cell]
        var cursor: Point?

        init(size: Size) {
            self.size = size
            cells = Array(repeating: .blank, count: size.columns * size.rows)
        }
    }

    private let picture: Picture
    /// Where the window lies in the picture.
    private let origin: Point
    private let clip: Rect
    package let width: Int
    package let height: Int

    package init(size: Size) {
        picture = Picture(size: size)
        origin = Point(x: 0, y: 0)
        clip = Rect(size)
        width = size.columns
        height = size.rows
    }

    private init(picture: Picture, window: Rect, clip: Rect) {
        self.picture = picture
        origin = Point(x: window.x, y: window.y)
        self.clip = clip
        width = window.width
        height = window.height
    }

    /// The window on a part of this one.
    package func window(_ rect: Rect) -> Canvas {
        let moved = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
        return Canvas(picture: picture, window: moved, clip: clip.intersection(moved))
    }

    package func window(x: Int, y: Int, width: Int, height: Int) -> Canvas {
        window(Rect(x: x, y: y, width: width, height: height))
    }

    /// One row of it.
    package func row(_ y: Int) -> Canvas { window(x: 0, y: y, width: width, height: 1) }

    /// Where a point of this window stands in the whole picture.
    package func absolute(_ point: Point) -> Point { Point(x: origin.x + point.x, y: origin.y + point.y) }

    /// What has been drawn so far.
    package var frame: Frame { Frame(size: picture.size, cells: picture.cells, cursor: picture.cursor) }

    package func setCursor(x: Int, y: Int) {
        let point = absolute(Point(x: x, y: y))
        picture.cursor = clip.contains(point) ? point : nil
    }

    /// Fills the window with one character.
    package func fill(_ scalar: Unicode.Scalar = " ", role: Role = .plain, emphasis: Emphasis = []) {
        fill(Rect(x: 0, y: 0, width: width, height: height), scalar, role: role, emphasis: emphasis)
    }

    package func fill(_ rect: Rect, _ scalar: Unicode.Scalar, role: Role, emphasis: Emphasis = []) {
        let moved = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
        let area = clip.intersection(moved)
        let cell = Cell(scalar, role: role, emphasis: emphasis)
        for y in area.y..<area.y + area.height {
            let start = y * picture.size.columns
            for x in area.x..<area.x + area.width { put(cell, start + x, column: x) }
        }
    }

    /// Gives everything in the window another role, and adds emphasis.
    package func restyle(role: Role?, adding emphasis: Emphasis = []) {
        for y in clip.y..<clip.y + clip.height {
            for index in y * picture.size.columns + clip.x..<y * picture.size.columns + clip.x + clip.width {
                if let role { picture.cells[index].role = role }
                picture.cells[index].emphasis.formUnion(emphasis)
            }
        }
    }

    /// Writes text from a place to the right, cut at the window's edge.
    /// - Returns: the column after the last one written.
    @discardableResult
    package func write(_ text: String, x: Int, y: Int, _ role: Role = .plain, _ emphasis: Emphasis = []) -> Int {
        let row = origin.y + y
        var column = origin.x + x
        let isVisible = row >= clip.y && row < clip.y + clip.height
        let start = row * picture.size.columns
        let end = clip.x + clip.width
        var text = text
        // A byte at a time where it is plain ASCII, which nearly all text is.
        let isPlain = text.withUTF8 { bytes -> Bool in
            guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return false }
            guard isVisible else {
                column += bytes.count
                return true
            }
            for byte in bytes {
                if column >= clip.x, column < end {
                    put(Cell(Unicode.Scalar(byte), role: role, emphasis: emphasis), start + column, column: column)
                }
                column += 1
            }
            return true
        }
        if isPlain { return column - origin.x }
        TextWidth.forEachShown(text) { scalar, width in
            if width == 0 {
                let isInside = isVisible && column > clip.x && column <= end
                if isInside { addMark(scalar, at: start + column - 1, column: column - 1) }
                return
            }
            if isVisible, column >= clip.x, column + width <= end {
                put(
                    Cell(scalar, role: role, emphasis: emphasis, width: UInt8(width)), start + column, column: column)
                if width == 2 {
                    picture.cells[start + column + 1] = Cell(" ", role: role, emphasis: emphasis, width: 0)
                }
            }
            column += width
        }
        return column - origin.x
    }

    /// Writes pieces of text one after another.
    @discardableResult
    package func write(_ text: StyledText, x: Int, y: Int) -> Int {
        text.reduce(x) { write($1.text, x: $0, y: y, $1.role, $1.emphasis) }
    }

    /// Puts a cell; a wide character that is overwritten by half leaves a blank.
    private func put(_ cell: Cell, _ index: Int, column: Int) {
        let old = picture.cells[index].width
        if old == 0, column > 0 {
            picture.cells[index - 1].scalar = " "
            picture.cells[index - 1].width = 1
        } else if old == 2, cell.width != 2, column + 1 < picture.size.columns {
            picture.cells[index + 1].width = 1
        }
        picture.cells[index] = cell
    }

    private func addMark(_ scalar: Unicode.Scalar, at index: Int, column: Int) {
        let base = picture.cells[index].width == 0 && column > 0 ? index - 1 : index
        if picture.cells[base].mark == "\0" { picture.cells[base].mark = scalar }
    }
}
