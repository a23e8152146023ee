import Runs
import Screen

/// Sorting the list on the screen.
extension Browser {
    mutating func sort(_ change: (any SortableTable, TableSort?) -> TableSort?) {
        switch place {
        case .builds: builds.list.sort = change(BuildColumns.table, builds.list.sort)
        case .build, .matrix:
            let table = HostColumns.table(isCategorized: currentBuild?.isCategorized ?? false)
            build.list.sort = change(table, build.list.sort)
        case .failures(let name):
            failures.list.sort = change(FailureColumns.table(showsBuild: name == nil), failures.list.sort)
        case .host, .log, .report: return
        }
        reorder()
    }

    mutating func reverseSort() {
        switch place {
        case .builds: builds.list.sort?.isDescending.toggle()
        case .build, .matrix: build.list.sort?.isDescending.toggle()
        case .failures: failures.list.sort?.isDescending.toggle()
        case .host, .log, .report: return
        }
        if shownSort == nil {
            say(MessageLine(.note, "choose a column first: > sorts by the next one"))
        }
        reorder()
    }

    /// By what the list on the screen is sorted.
    var shownSort: TableSort? {
        switch place {
        case .builds: builds.list.sort
        case .failures: failures.list.sort
        case .build, .matrix, .host, .log, .report: build.list.sort
        }
    }

    /// The columns by which the list on the screen can be sorted.
    var sortNames: [String] {
        switch place {
        case .builds: BuildColumns.names
        case .failures(let name): FailureColumns.names(showsBuild: name == nil)
        case .build, .matrix, .host, .log, .report: HostColumns.names
        }
    }

    mutating func setSort(column name: String) {
        let names = sortNames
        guard names.contains(name) else {
            say(
                MessageLine(
                    .warning, "cannot sort by '\(SafeText.visible(name))'; there are \(names.joined(separator: ", "))"))
            return
        }
        sort { table, _ in table.index(ofColumn: name).map { TableSort(column: $0) } }
    }
}

/// What sorting needs of a table, whatever its rows are.
protocol SortableTable {
    func sort(after sort: TableSort?, forward: Bool) -> TableSort?
    func index(ofColumn name: String) -> Int?
}

extension SortableTable {
    func sort(after sort: TableSort?) -> TableSort? { self.sort(after: sort, forward: true) }
}

extension Table: SortableTable {
    func index(ofColumn name: String) -> Int? {
        columns.firstIndex { $0.title.lowercased() == name && $0.order != nil }
    }
}
