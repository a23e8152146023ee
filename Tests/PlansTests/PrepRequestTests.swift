import Plans
import Runs
import Testing

/// Modes × shorthands × pairings: what goes to the script, what is inferred, what is refused.
@Suite struct PrepRequestTests {
    struct Short: Sendable {
        let given: String
        let full: String
        init(_ given: String, _ full: String) { (self.given, self.full) = (given, full) }
    }

    static let shorthands = [
        Short("Gold", PrepLab.gold), Short("gold", PrepLab.gold), Short("GOLD", PrepLab.gold),
        Short("Gold2", PrepLab.gold2), Short("gOLD2", PrepLab.gold2), Short("ComputeMigration", PrepLab.compute),
        Short("computemigration", PrepLab.compute), Short("compute migration", PrepLab.compute),
        Short("Compute Migration", PrepLab.compute), Short(PrepLab.gold, PrepLab.gold),
        Short(PrepLab.gold2, PrepLab.gold2), Short("Other-LUN", "Other-LUN"), Short("Gold 2", "Gold 2"),
        Short("Gold-2", "Gold-2"), Short("compute  migration", "compute  migration"),
    ]

    struct Pair: Sendable {
        let client: String?
        let esx: String?
        /// Client and host that go to the script; `nil` where it is refused.
        let match: [String]?
        let inferred: [PrepField]
        init(_ client: String?, _ esx: String?, _ match: [String]?, _ inferred: [PrepField] = []) {
            (self.client, self.esx, self.match, self.inferred) = (client, esx, match, inferred)
        }
    }

    private static let (a, b) = ("CDS1-ESX165", "CDS1-ESX166")
    private static let (hostA, hostB) = ("192.168.1.165", "192.168.1.166")

    static let pairings = [
        Pair(nil, nil, [a, hostA], [.client, .esx]), Pair(a, nil, [a, hostA], [.esx]),
        Pair(b, nil, [b, hostB], [.esx]),
        Pair(nil, hostA, [a, hostA], [.client]), Pair(nil, hostB, [b, hostB], [.client]), Pair(a, hostA, [a, hostA]),
        Pair(b, hostB, [b, hostB]), Pair("Other", "10.0.0.9", ["Other", "10.0.0.9"]), Pair(a, hostB, nil),
        Pair(b, hostA, nil), Pair(a, "10.0.0.9", nil), Pair("Other", hostA, nil), Pair("Other", nil, nil),
        Pair(nil, "10.0.0.9", nil), Pair("cds1-esx165", hostA, nil), Pair("cds1-esx165", nil, nil),
    ]

