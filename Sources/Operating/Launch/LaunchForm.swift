package import Plans
package import Runs
import Screen

/// The form from which a build is launched. Its commands follow the fields until an operator types one; what would run
/// is a plan, made anew with every change, and the plan that is shown is the one that is asked about.
package struct LaunchForm: PreviewedForm, Equatable, Sendable {
    /// Where the value of a proposed field comes from.
    enum Source: Equatable { case composed, last, typed }

    /// What lies over the form.
    enum Question: Equatable {
        case leave(LeaveQuestion)
        case confirm(ConfirmDialog)
    }

    var form: Form<LaunchField>
    var sources: [LaunchField: Source] = [:]
    package internal(set) var last: LastLaunch?
    /// What would run; `nil` while something is wrong or missing.
    package internal(set) var plan: StartPlan?
    var question: Question?
    /// Who is at work on the build of that name.
    var processes: [BuildName: BuildProcesses] = [:]
    /// Fields that an operator has been in, or all of them once a launch was tried.
    var visited: Set<LaunchField> = []
    /// What nothing was given for yet.
    var missing: [LaunchField] = []
    package internal(set) var isTouched = false
    var previewOffset = 0
    var isPreviewWhole = false

    package init(_ knowing: LaunchKnowledge) {
        form = Self.fields(knowing, isRelaunch: false)
        settle(knowing)
    }

    package init(again last: LastLaunch, _ knowing: LaunchKnowledge) {
        form = Self.fields(knowing, isRelaunch: true)
        self.last = last
        fill(last, knowing)
        settle(knowing)
    }

    /// The build that the form is about, where its name is one.
    package var build: BuildName? { try? BuildName(form.value(.build).text) }

    // MARK: What comes in later

    /// The request of the last launch has been read.
    package mutating func take(_ request: LastRequest?, _ knowing: LaunchKnowledge) {
        guard var last else { return }
        last.take(request)
        self.last = last
        // What an operator has begun to change stays.
        if !isTouched { fill(last, knowing) }
        settle(knowing)
    }

    package mutating func take(_ processes: BuildProcesses, of build: BuildName, _ knowing: LaunchKnowledge) {
        self.processes[build] = processes
        settle(knowing)
    }

    /// Holds everything against what is known now.
    package mutating func refresh(_ knowing: LaunchKnowledge) {
        settle(knowing)
        guard case .confirm(var dialog) = question else { return }
        // The plan in the dialog stays the one that was shown; what stands against it now is said.
        dialog.check(knowing.snapshot, knowing.acting)
        if plan != dialog.startPlan { dialog.object("something has changed meanwhile: go back and look again") }
        question = .confirm(dialog)
    }

    package mutating func wasShown() {
        guard case .confirm(var dialog) = question, !dialog.isShown else { return }
        dialog.isShown = true
        question = .confirm(dialog)
    }

    /// Back to the form, its values as they were.
    package mutating func reopen(_ knowing: LaunchKnowledge) {
        question = nil
        settle(knowing)
    }

    // MARK: Fields

    private static func fields(_ knowing: LaunchKnowledge, isRelaunch: Bool) -> Form<LaunchField> {
        let all = LaunchField.allCases.filter { isRelaunch || $0 != .onlyFailed }
        let made = all.map { FormField($0, $0.label, value($0, knowing), hint: $0.hint) }
        return Form(made[0], Array(made.dropFirst()))
    }

    private static func value(_ field: LaunchField, _ knowing: LaunchKnowledge) -> FormValue {
        switch field {
        case .template: .list(FormList(options(field, knowing), takesOther: true))
        case .family, .configFile, .integration, .style: .list(FormList(options(field, knowing), takesOther: true))
        case .hosts, .options: .list(FormList(options(field, knowing), takesMany: true, takesOther: true))
        case .onlyFailed, .categorize, .reuse: .toggle(false)
        case .build, .scope, .templateCommand, .runnerCommand: .text("")
        case .launch: .button
        }
    }

    static func options(_ field: LaunchField, _ knowing: LaunchKnowledge) -> [FormList.Option] {
        let rules = knowing.rules
        let texts: [String] =
            switch field {
            case .template: rules.templates
            case .family: rules.configFamilies
            case .configFile: rules.configFamilies.compactMap(rules.configFile) + knowing.known(\.configFile)
            case .integration: knowing.known(\.integration)
            case .style: knowing.known(\.migrationStyle)
            case .options: rules.flags
            case .hosts: []
            case .onlyFailed, .categorize, .build, .reuse, .scope, .templateCommand, .runnerCommand, .launch: []
            }
        if field == .hosts { return knowing.hosts.map { FormList.Option($0.name, detail: $0.kernel) } }
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }.map { FormList.Option($0) }
    }

    /// Puts the values of a launch into the fields.
    private mutating func fill(_ last: LastLaunch, _ knowing: LaunchKnowledge) {
        let fields = last.fields
        form.setText(fields.template ?? "", of: .template)
        form.setText(fields.configFamily ?? "", of: .family)
        form.setText(fields.integration ?? "", of: .integration)
        form.setText(fields.migrationStyle ?? "", of: .style)
        form.setText(fields.scope ?? "", of: .scope)
        form.setText(fields.configFile ?? "", of: .configFile)
        form.setOn(fields.isCategorized, of: .categorize)
        form.setChosen(last.hosts, of: .hosts)
        let words = fields.templateCommand.flatMap(ShellWords.split) ?? []
        form.setChosen(knowing.rules.flags.filter(words.contains), of: .options)
        sources[.configFile] = fields.configFile == nil ? .composed : .last
        for (field, line) in [
            (LaunchField.templateCommand, fields.templateCommand), (.runnerCommand, fields.runnerCommand),
        ] {
            form.setText(line ?? "", of: field)
            sources[field] = line == nil ? .composed : .last
        }
    }
}
