import Runs

/// A row of a table of results, by its shape.
///
///     │ ✖  redhat9.6.cy.ts                  17:45       22       20        2        -        - │
///     │    the-rest-of-a-wrapped-name                                                          │
enum TableRow: Equatable {
    /// `label` is the spec's name, or the text of the sum line.
    case counts(label: String, time: String, Counts)
    /// The rest of a name, and what remains of a wrapped time.
    case continuation(String)

    /// - Parameters:
    ///   - range: the part of the line between the edges.
    ///   - labelStart: where labels begin, in bytes from the left edge, in a row without a mark.
    init?(_ line: CleanLine, _ range: Range<Int>, labelStart: Int) {
        let text = line.bytes[range]
        guard let counts = Self.counts(atEndOf: text) else {
            let first = line.skipBlanks(range.lowerBound)
            guard first < range.upperBound else { return nil }
            let start = range.lowerBound + labelStart
            // What stands further right is the rest of another column.
            guard first < start + Self.widestLabel else { return nil }
            self = .continuation(line.trimmedText(min(start, first)..<range.upperBound))
            return
        }
        let left = text[..<counts.start]
        guard let (label, time) = Self.labelAndTime(left) else { return nil }
        self = .counts(label: label, time: time, counts.value)
    }

    private static let widestLabel = 30

    /// Reads the five numbers with which a row ends; `-` is none.
    private static func counts(atEndOf text: ArraySlice<UInt8>) -> (value: Counts, start: Int)? {
        var numbers: [Int] = []
        var end = text.endIndex
        while numbers.count < 5 {
            while end > text.startIndex, text[end - 1].isBlankByte { end -= 1 }
            var start = end
            while start > text.startIndex, !text[start - 1].isBlankByte { start -= 1 }
            guard start < end, end - start <= 9 else { return nil }
            if end - start == 1, text[start] == UInt8(ascii: "-") {
                numbers.append(0)
            } else {
                guard text[start..<end].allSatisfy(\.isDigit) else { return nil }
                numbers.append(text[start..<end].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
            }
            end = start
        }
        let value = Counts(
            tests: numbers[4], passing: numbers[3], failing: numbers[2], pending: numbers[1], skipped: numbers[0])
        return (value, end)
    }

    /// Splits `✖  redhat9.6.cy.ts     16m 7.3s` into its label and its time; the mark is dropped.
    private static func labelAndTime(_ text: ArraySlice<UInt8>) -> (String, String)? {
        var end = text.endIndex
        var timeStart = end
        // A time has up to three parts: `1h 5m 11s`. Only parts that look like one belong to it.
        for part in 0..<3 {
            var stop = end
            while stop > text.startIndex, text[stop - 1].isBlankByte { stop -= 1 }
            var start = stop
            while start > text.startIndex, !text[start - 1].isBlankByte { start -= 1 }
            guard start < stop else { break }
            let word = text[start..<stop]
            guard part == 0 || isUnit(word) && isUnit(text[timeStart...].prefix { !$0.isBlankByte }) else { break }
            (timeStart, end) = (start, start)
        }
        guard timeStart < text.endIndex else { return nil }
        let time = String(decoding: text[timeStart...], as: UTF8.self).trimmingBlanks()
        var rest = text[..<timeStart].drop(while: \.isBlankByte)
        // The mark: one character, then two or more blanks.
        let mark = rest.prefix { !$0.isBlankByte }
        guard String(decoding: mark, as: UTF8.self).count == 1 else { return nil }
        rest = rest[mark.endIndex...].drop(while: \.isBlankByte)
        let label = String(decoding: rest, as: UTF8.self).trimmingBlanks()
        return label.isEmpty ? nil : (label, time)
    }

    /// `1h`, `16m`, `7.3s`, `917ms`; `11` of a time whose `s` was wrapped.
    private static func isUnit(_ word: ArraySlice<UInt8>) -> Bool {
        let digits = word.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
        guard !digits.isEmpty else { return false }
        let unit = word[digits.endIndex...]
        return unit.isEmpty || unit.elementsEqual("h".utf8) || unit.elementsEqual("m".utf8)
            || unit.elementsEqual("s".utf8) || unit.elementsEqual("ms".utf8)
    }
}