    @Test(arguments: PrepMode.allCases, shorthands)
    func everyModeTakesEveryShorthand(_ mode: PrepMode, _ short: Short) throws {
        for pair in Self.pairings {
            let problems = PrepLab.problems { () throws(PrepProblems) in
                try PrepLab.request(mode, lun: short.given, client: pair.client, esx: pair.esx)
            }
            #expect(problems.isEmpty == (pair.match != nil), "\(pair): \(problems)")
            guard let match = pair.match else { continue }
            let plan = try PrepLab.plan(
                PrepLab.request(mode, lun: short.given, client: pair.client, esx: pair.esx))
            let words = ["/usr/bin/python3", "/root/atvm_prep/atvm_prep.py", mode.flag, "-n", short.full]
            #expect(
                plan.words(with: Secret("x"))
                    == words + ["-c", match[0], "-e", match[1], "-vi", "192.168.0.201"])
            let lun: [PrepField] = short.given == short.full ? [] : [.lun]
            #expect(plan.request.inferred.map(\.field) == lun + pair.inferred + [.vcenter])
            #expect(plan.consent == (mode == .register ? .yesOrNo : .typed(short.full)))
            #expect(plan.destroys.isEmpty == (mode == .register))
        }
    }

    @Test(arguments: zip(PrepMode.allCases, ["-A", "-M", "-R", "-U", "-rvgd"]))
    func flags(_ mode: PrepMode, _ flag: String) { #expect(mode.flag == flag) }

    @Test func aConflictShowsBothPairs() {
        let problems = PrepLab.problems { () throws(PrepProblems) in
            try PrepLab.request(client: Self.a, esx: Self.hostB)
        }
        let text = problems.map(\.description).joined()
        for part in ["CDS1-ESX165 <-> 192.168.1.165", "CDS1-ESX166 <-> 192.168.1.166"] { #expect(text.contains(part)) }
    }

    @Test func whatCannotBeInferredNamesWhatIsKnown() {
        for (client, esx) in [("Other", nil), (nil, "10.0.0.9")] as [(String?, String?)] {
            let problems = PrepLab.problems { () throws(PrepProblems) in try PrepLab.request(client: client, esx: esx) }
            #expect(problems.count == 1 && problems[0].reason.contains("CDS1-ESX166 <-> 192.168.1.166"))
        }
    }

    @Test func inferredValuesSayFromWhat() throws {
        let request = try PrepLab.request(lun: "gold2", esx: Self.hostB)
        #expect(
            request.inferred.map(\.text) == [
                "--lun AutomatedTest-VMBootImg-Gold-2: from the shorthand 'gold2'",
                "--client CDS1-ESX166: from the pair CDS1-ESX166 <-> 192.168.1.166, because of --esx",
                "--vcenter 192.168.0.201: from the script's default",
            ])
        #expect(
            try PrepLab.request(lun: PrepLab.gold, client: Self.a, esx: Self.hostA, vcenter: "vc1").inferred.isEmpty)
    }

    // MARK: Values that are none

    static let bad = [
        "", "-A", "-U", "--help", "-", " Gold", "Gold ", "Gold\t", "Gold\n", "G\u{0}ld", "G\u{1B}[2Jld",
        "Gold\u{202E}", "Gold\u{A0}", "\u{A0}Gold", "Go\u{200B}ld", "\u{FEFF}Gold", "Go\u{AD}ld", "Gold\u{3164}",
        "Gold\u{2800}x\u{2003}", "Gold\u{E0001}", String(repeating: "a", count: 256),
    ]

    @Test(arguments: bad) func refusesInEveryField(_ value: String) {
        let problems = PrepLab.problems { () throws(PrepProblems) in
            try PrepLab.request(
                .rollback, lun: value, snapshot: value, client: value, esx: value, vcenter: value,
                credentials: PrepCredentials(username: value))
        }
        #expect(problems.map(\.field) == [.lun, .snapshot, .client, .esx, .vcenter, .username])
        // What is told of it can do nothing on a terminal, and hides nothing.
        for problem in problems {
            #expect(problem.description.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        }
    }

    @Test(arguments: ["G\u{43E}ld", "\u{FF27}old", "Gol\u{217E}", "G\u{1D428}ld", "Gol\u{64}\u{301}"])
    func refusesLookAlikesOfNames(_ value: String) {
        let problems = PrepLab.problems { () throws(PrepProblems) in
            try PrepLab.request(lun: value, client: value, esx: value)
        }
        #expect(problems.map(\.field) == [.lun, .client, .esx])
        #expect(problems[0].reason.contains("<U+"))
    }

    @Test func showsLettersOfSnapshotsEscaped() throws {
        let plan = try PrepLab.plan(PrepLab.request(.rollback, snapshot: "G\u{43E}ld 1"))
        #expect(plan.words.contains(.plain("G\u{43E}ld 1")))
        #expect(plan.text.contains("'G<U+043E>ld 1'") && !plan.text.contains("\u{43E}"))
        #expect(plan.warnings.contains { $0.contains("not ASCII") })
    }

    @Test(arguments: [
        ("192.168.1.165", true), ("vcenter.lab", true), ("fe80::1", true), ("192.168.001.165", false), ("1.2.3", false),
        ("192.168.1.256", false), ("192.168.1.165/24", false), ("host name", false), ("user@host", false),
    ])
    func addresses(_ text: String, _ isRight: Bool) {
        #expect((PrepText.objection(toAddress: text) == nil) == isRight)
    }

    @Test func namesEveryWrongField() {
        #expect(PrepLab.problems { () throws(PrepProblems) in try PrepLab.request(lun: nil) }.map(\.field) == [.lun])
    }

    // MARK: Lists

    @Test func listsComeFromTheConfiguration() throws {
        let luns = try LunShorthand(NamePairs(text: "Silver = Full-Silver,Tin=Full-Tin"))
        let pairing = try Pairing(NamePairs(text: "C1 = 10.0.0.1, CDS1-ESX165 = 10.0.0.2"))
        let request = try PrepRequest(
            .register, PrepRequest.Fields(lun: "silver"), luns: luns, pairing: pairing)
        #expect([request.lun, request.client, request.esx] == ["Full-Silver", "CDS1-ESX165", "10.0.0.2"])
        #expect(request.warnings.isEmpty)
        let unknown = try PrepRequest(.register, PrepRequest.Fields(lun: "Gold"), luns: luns, pairing: pairing)
        #expect(unknown.lun == "Gold" && unknown.warnings.contains { $0.contains("not among those known") })
    }

    @Test(arguments: [
        "", "Gold", "Gold =", "= x", "Gold = a = b", "Gold = x, gold = y", "G\u{43E}ld = x", "-A = x", "Gold = -A",
        "Gold = x,, ",
    ])
    func refusesListsOfLuns(_ text: String) {
        #expect(throws: NamePairsProblem.self) { try LunShorthand(NamePairs(text: text)) }
    }

    @Test(arguments: ["C1 = 10.0.0.1, C1 = 10.0.0.2", "C1 = 10.0.0.1, C2 = 10.0.0.1", "C1 = 10.0.0.300"])
    func refusesListsOfClients(_ text: String) {
        #expect(throws: NamePairsProblem.self) { try Pairing(NamePairs(text: text)) }
    }

    @Test func theStandardListsCanBeWrittenAsTheyAre() throws {
        #expect(try LunShorthand(NamePairs(text: LunShorthand.standard.pairs.text)) == .standard)
        #expect(try Pairing(NamePairs(text: Pairing.standard.pairs.text)) == .standard)
    }
}
