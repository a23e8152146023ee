import Acting
import Formats
import Observing
import Operating
import Plans
import Runs

/// Reads what the operator's console asks about.
enum OperatorFacts {
    static func answer(_ question: OperatorQuestion, _ root: Root) -> OperatorAnswer {
        switch question {
        case .audit: .audit(AuditTail.read(root))
        case .request(let build): .request(build, request(of: build, root))
        case .posts(let build): posts(of: build, root)
        case .inventory: .inventory(inventory(root))
        case .preps: .preps(preps(root))
        case .processes(let build): .processes(build, processes(of: build, root))
        }
    }

    private static func posts(of build: BuildName, _ root: Root) -> OperatorAnswer {
        do throws(ActingError) {
            return .posts(build, try PostBox.unsettled(of: build, root))
        } catch {
            return .noPosts(build, SafeText.firstLine(of: "\(error)"))
        }
    }

    private static func request(of build: BuildName, _ root: Root) -> LastRequest? {
        guard let request = BuildActivity(of: build, root).request else { return nil }
        var fields = StartRequest.Fields()
        fields.build = build.text
        fields.template = request.template
        fields.templateCommand = request.templateCommand
        fields.runnerCommand = request.runner.isEmpty ? nil : ShellWords.join(request.runner)
        (fields.configFamily, fields.configFile) = (request.configFamily, request.configFile)
        (fields.migrationStyle, fields.integration) = (request.migrationStyle, request.integration)
        fields.scope = request.scope
        fields.isCategorized = request.isCategorized
        return LastRequest(fields, startedAt: request.startedAt, startedBy: SafeText.visible(request.startedBy))
    }

    private static func preps(_ root: Root) -> PrepFacts {
        let (preps, problems) = PrepShelf(root).facts()
        return PrepFacts(preps: preps, problems: problems)
    }

    private static func inventory(_ root: Root) -> [InventoryHost] {
        // Without an inventory hosts are typed.
        let bytes = (try? SafeFile.read(root.inventory, limit: 4 * 1024 * 1024)) ?? []
        return Inventory(markdown: bytes).all
    }

    private static func processes(of build: BuildName, _ root: Root) -> BuildProcesses {
        let activity = BuildActivity(of: build, root)
        let startedBy = activity.request.map {
            "started by \(SafeText.visible($0.startedBy)) at \(LocalClock.system.full($0.startedAt))"
        }
        return BuildProcesses(
            runner: part(activity.runner?.process, lives: activity.runnerLives),
            watcher: part(activity.watcher?.process, lives: activity.watcherLives), startedBy: startedBy)
    }

    private static func part(_ process: ProcessIdentity?, lives: Bool) -> BuildProcesses.Part {
        guard lives else { return .gone }
        guard let process, ProcessTable.isAlive(process) else { return .alive }
        return .process(process.pid, below: ProcessTable.descendants(of: process.pid).count)
    }
}
