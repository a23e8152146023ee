import Runs

/// How a command is made from the values of a launch: words with blanks in braces, and groups in brackets that are left
/// out when a blank in them has no value.
///
///     python3 ./cmc-templates.py --template_name {template} [--hosts {hosts}] {categorize} {flags}
///
/// Values are quoted as words, so that no value can become anything else than a value.
package struct CommandPattern: Equatable, Sendable {
    /// A value that a pattern can name.
    package enum Blank: String, CaseIterable, Sendable {
        case template
        case configFamily = "config_family"
        case configFile = "config_file"
        /// The hosts, a comma between two.
        case hosts
        case integration
        case migrationStyle = "migration_style"
        case build = "build_name"
        /// `--categorize`, or nothing.
        case categorize
        /// The chosen flags, a word each.
        case flags

        /// Whether a command is whole without it.
        var mayBeEmpty: Bool { self == .categorize || self == .flags }
    }

    private enum Piece: Equatable, Sendable {
        case text(String)
        case blank(Blank)
    }

    private typealias Word = [Piece]

    private struct Part: Equatable, Sendable {
        var words: [Word]
        var isOptional: Bool
    }

    /// As it was given.
    package let text: String
    private let parts: [Part]

    package init(_ text: String) throws(CommandPatternProblem) {
        guard let words = ShellWords.split(text) else { throw .openQuote }
        guard !words.isEmpty else { throw .empty }
        var parts: [Part] = []
        var group: [Word]?
        for word in words {
            var word = word[...]
            if word.first == "[" {
                guard group == nil else { throw .brackets }
                group = []
                word = word.dropFirst()
            }
            let ends = word.last == "]"
            if ends { word = word.dropLast() }
            let pieces = try Self.pieces(of: word)
            if group != nil { group?.append(pieces) } else { parts.append(Part(words: [pieces], isOptional: false)) }
            if ends {
                guard let words = group else { throw .brackets }
                parts.append(Part(words: words, isOptional: true))
                group = nil
            }
        }
        guard group == nil else { throw .brackets }
        (self.text, self.parts) = (text, parts)
    }

    /// Words without blanks: for a text that is no pattern, and has been told to be none.
    package init(verbatim text: String) {
        self.text = text
        parts = text.split(separator: " ").map { Part(words: [[.text(String($0))]], isOptional: false) }
    }

    /// The command, and which values it still lacks; their blanks stand in it as they are.
    package func command(with values: LaunchValues) -> (line: String, missing: [Blank]) {
        var words: [String] = []
        var missing: [Blank] = []
        for part in parts {
            let blanks = part.words.joined().compactMap { if case .blank(let blank) = $0 { blank } else { nil } }
            let empty = blanks.filter { values.words(for: $0).isEmpty }
            if part.isOptional, !empty.isEmpty { continue }
            missing += empty.filter { !$0.mayBeEmpty && !missing.contains($0) }
            for word in part.words {
                if word.count == 1, case .blank(let blank) = word[0], !empty.contains(blank) || blank.mayBeEmpty {
                    words += values.words(for: blank)
                } else {
                    words.append(word.map { Self.text(of: $0, values) }.joined())
                }
            }
        }
        var line = ShellWords.join(words)
        // A blank needs no quotes: it is no value, and nothing runs with one in it.
        for name in missing.map({ "{\($0.rawValue)}" }) { line = line.replacing("'\(name)'", with: name) }
        return (line, missing)
    }

    private static func text(of piece: Piece, _ values: LaunchValues) -> String {
        switch piece {
        case .text(let text): return text
        case .blank(let blank):
            let words = values.words(for: blank)
            return words.isEmpty && !blank.mayBeEmpty ? "{\(blank.rawValue)}" : words.joined(separator: ",")
        }
    }

    private static func pieces(of word: Substring) throws(CommandPatternProblem) -> Word {
        var pieces: Word = []
        var rest = word
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}") else { throw .braces }
            let name = String(rest[rest.index(after: start)..<end])
            guard let blank = Blank(rawValue: name) else { throw .unknown(name) }
            if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
            pieces.append(.blank(blank))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }
}

/// Why a text is no pattern of a command.
package enum CommandPatternProblem: Error, Equatable {
    case empty
    case openQuote
    case brackets
    case braces
    case unknown(String)
}

extension CommandPatternProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "it is empty; a command is wanted"
        case .openQuote: "a quote is not closed"
        case .brackets: "its brackets do not pair; [words {blank}] is a group that may be left out"
        case .braces: "a brace is not closed; {template} is a blank"
        case .unknown(let name):
            "there is no blank {\(SafeText.visible(name))}; there are "
                + CommandPattern.Blank.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
        }
    }
}
