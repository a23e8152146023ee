import Acting
import Curses
import Observing
import Operating
import Plans
import Runs
import Screen
import Synchronization
import Viewing

/// Carries out what the operator's console asks for. An action runs on a thread of its own: it may take as long as a
/// template step.
struct OperatorEffects: EffectInterpreter {
    private var views: ViewEffects
    private let inbox: Mailbox<OperatorMessage>
    private let setting: ActingSetting
    private let running = RunningActions()
    private var preps: PrepEffects

    init(_ views: ViewEffects, inbox: Mailbox<OperatorMessage>, setting: ActingSetting, vault: PrepVault) {
        (self.views, self.inbox, self.setting) = (views, inbox, setting)
        self.views.longTextAdvice = "X writes it to a file"
        preps = PrepEffects(setting, vault: vault) { inbox.put(.prep($0)) }
        self.views.preps = preps.watch
    }

    mutating func perform(_ effect: OperatorEffect, _ terminal: inout Terminal, _ theme: inout Theme) -> LoopControl {
        switch effect {
        case .view(let effect): return views.perform(effect, &terminal, &theme)
        case .perform(let approved): start(approved)
        case .ask(let question): answer(question)
        case .interrupt(let build): running.interrupt(build)
        case .prep(let order): preps.perform(order)
        case .write(let order): write(order)
        }
        return .goOn
    }

    // MARK: Acting

    private func start(_ approved: ApprovedAction) {
        let (build, kind) = (approved.build, approved.kind)
        let request = running.begin(build)
        let (inbox, running, setting) = (inbox, running, setting)
        let starts = BackgroundThread.start {
            // Made here: looking up who acts may take a while.
            let performer = setting.performer
            let result = Self.outcome { () throws(ActingError) in
                switch approved {
                case .start(let plan):
                    try performer.perform(plan, interruption: request) { inbox.put(.progress(build, $0)) }
                case .cancel(let plan): try performer.perform(plan)
                case .settle(let plan): try performer.perform(plan)
                case .mark(let plan): try performer.perform(plan)
                }
            }
            running.end(build)
            inbox.put(.performed(Performed(kind, of: build, result)))
        }
        guard !starts else { return }
        running.end(build)
        inbox.put(.performed(Performed(kind, of: build, .failed("the system gives no more threads", lines: []))))
    }

    private static func outcome(_ body: () throws(ActingError) -> String) -> Performed.Result {
        do throws(ActingError) {
            return .done(SafeText.visible(try body()))
        } catch {
            if case .failed(let text, let lines) = error {
                return .failed(SafeText.visible(text), lines: lines.map(SafeText.visible))
            }
            return .failed(SafeText.firstLine(of: "\(error)"), lines: [])
        }
    }

    /// Asks what runs to end and waits for it: a start ends in its template step, all else comes to its end by itself.
    func finish() {
        running.interruptAll()
        running.waitForAll()
        preps.finish()
    }

    private func write(_ order: FileOrder) {
        let (inbox, root) = (inbox, setting.settings.observatory.root)
        let starts = BackgroundThread.start { inbox.put(.file(order, Self.outcome(of: order, root))) }
        if !starts { inbox.put(.file(order, .failed("the system gives no more threads"))) }
    }

    private static func outcome(of order: FileOrder, _ root: Root) -> FileOutcome {
        do throws(ActingError) {
            switch try NewFile.write(order.text, to: order.path, name: order.fileName, within: root) {
            case .written(let path, let bytes): return .written(path: path, bytes: bytes)
            case .taken(let proposal): return .taken(proposal: proposal)
            }
        } catch {
            return .failed(SafeText.firstLine(of: "\(error)"))
        }
    }

    // MARK: Reading

    private func answer(_ question: OperatorQuestion) {
        let (inbox, root) = (inbox, setting.settings.observatory.root)
        // Off the main thread: a disk may be slow.
        BackgroundThread.start { inbox.put(.answer(OperatorFacts.answer(question, root))) }
    }
}

/// The actions that run, each with what asks it to end.
final class RunningActions: Sendable {
    private let requests = Mutex<[BuildName: Interruption]>([:])
    private let ended = Mailbox<BuildName>()

    func begin(_ build: BuildName) -> Interruption {
        let request = Interruption.onRequest()
        requests.withLock { $0[build] = request }
        return request
    }

    func end(_ build: BuildName) {
        requests.withLock { $0[build] = nil }
        ended.put(build)
    }

    func interrupt(_ build: BuildName) { requests.withLock { $0[build] }?.ask() }

    func interruptAll() { for request in requests.withLock({ Array($0.values) }) { request.ask() } }

    /// Every step of an action has a time of its own within which it ends.
    func waitForAll() {
        while requests.withLock({ !$0.isEmpty }) {
            ended.wait()
            _ = ended.take()
        }
    }
}
