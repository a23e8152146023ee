package import Runs

/// `request.json`: what a launch was asked for. Whoever follows the build takes COVERAGE and NOTES from it; the runner
/// takes its command. Mode 0600, because a command can hold a secret.
package struct RequestFile: Equatable, Sendable {
    package static let schema = 1
    package static let byteLimit = 64 * 1024

    package var build: String
    /// A random text that names this launch: what belongs to another one never counts for it.
    package var launch: String
    package var startedAt: Timestamp
    package var startedBy: String
    package var template: String?
    /// Secrets masked.
    package var templateCommand: String?
    /// The exact words of the runner's command.
    package var runner: [String]
    package var configFamily: String?
    package var configFile: String?
    package var migrationStyle: String?
    package var integration: String?
    package var scope: String?
    package var isCategorized: Bool

    package init(build: String, launch: String, startedAt: Timestamp, startedBy: String, runner: [String]) {
        (self.build, self.launch, self.startedAt) = (build, launch, startedAt)
        (self.startedBy, self.runner, isCategorized) = (startedBy, runner, false)
    }

    /// - Throws: one line that says why it cannot be used.
    package init(_ bytes: [UInt8]) throws(FileFormatProblem) {
        let json: JSONValue
        do {
            json = try JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit))
        } catch {
            throw FileFormatProblem("not JSON: \(error)")
        }
        guard let schema = json["schema"]?.integer, schema <= Self.schema else {
            throw FileFormatProblem("no request of a schema known here")
        }
        guard let launch = json["launch"]?.string, let startedAt = json["started_at"]?.timestamp else {
            throw FileFormatProblem("no request: launch or start is missing")
        }
        build = json["build"]?.string ?? ""
        (self.launch, self.startedAt) = (launch, startedAt)
        startedBy = json["started_by"]?.string ?? ""
        runner = (json["runner"]?.array ?? []).compactMap(\.string)
        template = json["template"]?.string
        templateCommand = json["template_command"]?.string
        configFamily = json["config_family"]?.string
        configFile = json["config_file"]?.string
        migrationStyle = json["migration_style"]?.string
        integration = json["integration"]?.string
        scope = json["scope"]?.string
        isCategorized = json["categorize"]?.bool ?? false
    }

    /// The file's content.
    package var text: String {
        JSONValue.object([
            "schema": .integer(Self.schema), "build": .string(build), "launch": .string(launch),
            "started_at": .string(startedAt.rfc3339WithMilliseconds), "started_by": .string(startedBy),
            "template": JSONValue(template), "template_command": JSONValue(templateCommand),
            "runner": .array(runner.map(JSONValue.string)), "config_family": JSONValue(configFamily),
            "config_file": JSONValue(configFile), "migration_style": JSONValue(migrationStyle),
            "integration": JSONValue(integration), "scope": JSONValue(scope), "categorize": .bool(isCategorized),
        ]).prettyText
    }

    /// What reports show of the request: its own fields first, then what the template command says.
    package var shown: Launch {
        var launch = Launch()
        let command = templateCommand.map(TemplateCommand.init)
        launch.startedAt = startedAt
        launch.template = template ?? command?.template
        launch.templateCommand = command?.shown
        launch.configFamily = configFamily
        launch.configFile = configFile ?? command?.configFile
        launch.migrationStyle = migrationStyle
        launch.integration = integration ?? command?.integration
        launch.runOptions = command?.runOptions ?? []
        launch.isCategorized = isCategorized
        launch.scope = scope
        return launch
    }
}
