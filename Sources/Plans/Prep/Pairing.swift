/// Which DGS client stands for which ESXi host (`prep.clients`).
package struct Pairing: Equatable, Sendable {
    /// Client and address, in the order of the configuration.
    package let pairs: NamePairs

    /// - Throws: what is wrong with the list.
    package init(_ pairs: NamePairs) throws(NamePairsProblem) {
        for (index, pair) in pairs.all.enumerated() {
            if let reason = PrepText.objection(toName: pair.name) { throw NamePairsProblem("a client \(reason)") }
            if let reason = PrepText.objection(toAddress: pair.value) {
                throw NamePairsProblem("an address \(reason)")
            }
            let before = pairs.all[..<index]
            guard !before.contains(where: { $0.name == pair.name || $0.value == pair.value }) else {
                throw NamePairsProblem("'\(pair.name) = \(pair.value)': client or address stands in another pair too")
            }
        }
        self.pairs = pairs
    }

    private init(known: [(String, String)]) {
        pairs = NamePairs(known.map { NamePairs.Pair(name: $0.0, value: $0.1) })
    }

    /// The pairs of the reference.
    package static let standard = Pairing(known: [
        ("CDS1-ESX165", "192.168.1.165"), ("CDS1-ESX166", "192.168.1.166"),
    ])

    package func address(of client: String) -> String? { pairs.all.first { $0.name == client }?.value }
    package func client(at address: String) -> String? { pairs.all.first { $0.value == address }?.name }

    /// A client with its host.
    package struct Match: Equatable, Sendable {
        package var client: String
        package var esx: String
        /// What was not given, and what it was inferred from.
        package var inferred: [Inference] = []
        package var warnings: [String] = []
    }

    /// Completes what an operator gave. What is not given comes from the pairing, and from the script's own defaults
    /// where nothing is given at all.
    /// - Throws: the field and the reason: both pairs for a conflict, the known names for what cannot be inferred.
    package func match(client: String?, esx: String?) throws(PrepProblems) -> Match {
        switch (client, esx) {
        case (nil, nil): return standardMatch()
        case (let client?, nil):
            guard let esx = address(of: client) else { throw unknown(.client, client, needs: .esx) }
            return Match(
                client: client, esx: esx,
                inferred: [Inference(.esx, esx, from: "the pair \(Self.pair(client, esx)), because of --client")])
        case (nil, let esx?):
            guard let client = self.client(at: esx) else { throw unknown(.esx, esx, needs: .client) }
            return Match(
                client: client, esx: esx,
                inferred: [Inference(.client, client, from: "the pair \(Self.pair(client, esx)), because of --esx")])
        case (let client?, let esx?):
            let paired = (address: address(of: client), client: self.client(at: esx))
            if paired.address == esx { return Match(client: client, esx: esx) }
            if paired.address == nil, paired.client == nil {
                var match = Match(client: client, esx: esx)
                match.warnings = [
                    "the pair \(Self.pair(client, esx)) is not among those known (\(known)); nothing could check it"
                ]
                return match
            }
            let right = [
                paired.address.map { Self.pair(client, $0) }, paired.client.map { Self.pair($0, esx) },
            ].compactMap(\.self)
            throw PrepProblems([
                PrepProblem(
                    .client,
                    "\(Self.pair(client, esx)) was given, but known is \(right.joined(separator: " and ")); "
                        + "give one of the two only, or a pair that belongs together")
            ])
        }
    }

    /// What the script itself takes when nothing is given, corrected by the pairing where that says otherwise.
    private func standardMatch() -> Match {
        let client = PrepRequest.standardClient
        let esx = address(of: client) ?? PrepRequest.standardESX
        var match = Match(
            client: client, esx: esx,
            inferred: [
                Inference(.client, client, from: "the script's default"),
                Inference(
                    .esx, esx,
                    from: esx == PrepRequest.standardESX
                        ? "the script's default, which is its pair" : "the pair \(Self.pair(client, esx))"),
            ])
        if address(of: client) == nil {
            match.warnings = [
                "the script's default pair \(Self.pair(client, esx)) is not among those known (\(known))"
            ]
        }
        return match
    }

    private func unknown(_ field: PrepField, _ text: String, needs other: PrepField) -> PrepProblems {
        PrepProblems([
            PrepProblem(
                field, "'\(text)' is not among the pairs known (\(known)); correct it, or give \(other.rawValue) too")
        ])
    }

    private var known: String { pairs.all.map { Self.pair($0.name, $0.value) }.joined(separator: ", ") }

    private static func pair(_ client: String, _ esx: String) -> String { "\(client) <-> \(esx)" }
}

/// A value that nobody gave, and where it comes from.
package struct Inference: Equatable, Sendable {
    package var field: PrepField
    package var value: String
    package var source: String

    package init(_ field: PrepField, _ value: String, from source: String) {
        (self.field, self.value, self.source) = (field, value, source)
    }

    package var text: String { "\(field.rawValue) \(value): from \(source)" }
}
