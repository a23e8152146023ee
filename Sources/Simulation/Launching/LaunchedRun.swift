import Glibc
package import Runs

/// What `run-sorry-cypress.py` does on the simulated controller: it plays a run of the hosts that a template step has
/// prepared, onto its standard output and into the reporter's folder.
package struct LaunchedRun: Sendable {
    package let script: RunScript
    private let commands: ControllerCommands

    /// - Throws: `TemplateStep.Problem` when no template step has prepared anything for this config file.
    package init(_ build: BuildName, config: String, isCategorized: Bool, in commands: ControllerCommands) throws {
        guard let step = TemplateStep.prepared(config, in: commands.root) else {
            throw TemplateStep.Problem(description: "ERROR: there are no specs for config file '\(config)'")
        }
        self.commands = commands
        var script = RunScript(build: build, template: step.template, hosts: step.hosts.map { HostScript($0) })
        let steps = script.steps
        script.groups[0].hosts = step.hosts.map { Self.host($0, steps: steps) }
        if isCategorized || step.isCategorized { script.splitByCategory() }
        self.script = script
    }

    /// Some machines of the lab always fail, others always need a second attempt: whoever launches a run again sees the
    /// same, and the failed hosts are worth a run of their own.
    private static func host(_ name: String, steps: [String]) -> HostScript {
        var host = HostScript(name)
        guard let place = LabHost.all.firstIndex(where: { $0.name == LabHost.named(name)?.name }), !steps.isEmpty else {
            return host
        }
        var random = SeededRandom(seed: 0, for: name)
        if place % 4 == 3 {
            let step = min(steps.count, 4 + random.number(below: 5))
            host.turns[step] = .fails(.likely(in: steps[step - 1], on: name))
        } else if place % 4 == 1 {
            host.turns[min(steps.count, 3)] = .passesAfter(failedAttempts: 1)
        }
        return host
    }

    /// Plays it to its end.
    /// - Parameters:
    ///   - wait: returns after so long; `false` when the run is not to go on.
    ///   - print: writes to standard output; `false` when nobody takes it any more.
    /// - Returns: the exit status as Cypress has it, the number of failed tests; `nil` when it was ended.
    package func play(wait: (Duration) -> Bool, print: (String) -> Bool) throws(SimulationError) -> Int32? {
        let folder = FolderWriter(root: commands.root)
        let schedule = Schedule(launch: .current, speed: commands.speed)
        for piece in RunPlay(script, seed: commands.seed).pieces {
            let due = schedule.moment(of: piece.at) - Timestamp.current
            if due > .zero, !wait(due) { return nil }
            switch piece.change {
            case .log(let text):
                guard print(text) else { return nil }
            case .artifact(let play, let began):
                guard let text = ArtifactWriter.junit(of: play, startedAt: schedule.moment(of: began)) else { continue }
                try folder.replace("\(ControllerPaths.reporter)/\(ArtifactWriter.name(for: text))", with: text)
            case .runnerEnded(.exited(let status)): return Int32(status)
            case .runnerStarted, .runnerEnded, .state, .stamp, .cancelled: break
            }
        }
        return nil
    }
}
