/// Rows in columns under a heading, one of them selected. The caller owns rows, selection, scroll offset and sort.
package struct Table<Row>: Sendable {
    package let columns: [Column<Row>]
    /// Blank columns between two columns.
    package let spacing: Int

    package init(_ columns: [Column<Row>], spacing: Int = 2) { (self.columns, self.spacing) = (columns, spacing) }

    /// The columns before the first one: the selection mark, and a blank.
    package static var gutter: Int { 2 }

    /// The columns that fit into `width`, from left to right. Depends on nothing else.
    package func slots(width: Int) -> [TableSlot] {
        var shown = Array(columns.indices)
        func needed() -> Int {
            Self.gutter + shown.reduce(0) { $0 + columns[$1].width.minimum } + spacing * max(0, shown.count - 1)
        }
        while needed() > width {
            // Of equal ones the rightmost goes first.
            let least = shown.filter { columns[$0].dropPriority > 0 }
                .max { columns[$0].dropPriority <= columns[$1].dropPriority }
            guard let least else { break }
            shown.removeAll { $0 == least }
        }
        var extra = max(0, width - needed())
        var weights = shown.reduce(0) { $0 + weight(of: $1) }
        var x = Self.gutter
        return shown.map { index in
            let share = weights > 0 ? extra * weight(of: index) / weights : 0
            extra -= share
            weights -= weight(of: index)
            let slot = TableSlot(
                column: index, x: x, width: max(0, min(columns[index].width.minimum + share, width - x)))
            x += slot.width + spacing
            return slot
        }
    }

    private func weight(of index: Int) -> Int {
        if case .flexible(_, let weight) = columns[index].width { max(0, weight) } else { 0 }
    }

    /// Draws the heading in the first row and as many rows as fit below it, beginning with `offset`.
    /// - Parameters:
    ///   - selected: index of the selected row; it need not be visible.
    ///   - isFocused: whether keys go to this table; without, the selection shows only its mark.
    package func draw(
        _ rows: some RandomAccessCollection<Row>, on canvas: Canvas, selected: Int?, offset: Int = 0,
        sort: TableSort? = nil, isFocused: Bool = true, glyphs: GlyphSet = .unicode
    ) {
        let slots = slots(width: canvas.width)
        for slot in slots { drawTitle(slot, sort: sort, on: canvas, glyphs) }
        // Taken out once: a column is large, and there is one for every cell.
        let cells = slots.map { slot in
            let column = columns[slot.column]
            return (slot: slot, text: column.cell, alignment: column.alignment, cut: column.cut)
        }
        var y = 1
        var number = max(0, offset)
        while y < canvas.height, number < rows.count {
            let row = rows[rows.index(rows.startIndex, offsetBy: number)]
            for cell in cells { cell.slot.draw(cell.text(row), cell.alignment, cell.cut, on: canvas, y: y, glyphs) }
            if number == selected {
                if isFocused { canvas.row(y).restyle(adding: .onSelected) }
                canvas.write(glyphs[.selection], x: 0, y: y, .accent, isFocused ? .onSelected : [])
            }
            y += 1
            number += 1
        }
    }

    /// The row under a point of the canvas that was drawn on; `nil` on the heading and below the last.
    package func row(at point: Point, offset: Int, count: Int) -> Int? {
        let number = point.y - 1 + offset
        return point.y >= 1 && number >= 0 && number < count ? number : nil
    }

    /// The column whose title is at `x`.
    package func column(atX x: Int, width: Int) -> Int? {
        slots(width: width).first { x >= $0.x && x < $0.x + $0.width }?.column
    }

    private func drawTitle(_ slot: TableSlot, sort: TableSort?, on canvas: Canvas, _ glyphs: GlyphSet) {
        let column = columns[slot.column]
        var title = column.title
        if let sort, sort.column == slot.column {
            let mark = glyphs[sort.isDescending ? .sortDown : .sortUp]
            // The mark stays where the title must be cut.
            title = TextWidth.cutEnd(title, max(0, slot.width - 1), glyphs) + mark
        }
        canvas.write(TextWidth.pad(title, slot.width, column.alignment, glyphs), x: slot.x, y: 0, .heading)
    }
}

/// Where a column of a table stands.
package struct TableSlot: Equatable, Sendable {
    /// The index of the column.
    package let column: Int
    package let x: Int
    package let width: Int

    /// Draws the text of one cell. It stands outside the table because generic code is slower, and this draws every cell.
    fileprivate func draw(
        _ text: StyledText, _ alignment: Alignment, _ cut: ColumnCut, on canvas: Canvas, y: Int, _ glyphs: GlyphSet
    ) {
        let needed = text.width
        guard needed > width else {
            canvas.write(text, x: alignment == .leading ? x : x + width - needed, y: y)
            return
        }
        var text = text
        if cut == .middle,
            let name = text.indices.max(by: { TextWidth.columns(text[$0].text) < TextWidth.columns(text[$1].text) })
        {
            // What stands beside a name is a mark of a column or two, and stays whole.
            let beside = needed - TextWidth.columns(text[name].text)
            text[name].text = TextWidth.cutMiddle(text[name].text, width - beside, glyphs)
        } else {
            text = text.cutEnd(width, glyphs)
        }
        canvas.write(text, x: alignment == .leading ? x : x + width - text.width, y: y)
    }
}
