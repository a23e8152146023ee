import Runs

/// Decides which rows of a list a typed text lets through: words that a row must hold, `!word` for one it must not.
package struct RowFilter: Equatable, Sendable {
    package var text = ""

    package init() {}

    package var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    /// - Parameter row: what the row says, in lower case.
    package func lets(_ row: String) -> Bool { Words(self).admit(row) }

    /// What is asked for, read once for many rows.
    struct Words {
        private let words: [(text: String, isWanted: Bool)]

        init(_ filter: RowFilter) {
            words = filter.text.lowercased().split(separator: " ").filter { $0 != "!" }.map { word in
                word.first == "!" ? (String(word.dropFirst()), false) : (String(word), true)
            }
        }

        /// - Parameter row: what the row says, in lower case.
        func admit(_ row: String) -> Bool { words.allSatisfy { row.holds($0.text) == $0.isWanted } }

        /// The same for a row of thousands, part by part: a word goes over no blank, and so over no end of a part.
        /// - Parameter holds: whether any part of the row holds a word, by `Self.holds`.
        func admit(where holds: (String) -> Bool) -> Bool { words.allSatisfy { holds($0.text) == $0.isWanted } }

        /// Whether a text holds a word, which is in lower case, in capitals or not.
        static func holds(_ text: String, _ word: String) -> Bool {
            var (text, word) = (text, word)
            let isHeld: Bool? = text.withUTF8 { text in word.withUTF8 { word in holds(text, word) } }
            return isHeld ?? text.lowercased().holds(word)
        }

        /// `nil` where the text is not plain ASCII, whose capitals are all that is known here.
        private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ word: UnsafeBufferPointer<UInt8>) -> Bool? {
            guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard let first = word.first else { return true }
            guard text.count >= word.count else { return false }
            for start in 0...text.count - word.count where lower(text[start]) == first {
                var length = 1
                while length < word.count, lower(text[start + length]) == word[length] { length += 1 }
                if length == word.count { return true }
            }
            return false
        }

        private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    }
}
