import Curses
import Observing
import Runs
import Screen
import Viewing

/// Carries out the effects of a screen program, without ever waiting: what takes long is done elsewhere and comes back as
/// a message.
protocol EffectInterpreter<Effect> {
    associatedtype Effect

    mutating func perform(_ effect: Effect, _ terminal: inout Terminal, _ theme: inout Theme) -> LoopControl
    /// The program has ended, the terminal is given back: brings to an end what must not be left half done.
    func finish()
}

/// Carries out what read-only programs ask for. Nothing here can change the controller.
struct ViewEffects: EffectInterpreter {
    /// Tells the program.
    let tell: @Sendable (ViewMessage) -> Void
    let requests: Mailbox<ObservatoryRequest>
    let logRequests: Mailbox<LogRequest?>
    let indexOrders: Mailbox<LogIndexer.Order>
    let countOrders: Mailbox<LogCounter.Order>
    let pulse: Pulse
    let turn: KeyTurn
    /// What to do with a text that is too long for the terminal's clipboard.
    var longTextAdvice = "'atvm-tui status' and 'atvm-tui failures' print it"
    /// Looks at the preps again with all else; where nobody shows them it is not there.
    var preps: PrepWatch?
    private var themes: ThemeShelf

    init(
        tell: @escaping @Sendable (ViewMessage) -> Void, requests: Mailbox<ObservatoryRequest>,
        logRequests: Mailbox<LogRequest?>, indexOrders: Mailbox<LogIndexer.Order>,
        countOrders: Mailbox<LogCounter.Order>, pulse: Pulse, turn: KeyTurn, _ themes: ThemeShelf
    ) {
        (self.tell, self.requests, self.logRequests) = (tell, requests, logRequests)
        (self.indexOrders, self.countOrders) = (indexOrders, countOrders)
        (self.pulse, self.turn, self.themes) = (pulse, turn, themes)
    }

    func finish() {}

    mutating func perform(_ effect: ViewEffect, _ terminal: inout Terminal, _ theme: inout Theme) -> LoopControl {
        switch effect {
        case .quit: return .quit
        case .redraw: terminal.redraw()
        case .suspend: terminal.suspend()
        case .refresh:
            requests.put(.refresh)
            preps?.look()
            tell(.message(MessageLine(.note, "looking at everything again")))
        case .attend(let build): requests.put(.attend(build))
        case .readLog(let request):
            turn.owe()
            logRequests.put(request)
        case .indexLog(let request): indexOrders.put(request.map { .look($0) } ?? .forget)
        case .tallyLog(let request): countOrders.put(request.map { .count($0) } ?? .forget)
        case .copy(let text, let what): copy(text, what, &terminal)
        case .useTheme(let name): use(name, &theme)
        }
        return .goOn
    }

    private func copy(_ text: String, _ what: String, _ terminal: inout Terminal) {
        let message =
            terminal.copyToClipboard(text)
            ? MessageLine(.done, "copied \(what) (\(text.utf8.count) bytes) to the terminal's clipboard")
            : MessageLine(.warning, "\(what) is too long for a terminal's clipboard; \(longTextAdvice)")
        tell(.message(message))
    }

    private mutating func use(_ name: String?, _ theme: inout Theme) {
        do throws(ThemeProblem) {
            if let name { theme = try themes.take(name) } else { theme = try themes.next() }
            tell(.theme(theme.name))
        } catch {
            tell(.message(MessageLine(.warning, "\(error)")))
        }
    }
}
