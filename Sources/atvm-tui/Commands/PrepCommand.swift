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
        usage: "atvm-tui prep <mode> --lun <name> [--print] …   (all flags: 'atvm-tui prep run --help')",
        discussion: modes, subcommands: [Run.self], defaultSubcommand: Run.self)

    private static let modes =
        "Modes: " + PrepMode.allCases.map { "\($0.rawValue) (\($0.flag), \($0.purpose))" }.joined(separator: "; ") + "."

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plan a prep; the default of 'prep'.",
            discussion: modes)

        @OptionGroup var acting: ActingOptions
        @OptionGroup var prep: PrepOptions

        @Argument(help: ArgumentHelp("What to do.", valueName: "mode"))
        var mode: PrepMode

        @Flag(help: "Show the whole plan with its digest, and do nothing.")
        var print = false

        func validate() throws { _ = try prep.request(mode, acting.options.settings()) }

        func run() throws {
            guard print else {
                StandardStreams.complain(
                    "atvm-tui prep: not approved, so nothing was run; '--print' shows the plan and its digest")
                throw ExitCode(EX_NOPERM)
            }
            let setting = try acting.setting()
            let plan = try prep.plan(mode, setting)
            try ActingRun.run("prep") { () throws(ActingError) in
                let folder = setting.settings.observatory.root.prepApprovals
                try PendingApprovals(folder: folder).record(plan, at: .now)
            }
            try StandardStreams.print(plan.text)
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

    /// The plan on this controller as it is now.
    /// - Throws: a usage error that names every wrong value, or an exit status after one clear line.
    func plan(_ mode: PrepMode, _ setting: ActingSetting) throws -> PrepPlan {
        let root = setting.settings.observatory.root
        let secrets = try ActingRun.run("prep") { () throws(ActingError) in
            try PrepSecrets(root) { name in getenv(name).map { String(cString: $0) } }
        }
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
        let facts = PrepFacts(of: Observatory.look(setting.settings.observatory))
        let luns = try lists(setting.settings).luns
        do throws(PrepConflict) {
            return try PrepPlan(request, in: surroundings, knowing: facts, luns: luns)
        } catch {
            StandardStreams.complain("atvm-tui prep: \(error)")
            throw ExitCode.failure
        }
    }

    private func lists(_ settings: Settings) throws -> (luns: LunShorthand, pairing: Pairing) {
        do throws(SettingsProblem) { return (try settings.luns, try settings.pairing) } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
    }
}
