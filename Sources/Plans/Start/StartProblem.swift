/// A field of a start request, named as its flag.
package enum StartField: String, CaseIterable, Sendable {
    case build = "--build-name"
    case template = "--template"
    case templateCommand = "--template-command"
    case runnerCommand = "--runner-command"
    case configFamily = "--config-family"
    case configFile = "--config-file"
    case migrationStyle = "--migration-style"
    case integration = "--integration-plugin"
    case scope = "--scope-description"
}

package typealias StartProblem = FieldProblem<StartField>
package typealias StartProblems = FieldProblems<StartField>
