import Runs

/// What a `cmc-templates.py` command line says of the run it prepares.
package struct TemplateCommand: Equatable, Sendable {
    /// The command without an outer `ssh`, its secrets masked: what reports show.
    package private(set) var shown: String
    package private(set) var template: String?
    package private(set) var configFile: String?
    /// An integration or plugin that the command names.
    package private(set) var integration: String?
    package private(set) var isCategorized = false
    /// All other options with their values, in order, secrets masked; `--categorize` is not among them.
    package private(set) var runOptions: [String] = []

    /// Reads a command line. One whose quotes are not closed gives only `shown`.
    package init(_ line: String) {
        guard let all = ShellWords.split(line) else {
            shown = SecretMask.masked(text: line)
            return
        }
        let words = SecretMask.masked(Self.withoutWrapper(all))
        shown = ShellWords.join(words)
        read(words)
    }

    private mutating func read(_ words: [String]) {
        let start = words.firstIndex { $0.hasSuffix("cmc-templates.py") }.map { $0 + 1 } ?? words.count
        var index = start
        while index < words.count {
            let word = words[index]
            index += 1
            // What another command follows is not this one's.
            if ["&&", "||", ";", "|"].contains(word) { return }
            guard word.hasPrefix("-") else { continue }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            var value: String? = parts.count == 2 ? parts[1] : nil
            if value == nil, index < words.count, !words[index].hasPrefix("-"),
                !["&&", "||", ";", "|"].contains(words[index])
            {
                value = words[index]
                index += 1
            }
            take(option: parts[0], value: value)
        }
    }

    private mutating func take(option: String, value: String?) {
        let name = option.drop { $0 == "-" }.lowercased().split(separator: "-").joined(separator: "_")
        switch name {
        case "template_name", "template", "t": template = value
        case "config_file", "config", "c": configFile = value
        case "categorize": isCategorized = true
        default:
            if name.holds("integration") || name.holds("plugin") {
                integration = value
            } else {
                runOptions.append(value.map { "\(option) \(ShellWords.join([$0]))" } ?? option)
            }
        }
    }

    // MARK: Wrapper

    /// The words of the command itself where `sshpass … ssh … host 'command'` stands around it.
    private static func withoutWrapper(_ words: [String]) -> [String] {
        var words = words
        // As often as it is wrapped; each turn takes at least one word away.
        while let inner = unwrapped(words) { words = inner }
        return words
    }

    private static func unwrapped(_ words: [String]) -> [String]? {
        var index = 0
        while index < words.count, isAssignment(words[index]) { index += 1 }
        guard index < words.count else { return nil }
        switch words[index].split(separator: "/").last ?? "" {
        case "sudo" where index + 1 < words.count && ["ssh", "sshpass"].contains(words[index + 1]):
            return Array(words[(index + 1)...])
        case "sshpass":
            return afterOptions(words, from: index + 1, withValue: ["-p", "-f", "-d", "-P"]).map { Array(words[$0...]) }
        case "ssh":
            guard let host = afterOptions(words, from: index + 1, withValue: sshOptionsWithValue),
                host + 1 < words.count
            else { return nil }
            var rest = Array(words[(host + 1)...])
            if rest.first == "--" { rest.removeFirst() }
            // ssh joins its words with blanks and the far shell splits them again.
            return ShellWords.split(rest.joined(separator: " ")).map(withoutShell)
        default:
            return nil
        }
    }

    private static let sshOptionsWithValue: Set<String> = [
        "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R", "-S",
        "-W",
        "-w",
    ]

    private static func afterOptions(_ words: [String], from start: Int, withValue: Set<String>) -> Int? {
        var index = start
        while index < words.count, words[index].hasPrefix("-") { index += withValue.contains(words[index]) ? 2 : 1 }
        return index < words.count ? index : nil
    }

    /// The command in `bash -c 'command'`, and the one behind `cd folder &&`.
    private static func withoutShell(_ words: [String]) -> [String] {
        if words.count == 3, words[1].hasPrefix("-"), words[1].hasSuffix("c"), words[0].hasSuffix("sh"),
            let inner = ShellWords.split(words[2])
        {
            return withoutShell(inner)
        }
        if words.count > 3, words[0] == "cd", words[2] == "&&" { return Array(words[3...]) }
        return words
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return false }
        return word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}
