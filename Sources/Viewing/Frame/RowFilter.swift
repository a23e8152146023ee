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

        func admit(_ row: String) -> Bool { words.allSatisfy { row.holds($0.text) == $0.isWanted } }
    }
}
