/// One key, or two one after the other, such as `]` and then `f`.
package struct KeySequence: Hashable, Sendable {
    package let keys: [Key]

    /// From the names of keys: one (`Ctrl-L`, `PgUp`, `a`), or two characters (`]f`).
    /// - Returns: `nil` for anything else.
    package init?(name: String) {
        if let key = Key(name: name) {
            keys = [key]
        } else if name.unicodeScalars.count == 2 {
            keys = name.unicodeScalars.map { .character($0) }
        } else {
            return nil
        }
    }

    package var name: String { keys.map(\.name).joined() }
}
