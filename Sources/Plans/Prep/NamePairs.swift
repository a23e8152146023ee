/// Pairs of texts as a configuration value writes them: `Gold = AutomatedTest-VMBootImg-Gold, Gold2 = …`.
package struct NamePairs: Equatable, Sendable {
    package struct Pair: Equatable, Sendable {
        package var name: String
        package var value: String
    }

    package let all: [Pair]

    package init(_ all: [Pair]) { self.all = all }

    /// - Throws: the part that is no pair.
    package init(text: String) throws(NamePairsProblem) {
        var all: [Pair] = []
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { Self.trimmed($0) }
            guard sides.count == 2 else {
                throw NamePairsProblem("'\(PrepText.shown(Self.trimmed(part)))' is no pair such as 'Gold = Full-Name'")
            }
            all.append(Pair(name: sides[0], value: sides[1]))
        }
        guard !all.isEmpty else { throw NamePairsProblem("it is empty") }
        self.all = all
    }

    package var text: String { all.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") }

    /// Only blanks: any other white space is a character to refuse.
    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

/// Why a configured list cannot be used.
package struct NamePairsProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
