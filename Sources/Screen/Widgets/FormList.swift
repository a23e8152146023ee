/// A list in a form from which one or more are chosen: closed it is one line, open it shows what a typed filter lets
/// through.
package struct FormList: Equatable, Sendable {
    package struct Option: Equatable, Sendable {
        package var text: String
        /// What stands beside it, such as a kernel.
        package var detail: String

        package init(_ text: String, detail: String = "") { (self.text, self.detail) = (text, detail) }
    }

    /// A line of the open list.
    package enum Row: Equatable, Sendable {
        case option(Option)
        /// The typed text itself, which no option is.
        case typed(String)

        package var text: String {
            switch self {
            case .option(let option): option.text
            case .typed(let text): text
            }
        }
    }

    /// What a key led to.
    enum Outcome: Equatable {
        case changed, moved, ignored
        /// The field is done with; whether the choice has changed.
        case left(changed: Bool)
    }

    package private(set) var options: [Option]
    /// In the order of the options; what was typed stands behind.
    package private(set) var chosen: [String]
    package let takesMany: Bool
    /// Whether a text may be chosen that is no option.
    package let takesOther: Bool
    package private(set) var isOpen = false
    private(set) var filter = LineEditor()
    private(set) var highlighted = 0
    private(set) var offset = 0

    package init(_ options: [Option], chosen: [String] = [], takesMany: Bool = false, takesOther: Bool = false) {
        (self.options, self.chosen, self.takesMany, self.takesOther) = (options, chosen, takesMany, takesOther)
    }

    // MARK: Choice

    package mutating func setOptions(_ new: [Option]) {
        guard new != options else { return }
        let mark = rows.indices.contains(highlighted) ? rows[highlighted] : nil
        options = new
        // What is typed was the only row there was: now that there are options, the first of them is meant.
        if case .typed = mark { highlighted = 0 } else { highlighted = rows.firstIndex { $0 == mark } ?? 0 }
    }

    package mutating func choose(_ texts: [String]) {
        var seen: Set<String> = []
        let known = options.map(\.text).filter(texts.contains)
        chosen = (known + texts).filter { !$0.isEmpty && seen.insert($0).inserted }
        if !takesMany { chosen = Array(texts.filter { !$0.isEmpty }.prefix(1)) }
    }

    /// Chooses it, or takes it back where many can be chosen.
    private mutating func take(_ text: String) {
        if takesMany, chosen.contains(text) {
            chosen.removeAll { $0 == text }
        } else {
            choose(takesMany ? chosen + [text] : [text])
        }
    }

    /// What the typed text lets through: every word of it must stand in the line, without case.
    package var rows: [Row] {
        let words = filter.text.lowercased().split(separator: " ")
        let others = chosen.filter { text in takesMany && !options.contains { $0.text == text } }
        let shown = (options + others.map { Option($0, detail: "typed") }).filter { option in
            // What the program says of a typed one is nothing that anybody looks for.
            let detail = others.contains(option.text) ? "" : option.detail
            let line = "\(option.text) \(detail)".lowercased()
            return words.allSatisfy { Self.holds(line, $0) }
        }
        let typed = Self.trimmed(filter.text)
        guard takesOther, !typed.isEmpty, !shown.contains(where: { $0.text == typed }) else {
            return shown.map(Row.option)
        }
        return shown.map(Row.option) + [.typed(typed)]
    }

    private static func holds(_ line: String, _ word: Substring) -> Bool {
        line.indices.contains { line[$0...].hasPrefix(word) }
    }

    private static func trimmed(_ text: String) -> String {
        let tail = text.drop { $0 == " " }
        return String(tail.reversed().drop { $0 == " " }.reversed())
    }

    // MARK: Keys

    mutating func handle(_ key: Key) -> Outcome { isOpen ? handleOpen(key) : handleClosed(key) }

    private mutating func handleClosed(_ key: Key) -> Outcome {
        switch key {
        case .enter, .character(" "):
            open()
            return .moved
        case .character(let scalar):
            open()
            type(String(Character(scalar)))
            return .moved
        case .left where !takesMany, .right where !takesMany:
            guard !options.isEmpty else { return .moved }
            let current = options.firstIndex { $0.text == chosen.first }
            let next = key == .right ? (current ?? -1) + 1 : (current ?? options.count) - 1
            choose([options[(next + options.count) % options.count].text])
            return .changed
        case .backspace, .delete:
            guard !chosen.isEmpty else { return .moved }
            chosen.removeLast()
            return .changed
        default: return .ignored
        }
    }

    private mutating func handleOpen(_ key: Key) -> Outcome {
        let rows = rows
        switch key {
        case .up: highlighted = max(0, highlighted - 1)
        case .down: highlighted = min(max(0, rows.count - 1), highlighted + 1)
        case .pageUp: highlighted = max(0, highlighted - 8)
        case .pageDown: highlighted = min(max(0, rows.count - 1), highlighted + 8)
        case .escape:
            if filter.text.isEmpty { close() } else { clearFilter() }
        case .tab, .backTab: return .left(changed: finish())
        case .enter:
            // An empty filter has nothing more to say: the list of many is done with.
            guard takesMany, !filter.text.isEmpty else {
                if takesMany {
                    close()
                    return .left(changed: false)
                }
                guard rows.indices.contains(highlighted) else { return .moved }
                choose([rows[highlighted].text])
                close()
                return .left(changed: true)
            }
            return takeHighlighted(rows)
        case .character(" ") where takesMany: return takeHighlighted(rows)
        case .character(",") where takesMany:
            let text = Self.trimmed(filter.text)
            guard takesOther, !text.isEmpty, !rows.contains(.option(Option(text))) else { return takeHighlighted(rows) }
            add([text])
            return .changed
        case .control("c"): return .ignored
        default:
            let before = filter.text
            guard filter.handle(key) != .ignored else { return .ignored }
            if filter.text != before { highlighted = 0 }
        }
        return .moved
    }

    private mutating func takeHighlighted(_ rows: [Row]) -> Outcome {
        guard rows.indices.contains(highlighted) else { return .moved }
        take(rows[highlighted].text)
        clearFilter()
        highlighted = self.rows.firstIndex { $0.text == rows[highlighted].text } ?? 0
        return .changed
    }

    /// Closes the list; a text that was begun counts.
    /// - Returns: whether the choice has changed.
    mutating func finish() -> Bool {
        guard isOpen else { return false }
        let before = chosen
        let rows = rows
        if !Self.trimmed(filter.text).isEmpty, rows.indices.contains(highlighted) {
            let text = rows[highlighted].text
            if takesMany { add([text]) } else { choose([text]) }
        }
        close()
        return chosen != before
    }

    /// Takes a pasted text: several names at once where many can be chosen, else a filter.
    /// - Returns: whether the choice has changed.
    mutating func paste(_ text: String) -> Bool {
        guard takesMany, takesOther else {
            open()
            filter.paste(text)
            highlighted = 0
            return false
        }
        let names = text.unicodeScalars.split { $0 == "," || $0.value <= 0x20 }.map { String($0) }
        add(names)
        return !names.isEmpty
    }

    /// A click on a row of the open list.
    mutating func click(row: Int) -> Outcome {
        guard rows.indices.contains(row) else { return .moved }
        highlighted = row
        if takesMany { return takeHighlighted(rows) }
        choose([rows[row].text])
        close()
        return .changed
    }

    /// Scrolls so that the highlighted row is among so many.
    mutating func settle(rows height: Int) {
        offset = Scrolling.offset(keeping: highlighted, from: offset, count: rows.count, height: height)
    }

    mutating func open() {
        isOpen = true
        filter = LineEditor()
        highlighted = chosen.first.flatMap { text in rows.firstIndex { $0.text == text } } ?? 0
    }

    private mutating func type(_ text: String) {
        filter.setText(text)
        highlighted = 0
    }

    private mutating func add(_ texts: [String]) {
        choose(chosen + texts)
        clearFilter()
    }

    private mutating func clearFilter() {
        filter = LineEditor()
        highlighted = min(highlighted, max(0, rows.count - 1))
    }

    private mutating func close() {
        isOpen = false
        filter = LineEditor()
        (highlighted, offset) = (0, 0)
    }
}
