/// Names one sub-run of a build in paths and tables: the Cypress group made safe, else `run-1`, `run-2`, ….
package struct SubRunKey: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// A key that another program has written; `nil` when it could leave its folder.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 200, text.utf8.first != UInt8(ascii: "."),
            text.utf8.allSatisfy({ Self.isSafe($0) })
        else { return nil }
        self.text = text
    }

    /// The keys of runs in their order; a repeated key gets `-2`, `-3`, … (contract, section 4).
    /// - Parameter groups: each run's Cypress group, `nil` where the log gives none.
    package static func keys(forGroups groups: [String?]) -> [SubRunKey] {
        var taken: Set<String> = []
        return groups.enumerated().map { index, group in
            let base = group.map(safe) ?? "run-\(index + 1)"
            var text = base
            var repetition = 2
            while !taken.insert(text).inserted {
                text = "\(base)-\(repetition)"
                repetition += 1
            }
            return SubRunKey(checked: text)
        }
    }

    package var description: String { text }

    private init(checked text: String) { self.text = text }

    private static func safe(_ group: String) -> String {
        var bytes = group.utf8.prefix(190).map { isSafe($0) ? $0 : UInt8(ascii: "_") }
        if bytes.first == UInt8(ascii: ".") || bytes.isEmpty { bytes.insert(UInt8(ascii: "_"), at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+")
    }
}
