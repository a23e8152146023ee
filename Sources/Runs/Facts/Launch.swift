/// What is known of the request that started a build. A field that nobody recorded is `nil`.
package struct Launch: Equatable, Sendable {
    package var startedAt: Timestamp?
    package var template: String?
    /// The exact `cmc-templates.py` command, secrets masked, without an outer `ssh`.
    package var templateCommand: String?
    package var configFamily: String?
    package var configFile: String?
    package var migrationStyle: String?
    package var integration: String?
    /// Flags of the template command that matter to operators, such as `--ignore_force_shutdown`.
    package var runOptions: [String] = []
    package var isCategorized: Bool?
    package var scope: String?

    package init() {}
}
