import Runs

/// What an operator has chosen for a launch, before the commands are made from it.
package struct LaunchValues: Equatable, Sendable {
    package var build = ""
    package var template = ""
    package var hosts: [String] = []
    package var configFamily = ""
    package var configFile = ""
    package var integration = ""
    package var migrationStyle = ""
    package var flags: [String] = []
    package var isCategorized = false

    package init() {}

    /// The words that stand for a blank; none when the value is not known.
    func words(for blank: CommandPattern.Blank) -> [String] {
        switch blank {
        case .template: Self.word(template)
        case .configFamily: Self.word(configFamily)
        case .configFile: Self.word(configFile)
        case .hosts: Self.word(hosts.joined(separator: ","))
        case .integration: Self.word(integration)
        case .migrationStyle: Self.word(migrationStyle)
        case .build: Self.word(build)
        case .categorize: isCategorized ? ["--categorize"] : []
        case .flags: flags
        }
    }

    private static func word(_ text: String) -> [String] { text.isEmpty ? [] : [text] }
}

/// What there is to choose from for a launch, and how its commands are made.
package struct LaunchRules: Equatable, Sendable {
    package var templates: [String]
    package var configFamilies: [String]
    /// Flags of the template command that operators switch on and off.
    package var flags: [String]
    package var templateCommand: CommandPattern
    package var runnerCommand: CommandPattern
    /// The config file of a family, such as `cypress.atvm-config-{config_family}.ts`.
    package var configFile: CommandPattern

    package init(
        templates: [String], configFamilies: [String], flags: [String], templateCommand: CommandPattern,
        runnerCommand: CommandPattern, configFile: CommandPattern
    ) {
        (self.templates, self.configFamilies, self.flags) = (templates, configFamilies, flags)
        (self.templateCommand, self.runnerCommand, self.configFile) = (templateCommand, runnerCommand, configFile)
    }

    // The patterns that count where the configuration names none.
    package static let standardTemplateCommand =
        "python3 ./cmc-templates.py --template_name {template} --config_file {config_file} [--hosts {hosts}] "
        + "[--integration {integration}] {categorize} {flags}"
    package static let standardRunnerCommand =
        "python3 ./run-sorry-cypress.py --config_file {config_file} --build_name {build_name} {categorize}"
    package static let standardConfigFile = "cypress.atvm-config-{config_family}.ts"

    /// - Parameter text: a pattern; what is none is taken word by word.
    package static func pattern(_ text: String) -> CommandPattern {
        (try? CommandPattern(text)) ?? CommandPattern(verbatim: text)
    }

    package static let standard = LaunchRules(
        templates: KnownFlows.templates, configFamilies: ["gold", "gold2"], flags: ["--ignore_force_shutdown"],
        templateCommand: pattern(standardTemplateCommand), runnerCommand: pattern(standardRunnerCommand),
        configFile: pattern(standardConfigFile))

    /// The config file that goes with a family; `nil` without one.
    package func configFile(for family: String) -> String? {
        var values = LaunchValues()
        values.configFamily = family
        let composed = configFile.command(with: values)
        return composed.missing.isEmpty ? ShellWords.split(composed.line)?.joined(separator: " ") : nil
    }
}
