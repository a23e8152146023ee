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

        /// Lends the cells for a whole text: each access through the reference costs more than the cell does.
        ///
        /// The buffer is not checked: callers stay within the window's clip, which lies within the picture.
        func withCells(_ body: (UnsafeMutableBufferPointer<Cell>) -> Void) {
            cells.withUnsafeMutableBufferPointer { body($0) }
        }
    }

    private let picture: Picture
    /// Where the window lies in the picture.
    private let origin: Point
    private let clip: Rect
    package let width: Int
    package let height: Int
    /// What all that is drawn here lies on, if it is more than the screen.
    private var ground: Emphasis = []

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
        return Canvas(picture: picture, window: moved, clip: clip.intersection(moved)).lying(ground)
    }

    /// The same window, where all that is drawn lies on something.
    package func lying(_ ground: Emphasis) -> Canvas {
        var canvas = self
        canvas.ground = ground
        return canvas
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

    /// No cursor is shown, whatever was drawn before.
    package func hideCursor() { picture.cursor = nil }

    /// Fills the window with one character of one column.
    package func fill(_ scalar: Unicode.Scalar = " ", role: Role = .plain, emphasis: Emphasis = []) {
        fill(Rect(x: 0, y: 0, width: width, height: height), scalar, role: role, emphasis: emphasis.union(ground))
    }

    package func fill(_ rect: Rect, _ scalar: Unicode.Scalar, role: Role, emphasis: Emphasis = []) {
        let moved = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
        let area = clip.intersection(moved)
        let isSafe = TextWidth.showing(scalar) == .columns(1)
        let cell = Cell(isSafe ? scalar : TextWidth.unknown, role: role, emphasis: emphasis.union(ground))
        picture.withCells { cells in
            for y in area.y..<area.y + area.height {
                let start = y * picture.size.columns
                for x in area.x..<area.x + area.width { Self.put(cell, start + x, column: x, in: cells) }
            }
        }
    }

    /// Gives everything in the window another role, and adds emphasis.
    package func restyle(role: Role? = nil, adding emphasis: Emphasis = [], removing other: Emphasis = []) {
        picture.withCells { cells in
            for y in clip.y..<clip.y + clip.height {
                for index in y * picture.size.columns + clip.x..<y * picture.size.columns + clip.x + clip.width {
                    if let role { cells[index].role = role }
                    cells[index].emphasis = cells[index].emphasis.subtracting(other).union(emphasis)
                }
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
            picture.withCells { cells in
                for byte in bytes {
                    if column >= clip.x, column < end {
                        let cell = Cell(Unicode.Scalar(byte), role: role, emphasis: emphasis.union(ground))
                        Self.put(cell, start + column, column: column, in: cells)
                    }
                    column += 1
                }
            }
            return true
        }
        if isPlain { return column - origin.x }
        picture.withCells { cells in
            // Where the character that a mark belongs to was put, if it was.
            var base: Int?
            TextWidth.forEachShown(text) { scalar, width in
                if width == 0 {
                    if let base { cells[base].mark = scalar }
                    return
                }
                base = nil
                if isVisible, column >= clip.x, column + width <= end {
                    let cell = Cell(scalar, role: role, emphasis: emphasis.union(ground), width: UInt8(width))
                    Self.put(cell, start + column, column: column, in: cells)
                    base = start + column
                } else if isVisible, column < end, column + width > clip.x {
                    // Half of a wide character is nothing; what stood there must not stay.
                    let visible = column < clip.x ? clip.x : column
                    let blank = Cell(" ", role: role, emphasis: emphasis.union(ground))
                    Self.put(blank, start + visible, column: visible, in: cells)
                }
                column += width
            }
        }
        return column - origin.x
    }

    /// Writes pieces of text one after another.
    @discardableResult
    package func write(_ text: StyledText, x: Int, y: Int) -> Int {
        text.reduce(x) { write($1.text, x: $0, y: y, $1.role, $1.emphasis) }
    }

    /// Puts a cell, a wide one with its second half; a wide character that loses a half leaves a blank.
    private static func put(_ cell: Cell, _ index: Int, column: Int, in cells: UnsafeMutableBufferPointer<Cell>) {
        release(index, column: column, in: cells)
        cells[index] = cell
        guard cell.width == 2 else { return }
        release(index + 1, column: column + 1, in: cells)
        cells[index + 1] = Cell(" ", role: cell.role, emphasis: cell.emphasis, width: 0)
    }

    /// Makes the cells of the wide character that stands here, if one does, two blanks.
    private static func release(_ index: Int, column: Int, in cells: UnsafeMutableBufferPointer<Cell>) {
        let width = cells[index].width
        if width == 1 { return }
        let first = width == 0 && column > 0 ? index - 1 : index
        for half in [first, first + 1] where half < cells.count && cells[half].width != 1 {
            cells[half].scalar = " "
            cells[half].mark = "\0"
            cells[half].width = 1
        }
    }
}
