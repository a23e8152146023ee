/// Reads the number and the text of a step's title, such as `7. Create migration session`.
package enum StepTitle {
    /// The number in front of a title: `7` of `7. Create migration session`; `nil` without one.
    package static func number(of title: String) -> Int? { split(title).number }

    /// The title without its number.
    package static func text(of title: String) -> String { String(split(title).text) }

    /// Number and text of a title.
    package static func split(_ title: String) -> (number: Int?, text: Substring) {
        let bytes = title.utf8
        var index = bytes.startIndex
        var value = 0
        var digits = 0
        while index < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]), digits < 4 {
            value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            digits += 1
            index = bytes.index(after: index)
        }
        guard digits > 0, index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") else { return (nil, title[...]) }
        var start = bytes.index(after: index)
        guard start == bytes.endIndex || bytes[start] == UInt8(ascii: " ") else { return (nil, title[...]) }
        while start < bytes.endIndex, bytes[start] == UInt8(ascii: " ") { start = bytes.index(after: start) }
        return (value, title[start...])
    }

    /// What two titles of the same step have in common: no number, no case, no spacing (contract, section 4).
    package static func key(of title: String) -> String {
        let text = split(title).text
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            // Nearly all are, and lists of failures ask for thousands.
            return String(unsafeUninitializedCapacity: text.utf8.count) { buffer in
                var count = 0
                for byte in text.utf8 where byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D {
                    buffer[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                    count += 1
                }
                return count
            }
        }
        var key = ""
        for scalar in text.unicodeScalars where !scalar.isBlank {
            key.append(scalar.properties.lowercaseMapping)
        }
        return key
    }
}
