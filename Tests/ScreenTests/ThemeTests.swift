import Screen
import Testing

private let states: [Role] = [.running, .good, .bad, .warning, .skipped, .waiting]
private let bands: [Role] = [.bandRunning, .bandGood, .bandBad, .bandWarning, .bandSkipped]

@Test(arguments: ColorDepth.allCases)
func statesDifferAtEveryDepth(_ depth: ColorDepth) {
    for group in [bands, depth == .none ? states : [.running, .good, .bad, .warning, .waiting]] {
        let styles = group.map { Theme.builtIn.style($0, at: depth) }
        #expect(Set(styles).count == styles.count)
    }
}

@Test func withoutColourThereIsNoColour() {
    let loud = Theme(
        name: "loud",
        looks: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Look(Style(.basic(1), on: .rgb(1, 2, 3)))) }))
    for role in Role.allCases {
        let style = loud.style(role, .bold, at: .none)
        #expect(style.foreground == .terminal && style.background == .terminal)
        #expect(style.emphasis.contains(.bold))
    }
}

@Test(arguments: [
    (Color.rgb(255, 0, 0), ColorDepth.direct, Color.rgb(255, 0, 0)), (.rgb(255, 0, 0), .indexed, .indexed(196)),
    (.rgb(255, 0, 0), .sixteen, .basic(9)), (.rgb(255, 0, 0), .eight, .basic(1)), (.rgb(255, 0, 0), .none, .terminal),
    (.rgb(128, 128, 128), .indexed, .indexed(244)), (.rgb(95, 135, 175), .indexed, .indexed(67)),
    (.indexed(9), .sixteen, .basic(9)), (.indexed(9), .eight, .basic(1)), (.indexed(231), .sixteen, .basic(15)),
    (.basic(12), .eight, .basic(4)), (.basic(12), .direct, .basic(12)), (.terminal, .direct, .terminal),
])
func reducesColours(_ color: Color, _ depth: ColorDepth, _ reduced: Color) {
    #expect(color.reduced(to: depth) == reduced)
}

@Test func everyColourFitsItsDepth() {
    let colors = (0...255).map { Color.indexed(UInt8($0)) } + (0...255).map { .rgb(UInt8($0), 77, UInt8(255 - $0)) }
    for color in colors {
        for depth in ColorDepth.allCases {
            switch (depth, color.reduced(to: depth)) {
            case (_, .terminal), (.eight, .basic(0...7)), (.sixteen, .basic(0...15)), (.indexed, .indexed),
                (.direct, _):
                break
            case (_, let other): Issue.record("\(color) at \(depth) is \(other)")
            }
        }
    }
}

@Test func eightColoursStillKnowBrightAndGrey() {
    let theme = Theme(
        name: "t", looks: [.faint: Look(Style(.basic(8))), .bad: Look(Style(.basic(9))), .good: Look(Style(.basic(2)))])
    #expect(theme.style(.faint, at: .eight) == Style(.terminal, on: .terminal, .dim))
    #expect(theme.style(.bad, at: .eight) == Style(.basic(1), on: .terminal, .bold))
    #expect(theme.style(.good, at: .eight) == Style(.basic(2)))
}

@Test func fewColoursTakeThePlainerLook() {
    let theme = Theme(
        name: "t", looks: [.selected: Look(Style(.basic(7), on: .rgb(20, 30, 40)), plainer: Style(emphasis: .reverse))])
    #expect(theme.style(.selected, at: .indexed).background == .indexed(234))
    #expect(theme.style(.selected, at: .sixteen) == Style(.terminal, on: .terminal, .reverse))
    #expect(theme.style(.selected, at: .eight) == Style(.terminal, on: .terminal, .reverse))
}

extension Style {
    fileprivate init(emphasis: Emphasis) { self.init(.terminal, on: .terminal, emphasis) }
}

@Test(arguments: [
    ("", Look(Style())), ("default", Look(Style())), ("red", Look(Style(.basic(1)))),
    ("bold bright-red on 236", Look(Style(.basic(9), on: .indexed(236), .bold))),
    ("#0a0B0c", Look(Style(.rgb(10, 11, 12)))), ("mine on mine", Look(Style(.indexed(5), on: .indexed(5)))),
    ("underline dim, reverse", Look(Style(emphasis: [.underline, .dim]), plainer: Style(emphasis: .reverse))),
])
func readsLooks(_ text: String, _ look: Look) throws {
    #expect(try Look(text, colors: ["mine": .indexed(5)]) == look)
}

@Test(arguments: [
    ("rod", StyleTextError.unknownWord("rod")), ("red on", .nothingAfterOn), ("red blue", .twoColors("blue")),
    ("256", .unknownWord("256")), ("#12345", .unknownWord("#12345")), ("#12345g", .unknownWord("#12345g")),
    ("#+12345", .unknownWord("#+12345")), ("-1", .unknownWord("-1")),
    ("bright-default", .unknownWord("bright-default")),
    ("red, rod", .unknownWord("rod")), ("\u{1B}[31m", .unknownWord("\u{1B}[31m")),
])
func refusesLooks(_ text: String, _ error: StyleTextError) {
    #expect(throws: error) { try Look(text) }
    #expect(!error.description.unicodeScalars.contains("\u{1B}"))
}

@Test func rolesHaveNames() {
    #expect(Role.progressDone.name == "progress-done")
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    #expect(Role(name: "progressDone") == nil)
}

@Test func glyphsTakeOneColumnInBothSets() {
    for glyph in Glyph.allCases {
        #expect(TextWidth.showing(GlyphSet.unicode.scalar(glyph)) == .columns(1), "\(glyph)")
        let ascii = GlyphSet.ascii.scalar(glyph)
        #expect(ascii.value > 0x20 && ascii.value < 0x7F, "\(glyph)")
        #expect(GlyphSet.asciiTwin(of: GlyphSet.unicode.scalar(glyph)).isASCII)
    }
    #expect(GlyphSet.asciiTwin(of: "✖") == "x")
    #expect(GlyphSet.asciiTwin(of: "日") == "?")
    #expect(GlyphSet.asciiTwin(of: "\u{1B}") == "?")
}
