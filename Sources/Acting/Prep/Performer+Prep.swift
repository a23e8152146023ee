import CPosix
import Formats
import Glibc
import Observing
package import Plans
package import Runs

extension Performer {
    /// How an operator has approved a prep, as the audit trail says it.
    package enum PrepApproval: String, Sendable {
        case typed = "approved at a terminal: the LUN's full name was typed"
        case yes = "approved at a terminal"
        case digest = "approved by its digest"
    }

    /// Starts an approved prep under a keeper of its own, and returns once the script runs.
    ///
    /// The controller is looked at once more, under the lock that every start of a prep takes: what runs is the plan
    /// that was shown, with the script that was shown.
    /// - Throws: `.notPermitted` when the plan is no longer that of this controller.
    package func perform(
        _ approved: Approved<PrepPlan>, _ approval: PrepApproval, password: Secret?, luns: LunShorthand,
        keeper: KeeperStart, interruption: Interruption = .never
    ) throws(ActingError) -> PrepID {
        let plan = approved.plan
        do throws(ActingError) {
            try AtomicFile.makeFolder(root.preps)
            let lock = try BuildLock(.prep, in: root.preps, for: "the start of a prep", by: person)
            defer { withExtendedLifetime(lock) {} }
            for id in AtomicFile.names(in: root.preps).compactMap({ PrepID($0) }) {
                guard var record = try? PrepRecord(id, root) else { continue }
                try record.settle()
            }
            let script = try checkAgain(plan, luns)
            guard (password == nil) == (plan.request.credentials.passwordSource == nil) else {
                throw .notPermitted("the password is not that of the plan")
            }
            try audit(plan, .outcome, action: "prep approve", approval.rawValue)
            return try start(plan, script, password, keeper, interruption)
        } catch {
            let isRefused =
                switch error {
                case .refused, .notPermitted: true
                default: false
                }
            if isRefused { try? audit(plan, .refused, action: "prep", SafeText.firstLine(of: "\(error)")) }
            throw error
        }
    }

    /// Writes down that a plan was not approved, or not in time.
    package func refuse(_ plan: PrepPlan, because reason: String) throws(ActingError) {
        try audit(plan, .refused, action: "prep approve", SafeText.firstLine(of: reason))
    }

    private func audit(
        _ plan: PrepPlan, _ moment: AuditLine.Moment, action: String, _ outcome: String?
    ) throws(ActingError) {
        try trail.append(
            AuditLine(
                at: WallClock.now(), moment, person, action: action, build: "", commands: plan.commands.map(\.line),
                digest: plan.digest.text, outcome: outcome))
    }

    /// - Returns: the script as it is now, which is as it was shown.
    private func checkAgain(_ plan: PrepPlan, _ luns: LunShorthand) throws(ActingError) -> PrepScript {
        let script: PrepScript
        do throws(PrepScriptProblem) { script = try PrepScript(root) } catch {
            throw .notPermitted("the prep script can no longer be used: \(error)")
        }
        let surroundings = try PrepPlan.Surroundings(root, script: script, person: person)
        let (preps, problems) = PrepShelf(root).facts()
        var facts = PrepFacts(of: Observatory.look(settings), preps: preps)
        facts.problems += problems
        let again: PrepPlan
        do throws(PrepConflict) {
            again = try PrepPlan(plan.request, in: surroundings, knowing: facts, luns: luns)
        } catch {
            throw .refused("\(error)")
        }
        guard script.digest == plan.surroundings.scriptDigest else {
            throw .notPermitted("not approved: the script was changed since the plan was shown; look at the plan again")
        }
        guard again.digest == plan.digest else {
            throw .notPermitted("not approved: this is no longer the plan that was shown; look at it again")
        }
        if let new = again.conflicts.first(where: { !plan.conflicts.contains($0) }) {
            throw .notPermitted("not approved: \(new.text), and the plan did not say so; look at it again")
        }
        return script
    }

