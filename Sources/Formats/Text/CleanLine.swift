/// One line without escape sequences, in a buffer that is used again for the next line.
struct CleanLine: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The blanks in front of the text.
    private(set) var column = 0
    /// Where the text ends, trailing blanks left out.
    private(set) var end = 0

    init() {}

    init(_ text: String) {
        let source = Array(text.utf8)
        set(source.span.bytes, 0..<source.count)
    }

    mutating func set(_ line: borrowing RawSpan, _ range: Range<Int>) {
        bytes.removeAll(keepingCapacity: true)
        PlainText.copy(line, range, into: &bytes)
        end = bytes.count
        while end > 0, bytes[end - 1].isBlankByte { end -= 1 }
        column = 0
        while column < end, bytes[column] == UInt8(ascii: " ") { column += 1 }
    }

    var isBlank: Bool { end == 0 }

    /// The text from an offset to the end of the line, trailing blanks left out.
    func text(from start: Int = 0) -> String { text(start..<max(start, end)) }

    func text(_ range: Range<Int>) -> String {
        let upper = min(range.upperBound, bytes.count)
        guard range.lowerBound < upper else { return "" }
        return String(decoding: bytes[range.lowerBound..<upper], as: UTF8.self)
    }

    /// The text of a range, trailing blanks left out.
    func trimmedText(_ range: Range<Int>) -> String {
        var upper = min(range.upperBound, bytes.count)
        while upper > range.lowerBound, bytes[upper - 1].isBlankByte { upper -= 1 }
        return text(range.lowerBound..<max(upper, range.lowerBound))
    }

    /// Whether `words` stands at an offset.
    func has(_ words: StaticString, at start: Int) -> Bool {
        let length = words.utf8CodeUnitCount
        guard start >= 0, start + length <= end else { return false }
        // A static string lives as long as the program.
        let wanted = UnsafeBufferPointer(start: words.utf8Start, count: length)
        for index in 0..<length where bytes[start + index] != wanted[index] { return false }
        return true
    }

    /// Whether the line is `words` and nothing else, blanks at both ends left out.
    func isExactly(_ words: StaticString) -> Bool {
        end - column == words.utf8CodeUnitCount && has(words, at: column)
    }

    /// The first offset past the blanks at `start`.
    func skipBlanks(_ start: Int) -> Int {
        var at = start
        while at < end, bytes[at] == UInt8(ascii: " ") { at += 1 }
        return at
    }

    /// Reads digits from an offset; `nil` without any or with more than nine.
    func number(at start: Int) -> (value: Int, next: Int)? {
        var at = start
        var value = 0
        while at < end, bytes[at].isDigit, at - start < 10 {
            value = value * 10 + Int(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        return at == start || at - start > 9 ? nil : (value, at)
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    /// A blank, a tab or a carriage return.
    var isBlankByte: Bool { self == UInt8(ascii: " ") || self == 0x09 || self == 0x0D }
}
