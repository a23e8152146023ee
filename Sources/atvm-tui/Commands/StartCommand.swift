import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// `atvm-tui start`: template step, watcher and runner of a build.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start a build: template step, watcher, runner.")

    @OptionGroup var acting: ActingOptions
    @OptionGroup var launch: LaunchOptions

    func validate() throws { _ = try launch.request(for: .whole) }

    func run() throws { try launch.start(.whole, acting, named: "start") }
}

/// The flags that say what is started.
struct LaunchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The build's name.", valueName: "name"))
    var buildName: String

    @Option(help: ArgumentHelp("The template, such as cmc-e2e.", valueName: "name"), completion: .templates)
    var template: String?

    @Option(
        help: ArgumentHelp("The cmc-templates.py command; it must succeed before anything else.", valueName: "command"))
    var templateCommand: String?

    @Option(help: ArgumentHelp("The run-sorry-cypress.py command.", valueName: "command"))
    var runnerCommand: String?

    @Option(
        help: ArgumentHelp("The datastore or config family, such as gold.", valueName: "name"),
        completion: .configFamilies)
    var configFamily: String?

    @Option(help: ArgumentHelp("The config file, such as cypress.atvm-config-gold.ts.", valueName: "file"))
    var configFile: String?

    @Option(help: ArgumentHelp("What kind of migration is tested, in words.", valueName: "text"))
    var migrationStyle: String?

    @Option(help: ArgumentHelp("The integration or plugin path, such as 'pure with fc'.", valueName: "text"))
    var integrationPlugin: String?

    @Option(help: ArgumentHelp("What the run covers, in words.", valueName: "text"))
    var scopeDescription: String?

    @Flag(help: "The build runs several groups one after another; each is reported on its own.")
    var categorize = false

    @Flag(help: "Show every command and file, and do nothing.")
    var dryRun = false

    /// - Throws: a usage error that names every wrong field.
    func request(for part: StartPlan.Part) throws -> StartRequest {
        var fields = StartRequest.Fields()
        fields.build = buildName
        (fields.template, fields.templateCommand, fields.runnerCommand) = (template, templateCommand, runnerCommand)
        (fields.configFamily, fields.configFile, fields.migrationStyle) = (configFamily, configFile, migrationStyle)
        (fields.integration, fields.scope) = (integrationPlugin, scopeDescription)
        fields.isCategorized = categorize
        do throws(StartProblems) {
            return try StartRequest(fields, for: part)
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// Tells of preps that are changing the storage which the build uses.
    private func warn(_ request: StartRequest, _ setting: ActingSetting) throws {
        let found = PrepShelf(setting.settings.observatory.root).facts()
        guard !found.preps.isEmpty || !found.problems.isEmpty else { return }
        let luns: LunShorthand
        do throws(SettingsProblem) { luns = try setting.settings.luns } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
        let build = PrepFacts.Build(request.build, configFamily: configFamily, configFile: configFile)
        for line in PrepFacts(preps: found.preps, problems: found.problems).warnings(for: build, luns) {
            StandardStreams.complain("atvm-tui: ! \(line)")
        }
    }

    func start(_ part: StartPlan.Part, _ acting: ActingOptions, named command: String) throws {
        let request = try request(for: part)
        let setting = try acting.setting()
        let performer = setting.performer
        let plan = StartPlan(request, part, places: performer.places(of: request.build))
        if dryRun {
            // A start tells of them itself.
            if part != .watcher { try warn(request, setting) }
            try StandardStreams.print(plan.text)
            return
        }
        // Whoever types the command with all its flags has said yes to it.
        guard let approved = plan.approve(.yes) else { return }
        let interruption = Interruption.signals()
        let outcome: String
        do {
            outcome = try ActingRun.run(command) { () throws(ActingError) in
                try performer.perform(approved, interruption: interruption) {
                    StandardStreams.complain("atvm-tui: \($0)")
                }
            }
        } catch {
            interruption.dieIfAsked()
            throw error
        }
        try StandardStreams.print("\(request.build) \(outcome)\n")
    }
}
