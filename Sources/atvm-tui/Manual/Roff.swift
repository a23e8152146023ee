/// Writes a man page in the macros of man(7).
struct Roff {
    private(set) var text = ""

    /// The first line of the page.
    mutating func title(_ name: String, section: Int, version: String, _ manual: String) {
        line(".TH \(Self.quoted(name)) \(section) \"\" \(Self.quoted(version)) \(Self.quoted(manual))")
        // No hyphenation and no stretched lines: names and options are copied from the page.
        line(".nh")
        line(".ad l")
    }

    mutating func section(_ title: String) { line(".SH \(Self.quoted(title))") }
    mutating func subsection(_ title: String) { line(".SS \(Self.quoted(title))") }
    mutating func paragraph(_ words: String) {
        line(".PP")
        line(Self.escaped(words))
    }

    mutating func plain(_ words: String) { line(Self.escaped(words)) }

    /// A term, and what is said of it.
    mutating func item(_ term: [Piece], _ words: String) {
        line(".TP")
        line(term.map(\.roff).joined())
        line(words.isEmpty ? "\\&" : Self.escaped(words))
    }

    /// Lines as they are.
    mutating func example(_ lines: [String]) {
        line(".PP")
        line(".RS 4")
        line(".nf")
        for text in lines { line(Self.escaped(text)) }
        line(".fi")
        line(".RE")
    }

    /// A piece of a line.
    enum Piece {
        case plain(String), bold(String), italic(String)

        fileprivate var roff: String {
            switch self {
            case .plain(let text): Roff.escaped(text, isFirst: false)
            case .bold(let text): "\\fB" + Roff.escaped(text, isFirst: false) + "\\fR"
            case .italic(let text): "\\fI" + Roff.escaped(text, isFirst: false) + "\\fR"
            }
        }
    }

    mutating func pieces(_ pieces: [Piece]) { line(pieces.map(\.roff).joined()) }

    private mutating func line(_ line: String) { text += line + "\n" }

    private static func quoted(_ text: String) -> String {
        "\"" + escaped(text, isFirst: false).replacing("\"", with: "\\(dq") + "\""
    }

    /// Text as roff prints it again: nothing of it is a request, and hyphens stay hyphens that can be copied.
    static func escaped(_ text: String, isFirst: Bool = true) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\n", "\r", "\t": result += " "
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
            case _ where scalar.value > 0x7E:
                result += "\\[u" + hex(scalar.value) + "]"
            default: result.unicodeScalars.append(scalar)
            }
        }
        // A point or an apostrophe at the beginning would be a request.
        return isFirst && result.hasPrefix(".") ? "\\&" + result : result
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
