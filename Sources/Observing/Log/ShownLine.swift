import CPosix
import Runs

/// How a line of a log is shown: its colours are taken out and told beside it, every other control is made visible.
struct ShownLine {
    private(set) var text = ""
    /// Without colours and without the carriage returns at its end: what patterns see.
    private(set) var plain: [UInt8] = []
    private var colours: [LogSpan<LogTint>] = []
    /// Where each byte of `plain`, and its end, stands in the text; empty where they are equal.
    private var places: [Int] = []

    /// - Parameters:
    ///   - line: without its line break.
    ///   - isEnd: whether the line ends there: carriage returns before that are no part of it.
    init(_ line: ArraySlice<UInt8>, isEnd: Bool = true) {
        takeColours(line)
        while isEnd, plain.last == UInt8(ascii: "\r") { plain.removeLast() }
        if plain.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            text = String(decoding: plain, as: UTF8.self)
        } else {
            makeVisible()
        }
    }

    var tints: [LogSpan<LogTint>] {
        colours.compactMap { span in shown(span.range).map { LogSpan($0, span.kind) } }
    }

    /// Where a part of `plain` stands in the text, in whole characters; `nil` when nothing of it does.
    func shown(_ range: Range<Int>) -> Range<Int>? {
        let range = range.clamped(to: 0..<plain.count)
        guard !range.isEmpty else { return nil }
        if places.isEmpty { return range }
        // A place within a character stands where the character begins.
        var end = range.upperBound
        while end < plain.count, places[end] == places[range.upperBound - 1] { end += 1 }
        let found = places[range.lowerBound]..<places[end]
        return found.isEmpty ? nil : found
    }

    // MARK: Colours

    private mutating func takeColours(_ line: ArraySlice<UInt8>) {
        guard line.contains(0x1B) else {
            plain = Array(line)
            return
        }
        var colour = ColourState()
        var begin = 0
        var at = line.startIndex
        while at < line.endIndex {
            if line[at] == 0x1B, let end = Self.endOfColour(in: line, at: at) {
                close(from: begin, colour.tint)
                begin = plain.count
                colour.take(line[at + 2..<end - 1])
                at = end
            } else {
                plain.append(line[at])
                at += 1
            }
        }
        close(from: begin, colour.tint)
    }

    private mutating func close(from begin: Int, _ tint: LogTint) {
        guard begin < plain.count, !tint.isPlain else { return }
        if let last = colours.last, last.range.upperBound == begin, last.kind == tint {
            colours[colours.count - 1].range = last.range.lowerBound..<plain.count
        } else {
            colours.append(LogSpan(begin..<plain.count, tint))
        }
    }

    /// Where a sequence that only sets colours ends: `ESC [ digits and semicolons m`.
    private static func endOfColour(in line: ArraySlice<UInt8>, at start: Int) -> Int? {
        var at = start + 1
        guard at < line.endIndex, line[at] == UInt8(ascii: "[") else { return nil }
        at += 1
        while at < line.endIndex {
            if line[at] == UInt8(ascii: "m") { return at + 1 }
            guard (0x30...0x3B).contains(line[at]) else { return nil }
            at += 1
        }
        return nil
    }

    // MARK: Characters

    private mutating func makeVisible() {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(plain.count + 16)
        places.reserveCapacity(plain.count + 1)
        var column = 0
        var at = 0
        while at < plain.count {
            let (scalar, length) = Self.scalar(in: plain, at: at)
            places.append(contentsOf: repeatElement(bytes.count, count: length))
            at += length
            if scalar == "\t" {
                // To the next eighth column.
                bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 8 - column % 8))
                column += 8 - column % 8
            } else if SafeText.isUnsafe(scalar) {
                let standIn = SafeText.standIn(for: scalar)
                bytes += standIn.utf8
                column += standIn.unicodeScalars.count
            } else {
                bytes += String(scalar).utf8
                column += 1
            }
        }
        places.append(bytes.count)
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The character at a place and how many bytes it has; a byte that belongs to none becomes U+FFFD.
    private static func scalar(in bytes: [UInt8], at start: Int) -> (Unicode.Scalar, Int) {
        let lead = bytes[start]
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(lead), start + length <= bytes.count else { return ("\u{FFFD}", 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in bytes[start + 1..<start + length] {
            guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        // Longer than need be, or half of a pair.
        let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
        guard value >= least, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
        return (scalar, length)
    }
}
