/// A whole picture of the screen: rows of cells, and where the cursor stands if it is shown.
package struct Frame: Equatable, Sendable {
    package let size: Size
    /// Row after row.
    package var cells: [Cell]
    package var cursor: Point?

    package init(size: Size, cells: [Cell], cursor: Point? = nil) {
        (self.size, self.cells, self.cursor) = (size, cells, cursor)
    }

    package func row(_ y: Int) -> ArraySlice<Cell> { cells[y * size.columns..<(y + 1) * size.columns] }
}
