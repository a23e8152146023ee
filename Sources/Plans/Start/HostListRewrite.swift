import Runs

/// Takes hosts out of a command's list of hosts, where it is sure which list that is.
///
/// Known are `--hosts a,b`, `--hosts=a,b`, `--hosts a b` and `--hosts 'a b'`, under any of the names below, and any
/// other option whose value is nothing but hosts of the run.
package enum HostListRewrite {
    /// Options that name the hosts, without dashes, `-` as `_`.
    private static let options: Set<String> = [
        "hosts", "host", "host_list", "host_names", "hostnames", "vms", "vm", "vm_list", "vm_names", "guests",
    ]

    /// One list in the words of a command.
    private struct List {
        /// Whole words, or the part of one word behind its `=`.
        var words: Range<Int>
        /// `--hosts=`, where it stands in the same word.
        var prefix: String
        var names: [String]
        /// What stands between two names within one word; `nil` where each is a word.
        var separator: Character?
    }

    /// The command for some of its hosts alone.
    /// - Parameters:
    ///   - kept: the hosts that shall stay.
    ///   - hosts: all hosts of the run that the command was for.
    package static func line(
        _ line: String, keeping kept: [String], of hosts: [String]
    ) throws(HostListProblem) -> String {
        guard !kept.isEmpty else { throw .nothingKept }
        guard let words = ShellWords.split(line) else { throw .openQuote }
        let lists = lists(in: words, hosts: Set(hosts.map { $0.lowercased() }))
        if let inner = words.first(where: { isCommand($0, naming: hosts) }) { throw .innerCommand(inner) }
        guard let list = lists.first else { throw .noList }
        guard lists.count == 1 else { throw .severalLists }
        let known = Set((hosts + kept).map { $0.lowercased() })
        if let stranger = list.names.first(where: { !known.contains($0.lowercased()) }) { throw .stranger(stranger) }
        let wanted = Set(kept.map { $0.lowercased() })
        let left = list.names.filter { wanted.contains($0.lowercased()) }
        let found = Set(left.map { $0.lowercased() })
        if let absent = kept.first(where: { !found.contains($0.lowercased()) }) { throw .notListed(absent) }
        var result = words
        let new = list.separator.map { [list.prefix + left.joined(separator: String($0))] } ?? left
        result.replaceSubrange(list.words, with: new)
        return ShellWords.join(result)
    }

    /// The hosts that a command lists by an option that can name nothing else; `nil` where it has none, or several lists.
    package static func hosts(in line: String) -> [String]? {
        guard let words = ShellWords.split(line) else { return nil }
        let lists = lists(in: words, hosts: [])
        return lists.count == 1 ? lists.first?.names.filter { !$0.isEmpty } : nil
    }

    private static func lists(in words: [String], hosts: Set<String>) -> [List] {
        var lists: [List] = []
        var index = 1
        while index < words.count {
            let word = words[index]
            defer { index += 1 }
            guard word.hasPrefix("-") else { continue }
            if let equals = word.firstIndex(of: "=") {
                let value = String(word[word.index(after: equals)...])
                let list = names(in: value)
                if isList(list.names, option: String(word[..<equals]), hosts) {
                    lists.append(
                        List(
                            words: index..<index + 1, prefix: String(word[...equals]), names: list.names,
                            separator: list.separator))
                }
                continue
            }
            let end = words[(index + 1)...].firstIndex { $0.hasPrefix("-") } ?? words.count
            let values = Array(words[(index + 1)..<end])
            guard let first = values.first else { continue }
            let list = names(in: first)
            let isSeries = values.count > 1 && isList(values, option: word, hosts)
            if isSeries {
                lists.append(List(words: index + 1..<end, prefix: "", names: values, separator: nil))
            } else if isList(list.names, option: word, hosts) {
                lists.append(
                    List(words: index + 1..<index + 2, prefix: "", names: list.names, separator: list.separator))
            }
        }
        return lists
    }

    private static func names(in value: String) -> (names: [String], separator: Character) {
        let separator: Character = value.contains(",") ? "," : value.contains(" ") ? " " : ","
        return (value.split(separator: separator).map { String($0).trimmingBlanks() }, separator)
    }

    private static func isList(_ names: [String], option: String, _ hosts: Set<String>) -> Bool {
        guard !names.isEmpty else { return false }
        let name = option.drop { $0 == "-" }.lowercased().split(separator: "-").joined(separator: "_")
        return options.contains(name) || names.allSatisfy { hosts.contains($0.lowercased()) }
    }

    /// Whether a word is a command for another shell in which hosts stand: its own quoting would have to be kept.
    private static func isCommand(_ word: String, naming hosts: [String]) -> Bool {
        guard word.contains(" "), let inner = ShellWords.split(word), inner.contains(where: { $0.hasPrefix("-") })
        else { return false }
        return hosts.contains { host in inner.contains { $0.lowercased().holds(host.lowercased()) } }
    }
}

/// Why a command cannot be cut down to some of its hosts.
package enum HostListProblem: Error, Equatable {
    case openQuote
    case nothingKept
    case noList
    case severalLists
    case innerCommand(String)
    case stranger(String)
    case notListed(String)
}

extension HostListProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .openQuote: "a quote in the command is not closed"
        case .nothingKept: "no host would be left"
        case .noList: "the command has no list of hosts; where it takes them from is not known here"
        case .severalLists: "the command has more than one list of hosts"
        case .innerCommand(let word):
            "its hosts stand in a command for another shell: '\(SafeText.visible(String(word.prefix(60))))'"
        case .stranger(let name): "its list names '\(SafeText.visible(name))', which is no host of that run"
        case .notListed(let name): "its list does not name \(SafeText.visible(name))"
        }
    }
}

/// Puts another build name into a command that names the build.
package enum BuildRename {
    /// - Returns: `nil` when the command does not name the build as a word or an option's value.
    package static func line(_ line: String, from old: String, to new: String) -> String? {
        guard let words = ShellWords.split(line), !old.isEmpty else { return nil }
        var isChanged = false
        let renamed = words.map { word -> String in
            if word == old {
                isChanged = true
                return new
            }
            guard word.hasPrefix("-"), word.hasSuffix("=" + old) else { return word }
            isChanged = true
            return String(word.dropLast(old.count)) + new
        }
        return isChanged ? ShellWords.join(renamed) : nil
    }
}
