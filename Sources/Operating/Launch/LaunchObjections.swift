import Plans
import Runs
import Screen

/// What stands against a launch as it is filled in.
extension LaunchForm {
    func object(_ knowing: LaunchKnowledge, _ remarks: inout Remarks) {
        objectToName(knowing, &remarks)
        objectToHosts(&remarks)
        let family = form.value(.family).text
        for other in family.isEmpty ? [] : knowing.running(on: family) where other.name != build {
            remarks.add(.warning, "\(other.name) is running on config family \(family)", at: .family)
        }
        objectToPreps(knowing, &remarks)
        for flag in form.value(.options).chosen where !flag.hasPrefix("-") || flag.contains(" ") {
            remarks.add(.problem, "'\(flag)' is no flag; one begins with - and has no blank", at: .options)
        }
        for field in [LaunchField.templateCommand, .runnerCommand] {
            guard form.value(field).text.contains(SecretMask.mask) else { continue }
            remarks.add(.problem, "holds a masked secret (\(SecretMask.mask)): type it in", at: field)
        }
        objectToRunner(&remarks)
        for line in last?.unknown ?? [] { remarks.add(.note, line, at: .template) }
        if let last, form.value(.onlyFailed).isOn, last.failed.isEmpty {
            remarks.add(.warning, "no host of \(last.build) is known to have failed", at: .onlyFailed)
        }
    }

    private func objectToName(_ knowing: LaunchKnowledge, _ remarks: inout Remarks) {
        guard let name = build else { return }
        if let kind = knowing.acting[name] {
            remarks.add(.problem, "\(kind) of it is running in this console", at: .build)
            return
        }
        guard let known = knowing.snapshot.build(name) else { return }
        let lives = processes[name].map { $0.runner != .gone || $0.watcher != .gone } ?? false
        if known.state == .running || known.state == .hung || lives {
            var text = "is active (\(known.state.rawValue))"
            if let since = known.startedAt { text += " since \(knowing.clock.full(since))" }
            if let startedBy = processes[name]?.startedBy { text += "; \(startedBy)" }
            remarks.add(.problem, text + ". Take another name, or cancel it first", at: .build)
        } else if known.delivery == .waiting {
            remarks.add(.problem, "the status of its last run waits to be posted: take another name", at: .build)
        } else {
            let age = (known.endedAt ?? known.activeAt).map { ", \(DurationText.short(knowing.now - $0)) ago" } ?? ""
            let what = "\(known.state.rawValue)\(age)"
            guard form.value(.reuse).isOn else {
                remarks.add(.problem, "is taken (\(what)): take another, or switch on 'Reuse name'", at: .build)
                return
            }
            remarks.add(
                .warning, "the state, the log and the posts of its last run (\(what)) are cleared by the start",
                at: .reuse)
        }
    }

    /// Preps that are changing the storage which the run uses, or may use.
    private func objectToPreps(_ knowing: LaunchKnowledge, _ remarks: inout Remarks) {
        let (family, file) = (form.value(.family).text, form.value(.configFile).text)
        // Before anything of the storage is chosen it may be any.
        guard let build, let luns = knowing.luns, !family.isEmpty || !file.isEmpty else { return }
        let wanted = PrepFacts.Build(
            build, configFamily: family.isEmpty ? nil : family, configFile: file.isEmpty ? nil : file)
        for line in knowing.preps.warnings(for: wanted, luns) { remarks.add(.warning, line, at: .family) }
    }

    private func objectToHosts(_ remarks: inout Remarks) {
        let hosts = form.value(.hosts).chosen
        for host in hosts where !Self.isHostName(host) {
            remarks.add(.problem, "'\(host)' is no host name; letters, digits and . _ + - make one", at: .hosts)
        }
        if hosts.isEmpty, visited.contains(.hosts) {
            remarks.add(.warning, "none is chosen: the template command itself decides which hosts run", at: .hosts)
        }
    }

    private static func isHostName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isLetterOrDigit else { return false }
        return text.utf8.allSatisfy { $0.isLetterOrDigit || [0x2E, 0x5F, 0x2B, 0x2D].contains($0) }
    }

    /// A runner command that says something else than the fields.
    private func objectToRunner(_ remarks: inout Remarks) {
        guard let words = ShellWords.split(form.value(.runnerCommand).text), !words.isEmpty else { return }
        if sources[.runnerCommand] == .typed, let build,
            !words.contains(where: { $0 == build.text || $0.hasSuffix("=" + build.text) })
        {
            remarks.add(.warning, "does not name the build \(build)", at: .runnerCommand)
        }
        let isOn = form.value(.categorize).isOn
        if sources[.runnerCommand] ?? .composed != .composed, words.contains("--categorize") != isOn {
            let text = isOn ? "has no --categorize, but Categorize is on" : "has --categorize, but Categorize is off"
            remarks.add(.warning, text, at: .runnerCommand)
        }
    }
}
