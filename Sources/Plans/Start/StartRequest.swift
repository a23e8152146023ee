package import Runs

/// What an operator asks to be started: checked, so that every value can only be a value.
package struct StartRequest: Equatable, Sendable {
    package let build: BuildName
    package let template: String?
    package let templateCommand: CommandLine?
    package let runnerCommand: CommandLine?
    package let configFamily: String?
    package let configFile: String?
    package let migrationStyle: String?
    package let integration: String?
    package let scope: String?
    package let isCategorized: Bool

    /// The values as an operator gave them.
    package struct Fields: Equatable, Sendable {
        package var build = ""
        package var template: String?
        package var templateCommand: String?
        package var runnerCommand: String?
        package var configFamily: String?
        package var configFile: String?
        package var migrationStyle: String?
        package var integration: String?
        package var scope: String?
        package var isCategorized = false

        package init() {}
    }

    /// - Throws: everything that is wrong, field by field.
    package init(_ fields: Fields, for part: StartPlan.Part = .whole) throws(StartProblems) {
        var problems: [StartProblem] = []
        func text(_ value: String?, _ field: StartField) -> String? {
            guard let value, !value.isEmpty else { return nil }
            if let reason = Self.objection(to: value) { problems.append(StartProblem(field, reason)) }
            return value
        }
        func command(_ value: String?, _ field: StartField, isNeeded: Bool) -> CommandLine? {
            guard let value, !value.isEmpty else {
                if isNeeded { problems.append(StartProblem(field, "is missing")) }
                return nil
            }
            do throws(CommandLineProblem) { return try CommandLine(value) } catch {
                problems.append(StartProblem(field, "\(error)"))
                return nil
            }
        }
        var name: BuildName?
        do throws(BuildNameError) { name = try BuildName(fields.build) } catch {
            problems.append(StartProblem(.build, "\(error)"))
        }
        template = text(fields.template, .template)
        if part == .whole, template == nil { problems.append(StartProblem(.template, "is missing")) }
        templateCommand = command(fields.templateCommand, .templateCommand, isNeeded: part == .whole)
        runnerCommand = command(fields.runnerCommand, .runnerCommand, isNeeded: part != .watcher)
        configFamily = text(fields.configFamily, .configFamily)
        configFile = text(fields.configFile, .configFile)
        migrationStyle = text(fields.migrationStyle, .migrationStyle)
        integration = text(fields.integration, .integration)
        scope = text(fields.scope, .scope)
        isCategorized = fields.isCategorized
        guard let name, problems.isEmpty else { throw StartProblems(problems) }
        build = name
    }

    /// Why a value is refused; `nil` for a good one.
    private static func objection(to value: String) -> String? {
        if value.hasPrefix("-") { return "is '\(SafeText.visible(value))', which looks like an option" }
        if let bad = value.unicodeScalars.first(where: SafeText.isUnsafe) {
            return "holds the control or invisible character \(SafeText.standIn(for: bad))"
        }
        if value.utf8.count > 1000 { return "has \(value.utf8.count) bytes; at most 1000 are allowed" }
        return nil
    }
}
