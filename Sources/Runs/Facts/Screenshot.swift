/// What the path of a screenshot says of it. The runner names its file after suites and test: `ATVM w2k25 -- 7. Create
/// migration session (failed) (attempt 2).png`, with ` -- before each hook` behind the test of a hook.
package enum Screenshot {
    /// So many of a spec are kept: long logs have many specs, and tests may take pictures of whatever they like.
    package static let limit = 16
    /// Of a path, in bytes.
    package static let lengthLimit = 4096
    /// Of a file's name, in bytes; the runner cuts names at 220 characters.
    private static let nameLimit = 1024

    /// Whether a path is that of one.
    package static func isOne(_ path: String) -> Bool {
        path.utf8.count <= lengthLimit && path.hasSuffix(".png") && !path.contains("\n")
            && name(path).utf8.count <= nameLimit
    }

    /// Whether the runner has taken it because a test had failed.
    static func isOfFailure(_ path: String) -> Bool { name(path).contains("(failed)") }

    /// Whether it shows the failure of that test.
    /// - Parameter title: of the test, as printed.
    static func shows(_ title: String, _ path: String) -> Bool {
        let wanted = letters(title)
        guard !wanted.isEmpty, let name = name(path).split(separator: "(failed)").first, isOfFailure(path) else {
            return false
        }
        // Characters that no file may have in its name are left out there.
        let parts = name.split(separator: " -- ").map(letters)
        // A title may hold the dashes that part titles from each other.
        return parts.indices.contains { first in
            var rest = wanted[...]
            for part in parts[first...] {
                guard rest.starts(with: part) else { return false }
                rest = rest.dropFirst(part.count)
                if rest.isEmpty { return true }
            }
            return false
        }
    }

    /// What its file is named after: the same for all attempts of one test.
    static func subject(of path: String) -> Substring { name(path).split(separator: "(failed)").first ?? "" }

    private static func name(_ path: String) -> Substring {
        path.lastIndex { $0 == "/" || $0 == "\\" }.map { path[path.index(after: $0)...] } ?? path[...]
    }

    private static func letters(_ text: some StringProtocol) -> [UInt8] {
        let kept = text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        return Array(String(String.UnicodeScalarView(kept)).lowercased().utf8)
    }
}

extension HostSnapshot {
    /// The screenshots of one of its failures: those that are named after it; the first one also has those that are named
    /// after none.
    package func screenshots(of failure: HostFailure) -> [String] {
        guard failures.count > 1 else { return screenshots }
        func shows(_ one: HostFailure, _ path: String) -> Bool {
            Screenshot.shows(one.failure.path.last.map { HookTitle.parse($0)?.step ?? $0 } ?? one.title, path)
        }
        let isFirst = failure == failures[0]
        return screenshots.filter { path in
            shows(failure, path) || isFirst && !failures.contains { shows($0, path) }
        }
    }
}
