import Plans
import Runs
import TestKit
import Testing

/// What a plan says, what it warns of, and what its digest is bound to.
@Suite struct PrepPlanTests {
    @Test(arguments: PrepMode.allCases) func isShownWhole(_ mode: PrepMode) throws {
        var surroundings = PrepLab.surroundings
        surroundings.warnings = ["the script can be written by others"]
        let credentials = PrepCredentials(
            username: "ops", from: .environment("ATVM_VCENTER_USERNAME"), password: .file("/etc/atvm-tui/prep.env"))
        let builds = [PrepFacts.Build(try BuildName("e2e-redhat9.6-fc"), configFamily: "gold")]
        let plan = try PrepLab.plan(
            PrepLab.request(mode, snapshot: "daily 3", client: "CDS1-ESX166", credentials: credentials),
            in: surroundings, knowing: PrepFacts(builds: builds))
        expectGolden(plan.text, "\(mode.rawValue).txt", folder: "Preps")
    }

    // MARK: Secrets

    @Test func thePasswordIsNoPartOfIt() throws {
        let credentials = PrepCredentials(username: "ops", password: .environment("ATVM_VCENTER_PASSWORD"))
        let plan = try PrepLab.plan(PrepLab.request(credentials: credentials))
        let secret = Secret("hunter2secret")
        #expect(plan.words(with: secret).suffix(4) == ["-vu", "ops", "-vp", "hunter2secret"])
        #expect(plan.commands.map(\.line).joined().hasSuffix(" -vu ops -vp ********"))
        #expect(!"\(plan) \(plan.text) \(plan.digestText)".contains("hunter2secret"))
        #expect(try !PrepLab.plan(PrepLab.request()).words.contains(.password))
    }

    /// A value that reads like the mask is not the password, and is told apart in the digest.
    @Test func theMaskIsNoValue() throws {
        let one = try PrepLab.plan(PrepLab.request(credentials: PrepCredentials(username: "********")))
        #expect(one.words(with: Secret("x")).last == "********")
    }

    @Test(
        arguments: [
            (nil, nil, "built-in user and password"), ("ops", nil, "no vCenter password"),
            (nil, "v", "no vCenter user"),
            ("ops", "v", nil),
        ] as [(String?, String?, String?)])
    func warnsOfBuiltInCredentials(_ user: String?, _ variable: String?, _ warning: String?) throws {
        let credentials = PrepCredentials(username: user, password: variable.map(PrepCredentials.Source.environment))
        let warnings = try PrepLab.plan(PrepLab.request(credentials: credentials)).warnings
        let found = warnings.filter { $0.contains("vCenter") }
        #expect(found.count == (warning == nil ? 0 : 1))
        if let warning { #expect(found.first?.contains(warning) == true) }
    }

    // MARK: Caveats

    struct Caveat: Sendable {
        let text: String
        let modes: Set<PrepMode>
        var snapshot: String?
    }

    @Test(arguments: [
        Caveat(text: "no VM is registered", modes: [.automatedTesting, .maintenance, .rollback]),
        Caveat(text: "not is_register or not is_unregister", modes: [.register, .unregister]),
        Caveat(text: "works on whatever is assigned to CDS1-ESX165 now", modes: [.register, .unregister]),
        Caveat(text: "takes the latest one", modes: [.automatedTesting, .rollback]),
        Caveat(text: "no meaning in this mode", modes: [.maintenance, .register, .unregister], snapshot: "s"),
        Caveat(text: "not among those known", modes: []),
    ])
    func caveatsStandWhereTheyMatter(_ caveat: Caveat) throws {
        for mode in PrepMode.allCases {
            let plan = try PrepLab.plan(PrepLab.request(mode, snapshot: caveat.snapshot))
            #expect(
                plan.warnings.contains { $0.contains(caveat.text) } == caveat.modes.contains(mode), "\(mode)")
        }
    }

