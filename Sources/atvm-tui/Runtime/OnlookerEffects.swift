import Acting
import Curses
import Observing
import Operating
import Screen
import Viewing

/// Carries out what the onlooker's console asks for: it only reads.
struct OnlookerEffects: EffectInterpreter {
    private var views: ViewEffects
    private let inbox: Mailbox<OnlookerMessage>
    private let root: Root

    init(_ views: ViewEffects, inbox: Mailbox<OnlookerMessage>, _ root: Root) {
        (self.views, self.inbox, self.root) = (views, inbox, root)
        self.views.preps = PrepWatch(root, settles: false) { inbox.put(.preps($0.preps, problems: $0.problems)) }
    }

    mutating func perform(_ effect: OnlookerEffect, _ terminal: inout Terminal, _ theme: inout Theme) -> LoopControl {
        switch effect {
        case .view(let effect): return views.perform(effect, &terminal, &theme)
        case .readAudit:
            let (inbox, root) = (inbox, root)
            // Off the main thread: a disk may be slow.
            BackgroundThread.start { inbox.put(.audit(AuditTail.read(root))) }
            return .goOn
        }
    }

    func finish() {}
}
