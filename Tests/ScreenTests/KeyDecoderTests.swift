import Screen
import Testing

struct KeyRow: CustomTestStringConvertible, Sendable {
    let bytes: String
    let events: [InputEvent]

    init(_ bytes: String, _ keys: Key...) { (self.bytes, events) = (bytes, keys.map { .key($0) }) }
    init(_ bytes: String, events: [InputEvent]) { (self.bytes, self.events) = (bytes, events) }

    var testDescription: String { bytes.debugDescription }
}

private let rows: [KeyRow] = [
    KeyRow("a", .character("a")), KeyRow("é日👍", .character("é"), .character("日"), .character("👍")),
    KeyRow("\r", .enter), KeyRow("\n", .enter), KeyRow("\t", .tab), KeyRow("\u{7F}", .backspace),
    KeyRow("\u{8}", .backspace), KeyRow("\u{1}", .control("a")), KeyRow("\u{1A}", .control("z")),
    KeyRow("\0", .control("@")), KeyRow("\u{1C}", .control("\\")), KeyRow("\u{1F}", .control("_")),
    KeyRow("\u{1B}x", .alt("x")), KeyRow("\u{1B}\u{1B}[A", .escape, .up), KeyRow("\u{1B}\r", .escape, .enter),
    // Arrows and the block above them, in both modes and with modifiers.
    KeyRow("\u{1B}[A\u{1B}OA\u{1B}[1;5A", .up, .up, .up), KeyRow("\u{1B}[B\u{1B}OB", .down, .down),
    KeyRow("\u{1B}[C\u{1B}OC", .right, .right), KeyRow("\u{1B}[D\u{1B}OD", .left, .left),
    KeyRow("\u{1B}[H\u{1B}OH\u{1B}[1~\u{1B}[7~\u{1B}[1;2H", .home, .home, .home, .home, .home),
    KeyRow("\u{1B}[F\u{1B}OF\u{1B}[4~\u{1B}[8~", .end, .end, .end, .end),
    KeyRow("\u{1B}[2~\u{1B}[3~\u{1B}[5~\u{1B}[6~", .insert, .delete, .pageUp, .pageDown),
    KeyRow("\u{1B}[5;5~\u{1B}[3$\u{1B}[6^\u{1B}[5@", .pageUp, .delete, .pageDown, .pageUp),
    KeyRow("\u{1B}[Z", .backTab), KeyRow("\u{1B}[a\u{1B}Oa", .up, .up),
    // F-keys of xterm, VT220, rxvt and the Linux console.
    KeyRow(
        "\u{1B}OP\u{1B}[11~\u{1B}[[A\u{1B}[P\u{1B}[1;2P", .function(1), .function(1), .function(1), .function(1),
        .function(1)),
    KeyRow("\u{1B}OS\u{1B}[14~\u{1B}[[D", .function(4), .function(4), .function(4)),
    KeyRow("\u{1B}[15~\u{1B}[[E", .function(5), .function(5)),
    KeyRow(
        "\u{1B}[17~\u{1B}[18~\u{1B}[19~\u{1B}[20~\u{1B}[21~", .function(6), .function(7), .function(8), .function(9),
        .function(10)),
    KeyRow("\u{1B}[23~\u{1B}[24~", .function(11), .function(12)),
    // The number block in application mode.
    KeyRow("\u{1B}Op\u{1B}Oy\u{1B}OM\u{1B}Ok", .character("0"), .character("9"), .enter, .character("+")),
    // Keys by number, as some terminals were left to send them.
    KeyRow("\u{1B}[97;5u\u{1B}[97u\u{1B}[27;5;122~", .control("a"), .character("a"), .control("z")),
    // Swallowed whole: nothing of it may become a command.
    KeyRow("\u{1B}[I\u{1B}[Oq", .character("q")), KeyRow("\u{1B}[?62;4cq", .character("q")),
    KeyRow("\u{1B}[>0;276;0cq", .character("q")), KeyRow("\u{1B}[200;?~q", .character("q")),
    KeyRow("\u{1B}]11;rgb:0/0/0\u{7}q", .character("q")), KeyRow("\u{1B}]0;x\u{1B}\\q", .character("q")),
    KeyRow("\u{1B}P1$r0m\u{1B}\\q", .character("q")), KeyRow("\u{1B}[M !!q", .character("q")),
    KeyRow("\u{1B}[99~q", .character("q")), KeyRow("\u{1B}Ozq", .character("q")),
    KeyRow("\u{1B}[12;34Rq", .character("q")),
    KeyRow("\u{1B}[" + String(repeating: "1;", count: 400) + "Aq", .character("q")),
    KeyRow("\u{1B}[1\u{1B}[Aq", .up, .character("q")),
    // Mouse.
    KeyRow(
        "\u{1B}[<0;3;5M\u{1B}[<0;3;5m",
        events: [
            .mouse(MouseEvent(.press, at: Point(x: 2, y: 4))), .mouse(MouseEvent(.release, at: Point(x: 2, y: 4))),
        ]),
    KeyRow(
        "\u{1B}[<64;300;1M\u{1B}[<65;1;1M",
        events: [
            .mouse(MouseEvent(.wheelUp, at: Point(x: 299, y: 0))),
            .mouse(MouseEvent(.wheelDown, at: Point(x: 0, y: 0))),
        ]),
    KeyRow("\u{1B}[<2;1;1M\u{1B}[<35;1;1M\u{1B}[<0;0;0M\u{1B}[<0;1M", events: []),
    // Pastes.
    KeyRow("\u{1B}[200~rm -rf\r\n\u{1B}[A\u{1B}[201~q", events: [.paste("rm -rf\r\n\u{1B}[A"), .key(.character("q"))]),
    KeyRow("\u{1B}[200~\u{1B}[20\u{1B}[201\u{1B}\u{1B}[201~", events: [.paste("\u{1B}[20\u{1B}[201\u{1B}")]),
    KeyRow("\u{1B}[200~\u{1B}[201~", events: [.paste("")]),
]

