import Runs
import Screen

/// What the mouse does: a click selects, a click on what is selected opens it, the wheel scrolls.
extension Browser {
    mutating func take(_ event: MouseEvent) -> [ViewEffect] {
        switch event.action {
        case .wheelUp: return turnWheel(by: -1)
        case .wheelDown: return turnWheel(by: 1)
        case .press where layer == nil: return click(event.at)
        case .press, .release: return []
        }
    }

    /// Texts scroll three lines a notch, lists one row.
    private mutating func turnWheel(by notches: Int) -> [ViewEffect] {
        let command = notches > 0 ? BrowserCommand.down : .up
        guard layer == nil else { return takeInLayer(notches > 0 ? .down : .up) }
        switch place {
        case .log: return scrollLog(by: 3 * notches)
        case .report: return (1...3).flatMap { _ in perform(command) }
        case .builds, .build, .host, .matrix, .failures: return perform(command)
        }
    }

    private mutating func click(_ point: Point) -> [ViewEffect] {
        switch place {
        case .builds:
            guard let name = BuildsView.build(at: point, builds, in: size, context) else {
                return sortByClick(
                    point, BuildColumns.table, width: size.columns, headerRow: 2 + BuildsView.bannerRows(context))
            }
            if builds.list.selection == name { return open(.build(name)) }
            builds.list.selection = name
        case .build(let name):
            guard let current = currentBuild else { return [] }
            guard let id = BuildView.host(at: point, build, current, in: size) else {
                let table = HostColumns.table(isCategorized: current.isCategorized)
                let place = buildLayout.table
                return sortByClick(point, table, width: place.width, headerRow: 2 + place.y)
            }
            if build.list.selection == id { return open(.host(name, id)) }
            build.list.selection = id
        case .matrix: return clickMatrix(point)
        case .failures(let name): return clickFailure(point, showsBuild: name == nil)
        case .log: return clickInLog(point)
        case .host, .report: break
        }
        return []
    }

    private mutating func clickFailure(_ point: Point, showsBuild: Bool) -> [ViewEffect] {
        let place = FailuresView.layout(failures, in: size).table
        let table = FailureColumns.table(showsBuild: showsBuild, width: place.width)
        let inTable = Point(x: point.x - place.x, y: point.y - 2 - place.y)
        guard inTable.y < place.height, inTable.x < place.width,
            let row = table.row(at: inTable, offset: failures.list.offset, count: failures.list.ids.count)
        else { return sortByClick(point, table, width: place.width, headerRow: 2 + place.y) }
        let id = failures.list.ids[row]
        if failures.list.selection == id { return perform(.open) }
        failures.list.selection = id
        return attendSelectedFailure()
    }

    /// A click on a heading sorts by its column, a second one turns the order round.
    private mutating func sortByClick<Row>(
        _ point: Point, _ table: Table<Row>, width: Int, headerRow: Int
    ) -> [ViewEffect] {
        guard point.y == headerRow, let column = table.column(atX: point.x, width: width),
            table.columns[column].order != nil
        else { return [] }
        let old = shownSort
        let isSame = old?.column == column
        let sort = TableSort(column: column, isDescending: isSame ? !(old?.isDescending ?? false) : false)
        switch place {
        case .builds: builds.list.sort = sort
        case .failures: failures.list.sort = sort
        case .build, .matrix, .host, .log, .report: build.list.sort = sort
        }
        reorder()
        return []
    }
}
