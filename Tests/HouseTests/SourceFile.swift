/// A Swift file of the package, as text.
struct SourceFile {
    /// From the package's folder on, such as `Sources/Runs/Facts/Fact.swift`.
    let path: String
    let lines: [Line]

    struct Line {
        /// As written.
        var text: Substring
        /// Without comments and without what stands between quotes.
        var code: String
        /// Whether a part of it is a comment.
        var hasComment: Bool
    }

    init(path: String, text: String) {
        self.path = path
        var reader = CodeReader()
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { reader.read($0) }
    }

    /// The parts of the path.
    var parts: [Substring] { path.split(separator: "/") }

    /// The number of lines, without the empty text behind the last line break.
    var lineCount: Int { lines.last?.text.isEmpty == true ? lines.count - 1 : lines.count }

    /// The modules that the file imports, with the numbers of their lines.
    var imports: [(module: String, line: Int)] {
        lines.enumerated().compactMap { index, line in
            let words = line.code.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count else { return nil }
            // Before `import` only attributes and access levels may stand; behind it, perhaps a kind of declaration.
            let isImport = words[..<at].allSatisfy { $0.hasPrefix("@") || Self.accessLevels.contains(String($0)) }
            guard isImport else { return nil }
            let name =
                Self.kinds.contains(String(words[at + 1])) && at + 2 < words.count ? words[at + 2] : words[at + 1]
            return (String(name.prefix { $0 != "." && $0 != ";" }), index + 1)
        }
    }

    private static let accessLevels = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
}

/// Separates code from comments and texts, line by line. What an interpolation holds counts as text.
private struct CodeReader {
    private var blockDepth = 0
    private var isInLongText = false

    mutating func read(_ text: Substring) -> SourceFile.Line {
        var line = SourceFile.Line(text: text, code: "", hasComment: blockDepth > 0)
        var rest = text
        var isInText = false
        while !rest.isEmpty {
            if blockDepth > 0 {
                if take("*/", from: &rest) {
                    blockDepth -= 1
                } else if take("/*", from: &rest) {
                    blockDepth += 1
                } else {
                    rest.removeFirst()
                }
            } else if isInLongText {
                if take("\\\"", from: &rest) { continue }
                if take("\"\"\"", from: &rest) { isInLongText = false } else { rest.removeFirst() }
            } else if isInText {
                if take("\\\\", from: &rest) || take("\\\"", from: &rest) { continue }
                if take("\"", from: &rest) { isInText = false } else { rest.removeFirst() }
            } else if take("\"\"\"", from: &rest) {
                isInLongText = true
            } else if take("\"", from: &rest) {
                isInText = true
            } else if take("//", from: &rest) {
                line.hasComment = true
                rest = ""
            } else if take("/*", from: &rest) {
                line.hasComment = true
                blockDepth += 1
            } else {
                line.code.append(rest.removeFirst())
            }
        }
        return line
    }

    private func take(_ token: String, from rest: inout Substring) -> Bool {
        guard rest.hasPrefix(token) else { return false }
        rest = rest.dropFirst(token.count)
        return true
    }
}
