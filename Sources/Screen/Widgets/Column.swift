/// How wide a column is. Widths never follow the data, so that nothing jumps while it changes.
package enum ColumnWidth: Equatable, Sendable {
    case fixed(Int)
    /// At least `minimum`; what is left over is shared by weight.
    case flexible(minimum: Int, weight: Int = 1)

    package var minimum: Int {
        switch self {
        case .fixed(let width), .flexible(minimum: let width, weight: _): max(1, width)
        }
    }
}

/// A column of a table: title, width, order and text stand together.
package struct Column<Row>: Sendable {
    package let title: String
    package let width: ColumnWidth
    package let alignment: Alignment
    package let cut: ColumnCut
    /// Which columns go first on narrow screens: the highest; those with 0 stay.
    package let dropPriority: Int
    package let cell: @Sendable (Row) -> StyledText
    /// The places of rows when sorted by this column, up or down; rows that are equal in it keep their places. `nil` when
    /// it cannot be sorted by. Rows are asked for by their places, and each only once.
    package let order: (@Sendable (_ rows: (Int) -> Row, _ count: Int, _ isDescending: Bool) -> [Int])?

    package init(
        _ title: String, _ width: ColumnWidth, alignment: Alignment = .leading, cut: ColumnCut = .end,
        dropPriority: Int = 0, cell: @escaping @Sendable (Row) -> StyledText
    ) {
        (self.title, self.width, self.alignment, self.cut) = (title, width, alignment, cut)
        (self.dropPriority, self.cell, self.order) = (dropPriority, cell, nil)
    }

    /// - Parameter key: what rows are sorted by.
    package init<Order: Comparable & Sendable>(
        _ title: String, _ width: ColumnWidth, alignment: Alignment = .leading, cut: ColumnCut = .end,
        dropPriority: Int = 0, by key: @escaping @Sendable (Row) -> Order, cell: @escaping @Sendable (Row) -> StyledText
    ) {
        (self.title, self.width, self.alignment, self.cut) = (title, width, alignment, cut)
        (self.dropPriority, self.cell) = (dropPriority, cell)
        order = { rows, count, isDescending in
            let keys = (0..<count).map { key(rows($0)) }
            // Sorting is stable, whichever way.
            return isDescending
                ? keys.indices.sorted { keys[$1] < keys[$0] } : keys.indices.sorted { keys[$0] < keys[$1] }
        }
    }
}

/// Where text that does not fit into its column is cut.
package enum ColumnCut: Equatable, Sendable { case end, middle }
