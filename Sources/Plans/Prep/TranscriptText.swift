import Runs

/// Turns the bytes of a transcript, piece by piece, into text that is safe on a terminal: everything that could act on
/// one is shown in its place.
package struct TranscriptText: Equatable, Sendable {
    /// The beginning of a character, or a carriage return that may belong to a line feed.
    private var held: [UInt8] = []

    package init() {}

    package mutating func take(_ bytes: [UInt8]) -> String {
        var all = held + bytes
        let cut = all.count - Self.unfinished(all)
        held = Array(all[cut...])
        all.removeLast(all.count - cut)
        return Self.text(all)
    }

    /// What was held back.
    package mutating func end() -> String {
        defer { held = [] }
        return Self.text(held)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            var line = line
            // The terminal of the script puts a return before each line feed.
            if index < lines.count - 1 { while line.last == UInt8(ascii: "\r") { line.removeLast() } }
            return SafeText.visible(String(decoding: line, as: UTF8.self))
        }.joined(separator: "\n")
    }

    /// How many bytes at the end cannot be judged yet.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        let returns = bytes.reversed().prefix(4).prefix { $0 == UInt8(ascii: "\r") }.count
        if returns > 0 { return returns }
        for count in 1..<4 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count ? count : 0
        }
        return 0
    }
}
