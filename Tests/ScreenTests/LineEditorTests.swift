import Screen
import Testing

/// Types keys, written by name with blanks between.
private func typed(_ keys: String, into text: String = "", completions: [String] = []) -> LineEditor {
    var editor = LineEditor(text: text)
    for name in keys.split(separator: " ") {
        guard let key = Key(name: String(name)) else {
            Issue.record("'\(name)' is no key")
            continue
        }
        _ = editor.handle(key) { start in completions.filter { $0.hasPrefix(start) } }
    }
    return editor
}

@Test(arguments: [
    ("a b c", "", "abc", 3), ("Left x", "ab", "axb", 2), ("Home x", "ab", "xab", 1),
    ("Ctrl-A Ctrl-E x", "ab", "abx", 3),
    ("Backspace", "ab", "a", 1), ("Home Backspace", "ab", "ab", 0), ("Home Del", "ab", "b", 0), ("Del", "ab", "ab", 2),
    ("Left Left Left Left x", "ab", "xab", 1), ("Right Right x", "ab", "abx", 3), ("Ctrl-U", "ab", "", 0),
    ("Left Ctrl-U", "abc", "c", 0), ("Left Ctrl-K", "abc", "ab", 2), ("Ctrl-W", "one two", "one ", 4),
    ("Ctrl-W", "one two  ", "one ", 4), ("Ctrl-W", "one", "", 0), ("Ctrl-W", "", "", 0),
    ("Left Ctrl-W", "a bc", "a c", 2),
    ("é 日 Backspace", "", "é", 1), ("Space x", "", " x", 2),
])
func edits(_ keys: String, _ before: String, _ after: String, _ cursor: Int) {
    let editor = typed(keys, into: before)
    #expect(editor.text == after)
    #expect(editor.cursor == cursor)
}

@Test func aCombiningMarkJoinsItsLetter() {
    var editor = LineEditor()
    for key in [Key.character("e"), .character("\u{301}"), .left, .character("x")] { _ = editor.handle(key) }
    #expect(editor.text == "xe\u{301}")
    #expect(editor.cursor == 1)
}

@Test func aMarkBeforeTheRestOfTheLine() {
    var editor = LineEditor(text: "ab")
    for key in [Key.left, .character("\u{301}"), .character("y")] { _ = editor.handle(key) }
    #expect(editor.text == "a\u{301}yb")
    #expect(editor.cursor == 2)
}

@Test func outcomes() {
    var editor = LineEditor(text: "sort")
    #expect(editor.handle(.function(5)) == .ignored)
    #expect(editor.handle(.left) == .edited)
    #expect(editor.handle(.enter) == .submitted("sort"))
    #expect(editor.handle(.escape) == .cancelled)
    #expect(editor.handle(.control("c")) == .cancelled)
}

@Test func historyGoesBackAndComesAgain() {
    var editor = LineEditor(history: ["one"])
    editor.setText("two")
    _ = editor.handle(.enter)
    _ = editor.handle(.enter)
    #expect(editor.history == ["one", "two"])
    editor.setText("draft")
    _ = editor.handle(.up)
    #expect(editor.text == "two")
    _ = editor.handle(.up)
    _ = editor.handle(.up)
    #expect(editor.text == "one")
    _ = editor.handle(.down)
    _ = editor.handle(.down)
    #expect(editor.text == "draft")
}

@Test func historyIsBounded() {
    var editor = LineEditor()
    for number in 0..<150 {
        editor.setText("\(number)")
        _ = editor.handle(.enter)
    }
    #expect(editor.history.count == 100)
    #expect(editor.history.last == "149")
}

@Test func completesInTurn() {
    let names = ["sort", "snapshot", "theme"]
    #expect(typed("Tab", into: "t", completions: names).text == "theme")
    #expect(typed("Tab", into: "s", completions: names).text == "sort")
    #expect(typed("Tab Tab", into: "s", completions: names).text == "snapshot")
    #expect(typed("Tab Tab Tab", into: "s", completions: names).text == "sort")
    #expect(typed("Shift-Tab", into: "s", completions: names).text == "snapshot")
    #expect(typed("Tab", into: "x", completions: names).text == "x")
    #expect(typed("Tab x Tab", into: "s", completions: names).text == "sortx")
}

@Test func aPasteNeverSubmits() {
    var editor = LineEditor(text: "ab")
    _ = editor.handle(.left)
    editor.paste("x\r\ny\u{1B}")
    #expect(editor.text == "ax  y b")
    #expect(!editor.text.unicodeScalars.contains { $0.value < 0x20 })
    editor.paste(String(repeating: "x", count: LineEditor.limit))
    #expect(editor.text.count < LineEditor.limit)
}

@Test(arguments: [(40, "/error in step_", 14), (8, "/n step_", 7), (2, "/_", 1)])
func theCursorIsAlwaysToBeSeen(_ width: Int, _ shown: String, _ x: Int) {
    let canvas = Canvas(size: Size(columns: width, rows: 1))
    LineEditor(text: "error in step").draw(prompt: "/", on: canvas)
    #expect(canvas.frame.plainText[0] == String(shown.dropLast()))
    #expect(canvas.frame.cursor == Point(x: x, y: 0))
}
