import Plans
import Runs
import Screen

/// What follows from the fields: proposed values, the commands, the plan.
extension LaunchForm {
    /// Makes everything anew that follows from the fields.
    mutating func settle(_ knowing: LaunchKnowledge) {
        for field in [LaunchField.template, .hosts, .family, .configFile, .integration, .style, .options] {
            form.setOptions(Self.options(field, knowing), of: field)
        }
        if sources[.configFile] ?? .composed == .composed {
            form.setText(knowing.rules.configFile(for: form.value(.family).text) ?? "", of: .configFile)
        }
        if sources[.build] != .typed { form.setText(proposedName(knowing)?.text ?? "", of: .build) }
        var remarks = Remarks()
        for field in [LaunchField.configFile, .build] where sources[field] == .typed {
            remarks.add(.note, Self.typedNote, at: field)
        }
        setCommand(.templateCommand, knowing.rules.templateCommand, &remarks)
        setCommand(.runnerCommand, knowing.rules.runnerCommand, &remarks)
        request(knowing, &remarks)
        for field in form.fields {
            form[field.id]?.remarks = remarks.shown(at: field.id, isVisited: visited.contains(field.id))
        }
        for field in [LaunchField.templateCommand, .runnerCommand] {
            let masked = SecretMask.masked(text: form.value(field).text)
            form[field]?.shown = masked
        }
    }

    var values: LaunchValues {
        var values = LaunchValues()
        values.build = form.value(.build).text
        values.template = form.value(.template).text
        values.hosts = form.value(.hosts).chosen
        values.configFamily = form.value(.family).text
        values.configFile = form.value(.configFile).text
        values.integration = form.value(.integration).text
        values.migrationStyle = form.value(.style).text
        values.flags = form.value(.options).chosen
        values.isCategorized = form.value(.categorize).isOn
        return values
    }

    private func proposedName(_ knowing: LaunchKnowledge) -> BuildName? {
        if let last {
            return form.value(.reuse).isOn ? last.build : BuildNameProposal.next(after: last.build, knowing.isTaken)
        }
        let values = values
        guard !values.template.isEmpty || !values.hosts.isEmpty else { return nil }
        let isReused = form.value(.reuse).isOn
        return BuildNameProposal.name(
            template: values.template, hosts: values.hosts, integration: values.integration
        ) { !isReused && knowing.isTaken($0) }
    }

    private static let typedNote = "edited by hand: it does not follow the fields any more; Ctrl-R lets it"

    // MARK: Commands

    private mutating func setCommand(_ field: LaunchField, _ pattern: CommandPattern, _ remarks: inout Remarks) {
        switch sources[field] ?? .composed {
        case .typed:
            remarks.add(.note, Self.typedNote, at: field)
        case .last: setLast(field, &remarks)
        case .composed:
            let composed = pattern.command(with: values)
            form.setText(composed.line, of: field)
            for blank in composed.missing {
                remarks.addMissing("is missing: the commands need it", at: LaunchField(blank))
            }
        }
    }

    /// The command of the last launch, for the hosts and the name of this one.
    private mutating func setLast(_ field: LaunchField, _ remarks: inout Remarks) {
        guard let last, var line = field == .templateCommand ? last.fields.templateCommand : last.fields.runnerCommand
        else { return }
        let hosts = form.value(.hosts).chosen
        if !last.hosts.isEmpty, Set(hosts) != Set(last.hosts) {
            do throws(HostListProblem) {
                line = try HostListRewrite.line(line, keeping: hosts, of: last.hosts)
            } catch {
                // A runner without a list of its own runs what the template step has prepared.
                if field == .templateCommand || ![.noList, .nothingKept].contains(error) {
                    let what = "the last command cannot be cut down to these hosts: \(error)"
                    remarks.add(.problem, what + "; Ctrl-R makes it from the fields", at: field)
                }
            }
        }
        let name = form.value(.build).text
        if name != last.build.text {
            if let renamed = BuildRename.line(line, from: last.build.text, to: name) {
                line = renamed
            } else if field == .runnerCommand {
                remarks.add(.warning, "does not name the build \(last.build): it cannot be renamed in it", at: field)
            }
        }
        form.setText(line, of: field)
        remarks.add(.note, "of the last launch; Ctrl-R makes it from the fields", at: field)
    }

    // MARK: Plan

    private mutating func request(_ knowing: LaunchKnowledge, _ remarks: inout Remarks) {
        plan = nil
        let values = values
        var fields = StartRequest.Fields()
        fields.build = values.build
        fields.template = values.template
        fields.templateCommand = form.value(.templateCommand).text
        fields.runnerCommand = form.value(.runnerCommand).text
        (fields.configFamily, fields.configFile) = (values.configFamily, values.configFile)
        (fields.migrationStyle, fields.integration) = (values.migrationStyle, values.integration)
        fields.scope = form.value(.scope).text
        fields.isCategorized = values.isCategorized
        var request: StartRequest?
        do throws(StartProblems) {
            request = try StartRequest(fields)
        } catch {
            for problem in error.all {
                let field = LaunchField(problem.field)
                if form.value(field).text.isEmpty {
                    remarks.addMissing("is missing", at: field)
                } else {
                    remarks.add(.problem, problem.reason, at: field)
                }
            }
        }
        object(knowing, &remarks)
        missing = LaunchField.allCases.filter { remarks.isMissing($0) }
        if let request, !remarks.hasProblem { plan = StartPlan(request, places: knowing.places(request.build)) }
    }
}

/// What is to be said at the fields.
struct Remarks {
    private var remarks: [LaunchField: [FormRemark]] = [:]
    private var missing: [LaunchField: String] = [:]

    var hasProblem: Bool { !missing.isEmpty || remarks.values.joined().contains { $0.kind == .problem } }

    mutating func add(_ kind: FormRemark.Kind, _ text: String, at field: LaunchField) {
        let remark = FormRemark(kind, SafeText.visible(text))
        if remarks[field]?.contains(remark) != true { remarks[field, default: []].append(remark) }
    }

    /// Nothing is there yet: said only where somebody has been.
    mutating func addMissing(_ text: String, at field: LaunchField) { missing[field] = missing[field] ?? text }

    func isMissing(_ field: LaunchField) -> Bool { missing[field] != nil }

    func shown(at field: LaunchField, isVisited: Bool) -> [FormRemark] {
        let told = remarks[field] ?? []
        guard isVisited, let text = missing[field] else { return told }
        return [FormRemark(.problem, text)] + told
    }
}
