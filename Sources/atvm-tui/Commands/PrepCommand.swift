import Acting
import ArgumentParser
import CPosix
import Glibc
import Observing
import Plans
import Runs

/// `atvm-tui prep`: storage and VMs for a run.
struct PrepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prep", abstract: "Prepare storage and VMs for a run with atvm_prep.py.",
        usage: """
            atvm-tui prep <mode> --lun <name> [--print | --approve <digest>] …   (all flags: 'atvm-tui prep run --help')
            atvm-tui prep attach [<id>]
            atvm-tui prep list
            """,
        discussion: modes, subcommands: [Run.self, PrepAttachCommand.self, PrepListCommand.self, PrepKeepCommand.self],
        defaultSubcommand: Run.self)

    private static let modes =
        "Modes: " + PrepMode.allCases.map { "\($0.rawValue) (\($0.flag), \($0.purpose))" }.joined(separator: "; ") + "."

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plan a prep, approve it and run it; the default of 'prep'.",
            discussion: modes + "\n\nExit status: that of the script; 77 when the plan was not approved.")

        @OptionGroup var acting: ActingOptions
        @OptionGroup var prep: PrepOptions

        @Argument(help: ArgumentHelp("What to do.", valueName: "mode"))
        var mode: PrepMode

        @Flag(help: "Show the whole plan with its digest, and do nothing.")
        var print = false

        @Option(help: ArgumentHelp("Run the plan that --print has shown with this digest.", valueName: "digest"))
        var approve: String?

        func validate() throws {
            if print, approve != nil { throw ValidationError("--print shows a plan, --approve runs it: give one.") }
            _ = try prep.request(mode, acting.options.settings())
        }

        func run() throws {
            guard print || approve != nil || Self.isAtTerminal else {
                StandardStreams.complain(
                    "atvm-tui prep: not approved, so nothing was run; '--print' shows the plan and its digest")
                throw ExitCode(EX_NOPERM)
            }
            let setting = try acting.setting()
            let password = prep.askPassword ? try MaskedField.password() : nil
            let (plan, secrets) = try prep.plan(mode, setting, typed: password)
            if print { return try show(plan, setting) }
            try start(plan, secrets, setting)
        }

        /// Whether there is somebody to ask.
        static var isAtTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

        private func show(_ plan: PrepPlan, _ setting: ActingSetting) throws {
            try ActingRun.run("prep") { () throws(ActingError) in
                let folder = setting.settings.observatory.root.prepApprovals
                try PendingApprovals(folder: folder).record(plan, at: .now)
            }
            try StandardStreams.print(plan.text)
        }

        private func start(_ plan: PrepPlan, _ secrets: PrepSecrets, _ setting: ActingSetting) throws {
            let root = setting.settings.observatory.root
            let (approved, how) = try approved(plan, setting)
            let luns = try prep.lists(setting.settings).luns
            let interruption = Interruption.signals()
            let id: PrepID
            do {
                id = try ActingRun.run("prep") { () throws(ActingError) in
                    try setting.performer.perform(
                        approved, how, password: secrets.password, luns: luns, keeper: setting.keeper,
                        interruption: interruption)
                }
            } catch {
                interruption.dieIfAsked()
                throw error
            }
            StandardStreams.complain(
                "atvm-tui prep: \(id) runs, and goes on without this terminal; 'atvm-tui prep attach \(id)' shows it again"
            )
            throw ExitCode(try PrepFollowing.follow(id, root))
        }

        /// The plan with an operator's consent.
        /// - Throws: exit 77 where there is none.
        private func approved(
            _ plan: PrepPlan, _ setting: ActingSetting
        ) throws -> (Approved<PrepPlan>, Performer.PrepApproval) {
            let root = setting.settings.observatory.root
            let reason: String
            if let approve {
                do throws(PendingRefusal) {
                    return (try PendingApprovals(folder: root.prepApprovals).use(approve, for: plan, at: .now), .digest)
                } catch {
                    reason = "\(error)"
                }
            } else {
                if let approved = plan.approve(try ConsentLine.ask(plan)) {
                    return (approved, plan.consent == .yesOrNo ? .yes : .typed)
                }
                reason = "not approved, so nothing was run"
            }
            StandardStreams.complain("atvm-tui prep: \(reason)")
            try? setting.performer.refuse(plan, because: reason)
            throw ExitCode(EX_NOPERM)
        }
    }
}

