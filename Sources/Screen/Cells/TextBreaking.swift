/// Where a text stands in columns, by the bytes of its UTF-8: what is broken at the screen's edge, and what is marked in it.
extension TextWidth {
    /// The rows into which a text falls when it is broken at so many columns, as ranges of its bytes; always at least one.
    ///
    /// It is broken where it stands, not at blanks, so that the place of everything follows from its number alone.
    package static func rows(of text: String, columns: Int) -> [Range<Int>] {
        let columns = max(1, columns)
        if let length = plainLength(of: text) {
            guard length > columns else { return [0..<length] }
            return stride(from: 0, to: length, by: columns).map { $0..<min(length, $0 + columns) }
        }
        var rows: [Range<Int>] = []
        var (start, used) = (0, 0)
        var end = 0
        forEachPlace(text) { byte, length, width in
            // A wide character that does not fit goes to the next row; in one column it stands alone.
            if used + width > columns, byte > start {
                rows.append(start..<byte)
                (start, used) = (byte, 0)
            }
            used += width
            end = byte + length
        }
        rows.append(start..<end)
        return rows
    }

    /// How many rows that are.
    package static func rowCount(of text: String, columns: Int) -> Int {
        let columns = max(1, columns)
        if let length = plainLength(of: text) { return max(1, (length + columns - 1) / columns) }
        return rows(of: text, columns: columns).count
    }

    /// The columns that stand before each of some bytes.
    /// - Parameter bytes: rising.
    package static func columns(before bytes: [Int], in text: String) -> [Int] {
        if let length = plainLength(of: text) { return bytes.map { min($0, length) } }
        var result: [Int] = []
        var column = 0
        forEachPlace(text) { byte, _, width in
            while result.count < bytes.count, bytes[result.count] <= byte { result.append(column) }
            column += width
        }
        while result.count < bytes.count { result.append(column) }
        return result
    }

    /// The bytes of the text that are to be seen in some of its columns, and the column in which they begin.
    package static func bytes(of text: String, in columns: Range<Int>) -> (bytes: Range<Int>, column: Int) {
        if let length = plainLength(of: text) {
            let bytes = columns.clamped(to: 0..<length)
            return (bytes, bytes.lowerBound)
        }
        var found: (bytes: Range<Int>, column: Int)?
        var column = 0
        forEachPlace(text) { byte, length, width in
            let place = column..<column + width
            if width == 0 ? found != nil && column <= columns.upperBound : place.overlaps(columns) {
                found = ((found?.bytes.lowerBound ?? byte)..<byte + length, found?.column ?? column)
            }
            column += width
        }
        return found ?? (0..<0, columns.lowerBound)
    }

    /// The length of a text whose every byte is a column.
    private static func plainLength(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil }
    }

    /// Calls `body` with the place of each scalar, its length in bytes and its columns, as `forEachShown` shows it.
    private static func forEachPlace(_ text: String, _ body: (_ byte: Int, _ length: Int, _ width: Int) -> Void) {
        var byte = 0
        var (takesMark, hasBase) = (false, false)
        for scalar in text.unicodeScalars {
            var width = 0
            switch showing(scalar) {
            case .columns(let own): (width, takesMark, hasBase) = (own, true, true)
            case .standIn: (width, takesMark, hasBase) = (1, false, true)
            case .mark where takesMark: takesMark = false
            case .mark where !hasBase: (width, hasBase) = (1, true)
            case .mark, .dropped: break
            }
            let length = UTF8.width(scalar)
            body(byte, length, width)
            byte += length
        }
    }
}

extension String {
    /// The part that lies in a range of UTF-8 bytes; what was cut within a character is left out.
    package func part(_ bytes: Range<Int>) -> String {
        let view = utf8
        guard let from = view.index(startIndex, offsetBy: max(0, bytes.lowerBound), limitedBy: endIndex),
            let to = view.index(from, offsetBy: bytes.count, limitedBy: endIndex)
        else { return bytes.lowerBound < view.count ? part(bytes.lowerBound..<view.count) : "" }
        return String(self[from..<to])
    }
}
