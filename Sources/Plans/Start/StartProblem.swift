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

/// What is wrong with one field.
package struct StartProblem: Equatable, Sendable, CustomStringConvertible {
    package var field: StartField
    package var reason: String

    package init(_ field: StartField, _ reason: String) { (self.field, self.reason) = (field, reason) }

    package var description: String { "\(field.rawValue): \(reason)" }
}

/// Everything that is wrong with a request.
package struct StartProblems: Error, Equatable, Sendable, CustomStringConvertible {
    package var all: [StartProblem]

    package init(_ all: [StartProblem]) { self.all = all }

    package var description: String { all.map(\.description).joined(separator: "\n") }
}
