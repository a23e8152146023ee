/// Splits a command line into words as a POSIX shell does, and joins words so that a shell reads them again.
///
/// Nothing is expanded: `$`, backquotes, globs and operators stay what they are.
package enum ShellWords {
    /// The words of a line; `nil` when a quote is not closed.
    package static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var scalars = line.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch scalar {
            case " ", "\t", "\n", "\r":
                if let ended = word { words.append(ended) }
                word = nil
            case "'":
                word = word ?? ""
                guard take(from: &scalars, until: "'", into: &word, isRaw: true) else { return nil }
            case "\"":
                word = word ?? ""
                guard take(from: &scalars, until: "\"", into: &word, isRaw: false) else { return nil }
            case "\\":
                guard let next = scalars.next() else { return nil }
                // A backslash before a line break joins the lines.
                if next != "\n" { word = (word ?? "") + String(next) }
            default:
                word = (word ?? "") + String(scalar)
            }
        }
        if let word { words.append(word) }
        return words
    }

    private static func take(
        from scalars: inout String.UnicodeScalarView.Iterator, until end: Unicode.Scalar, into word: inout String?,
        isRaw: Bool
    ) -> Bool {
        while let scalar = scalars.next() {
            if scalar == end { return true }
            if !isRaw, scalar == "\\" {
                guard let next = scalars.next() else { return false }
                if next == "\n" { continue }
                // Within double quotes a backslash counts only before these.
                if !["\"", "\\", "$", "`"].contains(next) { word?.unicodeScalars.append(scalar) }
                word?.unicodeScalars.append(next)
            } else {
                word?.unicodeScalars.append(scalar)
            }
        }
        return false
    }

    /// One line that gives the same words again.
    package static func join(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.unicodeScalars.allSatisfy(isPlain) { return word }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", ",", "=", "+", "@", "%", "*": true
        default: false
        }
    }
}
