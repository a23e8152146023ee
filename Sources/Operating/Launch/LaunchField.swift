import Plans
import Screen

/// A field of the launch form, in the order in which they stand.
package enum LaunchField: String, CaseIterable, Hashable, Sendable {
    case template, hosts, onlyFailed, family, configFile, integration, options, categorize, build, reuse
    case style, scope, templateCommand, runnerCommand, launch

    var label: String {
        switch self {
        case .template: "Template"
        case .hosts: "Hosts"
        case .onlyFailed: "Failed only"
        case .family: "Config family"
        case .configFile: "Config file"
        case .integration: "Integration"
        case .options: "Options"
        case .categorize: "Categorize"
        case .build: "Build name"
        case .reuse: "Reuse name"
        case .style: "Migration style"
        case .scope: "Scope"
        case .templateCommand: "Template cmd"
        case .runnerCommand: "Runner cmd"
        case .launch: "Launch…"
        }
    }

    var hint: String {
        switch self {
        case .template: "the kind of test; type to filter, or to name one that is not listed"
        case .hosts: "Space chooses, typing filters, a comma takes a name that is not in the inventory"
        case .onlyFailed: "only the hosts that failed in the last run"
        case .family: "the datastore or config family; the config file follows it"
        case .configFile: "the config file that template step and runner take"
        case .integration: "integration or plugin path, such as 'pure with fc'; empty where none is used"
        case .options: "flags of the template command; type one that is not listed"
        case .categorize: "several groups one after another, each reported on its own"
        case .build: "proposed from template and hosts until you type one"
        case .reuse: "take a name again: what its earlier run has left is cleared"
        case .style: "for the report: what kind of migration is tested, in words"
        case .scope: "for the report: what the run covers, in words"
        case .templateCommand: "must succeed before anything else; made from the fields until you type"
        case .runnerCommand: "runs the suite; made from the fields until you type"
        case .launch: "shows everything that will happen, and asks"
        }
    }

    /// The field at which a problem of a request stands.
    init(_ field: StartField) {
        self =
            switch field {
            case .build: .build
            case .template: .template
            case .templateCommand: .templateCommand
            case .runnerCommand: .runnerCommand
            case .configFamily: .family
            case .configFile: .configFile
            case .migrationStyle: .style
            case .integration: .integration
            case .scope: .scope
            }
    }

    /// The field that fills a blank of a command.
    init(_ blank: CommandPattern.Blank) {
        self =
            switch blank {
            case .template: .template
            case .configFamily: .family
            case .configFile: .configFile
            case .hosts: .hosts
            case .integration: .integration
            case .migrationStyle: .style
            case .build: .build
            case .categorize: .categorize
            case .flags: .options
            }
    }

    /// Whether its value is proposed from others until an operator types it.
    var isProposed: Bool {
        switch self {
        case .configFile, .build, .templateCommand, .runnerCommand: true
        case .template, .hosts, .onlyFailed, .family, .integration, .options, .categorize, .reuse, .style, .scope,
            .launch:
            false
        }
    }
}
