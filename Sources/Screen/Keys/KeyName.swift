extension Key {
    /// How the key is called on screens and in key tables: `j`, `Ctrl-L`, `PgUp`, `F5`, `Space`.
    package var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let scalar): String(scalar)
        case .control(let scalar): "Ctrl-" + String(scalar).uppercased()
        case .alt(let scalar): "Alt-" + Key.character(scalar).name
        case .function(let number): "F\(number)"
        default: Self.named.first { $0.key == self }?.name ?? ""
        }
    }

    /// The key of that name.
    package init?(name: String) {
        let scalars = Array(name.unicodeScalars)
        if let known = Self.named.first(where: { $0.name == name }) {
            self = known.key
        } else if name == "Space" {
            self = .character(" ")
        } else if scalars.count == 1 {
            self = .character(scalars[0])
        } else if scalars.count == 6, name.hasPrefix("Ctrl-"), let letter = name.lowercased().unicodeScalars.last {
            self = .control(letter)
        } else if name.hasPrefix("Alt-"), case .character(let scalar)? = Key(name: String(name.dropFirst(4))) {
            self = .alt(scalar)
        } else if name.hasPrefix("F"), let number = Int(name.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static let named: [(name: String, key: Key)] = [
        ("Enter", .enter), ("Tab", .tab), ("Shift-Tab", .backTab), ("Esc", .escape), ("Backspace", .backspace),
        ("Del", .delete), ("Ins", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ]
}
