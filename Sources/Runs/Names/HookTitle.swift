/// Reads what mocha calls a failed hook: `"before each" hook for "7. Create migration session"`.
package enum HookTitle {
    /// The hook and the title of the test it names; `nil` when the title is no hook's.
    ///
    /// A named hook (`"after all" hook: clean up for "…"`) counts as well.
    package static func parse(_ title: String) -> (hook: String, step: String)? {
        guard title.utf8.first == UInt8(ascii: "\""), title.utf8.last == UInt8(ascii: "\"") else { return nil }
        for hook in ["before each", "after each", "before all", "after all"] {
            let opening = "\"\(hook)\" hook"
            guard title.hasPrefix(opening) else { continue }
            let rest = String(title.dropFirst(opening.count))
            let marker = " for \""
            // The first place counts: a step's own title may hold the marker too, a hook's name hardly does.
            guard let range = rest.firstRange(ofText: marker), range.upperBound < rest.endIndex else { return nil }
            return (hook, String(rest[range.upperBound...].dropLast()))
        }
        return nil
    }
}

extension String {
    /// The first place where `needle` stands.
    package func firstRange(ofText needle: String) -> Range<String.Index>? {
        let wanted = Array(needle.utf8)
        guard let first = wanted.first else { return nil }
        var start = utf8.startIndex
        while let at = utf8[start...].firstIndex(of: first) {
            if utf8[at...].starts(with: wanted) { return at..<utf8.index(at, offsetBy: wanted.count) }
            start = utf8.index(after: at)
        }
        return nil
    }

    /// Whether `needle` stands in it; empty needles do.
    package func holds(_ needle: String) -> Bool {
        if needle.isEmpty { return true }
        let isFound = utf8.withContiguousStorageIfAvailable { text in
            needle.utf8.withContiguousStorageIfAvailable { needle in Self.holds(text, needle) }
        }
        return (isFound ?? nil) ?? (firstRange(ofText: needle) != nil)
    }

    private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= needle.count else { return false }
        for start in 0...text.count - needle.count where text[start] == needle[0] {
            var length = 1
            while length < needle.count, text[start + length] == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }
}
