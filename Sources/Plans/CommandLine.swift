import Runs

/// A command as words: the program, then its arguments. It is started without a shell, so every word arrives as it is.
package struct CommandLine: Equatable, Sendable {
    package let words: [String]

    /// Splits a line as a POSIX shell does.
    package init(_ line: String) throws(CommandLineProblem) {
        if let bad = line.unicodeScalars.first(where: SafeText.isUnsafe) {
            throw .control(SafeText.standIn(for: bad))
        }
        guard let words = ShellWords.split(line) else { throw .openQuote }
        guard let program = words.first, !program.isEmpty else { throw .empty }
        guard !program.hasPrefix("-") else { throw .option(program) }
        if let word = words.first(where: { Self.operators.contains($0) || $0.hasSuffix(";") }) { throw .shell(word) }
        self.words = words
    }

    /// The command with its secrets masked: what may be shown, logged and audited.
    package var shown: String { ShellWords.join(SecretMask.masked(words)) }

    /// Words that only a shell understands; a program would get them as arguments and do something else.
    private static let operators: Set<String> = ["&&", "||", ";", "|", "&", ">", ">>", "<", "<<", "2>", "2>&1", "|&"]
}

/// Why a text is no command line.
package enum CommandLineProblem: Error, Equatable {
    case empty
    case openQuote
    case option(String)
    case control(String)
    case shell(String)
}

extension CommandLineProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "it is empty; a command is wanted"
        case .openQuote: "a quote is not closed"
        case .option(let word): "it begins with the option '\(SafeText.visible(word))'; a program must stand first"
        case .control(let stand): "it holds the control or invisible character \(stand)"
        case .shell(let word):
            "it has '\(SafeText.visible(word))', which only a shell understands; it runs without one, "
                + "so put such a command into a script"
        }
    }
}
