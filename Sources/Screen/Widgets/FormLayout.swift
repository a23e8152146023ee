/// A row of a form as it is drawn.
enum FormRow: Equatable {
    case field(Int)
    /// A row of the open list of a field; `row` counts in the filtered list.
    case option(field: Int, row: Int)
    /// A line of a remark; the first one has its glyph.
    case remark(field: Int, FormRemark, isFirst: Bool)

    var field: Int {
        switch self {
        case .field(let field), .option(let field, _), .remark(let field, _, _): field
        }
    }
}

extension Form {
    /// The column at which values begin.
    func valueColumn(width: Int) -> Int {
        let longest = fields.filter { $0.value != .button }.map { TextWidth.columns($0.label) }.max() ?? 0
        return min(2 + longest + 2, max(8, width / 3))
    }

    /// How many rows of an open list are shown: never so many that its field is pushed out.
    static func listRows(_ list: FormList, in size: Size) -> Int {
        max(1, min(list.rows.count, min(8, size.rows - 1)))
    }

    /// All rows, whether they are to be seen or not.
    func rows(in size: Size) -> [FormRow] {
        let width = max(8, size.columns - valueColumn(width: size.columns) - 4)
        var rows: [FormRow] = []
        for (number, field) in fields.enumerated() {
            rows.append(.field(number))
            if case .list(let list) = field.value, list.isOpen, field.id == focus {
                let count = Self.listRows(list, in: size)
                rows += (list.offset..<list.offset + count).map { .option(field: number, row: $0) }
            }
            for remark in field.remarks {
                for (line, text) in TextWidth.wrap(remark.text, width).enumerated() {
                    rows.append(.remark(field: number, FormRemark(remark.kind, text), isFirst: line == 0))
                }
            }
        }
        return rows
    }

    /// The rows that it takes when `size.columns` wide.
    package func height(in size: Size) -> Int { rows(in: size).count }

    /// Draws what stands from its scroll offset on.
    package func draw(on canvas: Canvas, glyphs: GlyphSet = .unicode) {
        let size = Size(columns: canvas.width, rows: canvas.height)
        // The window may have another size than when a key came last.
        var settled = self
        settled.settle(in: size)
        let rows = settled.rows(in: size)
        let column = valueColumn(width: canvas.width)
        for (y, row) in rows.dropFirst(settled.offset).prefix(canvas.height).enumerated() {
            let line = canvas.window(x: 0, y: y, width: canvas.width - 1, height: 1)
            switch row {
            case .field(let number): settled.draw(settled.fields[number], column, on: line, glyphs)
            case .option(let number, let row):
                guard case .list(let list) = settled.fields[number].value else { continue }
                Self.draw(list, row, column, on: line, glyphs)
            case .remark(_, let remark, let isFirst):
                let look = remark.look
                if isFirst { line.write(glyphs[look.glyph], x: column, y: 0, look.role) }
                line.write(remark.text, x: column + 2, y: 0, look.role)
            }
        }
        ScrollBar(offset: settled.offset, visible: canvas.height, count: rows.count).draw(on: canvas, glyphs: glyphs)
    }

    private func draw(_ field: FormField<ID>, _ column: Int, on line: Canvas, _ glyphs: GlyphSet) {
        let hasFocus = field.id == focus
        if hasFocus { line.write(glyphs[.selection], x: 0, y: 0, .accent) }
        let room = line.window(x: column, y: 0, width: line.width - column, height: 1)
        if field.value != .button {
            let label = TextWidth.cutEnd(field.label, column - 3, glyphs)
            line.write(label, x: 2, y: 0, hasFocus ? .accent : .strong)
        }
        switch field.value {
        case .text(let editor):
            if hasFocus {
                editor.draw(prompt: "", on: room, glyphs: glyphs)
            } else {
                room.write(TextWidth.cutEnd(field.shown ?? editor.text, room.width, glyphs), x: 0, y: 0)
            }
        case .list(let list): Self.draw(list, hasFocus: hasFocus, on: room, glyphs)
        case .toggle(let isOn):
            let end = room.write(isOn ? "[x] yes" : "[ ] no", x: 0, y: 0)
            if hasFocus { room.window(x: 0, y: 0, width: end, height: 1).restyle(adding: .onSelected) }
            if hasFocus { line.setCursor(x: column + 1, y: 0) }
        case .masked(let count):
            let stars = String(repeating: "*", count: min(count, max(0, room.width - 1)))
            if hasFocus { room.fill(role: .input) }
            let end = room.write(stars, x: 0, y: 0, hasFocus ? .input : .plain)
            if hasFocus { line.setCursor(x: column + end, y: 0) }
        case .button:
            let end = room.write("[ \(field.label) ]", x: 0, y: 0, hasFocus ? .accent : .strong, .bold)
            if hasFocus { room.window(x: 0, y: 0, width: end, height: 1).restyle(adding: .onSelected) }
        }
    }

    private static func draw(_ list: FormList, hasFocus: Bool, on room: Canvas, _ glyphs: GlyphSet) {
        if hasFocus, list.isOpen {
            list.filter.draw(prompt: "filter: ", on: room, glyphs: glyphs)
            return
        }
        let mark = glyphs[.expanded]
        let count = list.takesMany && list.chosen.count > 1 ? " (\(list.chosen.count))" : ""
        let text = TextWidth.cutEnd(
            list.chosen.joined(separator: ", "), max(1, room.width - TextWidth.columns(count) - 2), glyphs)
        var end = room.write(text.isEmpty ? "-" : text, x: 0, y: 0, text.isEmpty ? .faint : .plain)
        end = room.write(count, x: end, y: 0, .faint)
        end = room.write(" \(mark)", x: end, y: 0, .faint)
        if hasFocus { room.window(x: 0, y: 0, width: end, height: 1).restyle(adding: .onSelected) }
    }

    private static func draw(_ list: FormList, _ row: Int, _ column: Int, on line: Canvas, _ glyphs: GlyphSet) {
        let room = line.window(x: column, y: 0, width: line.width - column, height: 1)
        let rows = list.rows
        guard rows.indices.contains(row) else {
            room.write("nothing fits", x: 2, y: 0, .faint)
            return
        }
        let text = rows[row].text
        var x = 0
        if list.takesMany { x = room.write(list.chosen.contains(text) ? "[x] " : "[ ] ", x: 0, y: 0) }
        switch rows[row] {
        case .typed:
            x = room.write(TextWidth.cutMiddle(text, max(1, room.width - x - 12), glyphs), x: x, y: 0)
            room.write("  as typed", x: x, y: 0, .faint)
        case .option(let option):
            x = room.write(TextWidth.cutMiddle(text, max(1, room.width - x), glyphs), x: x, y: 0)
            if !option.detail.isEmpty {
                room.write(TextWidth.cutEnd("  " + option.detail, max(0, room.width - x), glyphs), x: x, y: 0, .faint)
            }
        }
        if row == list.highlighted {
            room.restyle(adding: .onSelected)
            line.write(glyphs[.current], x: column - 2, y: 0, .accent)
        }
    }
}
