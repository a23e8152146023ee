/// Makes text of unknown origin fit to be shown: nothing of it can act on a terminal or hide from a reader.
package enum SafeText {
    /// `text` with every control, bidirectional, invisible or unassigned-looking scalar replaced by a visible stand-in.
    ///
    /// C0 controls become their pictures (`␛`), others `<U+202E>`. A tab becomes one blank. Line breaks count as controls.
    package static func visible(_ text: String) -> String {
        if isPlainASCII(text) { return text }
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            if scalar == "\t" {
                result.append(" ")
            } else if isUnsafe(scalar) {
                result.append(standIn(for: scalar))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Nearly all text is: a look at its bytes is much cheaper than one at its scalars.
    private static func isPlainASCII(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } } ?? false
    }

    /// The first line that is not empty, visible and without blanks around it.
    package static func firstLine(of text: String) -> String {
        visible(text.textLines.lazy.map { $0.trimmingBlanks() }.first { !$0.isEmpty } ?? "")
    }

    /// Whether a scalar may not be shown as it is: C0, DEL, C1, bidi controls, zero-width and tag characters,
    /// variation selectors, surrogates' stand-in range and noncharacters.
    package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x20 || value == 0x7F { return true }
        if value < 0x80 { return false }
        switch value {
        case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F,
            0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF, 0xFDD0...0xFDEF:
            return true
        default:
            return value & 0xFFFE == 0xFFFE
        }
    }

    /// What is shown in place of an unsafe scalar.
    package static func standIn(for scalar: Unicode.Scalar) -> String {
        if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return String(picture) }
        if scalar.value == 0x7F { return "\u{2421}" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }
}

extension String {
    /// The lines of a text. By scalars, because a carriage return and a line feed are one character together.
    package var textLines: [String] {
        unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }
}

extension StringProtocol {
    /// Without blanks and tabs at both ends.
    package func trimmingBlanks() -> String {
        guard let start = unicodeScalars.firstIndex(where: { !$0.isBlank }) else { return "" }
        let last = unicodeScalars.lastIndex(where: { !$0.isBlank }) ?? start
        return String(self[start...last])
    }
}

extension Unicode.Scalar {
    /// A blank, tab, carriage return, line feed or no-break space.
    package var isBlank: Bool { self == " " || self == "\t" || self == "\r" || self == "\n" || self == "\u{A0}" }
}
