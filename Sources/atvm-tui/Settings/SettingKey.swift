import Plans

/// A key of the configuration: its name, what it holds and its default. `config` prints them in this order.
struct SettingKey: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case text, boolean, number, duration
        case list
        /// A table of texts.
        case table
        /// How a command is made from the values of a launch (`CommandPattern`).
        case pattern
        /// Rules of triage, or the paths of files with rules, with colons between them.
        case rules
    }

    let name: String
    let kind: Kind
    let standard: String

    init(_ name: String, _ kind: Kind, _ standard: String) {
        (self.name, self.kind, self.standard) = (name, kind, standard)
    }

    /// The environment variable of the same meaning: `ATVM_` and the name with dots as `_`.
    var environmentName: String { "ATVM_" + name.uppercased().replacing(".", with: "_") }

    static let all: [SettingKey] = [
        SettingKey("paths.logs", .text, "/tmp"),
        SettingKey("paths.state", .text, "/var/lib/atvm-run-watcher"),
        SettingKey("paths.automation", .text, "/root/cdc-e2e-cyp-12.17.4"),
        SettingKey("paths.reporter", .text, "cypress/cmcReporter"),
        SettingKey("paths.package", .text, "/opt/atvm-watcher-service"),
        SettingKey("paths.inventory", .text, "vm-inventory.md"),
        SettingKey("paths.environment", .text, "/etc/atvm-run-watcher.env"),
        SettingKey("paths.prep", .text, "/root/atvm_prep/atvm_prep.py"),
        SettingKey("paths.prep_log", .text, "/root/atvm_prep/log/atvm_prep.log"),
        SettingKey("paths.prep_credentials", .text, "/etc/atvm-tui/prep.env"),
        SettingKey("paths.prep_state", .text, "/var/lib/atvm-tui/prep"),
        SettingKey("paths.audit", .text, "/var/log/atvm-tui/audit.jsonl"),
        SettingKey("paths.history", .text, "/var/lib/atvm-tui/history.sqlite"),
        SettingKey("windows.startup_grace", .duration, "5m"),
        SettingKey("windows.end_grace", .duration, "60s"),
        SettingKey("windows.hang", .duration, "90m"),
        SettingKey("poll", .duration, "2s"),
        SettingKey("supervisor", .text, "auto"),
        SettingKey("theme", .text, "dark"),
        SettingKey("ascii", .boolean, ""),
        SettingKey("mouse", .boolean, "true"),
        SettingKey("read_only", .boolean, "false"),
        SettingKey("mattermost.limit", .number, "16383"),
        SettingKey("mattermost.retry_pause", .duration, "2s"),
        SettingKey("prep.clients", .table, Pairing.standard.pairs.text),
        SettingKey("prep.luns", .table, LunShorthand.standard.pairs.text),
        SettingKey("templates", .list, "cmc-e2e, cmc-systemOS, cmc-reboot"),
        SettingKey("config_families", .list, "gold, gold2"),
        SettingKey("launch.flags", .list, "--ignore_force_shutdown"),
        SettingKey("launch.template_command", .pattern, LaunchRules.standardTemplateCommand),
        SettingKey("launch.runner_command", .pattern, LaunchRules.standardRunnerCommand),
        SettingKey("launch.config_file", .pattern, LaunchRules.standardConfigFile),
        SettingKey("triage", .rules, ""),
    ]

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }
}
