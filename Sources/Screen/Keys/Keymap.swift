/// The key table of a program part. Dispatch, footer, help, completion and the README are all made from its rows.
package struct Keymap<Command: Equatable & Sendable>: Sendable {
    package let bindings: [Binding<Command>]
    private let commands: [KeySequence: Command]
    private let prefixes: Set<Key>

    package init(_ bindings: [Binding<Command>]) {
        self.bindings = bindings
        let pairs = bindings.flatMap { row in row.sequences.map { ($0, row.command) } }
        commands = Dictionary(pairs) { first, _ in first }
        prefixes = Set(pairs.compactMap { $0.0.keys.count == 2 ? $0.0.keys[0] : nil })
    }

    /// What a key comes to.
    package enum Match: Equatable {
        case command(Command)
        /// It begins a sequence: the next key decides.
        case begins
        case none
    }

    /// Looks a key up. A key that ends no sequence after `pending` counts by itself.
    /// - Parameter pending: the first key of a sequence, kept by the caller between calls.
    package func match(_ key: Key, pending: inout Key?) -> Match { Self.match(key, pending: &pending, in: [self]) }

    /// Looks a key up in several tables, the earlier ones first. A sequence that has begun goes before any single key.
    package static func match(_ key: Key, pending: inout Key?, in tables: [Keymap]) -> Match {
        if let first = pending {
            pending = nil
            for table in tables {
                if let command = table.commands[KeySequence([first, key])] { return .command(command) }
            }
            if key == .escape { return .none }
        }
        for table in tables {
            if let command = table.commands[KeySequence([key])] { return .command(command) }
        }
        guard tables.contains(where: { $0.prefixes.contains(key) }) else { return .none }
        pending = key
        return .begins
    }

    /// What is wrong with the rows, a line each: a key for two commands, a key that is also the start of a sequence, a
    /// name that is no key, a name of two commands. Empty in a table that may ship.
    package var clashes: [String] {
        var problems: [String] = []
        var seen: [KeySequence: Command] = [:]
        var names: [String: Command] = [:]
        for row in bindings {
            for name in row.keyNames where KeySequence(name: name) == nil {
                problems.append("'\(name)' (\(row.help)) is no key")
            }
            for sequence in row.sequences {
                if let other = seen[sequence] {
                    problems.append("\(sequence.name) is both \(other) and \(row.command)")
                }
                seen[sequence] = row.command
            }
            if let name = row.name {
                if let other = names[name], other != row.command {
                    problems.append(":\(name) is both \(other) and \(row.command)")
                }
                names[name] = row.command
            }
        }
        for first in prefixes {
            if let command = seen[KeySequence([first])] {
                problems.append("\(first.name) is \(command) and also begins a sequence")
            }
        }
        return problems.sorted()
    }

    /// The command of that name on the `:` line.
    package func command(named name: String) -> Command? {
        bindings.first { $0.name == name }?.command
    }

    /// Names on the `:` line that begin with `prefix`, in order.
    package func names(beginningWith prefix: String = "") -> [String] {
        var seen: Set<String> = []
        return bindings.compactMap(\.name).filter { $0.hasPrefix(prefix) && seen.insert($0).inserted }.sorted()
    }
}

extension KeySequence {
    fileprivate init(_ keys: [Key]) { self.keys = keys }
}

extension Keymap {
    /// The command of a single key.
    package func command(for key: Key) -> Command? {
        var pending: Key?
        if case .command(let command) = match(key, pending: &pending) { return command }
        return nil
    }
}