    @Test func theScriptsOwnQuestionIsAStep() throws {
        for mode in PrepMode.allCases {
            let asks = try PrepLab.plan(PrepLab.request(mode)).steps.contains { $0.contains("[y/n]") }
            #expect(asks == mode.asksItself && asks == [.register, .unregister, .rollback].contains(mode))
        }
    }

    @Test(arguments: [
        ("Other-LUN", "not among those known"), ("automatedtest-vmbootimg-gold", "upper and lower case only"),
    ])
    func warnsOfUnknownLuns(_ lun: String, _ warning: String) throws {
        #expect(try PrepLab.request(lun: lun).warnings.contains { $0.contains(warning) })
    }

    @Test func warnsOfUnknownPairs() throws {
        #expect(try PrepLab.request(client: "C", esx: "10.0.0.9").warnings.contains { $0.contains("C <-> 10.0.0.9") })
    }

    // MARK: Running builds

    struct Running: Sendable {
        let family: String?
        let file: String?
        /// On the LUN of `Gold`: `true` it uses it, `false` it does not, `nil` nobody knows.
        let uses: Bool?
        init(_ family: String?, file: String? = nil, _ uses: Bool?) {
            (self.family, self.file, self.uses) = (family, file, uses)
        }
    }

    @Test(arguments: [
        Running("gold", true), Running("Gold", true), Running(PrepLab.gold, true), Running("gold2", false),
        Running("compute migration", false), Running("silver", nil), Running(nil, nil),
        Running(nil, file: "cypress.atvm-config-gold.ts", true),
        Running(nil, file: "cypress.atvm-config-gold2.ts", false),
        Running(nil, file: "cypress.config.ts", nil), Running("gold2", file: "cypress.atvm-config-gold.ts", false),
        Running("g\u{43E}ld", nil),
    ])
    func buildsOnTheSameFamilyAreNamed(_ running: Running) throws {
        let build = PrepFacts.Build(
            try BuildName("e2e-a"), configFamily: running.family, configFile: running.file)
        for mode in PrepMode.allCases {
            let plan = try PrepLab.plan(PrepLab.request(mode), knowing: PrepFacts(builds: [build]))
            let warning = plan.warnings.first { $0.contains("e2e-a") }
            switch running.uses {
            case .some(true): #expect(warning?.contains("uses the same config family") == true)
            case .some(false): #expect(warning == nil)
            case nil: #expect(warning?.contains("may use this LUN") == true)
            }
            #expect(plan.conflicts.isEmpty == (running.uses == false))
        }
    }

    @Test func factsComeFromASnapshot() throws {
        var snapshot = Snapshot(controller: "c", takenAt: Timestamp(seconds: 0))
        snapshot.builds = try BuildState.allCases.map { state in
            var build = BuildSnapshot(name: try BuildName(state.rawValue.lowercased()), state: state, reason: "")
            build.launch.configFamily = "gold"
            return build
        }
        let facts = PrepFacts(of: snapshot)
        #expect(facts.builds.map(\.name.text) == ["running", "hung"])
        #expect(facts.builds.allSatisfy { $0.configFamily == "gold" })
        // Where something could not be read, a build may be missing: the plan says so.
        snapshot.problems = ["cannot list /var/lib/x\u{1B}: Permission denied"]
        let plan = try PrepLab.plan(PrepLab.request(), knowing: PrepFacts(of: snapshot))
        #expect(plan.warnings.contains("of this controller: cannot list /var/lib/x␛: Permission denied"))
    }

    // MARK: Other preps

