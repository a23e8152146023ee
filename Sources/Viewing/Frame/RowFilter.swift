import Runs

/// Decides which rows of a list a typed text lets through: words that a row must hold, `!word` for one it must not.
package struct RowFilter: Equatable, Sendable {
    package var text = ""

    package init() {}

    package var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    /// - Parameter row: what the row says, in lower case.
    package func lets(_ row: String) -> Bool {
        text.lowercased().split(separator: " ").allSatisfy { word in
            if word == "!" { return true }
            return word.first == "!" ? !row.holds(String(word.dropFirst())) : row.holds(String(word))
        }
    }
}
