import Screen
import TestKit
import Testing

@Test(arguments: [
    (0.0, "░░░░"), (0.01, "▌░░░"), (0.25, "█░░░"), (0.5, "██░░"), (0.6, "██▌░"), (0.99, "███▌"), (1.0, "████"),
    (-1, "░░░░"), (7, "████"), (.nan, "░░░░"), (.infinity, "████"),
])
func progress(_ fraction: Double, _ bar: String) {
    #expect(ProgressBar.text(fraction, width: 4).plainText == bar)
}

@Test func progressInASCIIAndInNoRoom() {
    #expect(ProgressBar.text(0.6, width: 4, glyphs: .ascii).plainText == "##=-")
    #expect(ProgressBar.text(0.6, width: 0) == [])
    #expect(ProgressBar.text(0.5, width: 1).plainText == "▌")
}

@Test(arguments: [(0, 0..<2), (1, 1..<3), (40, 4..<6), (79, 7..<9), (80, 8..<10)])
func scrollBarTouchesTheEndsOnlyAtTheEnds(_ offset: Int, _ thumb: Range<Int>) {
    #expect(ScrollBar(offset: offset, visible: 20, count: 100).thumb(height: 10) == thumb)
}

@Test func scrollBarIsNotThereForWhatFits() {
    #expect(ScrollBar(offset: 0, visible: 20, count: 20).thumb(height: 10) == nil)
    #expect(ScrollBar(offset: 5, visible: 20, count: 1_000_000).thumb(height: 1) == 0..<1)
}

@Test(arguments: [Size(columns: 40, rows: 7), Size(columns: 24, rows: 5), Size(columns: 3, rows: 2)])
func dialogStandsInTheMiddle(_ size: Size) {
    let canvas = Canvas(size: size)
    canvas.fill(".")
    let inside = Dialog("Unregister VMs", role: .bad).draw(on: canvas, content: Size(columns: 26, rows: 3))
    inside.write("This powers off every VM.", x: 0, y: 0)
    expectGolden(canvas.frame.plainText, "dialog-\(size.columns)x\(size.rows)")
}

private let help = HelpOverlay(sections: [
    HelpSection(
        title: "Move", rows: [HelpRow(keys: "j, Down", help: "next row"), HelpRow(keys: "k, Up", help: "row before")]),
    HelpSection(
        title: "Rows",
        rows: [
            HelpRow(keys: "Enter", help: "open the row", name: "open", reason: "no row is selected"),
            HelpRow(keys: "s", help: "sort by the next column", name: "sort"),
        ]),
    HelpSection(title: "Program", rows: [HelpRow(keys: "q, Esc", help: "back, or leave", name: "quit")]),
])

@Test(arguments: [Size(columns: 50, rows: 12), Size(columns: 110, rows: 8), Size(columns: 30, rows: 5)])
func helpLooksAs(_ size: Size) {
    let canvas = Canvas(size: size)
    help.draw(on: canvas, offset: size.rows == 5 ? 3 : 0)
    expectGolden(canvas.frame.plainText, "help-\(size.columns)x\(size.rows)")
}

@Test func helpThatDoesNotApplyIsFaint() {
    let canvas = Canvas(size: Size(columns: 60, rows: 12))
    help.draw(on: canvas)
    let frame = canvas.frame
    let row = frame.plainText.firstIndex { $0.contains("no row is selected") } ?? 0
    #expect(frame.row(row).filter { $0.scalar != " " }.allSatisfy { $0.role == .faint })
}

@Test func bigTextLooksAs() {
    let canvas = Canvas(size: Size(columns: 60, rows: 11))
    BigText("e2e-w2k25_fc").draw(on: canvas, role: .bandRunning)
    BigText("0OQ/:.é").draw(on: canvas.window(x: 0, y: 6, width: 60, height: 5), role: .plain, glyphs: .ascii)
    expectGolden(canvas.frame.plainText, "big-text")
}

@Test func bigTextKnowsItsWidth() {
    #expect(BigText("").width == -1)
    #expect(BigText("AB").width == 9)
    #expect(BigText.fitting("AB", columns: 9) == 2)
    #expect(BigText.fitting("AB", columns: 8) == 1)
    #expect(BigText.fitting("AB", columns: 3) == 0)
}

@Test func messagesCarryAGlyph() {
    let canvas = Canvas(size: Size(columns: 16, rows: 1))
    MessageLine(.problem, "cannot read the log").draw(on: canvas)
    #expect(canvas.frame.plainText == [" ✖ cannot read …"])
    #expect(canvas.frame.row(0).first?.role == .bad)
}

/// One that answers an operator takes as many rows as it needs, but not the whole screen.
@Test(arguments: [
    (true, "cannot read the log", 3, [" ✖ cannot read", "   the log"]), (true, "no", 3, [" ✖ no"]),
    (false, "cannot read the log", 3, [" ✖ cannot read …"]), (true, "cannot read the log", 1, [" ✖ cannot read …"]),
    (
        true, "aaaaaaaaaaaa bbbbbbbbbbbb cccccccccccc dddddddddddd eeeeeeeeeeee ffffffffffff gggggggggggg", 7,
        [
            " ✖ aaaaaaaaaaaa", "   bbbbbbbbbbbb", "   cccccccccccc", "   dddddddddddd", "   eeeeeeeeeeee",
            "   ffffffffffff…",
        ]
    ),
])
func aWholeMessageIsNotCut(_ isWhole: Bool, _ text: String, _ y: Int, _ rows: [String]) {
    let canvas = Canvas(size: Size(columns: 16, rows: 8))
    MessageLine(.problem, text, isWhole: isWhole).draw(on: canvas, upFrom: y)
    let shown = canvas.frame.plainText
    #expect(shown.filter { !$0.isEmpty } == rows && shown[y] == rows.last, "\(shown)")
}
