import Screen
import TestKit
import Testing

private var frame: Frame {
    let canvas = Canvas(size: Size(columns: 24, rows: 3))
    canvas.row(0).fill(role: .bar)
    canvas.write(" atvm-tui <&\"> ", x: 0, y: 0, .bar)
    canvas.write("✔ PASS", x: 1, y: 1, .good)
    canvas.write("日本 e\u{301}", x: 10, y: 1, .bad, .underline)
    return canvas.frame
}

@Test func plainTextHasNoTrailingBlanks() {
    #expect(frame.plainText == [" atvm-tui <&\">", " ✔ PASS   日本 e\u{301}", ""])
}

@Test func asciiKeepsTheColumns() {
    #expect(frame.inASCII.plainText == [" atvm-tui <&\">", " + PASS   ? ?  e", ""])
}

@Test(arguments: [("none", ColorDepth.none), ("16", .sixteen), ("256", .indexed), ("direct", .direct)])
func ansiLooksAs(_ name: String, _ depth: ColorDepth) {
    let theme = Theme(
        name: "t", looks: [.good: Look(Style(.rgb(95, 175, 95))), .bar: Look(Style(.indexed(250), on: .indexed(236)))])
    let text = ANSIExport.text(frame, theme: theme, depth: depth)
    expectGolden(
        text.split(separator: "\u{1B}", omittingEmptySubsequences: false).joined(separator: "␛"), "ansi-\(name).txt")
}

@Test func svgLooksAs() {
    let text = SVGExport.text(frame, theme: .builtIn, title: "atvm-tui <demo>")
    expectGolden(text, "frame.svg")
}

@Test func svgWithoutAWindow() {
    let text = SVGExport.text(frame, theme: .builtIn, isDark: false)
    #expect(!text.contains("circle"))
    #expect(text.contains("#ffffff"))
    #expect(text.contains("&lt;&amp;&quot;&gt;"))
}

@Test func svgHoldsNoControls() {
    let canvas = Canvas(size: Size(columns: 20, rows: 1))
    canvas.write("\u{1B}[31m\0\u{FFFE}", x: 0, y: 0)
    let text = SVGExport.text(canvas.frame, theme: .builtIn, title: "\u{1B}]0;x\u{7}")
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
}
