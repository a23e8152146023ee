import Screen
import Testing

private func drawn(_ columns: Int, _ draw: (Canvas) -> Void) -> [String] {
    let canvas = Canvas(size: Size(columns: columns, rows: 2))
    draw(canvas)
    expectWhole(canvas.frame)
    return canvas.frame.plainText
}

/// Every wide character has its second half, and every half its character.
private func expectWhole(_ frame: Frame) {
    for y in 0..<frame.size.rows {
        let widths = frame.row(y).map(\.width)
        for (x, width) in widths.enumerated() {
            if width == 2 { #expect(x + 1 < widths.count && widths[x + 1] == 0, "row \(y), column \(x)") }
            if width == 0 { #expect(x > 0 && widths[x - 1] == 2, "row \(y), column \(x)") }
        }
    }
}

@Test func cutsAtTheEdges() {
    #expect(drawn(5) { $0.write("abcdefgh", x: 2, y: 0) } == ["  abc", ""])
    #expect(drawn(5) { $0.write("abcdefgh", x: -3, y: 0) } == ["defgh", ""])
    #expect(drawn(5) { $0.write("abc", x: 0, y: 2) } == ["", ""])
    #expect(drawn(5) { $0.write("abc", x: 0, y: -1) } == ["", ""])
    #expect(drawn(5) { $0.write("日本語", x: 0, y: 0) } == ["日本", ""])
    #expect(drawn(5) { $0.write("日本語", x: -1, y: 0) } == [" 本語", ""])
}

@Test func tellsTheColumnBehind() {
    let canvas = Canvas(size: Size(columns: 4, rows: 1))
    #expect(canvas.write("日本語", x: 1, y: 0) == 7)
    #expect(canvas.write("abcdefg", x: 1, y: 5) == 8)
}

@Test func aWindowKeepsToItself() {
    let lines = drawn(8) { canvas in
        canvas.fill("x")
        let window = canvas.window(x: 2, y: 0, width: 3, height: 1)
        window.fill()
        window.write("日本", x: 0, y: 0)
        window.window(x: 1, y: 0, width: 9, height: 9).write("ZZZZZZZZZ", x: 1, y: 0)
    }
    #expect(lines == ["xx日Zxxx", "xxxxxxxx"])
}

@Test func halvesOfWideCharactersBecomeBlanks() {
    for x in 0..<6 {
        for text in ["a", "日", "ab", "日b", "a日"] {
            _ = drawn(8) { canvas in
                canvas.write("日本語", x: 1, y: 0)
                canvas.write(text, x: x, y: 0)
            }
        }
    }
    #expect(
        drawn(6) { canvas in
            canvas.write("日本", x: 0, y: 0)
            canvas.write("x", x: 1, y: 0)
        } == [" x本", ""])
    #expect(
        drawn(6) { canvas in
            canvas.write("日本", x: 0, y: 0)
            canvas.write("語", x: 1, y: 0)
        } == [" 語", ""])
    #expect(
        drawn(6) { canvas in
            canvas.write("日本", x: 0, y: 0)
            canvas.window(x: 0, y: 0, width: 3, height: 1).fill(".")
        } == ["...", ""])
}

@Test func marksStayWithTheirCharacter() {
    #expect(drawn(4) { $0.write("e\u{301}x", x: 0, y: 0) } == ["e\u{301}x", ""])
    // The letter stands left of the window: its mark must not land on a neighbour.
    let lines = drawn(4) { canvas in
        canvas.write("ab", x: 0, y: 0)
        canvas.window(x: 1, y: 0, width: 3, height: 1).write("e\u{301}x", x: -1, y: 0)
    }
    #expect(lines == ["ax", ""])
    #expect(
        drawn(4) { canvas in
            canvas.write("ab", x: 0, y: 0)
            canvas.write("\u{301}", x: 1, y: 0)
        } == ["a·", ""])
}

@Test func nothingUnsafeReachesAFrame() {
    let canvas = Canvas(size: Size(columns: 40, rows: 1))
    canvas.write("a\u{1B}]52;c;x\u{7}\u{9B}31m\u{202E}b\r\n\u{200B}", x: 0, y: 0)
    canvas.window(x: 30, y: 0, width: 2, height: 1).fill("\u{1B}")
    #expect(canvas.frame.cells.allSatisfy { TextWidth.showing($0.scalar) == .columns(1) })
}

@Test(arguments: [Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 0, rows: 3)])
func drawsOnNothing(_ size: Size) {
    let canvas = Canvas(size: size)
    canvas.fill("x")
    canvas.write("日本", x: 0, y: 0)
    canvas.restyle(role: .selected)
    canvas.setCursor(x: 0, y: 5)
    #expect(canvas.frame.cells.count == size.columns * size.rows)
    #expect(canvas.frame.cursor == nil)
}
