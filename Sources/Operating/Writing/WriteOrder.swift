import Runs
package import Viewing

/// A text that an operator wants in a file of a name. It changes nothing of the controller's runs.
package struct FileOrder: Equatable, Sendable {
    package let kind: Takeaway.Kind
    package let text: String
    /// `the status report of e2e-w2k19-fc`
    package let what: String
    /// Whole, from `/`.
    package let path: String
    /// The name that it has in a folder.
    package let fileName: String

    package init(_ takeaway: Takeaway, path: String) {
        (kind, text, what) = (takeaway.kind, takeaway.text, takeaway.what)
        (self.path, fileName) = (path, takeaway.fileName)
    }

    var takeaway: Takeaway { Takeaway(kind: kind, text: text, what: what, fileName: fileName) }
}

/// What has become of it.
package enum FileOutcome: Equatable, Sendable {
    /// Where it stands now, whole, and its size in bytes.
    case written(path: String, bytes: Int)
    /// Something stands there already; a name beside it that is free.
    case taken(proposal: String)
    /// Why not, in one line.
    case failed(String)
}

/// `:write [report|failure|excerpt|command] [PATH]`
enum WriteLine: Equatable {
    /// Ask which, or where.
    case ask(Takeaway.Kind?)
    case write(Takeaway.Kind, path: String)
    /// What is wrong with it, in words.
    case wrong(String)

    static let name = "write"

    /// `nil` for a line that is another command.
    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
        guard let first = words.first, first == Self.name else { return nil }
        guard words.count > 1 else {
            self = .ask(nil)
            return
        }
        guard let kind = Takeaway.Kind(rawValue: words[1]) else {
            let kinds = Takeaway.Kind.allCases.map(\.rawValue).joined(separator: "|")
            self = .wrong("say what to write: :write \(kinds) [PATH]")
            return
        }
        let path = words.count > 2 ? words[2].trimmingBlanks() : ""
        self = path.isEmpty ? .ask(kind) : .write(kind, path: path)
    }
}