    private func start(
        _ plan: PrepPlan, _ script: PrepScript, _ password: Secret?, _ keeper: KeeperStart,
        _ interruption: Interruption
    ) throws(ActingError) -> PrepID {
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        let now = WallClock.now()
        var random = SystemRandomNumberGenerator()
        guard let id = PrepID(startedAt: now, salt: UInt32.random(in: 0...0xFF_FFFF, using: &random)) else {
            throw .failed("the clock stands at no time that could name a prep")
        }
        let file = PrepFile(
            id: id.text, mode: plan.request.mode.rawValue, lun: plan.request.lun, client: plan.request.client,
            command: plan.commands.map(\.line).joined(separator: "; "), digest: plan.digest.text,
            scriptDigest: script.digest.text, login: person.login, peer: person.peer, startedAt: now, keeper: own)
        var record = PrepRecord(id, file, root)
        // No line, no act.
        try record.audit(.intent, "prep", nil)
        let folder = root.prepFolder(of: id)
        guard mkdir(folder, 0o700) == 0, chmod(folder, 0o700) == 0 else { throw AtomicFile.problem(folder) }
        try AtomicFile.write(Self.picture(of: plan), to: root.prepPlan(of: id), mode: 0o600)
        try record.write()
        do throws(ActingError) {
            if interruption.isAsked() { throw Self.interrupted }
            try keeper.start(id)
            try hand(
                PrepLaunch(
                    digest: plan.digest.text, words: plan.words(with: password ?? Secret("")),
                    environment: PrepEnvironment.variables(), folder: plan.surroundings.folder, script: script.bytes,
                    password: password?.reveal { $0 } ?? ""), to: id, interruption)
        } catch {
            // The keeper, if there is one, has written down the end itself.
            if let written = try? PrepRecord(id, root) { record = written }
            if record.file.end == nil, record.file.script == nil {
                record.file.end = .notStarted("\(error)")
                record.file.endedAt = WallClock.now()
                try? record.write()
                try? record.audit(.outcome, "prep", "not started: \(SafeText.firstLine(of: "\(error)"))")
            }
            throw error
        }
        return id
    }

    /// Gives the keeper what it is to run, and waits for its word.
    private func hand(
        _ launch: PrepLaunch, to id: PrepID, _ interruption: Interruption
    ) throws(ActingError) {
        let client = try PrepClient(id, root: root, person: person)
        if interruption.isAsked() {
            dismissKeeper(of: id)
            throw Self.interrupted
        }
        client.send(.launch(launch))
        let end = WallClock.steady() + .seconds(60)
        while WallClock.steady() < end {
            for event in client.receive() {
                switch event {
                case .reply(true, _): return
                case .reply(false, let why): throw .failed("the prep was not started: \(why)")
                case .state(let state):
                    if let outcome = state.outcome { throw .failed("the prep was \(outcome.text)") }
                case .output: break
                }
            }
            var ready: UInt8 = 0
            var descriptor = client.descriptor
            var wanted = UInt8(CP_READABLE | (client.wantsToWrite ? CP_WRITABLE : 0))
            _ = cp_wait_for(&descriptor, &wanted, &ready, 1, client.patience < 0 ? 1000 : client.patience)
        }
        throw .failed("the keeper of the prep did not answer within 60 s")
    }

    private static let interrupted = ActingError.failed("interrupted; nothing was started")

    /// Ends a keeper that has nothing to run, and never will; it writes down so itself.
    private func dismissKeeper(of id: PrepID) {
        let end = WallClock.steady() + .seconds(10)
        guard let keeper = try? PrepRecord(id, root).file.keeper, keeper.pid != Int(getpid()),
            ProcessTable.isAlive(keeper)
        else { return }
        kill(pid_t(keeper.pid), SIGTERM)
        while ProcessTable.isAlive(keeper), (try? PrepRecord(id, root))?.file.end == nil, WallClock.steady() < end {
            ProcessTree.pause(.milliseconds(10))
        }
    }

    /// The approved plan for whoever asks later, the password masked.
    private static func picture(of plan: PrepPlan) -> String {
        JSONValue.object([
            "schema": .integer(1), "title": .string(plan.title), "digest": .string(plan.digest.text),
            "sections": .array(
                plan.sections.map { section in
                    .object([
                        "title": .string(section.title), "lines": .array(section.lines.map(JSONValue.string)),
                    ])
                }),
        ]).prettyText
    }
}
