import Runs
package import Screen

/// The list of builds as a picture of its own, for `atvm-tui builds`.
package enum BuildsTable {
    /// All builds under their heading, in the console's order.
    package static func frame(_ context: ViewContext, columns: Int) -> Frame {
        var place = BuildsPlace()
        place.take(context, reorder: true)
        let rows = place.rows(context)
        let canvas = Canvas(size: Size(columns: columns, rows: rows.count + 1))
        BuildColumns.table.draw(rows, on: canvas, selected: nil, glyphs: context.glyphs)
        return canvas.frame
    }
}
