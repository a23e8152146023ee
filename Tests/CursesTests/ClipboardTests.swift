import Testing

@testable import Curses

@Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("é", "w6k=")])
func encodesBase64(_ text: String, _ encoded: String) {
    #expect(String(decoding: Clipboard.base64(Array(text.utf8)), as: UTF8.self) == encoded)
}

@Test func clipboardTakesWhatTerminalsTakeAndNoMore() {
    #expect(Clipboard.sequence(for: String(repeating: "x", count: 74_994), path: .direct)?.count == 100_000)
    #expect(Clipboard.sequence(for: String(repeating: "x", count: 74_995), path: .direct) == nil)
}

@Test func screenGetsShortPieces() throws {
    let text = String(repeating: "x", count: 1000)
    let sequence = try #require(Clipboard.sequence(for: text, path: .screen))
    let pieces = String(decoding: sequence, as: UTF8.self).split(separator: "\u{1B}\\")
    #expect(pieces.allSatisfy { $0.utf8.count <= 250 && $0.hasPrefix("\u{1B}P") })
    let inner = pieces.map { $0.dropFirst(2) }.joined()
    #expect(inner == String(decoding: try #require(Clipboard.sequence(for: text, path: .direct)), as: UTF8.self))
}
