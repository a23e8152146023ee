import Runs

/// Decides which rows of a list a typed text lets through: words that a row must hold, `!word` for one it must not.
struct RowFilter: Equatable, Sendable {
    var text = ""

    var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    /// - Parameter row: what the row says, in lower case.
    func lets(_ row: String) -> Bool {
        text.lowercased().split(separator: " ").allSatisfy { word in
            if word == "!" { return true }
            return word.first == "!" ? !row.holds(String(word.dropFirst())) : row.holds(String(word))
        }
    }
}
