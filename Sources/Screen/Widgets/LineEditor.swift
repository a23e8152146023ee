/// One line of text that is being typed: the `/` and `:` lines, and the fields of forms.
package struct LineEditor: Equatable, Sendable {
    /// What a key led to.
    package enum Outcome: Equatable, Sendable {
        /// Text or cursor may have changed.
        case edited
        case submitted(String)
        case cancelled
        /// The key means nothing to a line; the owner may use it.
        case ignored
    }

    /// Beyond it nothing more is taken, in characters.
    package static let limit = 4096
    private static let historyLimit = 100

    package private(set) var text: String
    /// Characters before the cursor.
    package private(set) var cursor: Int
    /// What was submitted before, the newest last.
    package private(set) var history: [String]
    /// The place in the history that is shown; its end is the line being typed.
    private var place: Int
    private var typed = ""
    /// What Tab goes through, and where it is there.
    private var candidates: [String] = []
    private var candidate = 0

    package init(text: String = "", history: [String] = []) {
        self.text = text
        cursor = text.count
        self.history = history
        place = history.count
    }

    /// Replaces the whole line; the cursor goes to its end.
    package mutating func setText(_ text: String) {
        self.text = String(text.prefix(Self.limit))
        cursor = self.text.count
        candidates = []
    }

    /// Takes a pasted text: its line breaks become blanks, so that it can never submit.
    package mutating func paste(_ pasted: String) {
        insert(String(String.UnicodeScalarView(pasted.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))
    }

    /// - Parameter completions: the whole lines that the text before the cursor could become.
    package mutating func handle(_ key: Key, completions: (String) -> [String] = { _ in [] }) -> Outcome {
        if key != .tab, key != .backTab { candidates = [] }
        switch key {
        case .enter:
            remember()
            return .submitted(text)
        case .escape, .control("c"): return .cancelled
        case .character(let scalar): insert(String(Character(scalar)))
        case .tab: complete(step: 1, completions)
        case .backTab: complete(step: -1, completions)
        case .up, .control("p"): recall(place - 1)
        case .down, .control("n"): recall(place + 1)
        default: return edit(key) ? .edited : .ignored
        }
        return .edited
    }

    /// Keys that move or delete.
    private mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .backspace: if cursor > 0 { remove(from: cursor - 1, to: cursor) }
        case .delete, .control("d"): remove(from: cursor, to: min(text.count, cursor + 1))
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: text.count)
        case .control("w"): remove(from: startOfWord, to: cursor)
        default: return false
        }
        return true
    }

    private mutating func insert(_ piece: String) {
        guard text.count + piece.count <= Self.limit else { return }
        // A mark may join the character before it, so the cursor is found from what stands behind it.
        let behind = text.count - cursor
        text.insert(contentsOf: piece, at: index(cursor))
        cursor = max(0, text.count - behind)
    }

    private mutating func remove(from start: Int, to end: Int) {
        guard start < end else { return }
        text.removeSubrange(index(start)..<index(end))
        cursor = start
    }

    private var startOfWord: Int {
        let before = Array(text.prefix(cursor))
        let word = before.lastIndex { $0 != " " } ?? 0
        return before[..<word].lastIndex(of: " ").map { $0 + 1 } ?? 0
    }

    private func index(_ offset: Int) -> String.Index { text.index(text.startIndex, offsetBy: offset) }

    private mutating func remember() {
        if !text.isEmpty, history.last != text { history.append(text) }
        history.removeFirst(max(0, history.count - Self.historyLimit))
        place = history.count
    }

    private mutating func recall(_ wanted: Int) {
        guard wanted >= 0, wanted <= history.count, wanted != place else { return }
        if place == history.count { typed = text }
        place = wanted
        text = wanted == history.count ? typed : history[wanted]
        cursor = text.count
    }

    private mutating func complete(step: Int, _ completions: (String) -> [String]) {
        if candidates.isEmpty {
            candidates = completions(String(text.prefix(cursor)))
            candidate = step > 0 ? 0 : candidates.count - 1
        } else {
            candidate = (candidate + step + candidates.count) % candidates.count
        }
        guard !candidates.isEmpty else { return }
        text = candidates[candidate]
        cursor = text.count
        // A single one is final: the next Tab asks anew.
        if candidates.count == 1 { candidates = [] }
    }

    /// Draws prompt and text on the first row of the canvas and puts the cursor there.
    package func draw(prompt: String, on canvas: Canvas, glyphs: GlyphSet = .unicode) {
        let start = canvas.write(prompt, x: 0, y: 0, .key)
        let room = max(1, canvas.width - start)
        let before = String(text.prefix(cursor))
        // What stands before the cursor is cut in front, so that the cursor is always to be seen.
        let shown = TextWidth.columns(before) < room ? before : TextWidth.suffix(of: before, columns: room - 1)
        let field = canvas.window(x: start, y: 0, width: room, height: 1)
        field.fill(role: .input)
        let end = field.write(shown, x: 0, y: 0, .input)
        field.write(String(text.dropFirst(cursor)), x: end, y: 0, .input)
        canvas.setCursor(x: start + end, y: 0)
    }
}
