/// How many columns characters take.
package enum TextWidth {
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
    package static func forEachShown(_ text: String, _ body: (Unicode.Scalar, Int) -> Void) {
        for scalar in text.unicodeScalars { body(scalar, 1) }
    }
}
