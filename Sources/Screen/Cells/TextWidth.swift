/// How many columns characters take, and what a screen shows for those that it must not show as they are.
///
/// Text comes from logs, reports and file names, so nothing in it is trusted: whatever a terminal could act on, and
/// whatever terminals disagree about, never leaves this table.
package enum TextWidth {
    /// What becomes of one scalar on the screen.
    package enum Showing: Equatable, Sendable {
        /// As it is, in one or two columns.
        case columns(Int)
        /// As it is, over the character before.
        case mark
        /// As another character of one column.
        case standIn(Unicode.Scalar)
        /// Left out: it only changes how its neighbour looks, and terminals disagree about how.
        case dropped
    }

    /// The stand-in of what has no picture of its own.
    package static let unknown: Unicode.Scalar = "·"

    /// The columns that `text` takes on a canvas.
    package static func columns(_ text: String) -> Int {
        var text = text
        let ascii = text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil }
        if let ascii { return ascii }
        var total = 0
        forEachShown(text) { _, width in total += width }
        return total
    }

    /// Calls `body` with each scalar that a canvas shows for `text`, stand-ins included, and its columns (0 for a mark).
    ///
    /// A character keeps one mark, as a cell does; a mark without a character before it becomes a stand-in.
    package static func forEachShown(_ text: String, _ body: (Unicode.Scalar, Int) -> Void) {
        var takesMark = false
        var hasBase = false
        for scalar in text.unicodeScalars {
            switch showing(scalar) {
            case .columns(let width):
                body(scalar, width)
                (takesMark, hasBase) = (true, true)
            case .standIn(let other):
                body(other, 1)
                (takesMark, hasBase) = (false, true)
            case .mark where takesMark:
                body(scalar, 0)
                takesMark = false
            case .mark where !hasBase:
                body(unknown, 1)
                hasBase = true
            case .mark, .dropped:
                break
            }
        }
    }

    /// `text` as a canvas would show it: safe to be written to a terminal as it is.
    package static func shownText(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        forEachShown(text) { scalar, _ in shown.append(scalar) }
        return String(shown)
    }

    /// What becomes of `scalar`.
    package static func showing(_ scalar: Unicode.Scalar) -> Showing {
        let value = scalar.value
        switch value {
        case 0x20..<0x7F: return .columns(1)
        case 0..<0x20: return .standIn(Unicode.Scalar(0x2400 + value) ?? unknown)
        case 0x7F: return .standIn("\u{2421}")
        case 0x80...0x9F: return .standIn(unknown)
        // Letters of Western Europe, lines and blocks: nearly all that follows ASCII on our screens.
        case 0xA1...0xAC, 0xAE...0x2FF, 0x2500...0x259F: return .columns(1)
        default: break
        }
        if isPresentation(value) { return .dropped }
        if hasNoPicture(value) || WidthTable.contains(WidthTable.unknown, value) { return .standIn(unknown) }
        if WidthTable.contains(WidthTable.marks, value) { return .mark }
        return .columns(WidthTable.contains(WidthTable.wide, value) ? 2 : 1)
    }

    /// Zero-width joiner, variation selectors and skin tones.
    private static func isPresentation(_ value: UInt32) -> Bool {
        switch value {
        case 0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// What has a width, or none, but nothing to see, so that two names that differ look different; and private use, which
    /// means something else in every font. Regional indicators are here because terminals join pairs of them to flags of
    /// different widths.
    private static func hasNoPicture(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F: true
        case 0x2028...0x202E, 0x2060...0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF: true
        case 0xE000...0xF8FF, 0x1F1E6...0x1F1FF: true
        default: false
        }
    }
}
