package import Plans
import Runs
package import Screen
package import Viewing

/// The audit trail: who did, or was refused, what; the newest first.
package struct AuditView: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable { case stay, close, reread }

    /// `nil` while it is being read.
    private var excerpt: AuditExcerpt?
    private var filter = RowFilter()
    private var editor: LineEditor?
    /// Whether keys are text of its filter.
    var isTyping: Bool { editor != nil }
    /// The line that is selected, by its place in the file.
    private var selection: Int?
    private var top = 0
    /// What is shown, the newest first.
    private var shown: [AuditExcerpt.Entry] = []

    package init() {}

    package mutating func take(_ excerpt: AuditExcerpt) {
        // Whoever stands on the newest line stays on the newest.
        if selection == shown.first?.offset { selection = nil }
        self.excerpt = excerpt
        choose()
    }

    private mutating func choose() {
        shown = (excerpt?.entries ?? []).reversed().filter { filter.lets(AuditColumns.searched($0)) }
        if selectedIndex == nil { selection = shown.first?.offset }
    }

    private var selectedIndex: Int? { selection.flatMap { wanted in shown.firstIndex { $0.offset == wanted } } }

    // MARK: Keys

    package mutating func take(_ key: Key, _ context: ViewContext, in size: Size) -> Outcome {
        if editor != nil {
            takeInEditor(key)
            return .stay
        }
        let page = max(1, AuditLayout(size).table.height - 2)
        switch Browser.command(for: key) {
        case .up: move(by: -1, page)
        case .down: move(by: 1, page)
        case .pageUp, .halfUp: move(by: -page, page)
        case .pageDown, .halfDown: move(by: page, page)
        case .top: move(by: -shown.count, page)
        case .bottom: move(by: shown.count, page)
        case .filter: editor = LineEditor(text: filter.text)
        case .refresh: return .reread
        case .back, .quit, .left: return .close
        default: if key == .character("A") { return .close }
        }
        return .stay
    }

    private mutating func takeInEditor(_ key: Key) {
        guard var line = editor else { return }
        switch line.handle(key) {
        case .cancelled:
            filter.text = ""
            editor = nil
        case .submitted: editor = nil
        case .edited, .ignored:
            editor = line
            filter.text = line.text
        }
        choose()
    }

    package mutating func paste(_ text: String) {
        guard editor != nil else { return }
        editor?.paste(text)
        filter.text = editor?.text ?? ""
        choose()
    }

    package mutating func take(_ event: MouseEvent, _ context: ViewContext, in size: Size) {
        let layout = AuditLayout(size)
        let page = max(1, layout.table.height - 2)
        switch event.action {
        case .wheelUp: move(by: -1, page)
        case .wheelDown: move(by: 1, page)
        case .press:
            let point = Point(x: event.at.x - layout.table.x, y: event.at.y - layout.table.y)
            guard point.y < layout.table.height else { return }
            if let row = AuditColumns.table.row(at: point, offset: offset(layout), count: shown.count) {
                selection = shown[row].offset
            }
        case .release: break
        }
    }

    private mutating func move(by rows: Int, _ page: Int) {
        guard !shown.isEmpty else { return }
        let index = min(max(0, (selectedIndex ?? 0) + rows), shown.count - 1)
        selection = shown[index].offset
        top = Scrolling.offset(keeping: index, from: top, count: shown.count, height: page + 1, margin: 1)
    }

    private func offset(_ layout: AuditLayout) -> Int {
        Scrolling.offset(
            keeping: selectedIndex, from: top, count: shown.count, height: layout.table.height - 1, margin: 1)
    }

    // MARK: Drawing

    package func draw(_ context: ViewContext, on canvas: Canvas) {
        let layout = AuditLayout(Size(columns: canvas.width, rows: canvas.height))
        Dialog("Audit trail").draw(on: canvas, content: layout.content, glyphs: context.glyphs)
        let canvas = canvas.lying(.onDialog)
        let table = canvas.window(layout.table)
        let rows = shown.map { AuditRow(entry: $0, clock: context.clock) }
        let offset = offset(layout)
        AuditColumns.table.draw(
            rows, on: table.window(x: 0, y: 0, width: table.width - 1, height: table.height), selected: selectedIndex,
            offset: offset, glyphs: context.glyphs)
        ScrollBar(offset: offset, visible: table.height - 1, count: rows.count).draw(
            on: table.window(x: 0, y: 1, width: table.width, height: table.height - 1), glyphs: context.glyphs)
        if shown.isEmpty { table.write(emptyText, x: 2, y: 1, .faint) }
        drawDetail(context, on: canvas.window(layout.detail))
        drawFoot(context, on: canvas.window(layout.foot))
    }

    private var emptyText: String {
        guard let excerpt else { return "reading the audit trail…" }
        if let problem = excerpt.problem { return problem }
        return filter.isEmpty ? "nothing has been done on this controller yet" : "no line is let through by the filter"
    }

    private func drawDetail(_ context: ViewContext, on canvas: Canvas) {
        canvas.row(0).fill(context.glyphs.scalar(.horizontal), role: .rule)
        guard let index = selectedIndex else { return }
        let lines = AuditColumns.detail(shown[index], context, canvas.width)
        for (y, line) in lines.prefix(canvas.height - 1).enumerated() { canvas.write(line, x: 0, y: y + 1) }
    }

    private func drawFoot(_ context: ViewContext, on row: Canvas) {
        if let editor {
            editor.draw(prompt: "filter: ", on: row, glyphs: context.glyphs)
            return
        }
        var text = "newest first, \(shown.count) line\(shown.count == 1 ? "" : "s")"
        if excerpt?.isCut == true { text += ", older ones stay in the file" }
        if !filter.isEmpty { text += ", filter '\(filter.text)'" }
        row.write(TextWidth.cutEnd(text, row.width, context.glyphs), x: 0, y: 0, .faint)
        let keys = KeyFooter.text([("/", "filter"), ("r", "read again"), ("q", "back")], columns: row.width)
        if TextWidth.columns(text) + keys.width + 3 < row.width { row.write(keys, x: row.width - keys.width, y: 0) }
    }
}

/// Where the parts of the audit view stand on a screen.
struct AuditLayout {
    let content: Size
    let table: Rect
    let detail: Rect
    let foot: Rect

    init(_ size: Size) {
        content = Size(columns: max(1, size.columns - 4), rows: max(6, size.rows - 2))
        let frame = Dialog.place(content: content, in: size)
        let (x, y, width) = (frame.x + 2, frame.y + 1, frame.width - 4)
        let height = frame.height - 2
        // The whole of a line needs some rows; the list keeps more.
        let below = min(12, max(4, height / 3))
        table = Rect(x: x, y: y, width: width, height: height - below - 1)
        detail = Rect(x: x, y: y + height - below - 1, width: width, height: below)
        foot = Rect(x: x, y: y + height - 1, width: width, height: 1)
    }
}
