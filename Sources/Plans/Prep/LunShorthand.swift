/// The LUNs that operators know by a short name (`prep.luns`).
package struct LunShorthand: Equatable, Sendable {
    /// Short name and full name, in the order of the configuration.
    package let pairs: NamePairs

    /// - Throws: what is wrong with the list.
    package init(_ pairs: NamePairs) throws(NamePairsProblem) {
        for (index, pair) in pairs.all.enumerated() {
            for text in [pair.name, pair.value] {
                if let reason = PrepText.objection(toName: text) { throw NamePairsProblem("a name \(reason)") }
            }
            let short = pair.name.lowercased()
            guard !pairs.all[..<index].contains(where: { $0.name.lowercased() == short && $0.value != pair.value })
            else { throw NamePairsProblem("'\(pair.name)' stands for two LUNs") }
        }
        self.pairs = pairs
    }

    private init(known: [(String, String)]) {
        pairs = NamePairs(known.map { NamePairs.Pair(name: $0.0, value: $0.1) })
    }

    /// The LUNs of the reference.
    package static let standard = LunShorthand(known: [
        ("Gold", "AutomatedTest-VMBootImg-Gold"), ("Gold2", "AutomatedTest-VMBootImg-Gold-2"),
        ("ComputeMigration", "AutomatedTest-VMBootImgComputeMigration-Gold"),
        ("compute migration", "AutomatedTest-VMBootImgComputeMigration-Gold"),
    ])

    /// The full name that a short one stands for, without case; `nil` for a text that is none.
    package func fullName(of text: String) -> String? {
        let wanted = text.lowercased()
        return pairs.all.first { $0.name.lowercased() == wanted }?.value
    }

    package func isKnown(_ fullName: String) -> Bool { pairs.all.contains { $0.value == fullName } }

    /// A known full name that differs from this text in case only.
    package func differingInCase(_ text: String) -> String? {
        let wanted = text.lowercased()
        return pairs.all.first { $0.value.lowercased() == wanted && $0.value != text }?.value
    }
}