extension PrepMode: ExpressibleByArgument {}

/// The flags that say what is prepared.
struct PrepOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The LUN: Gold, Gold2, ComputeMigration or a full name.", valueName: "name"))
    var lun: String?

    @Option(help: ArgumentHelp("The snapshot; the latest one if not given.", valueName: "name"))
    var snapshot: String?

    @Option(help: ArgumentHelp("The DGS client, such as CDS1-ESX165; its ESXi host follows.", valueName: "name"))
    var client: String?

    @Option(help: ArgumentHelp("The ESXi host, such as 192.168.1.165; its client follows.", valueName: "address"))
    var esx: String?

    @Option(help: ArgumentHelp("The vCenter server.", valueName: "address"))
    var vcenter: String?

    @Option(
        help: ArgumentHelp(
            "Take vCenter user and password from this file (mode 0600) in place of the usual one.", valueName: "file"))
    var credentials: String?

    @Flag(help: "Ask for vCenter's password at the terminal, without showing it.")
    var askPassword = false

    /// The flags, checked and completed.
    /// - Throws: a usage error that names every wrong value.
    func request(
        _ mode: PrepMode, _ settings: Settings, _ credentials: PrepCredentials = PrepCredentials()
    ) throws -> PrepRequest {
        let lists = try lists(settings)
        do throws(PrepProblems) {
            let fields = PrepRequest.Fields(lun: lun, snapshot: snapshot, client: client, esx: esx, vcenter: vcenter)
            return try PrepRequest(mode, fields, credentials: credentials, luns: lists.luns, pairing: lists.pairing)
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// The plan on this controller as it is now, and the password that goes with it.
    /// - Throws: a usage error that names every wrong value, or an exit status after one clear line.
    func plan(
        _ mode: PrepMode, _ setting: ActingSetting, typed: Secret? = nil
    ) throws -> (PrepPlan, PrepSecrets) {
        let root = setting.settings.observatory.root
        let secrets = try ActingRun.run("prep") { () throws(ActingError) in
            try PrepSecrets(root, file: credentials, field: typed) { name in getenv(name).map { String(cString: $0) } }
        }
        cp_forget_variable(PrepCredentials.passwordVariable)
        if secrets.password != nil { _ = cp_forbid_dumps() }
        let request = try request(mode, setting.settings, secrets.credentials)
        let script: PrepScript
        do throws(PrepScriptProblem) { script = try PrepScript(root) } catch {
            StandardStreams.complain("atvm-tui prep: the prep script cannot be used: \(error)")
            switch error.kind {
            case .missing: throw ExitCode(EX_NOINPUT)
            case .notPermitted: throw ExitCode(EX_NOPERM)
            case .unusable: throw ExitCode(EX_DATAERR)
            }
        }
        let surroundings = try ActingRun.run("prep") { () throws(ActingError) in
            try PrepPlan.Surroundings(root, script: script, person: .current)
        }
        let shelf = PrepShelf(root)
        shelf.settle(by: .current)
        let running = shelf.facts()
        var facts = PrepFacts(of: Observatory.look(setting.settings.observatory), preps: running.preps)
        facts.problems += running.problems
        let luns = try lists(setting.settings).luns
        do throws(PrepConflict) {
            return (try PrepPlan(request, in: surroundings, knowing: facts, luns: luns), secrets)
        } catch {
            StandardStreams.complain("atvm-tui prep: \(error)")
            throw ExitCode.failure
        }
    }

    func lists(_ settings: Settings) throws -> (luns: LunShorthand, pairing: Pairing) {
        do throws(SettingsProblem) { return (try settings.luns, try settings.pairing) } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
    }
}