    @Test(
        arguments: [
            ("CDS1-ESX165", PrepLab.gold, "same client CDS1-ESX165"), ("CDS1-ESX165", PrepLab.gold2, "same client"),
            ("CDS1-ESX166", PrepLab.gold, "same LUN \(PrepLab.gold)"), ("CDS1-ESX166", PrepLab.gold2, nil),
        ] as [(String, String, String?)])
    func onePrepPerClientAndLun(_ client: String, _ lun: String, _ refusal: String?) throws {
        let other = PrepFacts.Prep(
            .unregister, lun: lun, client: client, startedBy: "eve\u{1B}", startedAt: Timestamp(seconds: 0))
        for mode in PrepMode.allCases {
            let request = try PrepLab.request(mode)
            do throws(PrepConflict) {
                _ = try PrepPlan(request, in: PrepLab.surroundings, knowing: PrepFacts(preps: [other]))
                #expect(refusal == nil)
            } catch {
                #expect(refusal.map(error.description.contains) == true, "\(error)")
                #expect(error.description.contains("unregister") && !error.description.contains("\u{1B}"))
            }
        }
    }

    // MARK: Digest

    @Test func everyInputChangesTheDigest() throws {
        let all = PrepCredentials(username: "ops", password: .environment("A"))
        func base(
            _ mode: PrepMode = .rollback, lun: String = "Gold", snapshot: String? = "s", client: String = "C",
            esx: String = "10.0.0.1", vcenter: String = "vc", with credentials: PrepCredentials? = nil
        ) throws -> PrepPlan {
            try PrepLab.plan(
                PrepLab.request(
                    mode, lun: lun, snapshot: snapshot, client: client, esx: esx, vcenter: vcenter,
                    credentials: credentials ?? all))
        }
        var plans = [
            try base(), try base(.maintenance), try base(lun: "Gold2"), try base(snapshot: "t"),
            try base(snapshot: nil),
            try base(client: "D"), try base(esx: "10.0.0.2"), try base(vcenter: "vd"),
            try base(with: PrepCredentials(username: "opt", password: .environment("A"))),
            try base(with: PrepCredentials(password: .environment("A"))),
            try base(with: PrepCredentials(username: "ops")),
            try base(with: PrepCredentials(username: "ops", password: .field)),
            // One word or two, and a value that reads like another part.
            try base(snapshot: "s -c C"), try base(snapshot: "s\" -c"),
        ]
        let changes: [(inout PrepPlan.Surroundings) -> Void] = [
            { $0.interpreter = "/usr/local/bin/python3" }, { $0.script = "/root/other.py" }, { $0.folder = "/" },
            { $0.scriptDigest = Digest(of: []) }, { $0.environmentNames.append("X") },
            { $0.environmentNames.removeLast() }, { $0.host = "other" }, { $0.user = "eve" },
        ]
        for change in changes {
            var surroundings = PrepLab.surroundings
            change(&surroundings)
            plans.append(try PrepLab.plan(base().request, in: surroundings))
        }
        #expect(Set(plans.map(\.digest)).count == plans.count)
    }

    /// What was given and what was inferred come to the same command, and what is only told changes nothing.
    @Test func theDigestIsThatOfWhatRuns() throws {
        let short = try PrepLab.plan(PrepLab.request(lun: "gold"))
        let full = try PrepLab.plan(
            PrepLab.request(lun: PrepLab.gold, client: "CDS1-ESX165", esx: "192.168.1.165", vcenter: "192.168.0.201"),
            knowing: PrepFacts(builds: [PrepFacts.Build(try BuildName("b"))]))
        #expect(short.digest == full.digest && short.text != full.text)
        var surroundings = PrepLab.surroundings
        surroundings.environmentNames.reverse()
        surroundings = PrepPlan.Surroundings(
            interpreter: surroundings.interpreter, script: surroundings.script,
            scriptDigest: surroundings.scriptDigest, folder: surroundings.folder, log: surroundings.log,
            environmentNames: surroundings.environmentNames, host: surroundings.host, user: surroundings.user)
        #expect(try PrepLab.plan(short.request, in: surroundings).digest == short.digest)
    }

    @Test func theFirstLongNumberIsTheDigest() throws {
        for mode in PrepMode.allCases {
            let plan = try PrepLab.plan(PrepLab.request(mode))
            let words = plan.text.split { $0 == " " || $0 == "\n" }
            let number = words.first { $0.count >= 16 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }
            #expect(number.map(String.init) == plan.digest.text)
        }
    }
}