@Test(arguments: rows)
func decodes(_ row: KeyRow) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(row.bytes.utf8) + decoder.flush() == row.events)
}

@Test(arguments: rows)
func decodesWhereverABreakFalls(_ row: KeyRow) {
    let bytes = Array(row.bytes.utf8)
    for split in 0...bytes.count {
        var decoder = KeyDecoder()
        let events = decoder.decode(bytes[..<split]) + decoder.decode(bytes[split...]) + decoder.flush()
        #expect(events == row.events, "broken after \(split) bytes")
    }
}

@Test func escapeAloneIsAKeyOnceNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1B]) == [])
    #expect(decoder.pendingEscape)
    #expect(decoder.flush() == [.key(.escape)])
    #expect(!decoder.pendingEscape)
    #expect(decoder.decode("[A".utf8) == [.key(.character("[")), .key(.character("A"))])
}

@Test func aSequenceInAHurryIsNotTakenApart() {
    var decoder = KeyDecoder()
    #expect(decoder.decode("\u{1B}[".utf8) == [])
    #expect(!decoder.pendingEscape)
    #expect(decoder.flush() == [])
    #expect(decoder.decode("A".utf8) == [.key(.up)])
}

@Test func altWithABracketDoesNotHideTheKeyboard() {
    var decoder = KeyDecoder()
    #expect(decoder.decode("\u{1B}]".utf8) == [])
    #expect(decoder.flush() == [.key(.alt("]"))])
    #expect(decoder.decode("q".utf8) == [.key(.character("q"))])
}

@Test(
    arguments: [
        [0xFF, 0x61], [0xC0, 0xAF, 0x61], [0xE2, 0x82, 0x61], [0x80, 0x61], [0xED, 0xA0, 0x80, 0x61],
        [0xF5, 0x80, 0x61],
        [0xC2, 0x9B, 0x61], [0xF0, 0x9F, 0x1B, 0x5B, 0x5A, 0x61],
    ] as [[UInt8]])
func dropsBytesThatAreNoCharacters(_ bytes: [UInt8]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(bytes).last == .key(.character("a")))
    #expect(decoder.decode(bytes).count <= 2)
}

@Test func aPasteIsBounded() throws {
    var decoder = KeyDecoder()
    let huge = [UInt8](repeating: UInt8(ascii: "x"), count: KeyDecoder.pasteLimit + 1000)
    let events = decoder.decode(Array("\u{1B}[200~".utf8) + huge + Array("\u{1B}[201~q".utf8))
    guard case .paste(let text)? = events.first else { throw MissingPaste() }
    #expect(text.utf8.count == KeyDecoder.pasteLimit)
    #expect(events.last == .key(.character("q")))
}

private struct MissingPaste: Error {}

/// Whatever comes, what is typed a little later is understood again.
@Test(arguments: 0..<200)
func garbageNeverSticks(_ seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> UInt8 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
    }
    var decoder = KeyDecoder()
    _ = decoder.decode((0..<500).map { _ in next() % 4 == 0 ? 0x1B : next() })
    // Ends a paste, a string and a mouse report, in this order.
    _ = decoder.decode("\u{1B}[201~\u{1B}\\\u{1B}\\aaaa".utf8)
    _ = decoder.flush()
    #expect(decoder.decode("q".utf8) == [.key(.character("q"))])
}
