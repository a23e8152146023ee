/// A letter in both cases, as far as each is one character.
enum CaseForms {
    /// The character itself first.
    static func of(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        var forms = [scalar]
        func add(_ other: Unicode.Scalar?) { if let other, !forms.contains(other) { forms.append(other) } }
        let capital = only(scalar.properties.uppercaseMapping)
        add(capital)
        add(only(scalar.properties.lowercaseMapping))
        // A sigma at the end of a word has the same capital as one within it.
        add(capital.flatMap { only($0.properties.lowercaseMapping) })
        if forms.contains("σ") { add("ς") }
        return forms
    }

    private static func only(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first, !scalar.isASCII else { return nil }
        return scalar
    }
}
