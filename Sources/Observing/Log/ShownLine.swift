import Formats
import Runs

/// How a line of a log is shown: its colours are taken out, every other control is made visible.
enum ShownLine {
    /// - Parameter isWhole: whether the line's end has been seen; else it is longer than `place` says.
    static func text(of line: borrowing RawSpan, _ place: LinePlace, isWhole: Bool = true) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.byteCount)
        var at = 0
        while at < line.byteCount {
            let byte = line.unsafeLoad(fromByteOffset: at, as: UInt8.self)
            if byte == 0x1B, let end = endOfColour(in: line, at: at) {
                at = end
            } else {
                bytes.append(byte)
                at += 1
            }
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        let text = SafeText.visible(withTabs(String(decoding: bytes, as: UTF8.self)))
        return place.isElided ? text + "… (\(isWhole ? "" : "more than ")\(place.length) bytes)" : text
    }

    /// Where a sequence that only sets colours ends: `ESC [ digits and semicolons m`.
    private static func endOfColour(in line: borrowing RawSpan, at start: Int) -> Int? {
        var at = start + 1
        guard at < line.byteCount, line.unsafeLoad(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: "[") else {
            return nil
        }
        at += 1
        while at < line.byteCount {
            let byte = line.unsafeLoad(fromByteOffset: at, as: UInt8.self)
            at += 1
            if byte == UInt8(ascii: "m") { return at }
            guard (0x30...0x3B).contains(byte) else { return nil }
        }
        return nil
    }

    /// Tabs as blanks to the next eighth column.
    private static func withTabs(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\t")) else { return text }
        var result = ""
        var column = 0
        for character in text {
            if character == "\t" {
                let blanks = 8 - column % 8
                result += String(repeating: " ", count: blanks)
                column += blanks
            } else {
                result.append(character)
                column += 1
            }
        }
        return result
    }
}
