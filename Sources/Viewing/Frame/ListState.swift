import Screen

/// The operator's place in a list. The selection is the thing itself, never its row: rows move under the cursor.
struct ListState<ID: Hashable & Sendable>: Equatable, Sendable {
    var selection: ID?
    /// The first row shown.
    var offset = 0
    var sort: TableSort?
    var filter = RowFilter()
    /// The list as it stands, in the order in which it is shown.
    private(set) var ids: [ID] = []

    var selectedIndex: Int? { selection.flatMap { ids.firstIndex(of: $0) } }

    /// Takes a new list. A selection that has gone makes place for the row that stands where it stood.
    mutating func set(_ new: [ID]) {
        let index = selectedIndex ?? 0
        ids = new
        if let selection, new.contains(selection) { return }
        selection = new.isEmpty ? nil : new[min(index, new.count - 1)]
    }

    mutating func move(by rows: Int) {
        guard !ids.isEmpty else { return }
        let index = (selectedIndex ?? 0) + rows
        selection = ids[min(max(0, index), ids.count - 1)]
    }

    mutating func moveToFirst() { selection = ids.first }
    mutating func moveToLast() { selection = ids.last }

    /// Scrolls so that the selection is to be seen in so many rows.
    mutating func scroll(height: Int) {
        offset = Scrolling.offset(keeping: selectedIndex, from: offset, count: ids.count, height: height, margin: 1)
    }

    /// Selects the next row that `matches`, seen from the selection, and wraps round.
    /// - Returns: whether there is one.
    mutating func select(next isForward: Bool, where matches: (ID) -> Bool) -> Bool {
        guard !ids.isEmpty else { return false }
        let start = selectedIndex ?? (isForward ? -1 : 0)
        for step in 1...ids.count {
            let index = ((isForward ? start + step : start - step) % ids.count + ids.count) % ids.count
            if matches(ids[index]) {
                selection = ids[index]
                return true
            }
        }
        return false
    }
}
