/// By which column a table is sorted.
package struct TableSort: Equatable, Sendable {
    /// The index of the column.
    package var column: Int
    package var isDescending: Bool

    package init(column: Int, isDescending: Bool = false) {
        (self.column, self.isDescending) = (column, isDescending)
    }
}

extension Table {
    /// `rows` in that order; rows that are equal in it keep their places.
    package func sorted(_ rows: [Row], by sort: TableSort?) -> [Row] {
        guard let sort else { return rows }
        return order(of: rows, by: sort).map { rows[$0] }
    }

    /// The places of `rows` in that order; rows that are equal in it keep their places.
    package func order(of rows: some RandomAccessCollection<Row>, by sort: TableSort) -> [Int] {
        guard columns.indices.contains(sort.column), let order = columns[sort.column].order else {
            return Array(0..<rows.count)
        }
        return order({ rows[rows.index(rows.startIndex, offsetBy: $0)] }, rows.count, sort.isDescending)
    }

    /// The sort after the operator asked for the next column (or the one before); beyond the last one comes the natural
    /// order, which is `nil`.
    package func sort(after sort: TableSort?, forward: Bool = true) -> TableSort? {
        let sortable = columns.indices.filter { columns[$0].order != nil }
        guard let first = sortable.first, let last = sortable.last else { return nil }
        guard let sort else { return TableSort(column: forward ? first : last) }
        let next = forward ? sortable.first { $0 > sort.column } : sortable.last { $0 < sort.column }
        return next.map { TableSort(column: $0) }
    }
}
