import Screen

/// How many builds stand on the board at once: few and large.
struct WallboardGrid: Equatable, Sendable {
    private(set) var columns = 1
    private(set) var rows = 1

    var count: Int { columns * rows }

    /// A build needs about this much to be read from afar; the names are long, so that rows are better than columns.
    private static let tile = Size(columns: 96, rows: 27)

    init(size: Size, builds: Int) {
        let most = Size(columns: min(2, size.columns / Self.tile.columns), rows: min(2, size.rows / Self.tile.rows))
        if builds > 1, most.rows > 1 { rows = 2 }
        if builds > rows, most.columns > 1 { columns = 2 }
    }

    /// The picture without one row and one column, moved round by a cell with each turn: nothing burns in.
    func window(of canvas: Canvas, turns: Int) -> Canvas {
        let (x, y) = [(0, 0), (1, 0), (1, 1), (0, 1)][turns % 4]
        return canvas.window(x: x, y: y, width: canvas.width - 1, height: canvas.height - 1)
    }

    /// The windows of the builds, row by row.
    func tiles(of canvas: Canvas) -> [Canvas] {
        let width = (canvas.width - 2 * (columns - 1)) / columns
        let height = (canvas.height - (rows - 1)) / rows
        return (0..<count).map { number in
            canvas.window(
                x: number % columns * (width + 2), y: number / columns * (height + 1), width: width, height: height)
        }
    }
}
