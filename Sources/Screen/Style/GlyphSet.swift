/// A character of the console's own, one column wide in both sets.
package enum Glyph: CaseIterable, Sendable {
    // What became of something; a word always stands beside.
    case passed, failed, running, waiting, skipped, attention, hung, cancelled
    // Marks beside text.
    case selection, current, back, separator, none, ellipsis, sortUp, sortDown, expanded, collapsed, follow, checked,
        flag
    /// A row that goes on with the one above.
    case continued
    // Bars.
    case barDone, barHalf, barOpen, scrollThumb, scrollTrack, block
    // Lines and frames.
    case horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight, teeLeft, teeRight, teeDown, teeUp, cross
    case treeBranch, treeLast
}

/// The characters that the terminal can show.
package struct GlyphSet: Equatable, Sendable {
    package let isASCII: Bool

    package static let unicode = GlyphSet(isASCII: false)
    /// For locales without UTF-8 and the Linux console.
    package static let ascii = GlyphSet(isASCII: true)

    package func scalar(_ glyph: Glyph) -> Unicode.Scalar {
        let pair = Self.pair(glyph)
        return isASCII ? pair.ascii : pair.unicode
    }

    package subscript(_ glyph: Glyph) -> String { String(scalar(glyph)) }

    /// What stands for any character where only ASCII is possible: the twin of one of ours, else `?`.
    package static func asciiTwin(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.value >= 0x20 && scalar.value < 0x7F ? scalar : twins[scalar] ?? "?"
    }

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        var twins: [Unicode.Scalar: Unicode.Scalar] = [
            "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "→": ">", "←": "<", "↑": "^", "↓": "v", "✓": "+",
            "✗": "x",
            "▄": "#", "▀": "#", "▐": "#", "▒": ":", "•": "*", "\u{A0}": " ", "×": "x", "↔": "=", "≥": ">", "≤": "<",
        ]
        for glyph in Glyph.allCases {
            let pair = pair(glyph)
            twins[pair.unicode] = twins[pair.unicode] ?? pair.ascii
        }
        return twins
    }()

    private static func pair(_ glyph: Glyph) -> (unicode: Unicode.Scalar, ascii: Unicode.Scalar) {
        switch glyph {
        case .passed: ("✔", "+")
        case .failed: ("✖", "x")
        case .running: ("▶", ">")
        case .waiting: ("○", "o")
        case .skipped: ("»", "/")
        case .attention: ("⚠", "!")
        case .hung: ("■", "#")
        case .cancelled: ("⊘", "-")
        case .selection: ("▌", ">")
        case .current: ("▸", ">")
        case .back: ("‹", "<")
        case .separator: ("·", "-")
        case .none: ("–", "-")
        case .ellipsis: ("…", "~")
        case .sortUp: ("▲", "^")
        case .sortDown: ("▼", "v")
        case .expanded: ("▾", "v")
        case .collapsed: ("▹", ">")
        case .follow: ("↓", "v")
        case .checked: ("●", "*")
        case .flag: ("◆", "@")
        case .continued: ("↳", "\\")
        case .barDone: ("█", "#")
        case .barHalf: ("▌", "=")
        case .barOpen: ("░", "-")
        case .scrollThumb: ("┃", "#")
        case .scrollTrack: ("│", "|")
        case .block: ("█", "#")
        case .horizontal: ("─", "-")
        case .vertical: ("│", "|")
        case .topLeft: ("┌", "+")
        case .topRight: ("┐", "+")
        case .bottomLeft: ("└", "+")
        case .bottomRight: ("┘", "+")
        case .teeLeft: ("├", "+")
        case .teeRight: ("┤", "+")
        case .teeDown: ("┬", "+")
        case .teeUp: ("┴", "+")
        case .cross: ("┼", "+")
        case .treeBranch: ("├", "|")
        case .treeLast: ("└", "`")
        }
    }
}
